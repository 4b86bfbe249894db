"""已完成投资 from the form of a report to the issue: asked of the unit whose recorded plan says 计划投资."""

from datetime import timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from openpyxl import load_workbook

from progress.bulletins.past_prose import changes_in_words
from progress.bulletins.prose import prose
from progress.bulletins.quarter_figures import figures
from progress.bulletins.workbook import bulletin_workbook
from progress.models import Report
from progress.reports.actions import recall
from progress.reports.queue import report_lines
from progress.reports.review_actions import reopen, return_report
from progress.rules.states import ReportState
from projects.models import PlanRound
from projects.rules.city import City
from projects.rules.errors import Refused
from projects.rules.plan_content import PlanContent, to_json
from projects.rules.plan_states import PlanDecision
from tests.acceptance import accept_as_shown
from tests.as_read import as_read
from tests.factories import NOW, make_bulletin, make_period, make_report, make_user
from tests.pages import one_line
from tests.progress.conftest import PAGE, submitted, typed
from tests.progress.spendings import invest

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(days=9)


@pytest.fixture
def planned(report):
    """The report's task with a recorded plan of its unit that invests."""
    return invest(report.task, report.unit)


def page(client, path=PAGE):
    return one_line(client.get(path).content.decode())


def posted(report, invested, **more):
    return typed(report, invested=invested, **more)


def test_a_plan_without_investment_asks_for_none(report, filer, enter):
    assert 'name="invested"' not in page(enter(filer))


def test_a_recorded_plan_that_says_none_asks_for_none(report, planned, filer, enter):
    PlanRound.objects.update(content=to_json(PlanContent()))
    assert 'name="invested"' not in page(enter(filer))


def test_the_form_asks_beside_the_plan_and_keeps_what_was_typed(report, planned, filer, enter):
    client = enter(filer)
    assert "<dt>计划投资</dt><dd>2000万元</dd>" in page(client)
    client.post(PAGE, posted(report, "0.05亿元", action="save"))
    assert Report.objects.get(pk=report.pk).invested == Decimal(500)
    assert 'value="500"' in page(client)


def test_what_cannot_be_read_stays_in_the_draft_and_is_not_filed(report, planned, filer, enter):
    client = enter(filer)
    client.post(PAGE, posted(report, "五百", action="save"))
    report.refresh_from_db()
    assert (report.invested, report.unread["invested"]["typed"]) == (None, "五百")
    assert 'value="五百"' in page(client)
    client.post(PAGE, posted(report, "五百", action="submit"))
    report.refresh_from_db()
    assert report.state == ReportState.DRAFT


def test_less_than_nothing_is_refused(report, planned, filer, enter):
    answer = enter(filer).post(PAGE, posted(report, "-5", action="submit"))
    assert "已完成投资不能是负数" in answer.content.decode()


def test_it_may_be_left_out(report, planned, filer, enter):
    enter(filer).post(PAGE, posted(report, "", action="submit"))
    report.refresh_from_db()
    assert (report.state, report.invested) == (ReportState.SUBMITTED, None)


def test_another_lead_is_not_asked(report, planned, enter):
    other = make_report(report.task, make_user("qt").unit)
    client = enter(make_user("qt2", unit=other.unit))
    assert 'name="invested"' not in page(client, other.address)


def test_what_can_hardly_be_is_confirmed_by_filer_signer_and_reviewer(
    report, planned, filer, signer, coordinator, enter
):
    make_report(
        report.task, report.unit, quarter=1, state=ReportState.ACCEPTED, submitted_at=NOW, invested=900
    )
    client = enter(filer)
    assert "<dt>上次累计</dt><dd>900万元</dd>" in page(client)
    refused = one_line(client.post(PAGE, posted(report, "500", action="send")).content.decode())
    asked = "500万元，比上次累计900万元少400万元。"
    assert asked in refused and 'name="confirm-0" value="5000000|fall"' in refused
    client.post(PAGE, posted(report, "500", action="send", **{"confirm-0": "5000000|fall"}))
    report.refresh_from_db()
    assert report.state == ReportState.AWAITING
    desk = page(enter(signer), "/2021/q2/filing/")
    assert asked in desk and "数字需核对" in desk and f'name="confirm-{report.pk}-0"' in desk
    assert "500万元，计划2000万元，占25.0%" in page(client, "/2021/q2/filing/print/")
    sign = {"action": "submit", "version": report.version}
    enter(signer).post(f"{PAGE}move/", sign)
    report.refresh_from_db()
    assert report.state == ReportState.AWAITING  # nobody's word is ticked for the signer
    enter(signer).post(f"{PAGE}move/", sign | {"confirm-0": "5000000|fall"})
    report.refresh_from_db()
    assert report.state == ReportState.SUBMITTED
    assert 'form="accept"' in page(enter(coordinator), report.address)
    (line,) = [each for each in report_lines(report.period, NOW.date()) if each.report == report]
    assert "数字需核对" in line.amiss  # so it is not accepted with others in one go


def test_what_is_asked_about_names_the_plan_wherever_it_is_asked(report, planned, filer, enter):
    asked = "“已完成投资”填了6000万元，超过计划投资2000万元的两倍。请核对，确实无误的请勾选“确认无误”。"
    answer = enter(filer).post(PAGE, posted(report, "6000", action="submit"))
    assert asked in answer.content.decode()


def test_a_round_keeps_what_was_said(report, planned, filer, enter):
    enter(filer).post(PAGE, posted(report, "500", action="submit"))
    report.refresh_from_db()
    as_read(recall, report, at=NOW, by=filer)
    enter(filer).post(PAGE, posted(report, "600", action="submit"))
    first, last = report.rounds.order_by("number")
    assert (first.content["invested"], last.content["invested"]) == ("500", "600")
    assert ("已完成投资", "600万元") in last.values_in_words


def data_rows(told):
    """The heads and the row of the sheet for re-use."""
    sheet = load_workbook(BytesIO(bulletin_workbook(told)))["数据"]
    rows = [row for row in sheet.iter_rows(values_only=True) if row[0]]
    return next(each for each in rows if each[0] == "年度"), rows[-1]


@pytest.fixture
def told(report, planned, filer, coordinator):
    """The figures of the quarter whose report says 500万元."""
    sent = submitted(report, filer, invested=Decimal(500))
    accept_as_shown(sent, at=NOW, by=coordinator)
    return figures(report.period, NOW.date())


def test_a_plan_that_no_longer_says_any_is_not_asked(report, planned, filer, enter):
    first = PlanRound.objects.get()
    PlanRound.objects.create(
        plan=planned,
        number=2,
        content=to_json(PlanContent()),
        submitted_at=NOW,
        submitted_by=first.submitted_by,
        decision=PlanDecision.RECORDED,
        decided_at=NOW,
    )
    assert 'name="invested"' not in page(enter(filer))


def test_what_is_typed_is_kept_to_the_yuan_and_what_cannot_be_is_said(report, planned, filer, enter):
    client = enter(filer)
    client.post(PAGE, posted(report, "12元", action="save"))
    report.refresh_from_db()
    assert report.invested == Decimal("0.0012")
    client.post(PAGE, posted(report, "9999999999999999", action="save"))
    report.refresh_from_db()
    assert (report.invested, "太大" in report.unread["invested"]["why"]) == (None, True)


def test_an_old_text_does_not_tell_of_money_spent_since(report, planned, filer, enter):
    earlier = {"state": ReportState.ACCEPTED, "submitted_at": NOW, "text": "已建成2个公园。"}
    make_report(report.task, report.unit, quarter=1, **earlier, invested=900)
    answer = enter(filer).post(PAGE, posted(report, "1500", action="submit"))
    assert "已完成投资有变化" in answer.content.decode()


def test_an_issue_tells_nothing_of_a_quarter_that_said_nothing(report, planned, filer, coordinator):
    earlier = {"state": ReportState.ACCEPTED, "submitted_at": NOW}
    make_report(report.task, report.unit, quarter=1, **earlier, invested=900)
    accept_as_shown(submitted(report, filer), at=NOW, by=coordinator)
    text = {each.key: each.text for each in prose(figures(report.period, NOW.date()), city=City())}
    assert text["overall.investment"].endswith("计划投资共2000万元，尚无投资完成数。")


def test_the_issue_sums_what_was_accepted(told):
    text = {each.key: each.text for each in prose(told, city=City())}
    assert text["overall.investment"] == (
        "有计划投资的1项任务，计划投资共2000万元，截至2021年6月30日已完成500万元，占25.0%。"
    )
    heads, row = data_rows(told)
    found = dict(zip(heads, row, strict=True))
    assert (found["计划投资（万元）"], found["已完成投资（万元）"]) == (2000, 500)


def test_a_changed_sum_is_told_by_the_correction(told, report):
    make_bulletin(report.period, told=told)
    Report.objects.filter(pk=report.pk).update(invested=Decimal(700))
    (changed,) = figures(report.period, NOW.date()).corrected
    assert [(each.label, each.before, each.after) for each in changed.changes] == [
        ("已完成投资", "500万元", "700万元")
    ]


def test_the_office_types_it_from_the_paper_too(report, planned, filer, coordinator, enter):
    enter(filer).post(PAGE, posted(report, "500", action="save"))
    form = page(enter(coordinator), "/2021/q2/paper/36/sjyj/")
    assert 'name="invested" value="500"' in form


def test_it_is_read_back_and_asked_about_while_one_types(report, planned, filer, enter):
    client = enter(filer)
    told = client.post(f"{PAGE}reckon/", posted(report, "0.6亿元")).json()["targets"]["0"]
    assert (told["words"], told["rate"], told["doubt"]) == (
        "6000万元",
        "300.0%",
        "6000万元，超过计划投资2000万元的两倍。",
    )
    told = client.post(f"{PAGE}reckon/", posted(report, "五百")).json()["targets"]["0"]
    assert "没有看懂“五百”" in told["why"] and told["words"] == ""


def sent_back(report, filer, coordinator, enter, *parts, **said):
    """Submitted, and returned with these parts named."""
    sent = submitted(report, filer, **said)
    named = {"version": sent.version, "reason": "投资数不实。", "parts": parts}
    return enter(coordinator).post(f"/reports/{sent.pk}/return/", named)


def test_a_return_names_it_and_it_comes_first_in_the_form(report, planned, filer, coordinator, enter):
    sent_back(report, filer, coordinator, enter, "target-0", invested=Decimal(500))
    assert report.reviews.get().parts == ["target-0"]
    form = page(enter(filer)).partition('<form id="report"')[2]
    assert form.count("需修改") == 1 and form.count('name="invested"') == 1
    assert form.index('name="invested"') < form.index('name="value-') < form.index('name="text"')
    figures = page(enter(filer), "/2021/q2/filing/figures/")
    assert figures.index("<b>已完成投资</b>") < figures.index("需修改") < figures.index('name="invested-')


def test_it_is_offered_and_named_only_where_it_is_asked_for(report, filer, coordinator, enter):
    answer = sent_back(report, filer, coordinator, enter, "target-0")
    assert not report.reviews.exists() and 'value="target-0"' not in answer.content.decode()
    with pytest.raises(Refused):
        as_read(return_report, report, reason="不实。", parts=["target-0"], at=NOW, by=coordinator)


@pytest.mark.parametrize(
    ("named", "now", "shown"), [((), Decimal(600), "changes"), (("target-0",), None, "mended")]
)
def test_the_reviewer_sees_that_it_was_changed(report, planned, filer, coordinator, enter, named, now, shown):
    sent_back(report, filer, coordinator, enter, *(named or ("text",)), invested=Decimal(500))
    submitted(report, filer, invested=now)
    context = enter(coordinator).get(PAGE + "?unit=sjyj").context
    assert {name: [each.label for each in context[name]] for name in ("changes", "mended")} == {
        "changes": [],
        "mended": [],
        shown: ["已完成投资"],
    }


def test_a_sum_that_is_said_no_more_is_told_by_the_next_issue(told, report, filer, coordinator):
    """Of an earlier quarter, opened again after its issue."""
    make_bulletin(report.period, told=told)
    report.refresh_from_db()
    as_read(reopen, report, reason="投资数不实。", at=LATER, by=coordinator)
    accept_as_shown(submitted(report, filer, at=LATER), at=LATER, by=coordinator)
    third = make_period(report.period.yearly_list, 3)
    (corrected,) = figures(third, LATER.date()).corrections
    assert ("已完成投资", "500万元", "") in [
        (each.label, each.before, each.after) for each in corrected.changes
    ]
    assert "已完成投资原通报500万元，本期不采用" in changes_in_words(corrected.changes)


def test_a_form_without_targets_says_what_was_pasted_too(report, filer, enter, unit):
    """Two cells pasted there are refused by the page's script with a sentence, which needs its place."""
    invest(report.task, unit)
    report.task.targets.all().delete()
    page = enter(filer).get(PAGE).content.decode()
    assert 'name="invested"' in page and page.count("data-pasted") == 1
