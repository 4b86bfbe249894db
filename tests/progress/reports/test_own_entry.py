"""本季填报: the quarter's own is typed in form and table, the total is stored, both are shown."""

from datetime import date
from decimal import Decimal

import pytest

from progress.ledger.ledgers import ledger_of
from progress.models import Report
from progress.reports import actions
from progress.reports.filing_lines import target_words
from progress.reports.sheet import report_sheet
from progress.rules.states import ReportState
from projects.corrections.actions import Grounds
from projects.corrections.target_actions import TargetValues, correct_target
from projects.models import Target, YearlyList
from projects.rules.roles import Role
from projects.rules.states import ListStage
from tests.as_read import as_read
from tests.factories import NOW, make_report, make_user
from tests.pages import one_line
from tests.progress.conftest import PAGE, owed, saved, typed
from tests.progress.reports.test_figures_views import RECKON, TABLE, shown

pytestmark = pytest.mark.django_db


@pytest.fixture
def own(report):
    """The report of the second quarter on a target of 本季填报."""
    report.task.targets.update(is_own_entry=True)
    return report


@pytest.fixture
def before(own):
    """The first quarter, filed with a total of 1.5."""
    own.task.targets.update(unit="公里")
    return first_quarter(own, "1.5")


def first_quarter(report, value, state=ReportState.SUBMITTED):
    until = NOW.date() if state == ReportState.RETURNED else None
    filed = {"state": state, "submitted_at": NOW, "refile_by": until}
    first = make_report(report.task, report.unit, quarter=1, **filed)
    first.measurements.create(target=report.task.targets.get(), value=Decimal(value))
    return first


def key(report):
    return report.task.targets.get().pk


def stored(report):
    return report.measurements.get().value


def own_typed(report, value, last="1.5", **fields):
    return typed(report, value=value, **{f"based_on-{key(report)}": last, **fields})


def html(client, path=PAGE):
    return one_line(client.get(path).content.decode())


def test_the_quarters_own_is_asked_for_and_the_total_stored(own, before, filer, enter):
    client = enter(filer)
    page = html(client)
    assert ">本季完成</label>" in page and f'name="based_on-{key(own)}" value="1.5"' in page
    assert client.post(PAGE, own_typed(own, "2")).status_code == 302
    assert stored(own) == Decimal("3.5")
    page = html(client)
    assert f'name="value-{key(own)}" value="2"' in page and "<dd data-total>3.5公里</dd>" in page


def test_in_the_first_quarter_nothing_is_added(own, filer, enter):
    first = make_report(own.task, own.unit, quarter=1)
    page = html(enter(filer), first.address)
    assert ">本季完成</label>" in page and f'name="based_on-{key(own)}" value="0"' in page


@pytest.mark.parametrize("state", [None, ReportState.DRAFT, ReportState.RETURNED])
def test_where_the_quarter_before_was_not_filed_the_total_is_asked_for(own, filer, enter, state):
    if state:
        first_quarter(own, 1, state)
    client = enter(filer)
    page = html(client)
    assert ">本次累计</label>" in page and "上季没有报出的累计数，请填累计数。" in page
    client.post(PAGE, own_typed(own, "4", last=""))
    assert stored(own) == 4


def test_other_targets_are_asked_for_the_total(report, filer, enter):
    first_quarter(report, 1)
    page = html(enter(filer))
    assert ">本次累计</label>" in page and "本季完成" not in page and "请填累计数" not in page


def test_a_draft_stands_though_the_last_total_was_corrected_since(own, before, filer, enter):
    client = enter(filer)
    client.post(PAGE, own_typed(own, "2"))
    before.measurements.update(value=2)
    page = html(client)
    assert f'name="value-{key(own)}" value="1.5"' in page and "<dd data-total>3.5公里</dd>" in page
    client.post(PAGE, own_typed(own, "2", text="已建成3.5公里。"))  # by the page that was open
    assert stored(own) == Decimal("3.5")
    client.post(PAGE, own_typed(own, "3"))  # typed anew: added to what is known now
    assert stored(own) == 5


def test_what_was_typed_as_a_total_is_none_of_the_quarter_alone(own, filer, enter):
    client = enter(filer)
    posted = own_typed(own, "4", last="")
    first_quarter(own, 1)
    client.post(PAGE, posted)
    assert stored(own) == 4
    assert f'name="value-{key(own)}" value="3"' in html(client)


def test_a_page_from_before_the_setting_means_the_total(own, before, filer, enter):
    enter(filer).post(PAGE, typed(own, value="4"))
    assert stored(own) == 4


def test_while_typing_both_are_told_and_the_total_is_asked_about(own, before, filer, enter):
    told = enter(filer).post(PAGE + "reckon/", own_typed(own, "-1")).json()["targets"][str(key(own))]
    assert (told["words"], told["total"]) == ("-1公里", "0.5公里")
    assert "比上次累计1.5公里少1公里" in told["doubt"] and told["mark"].startswith("0.5|")


def test_a_total_below_0_is_marked_and_kept_as_typed(own, before, filer, enter):
    client = enter(filer)
    client.post(PAGE, own_typed(own, "-2"))
    own.refresh_from_db()
    assert own.unread[f"value-{key(own)}"] == {"typed": "-2", "why": "数量的累计值不能是负数。"}
    assert f'name="value-{key(own)}" value="-2"' in html(client)


def test_a_sum_too_large_for_the_column_is_marked(own, before, filer, enter):
    enter(filer).post(PAGE, own_typed(own, "9" * 15))
    own.refresh_from_db()
    assert own.unread[f"value-{key(own)}"]["why"] == "加上截至上季的累计后太大，请核对。"


def test_a_quarter_that_was_signed_is_typed_as_it_was_whatever_is_revised(own, before, filer, signer):
    as_read(actions.send_for_signature, saved(own, filer, value=3), at=NOW, by=filer)
    as_read(actions.submit, Report.objects.get(pk=own.pk), at=NOW, by=signer)
    target = own.task.targets.get()
    YearlyList.objects.update(stage=ListStage.RUNNING)
    grounds = Grounds("改报累计", "市政府常务会议", date(2021, 7, 1))
    said = {"based_on": target.wording, "grounds": grounds, "at": NOW}
    values = TargetValues(target.label, target.quantity, target.unit)
    correct_target(target, values=values, by=make_user("admin", role=Role.ADMINISTRATOR), **said)
    ledger = ledger_of(own.task)
    rows = report_sheet(ledger, ledger.report(2, own.unit), NOW.date()).targets
    assert [(row.base, row.own_said) for row in rows] == [(Decimal("1.5"), "（本季完成1.5公里）")]
    assert not Target.objects.get().is_own_entry


def test_signer_and_reviewer_see_both(own, before, filer, signer, coordinator, enter):
    saved(own, filer, value=Decimal("3.5"))
    as_read(actions.send_for_signature, Report.objects.get(pk=own.pk), at=NOW, by=filer)
    assert "<b>3.5</b>公里（本季完成2公里）" in html(enter(signer), "/2021/q2/filing/")
    as_read(actions.submit, Report.objects.get(pk=own.pk), at=NOW, by=signer)
    page = html(enter(coordinator), f"{PAGE}?unit=sjyj")
    assert "<b>3.5</b>公里</td>" in page and 'data-label="本季">2公里</td>' in page


def test_paper_carries_both(own, before, filer):
    saved(own, filer, value=Decimal("3.5"))
    ledger = ledger_of(own.task)
    row = report_sheet(ledger, ledger.report(2, own.unit), NOW.date()).targets[0]
    assert "3.5公里（本季完成2公里）" in target_words(row)


def test_in_the_table_the_quarters_own_is_typed_too(own, before, filer, enter):
    client = enter(filer)
    posted = shown(client)
    assert posted[f"based_on-{key(own)}"] == "1.5"
    answer = client.post(RECKON, posted | {f"value-{key(own)}": "2"}).json()["targets"][str(key(own))]
    assert (answer["total"], answer["own"]) == ("3.5公里", "2公里")
    client.post(TABLE, posted | {f"value-{key(own)}": "2"})
    assert stored(own) == Decimal("3.5")
    assert shown(client)[f"value-{key(own)}"] == "2"


def test_an_untouched_line_of_the_table_is_not_saved_after_a_correction(own, before, filer, enter):
    saved(own, filer, value=Decimal("3.5"))
    other = owed(own.unit, 37, own.task.yearly_list)
    client = enter(filer)
    posted = shown(client) | {f"value-{other.task.targets.get().pk}": "1"}
    before.measurements.update(value=2)
    client.post(TABLE, posted)
    own.refresh_from_db()
    assert (own.version, stored(own)) == (1, Decimal("3.5"))


def test_a_line_of_an_older_table_means_the_total(own, before, filer, enter):
    client = enter(filer)
    posted = shown(client) | {f"value-{key(own)}": "4"}
    posted.pop(f"based_on-{key(own)}")
    client.post(TABLE, posted)
    assert stored(own) == 4
