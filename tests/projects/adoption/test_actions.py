"""Receiving official documents and adopting them as lists, on the real ones."""

import random
from contextlib import suppress
from pathlib import Path

import pytest
from django.core.management import call_command

from projects.adoption.actions import adopt, receive_document
from projects.adoption.proposal import propose
from projects.adoption.questions import Answers
from projects.adoption.readings import by_year, read_document
from projects.models import (
    Assignment,
    Correction,
    Finding,
    GroupMembership,
    LogEntry,
    Milestone,
    SourceDocument,
    Task,
    Unit,
    YearlyList,
)
from projects.rules.errors import Refused
from tests.factories import NOW, make_plan, make_user

pytestmark = pytest.mark.django_db

FIXTURES = Path(__file__).parents[3] / "fixtures"
BREAKDOWN = "2021-breakdown-traditional.txt"
SCHEDULE = "2021-schedule.txt"
SMALL = "2021年连云港市50件民生实事分解落实方案\n{}\n"
FIRST = "1.新改扩建中小学25所。(牵头单位:市教育局;共同责任单位:市财政局,各县区)"
SECOND = "2.新建幼儿园16所。(牵头单位:市教育局;共同责任单位:市财政局,各县区)"
THIRD = "3.改造公厕10座。(牵头单位:市城管局;共同责任单位:各县区)"


@pytest.fixture(autouse=True)
def register():
    call_command("loaddata", FIXTURES / "units.json", verbosity=0)


def received(*contents):
    """Readings of documents: names of the real ones, or text."""
    files = [
        (FIXTURES / "documents" / each).read_bytes() if each.endswith(".txt") else each.encode()
        for each in contents
    ]
    return [
        read_document(receive_document(content, name=f"{number}.txt", at=NOW, by=None))
        for number, content in enumerate(files)
    ]


def adopted(*contents, **answers):
    return adopt(received(*contents), answers=Answers(**answers), at=NOW, by=None)


def a_document(*tasks):
    return SMALL.format("\n".join(tasks))


def test_the_same_bytes_are_the_same_row():
    first = receive_document(b"abc", name="a.txt", at=NOW, by=None)
    assert receive_document(b"abc", name="b.txt", at=NOW, by=None) == first
    assert (first.name, LogEntry.objects.filter(act="document_received").count()) == ("a.txt", 1)


def test_the_2021_breakdown_becomes_a_list():
    yearly_list = adopted(BREAKDOWN)
    assert (yearly_list.year, yearly_list.document_number, yearly_list.matters, yearly_list.stage) == (
        2021,
        "连政发〔2021〕10号",
        50,
        "draft",
    )
    assert yearly_list.tasks.count() == 120
    assert Assignment.objects.count() == 426


def test_breakdown_and_schedule_are_one_list_in_either_order():
    adopted(BREAKDOWN)
    first = snapshot(adopted(SCHEDULE))
    wipe()
    adopted(SCHEDULE)
    assert snapshot(adopted(BREAKDOWN)) == first


def wipe():
    SourceDocument.objects.update(yearly_list=None)
    Finding.objects.all().delete()
    YearlyList.objects.all().delete()


def snapshot(yearly_list):
    """Everything that the list holds, without row numbers."""
    tasks = yearly_list.tasks.values_list("number", "text", "source_text", "clause", "domain__name")
    milestones = Milestone.objects.values_list("task__number", "quarter", "text", "source_text")
    assignments = Assignment.objects.values_list(
        "task__number", "role", "order", "printed_name", "unit__code", "group__code"
    )
    findings = sorted(
        Finding.objects.values_list("task__number", "code", "quarter", "quote", "message", "document__kind"),
        key=str,
    )
    return (
        yearly_list.title,
        yearly_list.document_number,
        list(tasks),
        list(milestones),
        sorted(assignments, key=str),
        findings,
    )


def test_the_breakdown_governs_and_eight_differing_tasks_are_findings():
    yearly_list = adopted(BREAKDOWN, SCHEDULE)
    differing = Finding.objects.filter(code__in=["texts_differ", "units_differ"]).values_list(
        "task__number", flat=True
    )
    assert sorted(differing) == [6, 7, 16, 48, 50, 79, 108, 109]
    assert "便民服务圈" in yearly_list.tasks.get(number=48).text
    assert Milestone.objects.exclude(text="").count() == 477


def test_adopting_again_changes_nothing():
    adopted(BREAKDOWN, SCHEDULE)
    before = [
        *Task.objects.values_list("pk"),
        *Finding.objects.values_list("pk"),
        *LogEntry.objects.values_list("pk"),
    ]
    adopted(SCHEDULE)
    adopted(BREAKDOWN, SCHEDULE)
    assert [
        *Task.objects.values_list("pk"),
        *Finding.objects.values_list("pk"),
        *LogEntry.objects.values_list("pk"),
    ] == before


def test_the_2023_list_stands_in_ten_domains():
    yearly_list = adopted("2023-breakdown.txt")
    assert [domain.tasks.count() for domain in yearly_list.domains.all()] == [
        11,
        17,
        11,
        17,
        22,
        11,
        11,
        7,
        14,
        39,
    ]
    assert Assignment.objects.count() == 729


def test_a_list_without_units_is_kept_on_file_only():
    assert adopted("2019-schedule.txt").is_archived


def test_members_of_the_groups_are_proposed():
    adopted("2023-breakdown.txt")
    proposed = GroupMembership.objects.filter(confirmed_at=None).values_list("group__code", "unit__name")
    assert [name for code, name in proposed if code == "gxq"] == [
        "东海县",
        "灌云县",
        "灌南县",
        "赣榆区",
        "海州区",
        "连云区",
    ]
    assert [name for code, name in proposed if code == "gnbk"] == [
        "市开发区",
        "徐圩新区",
        "市高新区",
        "云台山景区",
    ]


def test_an_unknown_name_is_refused_with_the_nearest_ones():
    with pytest.raises(Refused, match="市园林局"):
        adopted(a_document(FIRST, THIRD.replace("市城管局", "市园林局")))
    assert not YearlyList.objects.exists()


def test_an_answer_settles_it_and_the_printed_name_stays():
    yearly_list = adopted(
        a_document(FIRST, THIRD.replace("市城管局", "市园林局")), units={"市园林局": "scgj"}
    )
    lead = yearly_list.tasks.get(number=3).assignments.get(role="lead")
    assert (lead.printed_name, lead.unit.code) == ("市园林局", "scgj")


def test_an_answer_is_not_asked_for_again():
    adopted(a_document(FIRST, THIRD.replace("市城管局", "市园林局")), units={"市园林局": "scgj"})
    adopted(a_document(FIRST, THIRD.replace("市城管局", "市园林局"), SECOND.replace("2.", "4.")))
    assert Task.objects.count() == 3


def test_a_change_is_a_question_before_it_replaces_anything():
    adopted(a_document(FIRST, SECOND))
    with pytest.raises(Refused, match="是否以文件替换"):
        adopted(a_document(FIRST, SECOND.replace("16所", "18所")))
    adopted(a_document(FIRST, SECOND.replace("16所", "18所")), replace=True)
    assert "18所" in Task.objects.get(number=2).text


def test_a_replaced_task_keeps_its_row_and_the_others_are_not_touched():
    adopted(a_document(FIRST, SECOND))
    before = list(Task.objects.values_list("pk", flat=True))
    untouched = list(Assignment.objects.filter(task__number=1).values_list("pk", flat=True))
    adopted(a_document(FIRST, SECOND.replace("16所", "18所")), replace=True)
    assert list(Task.objects.values_list("pk", flat=True)) == before
    assert list(Assignment.objects.filter(task__number=1).values_list("pk", flat=True)) == untouched


@pytest.mark.parametrize("stage", ["running", "concluded"])
def test_a_list_in_use_is_never_overwritten(stage):
    yearly_list = adopted(a_document(FIRST, SECOND))
    YearlyList.objects.update(stage=stage)
    with pytest.raises(Refused, match="16.*18"):
        adopted(a_document(FIRST, SECOND.replace("16所", "18所")), replace=True)
    assert "16所" in yearly_list.tasks.get(number=2).text


@pytest.mark.parametrize("stage", ["draft", "running"])
def test_the_same_list_printed_otherwise_is_no_other_list(stage):
    adopted(a_document(FIRST, SECOND))
    YearlyList.objects.update(stage=stage, document_number="连政发〔2021〕10号")
    brackets = [each.replace("(", "（").replace(")", "）") for each in (FIRST, SECOND)]
    proposal = propose(received(a_document(*brackets)), YearlyList.objects.get(), Answers())
    assert proposal.refusal == "" and proposal.questions == ()
    if stage == "running":
        assert proposal.changed == () == proposal.additions
    else:
        assert proposal.additions == ("第1、2项的责任分工原文写法不同",)
    adopted(a_document(*brackets))
    assert YearlyList.objects.get().document_number == "连政发〔2021〕10号"  # it says none


def test_a_list_that_plans_gave_their_schedules_takes_its_own_breakdown():
    yearly_list = adopted(a_document(FIRST, SECOND))
    task = yearly_list.tasks.get(number=1)
    make_plan(task, Unit.objects.get(code="sjyj"))
    Milestone.objects.create(task=task, quarter=1, text="开工。", source_text="开工。")
    adopted(a_document(FIRST, SECOND) + "\n")
    assert Milestone.objects.get().text == "开工。"


def test_a_refusal_says_what_would_be_added():
    adopted(BREAKDOWN)
    YearlyList.objects.update(stage="running")
    refused = propose(received(SCHEDULE), YearlyList.objects.get(), Answers()).refusal
    assert "第1、2、3、4、5项等" in refused and "将增加序时进度、事项" in refused


def test_a_corrected_task_is_never_overwritten():
    yearly_list = adopted(a_document(FIRST, SECOND))
    task = yearly_list.tasks.get(number=2)
    Correction.objects.create(
        task=task, subject="目标任务", made_at=NOW, made_by=make_user("admin", role="administrator")
    )
    with pytest.raises(Refused, match="已作更正"):
        adopted(a_document(FIRST, SECOND.replace("16所", "18所")), replace=True)


def test_a_number_that_stands_twice_is_a_question_that_can_be_answered():
    twice = a_document(FIRST, SECOND, THIRD.replace("3.", "2."))
    with pytest.raises(Refused, match="第2项出现2次"):
        adopted(twice)
    assert "公厕" in adopted(twice, numbers={"2#2": 3}).tasks.get(number=3).text


def test_a_number_that_was_put_right_is_not_asked_again_with_the_next_document():
    adopted(a_document(FIRST, SECOND, THIRD.replace("3.", "2.")), numbers={"2#2": 3})
    adopted(a_document(FIRST, SECOND, THIRD, THIRD.replace("3.", "4.")))
    assert list(Task.objects.values_list("number", flat=True)) == [1, 2, 3, 4]


def test_a_task_may_be_left_out_by_its_number():
    assert adopted(a_document(FIRST, SECOND, SECOND), numbers={"2#2": 0}).tasks.count() == 2


@pytest.mark.parametrize("amount", ["99999999999999999999", "0.00001"])
def test_a_number_that_no_column_holds_is_a_question(amount):
    with pytest.raises(Refused, match="超出可存范围"):
        adopted(a_document(FIRST.replace("25所", f"{amount}所")))


def test_a_five_year_plan_is_no_list():
    readings = received("2021-2025-public-service-plan.txt")
    assert "规划" in propose(readings, None, Answers()).refusal


def test_documents_of_several_years_are_told_apart():
    readings = received("2023-breakdown.txt", BREAKDOWN, SCHEDULE)
    assert [(year, len(each)) for year, each in by_year(readings).items()] == [(2021, 2), (2023, 1)]


def test_a_sub_project_with_drifting_names_is_one():
    adopted(BREAKDOWN, SCHEDULE)
    part = Task.objects.get(number=11).sub_projects.get(order=2)
    assert (part.name, part.aliases, part.items.count()) == ("一院开发区", ["开发区"], 4)
    assert Finding.objects.filter(task__number=11, code="label_drift").count() == 1


def test_a_document_that_was_taken_away_meanwhile_is_not_adopted():
    readings = received(a_document(FIRST))
    SourceDocument.objects.all().delete()
    with pytest.raises(Refused, match="已被移除"):
        adopt(readings, answers=Answers(), at=NOW, by=None)
    assert not YearlyList.objects.exists()


def test_adopting_is_one_entry_of_the_log():
    by = make_user("admin", role="administrator")
    adopt(received(a_document(FIRST)), answers=Answers(), at=NOW, by=by)
    assert LogEntry.objects.filter(act="list_adopted", actor=by).count() == 1


@pytest.mark.parametrize("seed", range(6))
def test_a_damaged_document_is_adopted_or_refused_and_never_an_error(seed):
    chance = random.Random(seed)
    text = (FIXTURES / "documents" / (BREAKDOWN, SCHEDULE)[seed % 2]).read_text(encoding="utf-8")
    for _ in range(10):
        place = chance.randrange(len(text))
        text = (
            text[:place]
            + chance.choice(["", "（", "；", "\x00", "\t", "7777777", text[place - 9 : place]])
            + text[place + chance.randrange(9) :]
        )
    with suppress(Refused):
        adopted(text)
        assert YearlyList.objects.exists()
