"""代填: filed by the office from a unit's stamped paper (domain.md, Paper and earlier quarters)."""

from datetime import date, timedelta

import pytest

from progress.models import Evidence, ItemState, Report
from progress.paper_filing.actions import SCAN, file_from_paper
from progress.reports import actions as reports
from progress.reports import review_actions
from progress.reports.actions import Incomplete, ReportContent
from progress.reports.typed_rows import Value
from progress.rules.states import Completion, ReportState
from projects.files.uploads import looked_at
from projects.models import LogEntry
from projects.rules.errors import NotYours, Refused, Stale
from projects.rules.roles import Role
from tests.acceptance import shown_class
from tests.as_read import as_read
from tests.factories import NOW, make_milestone, make_report, make_user
from tests.pages import one_line
from tests.progress.conftest import saved, typed
from tests.sample_files import uploaded

PAGE = "/2021/q2/paper/36/sjyj/"
CAME = date(2021, 7, 14)


@pytest.fixture
def file(report, coordinator):
    """Type the report from paper."""

    def filed(*, value=2, came_on=CAME, scan=True, based_on=None, by=coordinator, text="已建成2个公园。"):
        report.refresh_from_db()
        target, item = report.task.targets.get(), report.task.milestones.get(quarter=2).items.get()
        values = {} if value is None else {target.pk: Value(value)}
        content = ReportContent(text=text, values=values, items={item.pk: Completion.DONE})
        named = {"content": content, "came_on": came_on, "at": NOW, "by": by}
        named["based_on"] = report.version if based_on is None else based_on
        return file_from_paper(report, scan=looked_at(uploaded()) if scan else None, **named)

    return filed


def test_it_counts_as_the_units_on_the_day_that_the_paper_came_in(report, signer, file):
    """Whoever signs there: the stamp is the signature."""
    report.period.opened_at = NOW - timedelta(days=20)
    report.period.save()
    filed = file(came_on=date(2021, 7, 9))
    assert filed.state == ReportState.SUBMITTED and filed.came_on_paper == date(2021, 7, 9)
    assert f"{filed.first_submitted_at:%Y-%m-%d %H}" == "2021-07-09 12"
    assert [each.act for each in LogEntry.objects.order_by("pk")] == [
        "report_saved",
        "report_evidence_added",
        "report_filed_from_paper",
    ]
    kept = filed.rounds.get()
    assert kept.came_on_paper == date(2021, 7, 9)
    assert [each["caption"] for each in kept.content["evidence"]] == [SCAN]


def test_nobody_reviews_what_they_typed(report, coordinator, file):
    filed = file()
    with pytest.raises(NotYours, match="本人填报"):
        as_read(review_actions.accept, filed, shown="on_schedule", at=NOW, by=coordinator)
    another = make_user("drc2", role=Role.COORDINATOR)
    as_read(review_actions.accept, filed, shown="on_schedule", at=NOW, by=another)
    assert Report.objects.get().state == ReportState.ACCEPTED


def test_the_supervisor_accepts_what_was_typed_and_nothing_else(report, supervisor, file):
    """Who alone coordinates could else file what nobody may accept."""
    Report.objects.update(state=ReportState.SUBMITTED, submitted_at=NOW)
    with pytest.raises(NotYours, match="只有协调员可以审核"):
        as_read(review_actions.accept, report, shown="on_schedule", at=NOW, by=supervisor)
    Report.objects.update(state=ReportState.NOT_BEGUN, submitted_at=None)
    as_read(review_actions.accept, file(), shown="on_schedule", at=NOW, by=supervisor)
    assert Report.objects.get().state == ReportState.ACCEPTED


def test_the_supervisor_decides_it_on_the_reports_page(report, supervisor, file, enter):
    filed, client = file(), enter(supervisor)
    address = f"/reports/{filed.pk}/accept/"
    assert f'action="{address}"' in client.get("/2021/q2/tasks/36/").content.decode()
    answer = client.post(address, {"version": filed.version, "shown": shown_class(filed, NOW)})
    assert answer.status_code == 302
    assert Report.objects.get().state == ReportState.ACCEPTED


@pytest.mark.parametrize("role", [Role.FILER, Role.SIGNER, Role.SUPERVISOR, Role.ADMINISTRATOR])
def test_nobody_but_the_coordinator_types_it(report, unit, file, role):
    by = make_user("who", role=role, unit=unit if role in (Role.FILER, Role.SIGNER) else None)
    with pytest.raises(NotYours):
        file(by=by)


def test_the_coordinator_of_the_same_unit_does_not(report, unit, file):
    with pytest.raises(NotYours, match="不作代填"):
        file(by=make_user("own", role=Role.COORDINATOR, unit=unit))


@pytest.mark.parametrize(
    ("how", "said"),
    [
        ({"scan": False}, "扫描件"),
        ({"came_on": date(2021, 7, 13)}, "之间"),  # before the quarter was opened
        ({"came_on": date(2021, 7, 15)}, "之间"),  # tomorrow
        ({"value": None}, "请补齐"),
    ],
)
def test_what_is_refused_leaves_nothing_behind(report, file, how, said):
    with pytest.raises(Refused, match=said):
        file(**how)
    report.refresh_from_db()
    assert (report.state, report.version) == (ReportState.NOT_BEGUN, 0)
    assert not Evidence.objects.exists() and not LogEntry.objects.exists()


def test_what_the_unit_wrote_meanwhile_is_not_overwritten(report, filer, file):
    as_read(reports.save_draft, report, content=ReportContent(text="本单位已写。"), at=NOW, by=filer)
    with pytest.raises(Stale):
        file(based_on=0)
    assert Report.objects.get().text == "本单位已写。"


def test_what_is_sent_for_signature_is_not_typed_over(report, filer, signer, file):
    Report.objects.update(state=ReportState.AWAITING, sent_at=NOW)
    with pytest.raises(Refused, match="已锁定"):
        file()


def test_filed_again_by_the_unit_it_is_no_more_from_paper(report, filer, coordinator, file):
    filed = file()
    recalled = as_read(reports.recall, filed, at=NOW, by=filer)
    again = as_read(reports.submit, recalled, at=NOW, by=filer)
    assert again.came_on_paper is None
    first, second = again.rounds.order_by("number")
    assert (first.came_on_paper, second.came_on_paper) == (CAME, None)


def test_incomplete_it_is_refused_with_everything_that_is_missing(file):
    with pytest.raises(Incomplete) as refusal:
        file(value=None, text="")
    assert {lack.field.partition("-")[0] for lack in refusal.value.lacks} == {"text", "target"}


def test_the_page_takes_the_paper_with_its_scan(report, coordinator, filer, enter):
    client = enter(coordinator)
    assert "市教育局" in client.get("/2021/q2/paper/").content.decode()
    assert PAGE in client.get("/2021/q2/paper/?unit=sjyj").content.decode()
    posted = typed(report, came_on="2021-07-14", scan=uploaded())
    response = client.post(PAGE, posted, follow=True)
    assert "已代填" in response.content.decode()
    assert Report.objects.get().state == ReportState.SUBMITTED
    read = one_line(enter(filer).get("/2021/q2/tasks/36/").content.decode())
    assert ">代填</span>" in read and "纸质报告7月14日收到" in read
    assert ">代填</span>" in client.get("/2021/q2/review/?state=").content.decode()


def test_what_was_typed_comes_back_where_the_scan_is_missing(report, coordinator, enter):
    response = enter(coordinator).post(PAGE, typed(report, came_on="2021-07-14"))
    page = response.content.decode()
    assert response.status_code == 400 and "已建成2个公园。" in page and "请上传盖章纸质报告" in page
    assert Report.objects.get().state == ReportState.NOT_BEGUN


def test_what_the_unit_wrote_meanwhile_is_shown_and_can_be_typed_over_knowingly(
    report, coordinator, filer, enter
):
    posted = typed(report, came_on="2021-07-14")
    as_read(reports.save_draft, report, content=ReportContent(text="本单位已写。"), at=NOW, by=filer)
    response = enter(coordinator).post(PAGE, posted | {"scan": uploaded()})
    page = one_line(response.content.decode())
    assert response.status_code == 409 and "本单位已写。" in page and posted["text"] in page
    again = posted | {"version": response.context["form"].data["version"], "scan": uploaded()}
    assert enter(coordinator).post(PAGE, again).status_code == 302
    assert Report.objects.get().text == posted["text"]


def test_a_report_that_is_not_there_cannot_be_typed(report, coordinator, enter):
    assert enter(coordinator).get("/2021/q2/paper/36/nobody/").status_code == 404
    assert enter(coordinator).get("/2021/q2/paper/37/sjyj/").status_code == 404


def test_what_is_typed_is_kept_as_a_draft_until_it_is_filed(report, coordinator, supervisor, enter):
    """The scan uploaded with the draft need not be chosen again; only what is filed waits for anybody."""
    client = enter(coordinator)
    kept = client.post(PAGE, {**typed(report), "action": "save"})
    assert kept.status_code == 302
    report.refresh_from_db()
    assert (report.state, report.text, report.came_on_paper) == (ReportState.DRAFT, "已建成2个公园。", None)
    posted = {**typed(report), "action": "save", "came_on": "2021-07-14", "scan": uploaded()}
    assert client.post(PAGE, posted).status_code == 302
    assert 'value="2021-07-14"' in client.get(PAGE).text and "已随草稿上传" in client.get(PAGE).text
    assert "待审核代填" not in enter(supervisor).get("/").text
    filed = client.post(PAGE, {**typed(report), "action": "submit", "came_on": "2021-07-14"})
    assert filed.status_code == 302 and Evidence.objects.count() == 1
    report.refresh_from_db()
    assert (report.state, report.came_on_paper) == (ReportState.SUBMITTED, CAME)
    desk = enter(supervisor).get("/").text
    assert "待审核代填" in desk and "代填的报告1份，待审核。" in desk


def test_a_draft_typed_from_paper_keeps_what_nobody_can_read(report, coordinator, enter):
    client = enter(coordinator)
    client.post(PAGE, {**typed(report, value="两个"), "action": "save"})
    assert "两个" in client.get(PAGE).text
    answer = client.post(PAGE, {**typed(report, value="两个"), "came_on": "2021-07-14", "scan": uploaded()})
    assert answer.status_code == 400
    report.refresh_from_db()
    assert report.state == ReportState.DRAFT


def test_the_quarters_own_is_typed_from_paper_too(report, coordinator, enter):
    target = report.task.targets.get()
    report.task.targets.update(is_own_entry=True)
    filed = {"state": ReportState.SUBMITTED, "submitted_at": NOW}
    first = make_report(report.task, report.unit, quarter=1, **filed)
    first.measurements.create(target=target, value=1)
    client = enter(coordinator)
    assert f'name="based_on-{target.pk}" value="1"' in client.get(PAGE).text
    client.post(PAGE, {**typed(report), f"based_on-{target.pk}": "1", "action": "save"})
    assert report.measurements.get().value == 3


def test_what_the_papers_form_does_not_show_stays_as_the_unit_saved_it(report, filer, coordinator, enter):
    make_milestone(report.task, 3, "建成开放。", items=["建成开放。"])
    later = report.task.milestones.get(quarter=3).items.get()
    saved(report, filer, self_assessment="on_schedule")
    ItemState.objects.create(report=report, item=later, state=Completion.DONE)
    enter(coordinator).post(PAGE, typed(report, came_on="2021-07-14", action="save"))
    report.refresh_from_db()
    assert report.self_assessment == "on_schedule"
    assert report.item_states.get(item=later).state == Completion.DONE
