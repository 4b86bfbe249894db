"""已完成投资 in 逐项填数: a line of each task whose plan invests, typed and saved as figures are."""

from decimal import Decimal

import pytest

from progress.models import Report
from progress.reports import actions
from progress.rules.states import ReportState
from tests.as_read import as_read
from tests.factories import NOW, make_report, make_user
from tests.pages import one_line
from tests.progress.conftest import PAGE, owed, saved, typed
from tests.progress.reports.test_figures_views import RECKON, TABLE, key_of, shown
from tests.progress.spendings import invest

pytestmark = pytest.mark.django_db

DOUBTED = "6000万元，超过计划投资2000万元的两倍。"


@pytest.fixture
def two(report, unit):
    """Tasks 36 and 37, both with a plan that invests; and 38, whose plan says nothing of it."""
    other, third = (owed(unit, number, report.task.yearly_list) for number in (37, 38))
    for each in (report, other):
        invest(each.task, unit)
    invest(third.task, unit, amount=None)
    return [report, other]


@pytest.fixture
def client(two, filer, enter):
    return enter(filer)


def field(report):
    return f"invested-{report.pk}"


def amounts():
    return list(Report.objects.values_list("invested", flat=True).order_by("task__number"))


def test_every_task_that_asks_for_it_has_a_line_of_its_own(two, client):
    page = one_line(client.get(TABLE).content.decode())
    assert page.count("<b>已完成投资</b>") == 2
    assert all(f'name="{field(each)}"' in page for each in two)
    assert (
        "共 3 个数，已填<span data-filled>0</span>个；另有 2 项任务填已完成投资，没有数据可以不填。" in page
    )
    assert page.count('id="id_invested-') == 2


def test_it_is_saved_with_the_figures_by_the_version_of_its_report(two, client):
    typed_in = {field(two[0]): "0.05亿元", field(two[1]): "300", f"value-{key_of(two[1])}": "2"}
    assert client.post(TABLE, shown(client) | typed_in).status_code == 302
    assert amounts() == [500, 300, None]
    assert list(Report.objects.values_list("version", flat=True).order_by("task__number")) == [1, 1, 0]
    assert 'name="invested" value="500"' in client.get(PAGE).content.decode()
    client.post(TABLE, shown(client))
    assert Report.objects.get(pk=two[0].pk).version == 1, "nothing was typed"
    client.post(TABLE, shown(client) | {field(two[0]): ""})
    assert amounts() == [None, 300, None]


def test_a_task_without_targets_has_that_line_alone(two, client):
    two[0].task.targets.all().delete()
    page = one_line(client.get(TABLE).content.decode())
    assert "没有量化目标、只填文字和事项的任务" not in page
    client.post(TABLE, shown(client) | {field(two[0]): "12"})
    assert amounts()[0] == 12


def test_what_cannot_be_read_stays_and_is_named_and_loses_nothing(two, client):
    wrong = {field(two[0]): "五百", field(two[1]): "-5", f"value-{key_of(two[0])}": "2"}
    page = one_line(client.post(TABLE, shown(client) | wrong, follow=True).content.decode())
    assert "有2处没有读懂" in page
    for each, words in zip(two, ("没有看懂“五百”", "已完成投资不能是负数"), strict=True):
        assert f'name="{field(each)}" value="{wrong[field(each)]}"' in page and words in page
        assert page.count(f'id="id_{field(each)}_error"') == 1
    assert amounts()[:2] == [None, None] and two[0].measurements.get().value == 2


def test_it_is_read_back_and_asked_about_line_by_line(two, client):
    answer = client.post(RECKON, shown(client) | {field(two[0]): "0.6亿元", field(two[1]): "五"}).json()
    first, second = (answer["targets"][f"{each.pk}-0"] for each in two)
    assert (first["words"], first["rate"], first["doubt"]) == ("6000万元", "300.0%", DOUBTED)
    assert "没有看懂“五”" in second["why"]


def test_confirmed_here_it_may_be_sent(two, client, signer):
    posted = shown(client) | {field(two[0]): "6000", f"value-{key_of(two[0])}": "2"}
    client.post(TABLE, posted | {f"confirm-{two[0].pk}-0": "60000000|over_target"})
    assert [each["field"] for each in Report.objects.get(pk=two[0].pk).confirmations] == ["target-0"]
    assert shown(client)[f"confirm-{two[0].pk}-0"] == "60000000|over_target"
    client.post(TABLE, shown(client) | {field(two[0]): "7000"})
    assert not Report.objects.get(pk=two[0].pk).confirmations, "another figure is asked about anew"


def test_a_page_from_before_the_line_leaves_it_as_it_is(two, client, filer):
    client.post(PAGE, typed(two[0], invested="6000", **{"confirm-0": "60000000|over_target"}))
    old = {name: value for name, value in shown(client).items() if not name.endswith((f"-{two[0].pk}", "-0"))}
    old |= {f"version-{two[0].pk}": "1", f"seen-{two[0].pk}": "", f"value-{key_of(two[0])}": "3"}
    client.post(TABLE, old)
    report = Report.objects.get(pk=two[0].pk)
    assert (report.invested, len(report.confirmations), report.version) == (6000, 1, 2)


def test_what_somebody_else_saved_stands_beside(two, client, filer):
    posted = shown(client) | {field(two[0]): "800"}
    saved(two[0], make_user(unit=two[0].unit), invested=Decimal(700))
    page = one_line(client.post(TABLE, posted).content.decode())
    assert "已存 700万元" in page and f'name="{field(two[0])}" value="800"' in page
    assert amounts()[0] == 700


def test_what_is_locked_is_read_and_what_was_typed_into_it_is_told(two, client, filer, signer):
    make_report(
        two[0].task, two[0].unit, quarter=1, state=ReportState.ACCEPTED, submitted_at=NOW, invested=90
    )
    posted = shown(client) | {field(two[0]): "800"}
    as_read(actions.send_for_signature, saved(two[0], filer, invested=Decimal(700)), at=NOW, by=filer)
    page = one_line(client.post(TABLE, posted).content.decode())
    assert "您填写的（已完成投资）：800" in page and f'name="{field(two[0])}"' not in page
    assert ">700万元</td>" in page and ">90万元</td>" in page
