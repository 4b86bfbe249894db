"""已完成投资 of an earlier quarter: loaded with it, kept until it is accepted, counted by the next one."""

from decimal import Decimal

import pytest

from progress.backfill.quarter_actions import Entry, entry_from
from progress.models import Backfill, Report
from progress.rules.states import BackfillState
from projects.rules.errors import Refused
from tests.factories import make_report
from tests.progress.backfill.conftest import entry
from tests.progress.backfill.test_views import fill, out, posted, save
from tests.progress.spendings import invest
from tests.progress.unit_workbook.test_spending import rows_of_spent, spend
from tests.progress.unit_workbook.test_views import words
from tests.sample_files import uploaded

pytestmark = pytest.mark.django_db

MARK = "60000000|over_target"


@pytest.fixture
def planned(yearly_list, unit):
    """Task 36 alone has a plan that invests."""
    return invest(yearly_list.tasks.get(number=36), unit)


@pytest.fixture
def client(yearly_list, coordinator, enter):
    return enter(coordinator)


def spent():
    return dict(Report.objects.filter(period__quarter=1).values_list("task__number", "invested"))


def test_it_comes_with_the_workbook_and_stands_beside_the_next_quarter(
    planned, client, accept, unit, yearly_list, filer, enter
):
    book = out(client)
    assert len(rows_of_spent(book)) == 1
    page = posted(client, spend(fill(book), "0.05亿元"))
    assert save(client, page, scan=uploaded()).status_code == 302
    backfill = Backfill.objects.get()
    assert ["已完成投资", "500万元，计划2000万元，占25.0%"] in backfill.shown[0]["said"]
    accept(backfill)
    assert spent() == {36: 500}
    make_report(planned.task, unit)
    form = enter(filer).get("/2021/q2/tasks/36/").content.decode()
    assert "<dt>上次累计</dt><dd>500万元</dd>" in form


def test_an_empty_cell_says_nothing(planned, client, accept):
    save(client, posted(client, fill(out(client))), scan=uploaded())
    backfill = Backfill.objects.get()
    assert "已完成投资" not in [label for label, _ in backfill.shown[0]["said"]]
    accept(backfill)
    assert spent() == {36: None}


def test_what_can_hardly_be_is_told_by_its_cell(planned, client):
    book = spend(fill(out(client)), 6000)
    problems = posted(client, book).context["found"].problems
    assert [(each.cell, "超过计划投资2000万元的两倍" in each.words) for each in problems] == [
        (f"I{rows_of_spent(book)[0]}", True)
    ]


def test_what_was_confirmed_is_kept_with_it(planned, yearly_list, load, accept):
    said = {"invested": Decimal(6000), "confirmed": {0: MARK}}
    accept(load(entry(yearly_list, **said)))
    assert spent() == {36: 6000}
    assert [each["mark"] for each in Report.objects.get().confirmations] == [MARK]


def test_of_a_task_that_does_not_invest_it_is_refused(yearly_list, load):
    with pytest.raises(Refused, match="补录内容与现在的计划对不上"):
        load(entry(yearly_list, invested=Decimal(5)))


def test_what_was_loaded_before_it_was_asked_for_is_still_read(planned, yearly_list, load, accept):
    backfill = load(entry(yearly_list))
    for each in backfill.entries:
        del each["invested"]
    backfill.save()
    accept(backfill)
    assert (spent(), Backfill.objects.get().state) == ({36: None}, BackfillState.ACCEPTED)


def test_the_kept_form_says_the_same(yearly_list):
    one = entry(yearly_list, invested=Decimal("0.0012"))
    assert isinstance(one, Entry) and entry_from(one.as_json()) == one
    assert one.as_json()["invested"] == "0.0012"


def test_the_workbook_goes_out_with_what_was_loaded(planned, yearly_list, client, load):
    load(entry(yearly_list, invested=Decimal(500)))
    book = out(client)
    assert 500 in [cell.value for cell in book["完成值"][rows_of_spent(book)[0]]]
    assert "请重新下载" not in words(posted(client, book))
