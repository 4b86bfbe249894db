"""历年承接 on a task's page."""

import re
from decimal import Decimal

import pytest

from progress.rules.figures import Figures, TargetProgress, TaskFigure
from progress.rules.standings import Tally
from progress.rules.states import VerdictClass
from projects.models import Succession
from projects.rules.roles import Role
from projects.rules.states import ListStage
from tests.factories import NOW, make_bulletin, make_list, make_period, make_target, make_task, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def tasks():
    """体育公园 in three years; of 2019 nothing is judged, of 2021 two quarters were issued."""
    old, before, now = make_list(2019, stage=ListStage.ARCHIVED), make_list(2021), make_list(2023)
    found = [
        make_task(old, number=19, text="建设6个游园。"),
        make_task(before, number=37, text="新建9个体育公园。"),
        make_task(now, number=117, text="新建体育公园4个。"),
    ]
    make_target(found[1], label="体育公园", quantity=9)
    Succession.objects.create(later=found[2], earlier=found[1], state="confirmed", made_at=NOW)
    Succession.objects.create(later=found[1], earlier=found[0], state="confirmed", made_at=NOW)
    return found


def issue(task, quarter, code, actual, **fields):
    reached = TargetProgress("体育公园", "个", Decimal(9), actual=Decimal(actual), completion=Decimal("66.7"))
    row = TaskFigure(task.number, task.text, code, VerdictClass(code).word, targets=(reached,))
    period = make_period(task.yearly_list, quarter)
    dates = {"as_of": period.as_of, "due_on": period.due_on, "drawn_on": NOW.date()}
    told = Figures(2021, quarter, **dates, matters=50, tasks=(row,), tally=Tally())
    return make_bulletin(period, told=told, **fields)


def shown(client, address, role=Role.AUDITOR):
    client.force_login(make_user(role=role))
    text = client.get(address).content.decode()
    found = re.search(r'id="relatives".*?</section>', text, re.S)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", found[0])) if found else ""


def test_the_page_tells_the_same_matter_in_earlier_years_with_its_result(tasks, client):
    issue(tasks[1], 1, VerdictClass.BEHIND, 2), issue(tasks[1], 2, VerdictClass.ON_SCHEDULE, 6)
    text = shown(client, "/2023/tasks/117/")
    assert "2021年第37项 承接自 新建9个体育公园。 体育公园 9个 达序时 二季度第2期通报" in text
    assert "体育公园 6个，完成率 66.7%" in text and "滞后" not in text
    assert "2019年第19项 承接自 建设6个游园。 — 仅存档，没有评价" in text


def test_the_page_tells_what_came_of_it_in_later_years(tasks, client):
    text = shown(client, "/2019/tasks/19/")
    assert "2021年第37项 后续" in text and "2023年第117项 后续" in text and "尚未通报" in text


def test_a_correction_issue_is_the_last_word(tasks, client):
    first = issue(tasks[1], 2, VerdictClass.ON_SCHEDULE, 6)
    again = {"corrects": first, "correction_reason": "数据有误。"}
    make_bulletin(first.period, number=2, told=corrected(tasks[1]), **again)
    assert "滞后（未达序时） 二季度第2期通报" in shown(client, "/2023/tasks/117/", Role.COORDINATOR)


def corrected(task):
    row = TaskFigure(task.number, task.text, "behind", VerdictClass.BEHIND.word)
    period = task.yearly_list.periods.get()
    dates = {"as_of": period.as_of, "due_on": period.due_on, "drawn_on": NOW.date()}
    return Figures(2021, 2, **dates, matters=50, tasks=(row,), tally=Tally())


def test_a_task_that_is_alone_says_nothing_of_other_years(tasks, client):
    Succession.objects.update(state="proposed")
    assert shown(client, "/2023/tasks/117/") == ""


def test_relatives_add_a_bounded_number_of_queries(tasks, client, django_assert_max_num_queries):
    issue(tasks[1], 2, VerdictClass.ON_SCHEDULE, 6)
    client.force_login(make_user(role=Role.AUDITOR))
    client.get("/2023/tasks/117/")
    with django_assert_max_num_queries(14):
        client.get("/2023/tasks/117/")
