"""A year in the order of the data: documents, a list, two quarters, their bulletins, a correction."""

from dataclasses import dataclass
from datetime import date, datetime, time
from gzip import compress
from hashlib import sha256
from io import BytesIO
from types import SimpleNamespace

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils import timezone
from docx import Document
from openpyxl import load_workbook

from lianyungang import middleware
from progress.ledger.after_issue import marks_after_issue
from progress.ledger.ledgers import ledger_of
from progress.models import Bulletin, Notice, NoticeReply, Reminder, Report, ReportingPeriod, Verdict
from progress.reports import actions as report_actions
from progress.reports.sheet import report_sheet
from progress.rules.states import (
    CORRECTED_MARK,
    Completion,
    FilingState,
    NoticeLevel,
    NoticeState,
    Punctuality,
    ReportState,
    VerdictClass,
)
from projects.filing.checks import has_signer
from projects.models import Finding, GroupMembership, Target, Task, Unit, YearlyList
from projects.rules.roles import Role
from tests.acceptance import shown_class
from tests.as_read import as_read
from tests.factories import SHANGHAI, make_user

pytestmark = pytest.mark.django_db
DOCUMENTS = ("2021-breakdown-traditional.txt", "2021-schedule.txt")
COUNTED = """
SELECT count(*) FILTER (WHERE verdict.code IN ('behind', 'far_behind')),
       count(*) FILTER (WHERE verdict.code IN ('ahead', 'on_schedule')),
       count(*) FILTER (WHERE NOT EXISTS (SELECT 1 FROM progress_report report
                        WHERE report.task_id = task.id AND report.period_id = period.id
                          AND report.first_submitted_at IS NOT NULL)),
       count(*)
FROM progress_reportingperiod period JOIN projects_task task ON task.yearly_list_id = period.yearly_list_id
LEFT JOIN progress_verdict verdict ON verdict.task_id = task.id AND verdict.period_id = period.id
WHERE period.quarter = %s
"""


@dataclass
class Town:
    """Who sits where, and what day it is."""

    seats: dict[str, Client]
    people: dict
    clock: SimpleNamespace

    def on(self, month, day):
        self.clock.now = datetime.combine(date(2021, month, day), time(10), SHANGHAI)

    def get(self, who, address):
        answer = self.seats[who].get(address)
        assert answer.status_code == 200, address
        return answer

    def post(self, who, address, **fields):
        """What was posted was taken: it redirects."""
        answer = self.seats[who].post(address, fields)
        assert answer.status_code == 302, main_of(answer)
        return answer.headers["Location"]

    def words(self, who, address):
        return self.get(who, address).content.decode()


def main_of(answer):
    return answer.content.decode().partition("<main")[2].partition("</main>")[0]


@pytest.fixture
def town(monkeypatch, settings):
    """The offices, 市教育局 and its signer, and a clock that the test sets."""
    clock = SimpleNamespace(now=timezone.now())
    monkeypatch.setattr(
        middleware, "timezone", SimpleNamespace(localtime=lambda: clock.now, now=timezone.now)
    )
    call_command(
        "import_list",
        *(settings.BASE_DIR / "fixtures" / "documents" / name for name in DOCUMENTS),
        verbosity=0,
    )
    units = {unit.name: unit for unit in Unit.objects.all()}
    people = {
        "admin": make_user("admin", role=Role.ADMINISTRATOR),
        "drc": make_user("drc", role=Role.COORDINATOR, unit=units["市发改委"]),
        "office": make_user("office", role=Role.SUPERVISOR),
        "filer": make_user("sjyj", role=Role.FILER, unit=units["市教育局"]),
        "signer": make_user("sjyj-signer", role=Role.SIGNER, unit=units["市教育局"]),
        "drc-filer": make_user("sfgw", role=Role.FILER, unit=units["市发改委"]),
    }
    seats = {name: Client() for name in people}
    for name, person in people.items():
        seats[name].force_login(person)
    return Town(seats, people, clock)


def test_a_year_from_the_documents_to_a_corrected_bulletin(town):
    the_documents_have_become_a_list()
    the_administrator_settles_what_must_be_settled(town)
    the_first_quarter_is_opened(town)
    a_report_is_written_signed_returned_and_accepted(town)
    the_rest_of_the_first_quarter_is_filed(town)
    the_supervisor_confirms_the_commissions_own(town)
    the_first_bulletin_is_issued(town)
    the_pages_of_the_whole_list_are_light(town)
    the_second_quarter_carries_what_was_left(town)
    an_extension_is_asked_for_and_granted(town)
    one_report_comes_late_and_others_are_missing(town)
    a_reminder_is_settled_by_filing(town)
    the_extended_report_is_in_time(town)
    a_notice_goes_through_its_levels(town)
    the_second_bulletin_tells_who_caught_up(town)
    a_report_is_reopened_and_corrected(town)
    the_correction_is_another_issue(town)


def the_documents_have_become_a_list():
    yearly_list = YearlyList.objects.get()
    assert (yearly_list.year, yearly_list.matters, yearly_list.document_number) == (
        2021,
        50,
        "连政发〔2021〕10号",
    )
    assert list(yearly_list.tasks.values_list("number", flat=True)) == list(range(1, 121))
    assert Finding.objects.open().exists()


def the_administrator_settles_what_must_be_settled(town):
    """Doubts answered, the members of the groups confirmed, a schedule that does not add up settled."""
    town.on(3, 1)
    target = Target.objects.get(task__number=2)
    assert target.needs_settling
    row = {
        "stages-0-stage": target.stage,
        "stages-0-basis": "ytd",
        "stages-0-q2": "2",
        "stages-0-q3": "8",
        "stages-0-q4": "16",
    }
    basis = {"basis-based_on": target.planned_wording, "basis-reason": "合计少1所，以目标16所为准。"}
    town.post(
        "admin",
        f"/2021/tasks/2/targets/{target.pk}/planned/",
        **{"stages-TOTAL_FORMS": 1, "stages-INITIAL_FORMS": 0},
        **row,
        **basis,
    )
    town.post(
        "admin",
        "/2021/findings/",
        findings=list(Finding.objects.values_list("pk", flat=True)),
        answer="核对无误，按原文执行。",
    )
    proposed = list(GroupMembership.objects.filter(confirmed_at=None).values_list("pk", flat=True))
    town.post("admin", "/units/groups/gxq/2021/confirm/", member=proposed)
    target.refresh_from_db()
    assert not (
        target.needs_settling
        or Finding.objects.open().exists()
        or GroupMembership.objects.filter(confirmed_at=None).exists()
    )


def open_quarter(town, quarter):
    """As the page proposes it."""
    address = f"/2021/q{quarter}/opening/"
    page = town.get("drc", address)
    assert not page.context["lacking"]
    read = [point.key for point in page.context["points"] if not point.is_in_order]
    town.post("drc", address, **page.context["form"].initial, points=read)


def the_first_quarter_is_opened(town):
    town.on(3, 25)
    open_quarter(town, 1)
    leads = sum(len(ledger_of(task).leads) for task in Task.objects.all())
    assert Report.objects.filter(period__quarter=1).count() == leads


def report_of(number, quarter, unit="市教育局"):
    return Report.objects.select_related("task", "unit", "period__yearly_list").get(
        task__number=number, period__quarter=quarter, unit__name=unit
    )


def typed(town, report, *, state=Completion.DONE, **fields):
    """What a filer puts in the form: the planned totals, one state for every item."""
    form = town.get("filer", report.address).context["form"]
    values = {f"value-{row.target.pk}": row.planned.ytd or row.earlier or 0 for row in form.sheet.targets}
    items = {f"item-{row.item.pk}": state for row in form.sheet.items}
    return {
        "version": report.version,
        "text": f"第{report.task.number}项按计划推进。",
        **values,
        **items,
        **fields,
    }


BEHIND_WORDS = {"problems": "招标两次流标。", "next_steps": "重新组织招标。"}


def write_and_sign(town, report, **fields):
    town.post("filer", report.address, **typed(town, report, **fields), action="send")
    report.refresh_from_db()
    assert report.state == ReportState.AWAITING
    year, quarter = report.period.yearly_list.year, report.period.quarter
    read = {f"version-{report.pk}": report.version}
    town.post("signer", f"/{year}/q{quarter}/filing/sign/", report=[report.pk], **read)
    report.refresh_from_db()
    assert report.state == ReportState.SUBMITTED


def accept(town, report, **fields):
    shown = shown_class(report, town.clock.now)
    town.post("drc", f"/reports/{report.pk}/accept/", version=report.version, shown=shown, **fields)
    report.refresh_from_db()
    return Verdict.objects.get(task=report.task, period=report.period).code


def a_report_is_written_signed_returned_and_accepted(town):
    """Task 5, whose one item of the quarter is not done: behind."""
    town.on(4, 8)
    report = report_of(5, 1)
    write_and_sign(town, report, state=Completion.NOT_DONE, **BEHIND_WORDS)
    first = report.first_submitted_at
    town.post("drc", f"/reports/{report.pk}/return/", version=report.version, reason="请写明流标原因。")
    report.refresh_from_db()
    assert report.state == ReportState.RETURNED and "请写明流标原因。" in town.words("filer", report.address)
    town.on(4, 9)
    write_and_sign(
        town, report, state=Completion.NOT_DONE, text="设备招标因报价过高两次流标。", **BEHIND_WORDS
    )
    assert accept(town, report) == VerdictClass.BEHIND
    assert (report.first_submitted_at, report.rounds.count()) == (first, 2)


def file_by_actions(town, report, *, state=Completion.DONE, hand="filer", signer="signer", **words):
    """The same acts without the pages."""
    ledger, by = ledger_of(report.task), town.people[hand]
    sheet = report_sheet(ledger, ledger.report(report.period.quarter, report.unit), town.clock.now.date())
    values = {
        row.target.pk: report_actions.Value(row.planned.ytd or row.earlier or 0) for row in sheet.targets
    }
    content = report_actions.ReportContent(
        text=f"按计划完成{report.period.when.number}个阶段。",
        values=values,
        items={row.item.pk: state for row in sheet.items},
        **words,
    )
    saved = report_actions.save_draft(
        report, content=content, based_on=report.version, at=town.clock.now, by=by
    )
    if has_signer(saved.unit_id):
        saved = as_read(report_actions.send_for_signature, saved, at=town.clock.now, by=by)
    return as_read(report_actions.submit, saved, at=town.clock.now, by=town.people[signer])


def the_rest_of_the_first_quarter_is_filed(town):
    """市教育局 files all its tasks, number 8 behind; many are accepted at once; other units are missing."""
    for number in (1, 2, 3, 4, 6, 7):
        file_by_actions(town, report_of(number, 1))
    file_by_actions(town, report_of(8, 1), state=Completion.NOT_DONE, **BEHIND_WORDS)
    for number in (9, 48):
        file_by_actions(town, report_of(number, 1, "市发改委"), hand="drc-filer", signer="drc-filer")
    waiting = Report.objects.filter(state=ReportState.SUBMITTED).exclude(task__number=8)
    versions = {f"version-{report.pk}": report.version for report in waiting}
    shown = {f"shown-{report.pk}": shown_class(report, town.clock.now) for report in waiting}
    ticked = [report.pk for report in waiting]
    town.post("drc", "/2021/q1/review/accept/", report=ticked, **versions, **shown)
    assert accept(town, report_of(8, 1)) == VerdictClass.BEHIND
    assert not Report.objects.filter(state=ReportState.SUBMITTED).exists()


def the_supervisor_confirms_the_commissions_own(town):
    own = Verdict.objects.filter(awaits_confirmation=True)
    assert sorted(own.values_list("task__number", flat=True)) == [9, 48]
    for verdict in own:
        town.post("office", f"/verdicts/{verdict.pk}/confirm/", version=verdict.version)
    assert all(verdict.counts for verdict in Verdict.objects.all())


def issue(town, quarter, **fields):
    """Refused where one does not say that one knows what is open."""
    address, page = f"/2021/q{quarter}/bulletin/issue/", town.get("drc", f"/2021/q{quarter}/bulletin/")
    given = {"seen": page.context["draft"].mark, **fields}
    assert town.seats["drc"].post(address, given).status_code == 400
    return town.post("drc", address, knowingly="on", **given)


def files_of(town, who, issued):
    book = load_workbook(BytesIO(town.get(who, f"{issued}bulletin.xlsx").content))
    document = Document(BytesIO(town.get(who, f"{issued}bulletin.docx").content))
    return book, "\n".join(paragraph.text for paragraph in document.paragraphs)


def check_counts(book, text, quarter):
    """The workbook's and the document's counts are the raw rows'."""
    with connection.cursor() as cursor:
        cursor.execute(COUNTED, [quarter])
        behind, good, missing, total = cursor.fetchone()
    lines = {row[0]: row for row in book["总体情况"].iter_rows(values_only=True)}
    _, tasks, done, ahead, on, lagging, _, not_filed, *_ = next(
        row for name, row in lines.items() if name in ("一季度", "二季度")
    )
    assert (tasks, done + ahead + on, lagging, not_filed) == (total, good, behind, missing)
    assert f"{total}项任务中，按序时推进{good}项" in text and f"未报{missing}项" in text


def the_first_bulletin_is_issued(town):
    town.on(4, 20)
    page = town.get("drc", "/2021/q1/bulletin/")
    town.post(
        "drc",
        "/2021/q1/bulletin/edit/",
        action="rewrite",
        key="next.all",
        text="请各单位抓紧。",
        version=page.context["draft"].version,
    )
    issued = issue(town, 1)
    book, text = files_of(town, "filer", issued)
    check_counts(book, text, 1)
    assert "2021年50件民生实事分解为120项任务" in text and "请各单位抓紧。" in text
    seen = ReportingPeriod.objects.get(quarter=1).version
    town.post("drc", "/2021/q1/opening/closing/", action="close", version=seen)
    assert "填报已于2021-04-20关闭" in town.words("drc-filer", report_of(73, 1, "市发改委").address)


def the_pages_of_the_whole_list_are_light(town):
    """With all 120 tasks no page weighs more than 40 kB as sent (quality.md, Speed)."""
    pages = (
        "/",
        "/2021/",
        "/2021/tasks/",
        "/2021/q1/",
        "/2021/q1/overdue/",
        "/2021/q1/review/?state=",
        "/2021/q1/bulletin/",
        "/2021/bulletins/1/",
    )
    weights = {address: len(compress(town.get("drc", address).content)) for address in pages}
    assert {address: weight for address, weight in weights.items() if weight > 40_000} == {}


def the_second_quarter_carries_what_was_left(town):
    town.on(6, 25)
    open_quarter(town, 2)
    assert "上季结转" in town.words("filer", report_of(8, 2).address)


def an_extension_is_asked_for_and_granted(town):
    town.on(7, 9)
    task = Task.objects.get(number=4)
    town.post(
        "filer", "/2021/q2/filing/extension/", tasks=[task.pk], until="2021-07-20", reason="等待省厅数据。"
    )
    asked = report_of(4, 2).period.extensions.get()
    town.post("drc", f"/extensions/{asked.pk}/", action="grant", version=asked.version, note="同意。")


def one_report_comes_late_and_others_are_missing(town):
    """Tasks 5 and 48 in time, 8 late and behind still; 2 and all of the others nothing; 4 may wait."""
    write_and_sign(town, report_of(5, 2))
    file_by_actions(town, report_of(48, 2, "市发改委"), hand="drc-filer", signer="drc-filer")
    town.on(7, 14)
    write_and_sign(town, report_of(8, 2), state=Completion.NOT_DONE, **BEHIND_WORDS)
    assert accept(town, report_of(8, 2)) == VerdictClass.BEHIND
    assert accept(town, report_of(5, 2)) in (VerdictClass.ON_SCHEDULE, VerdictClass.AHEAD)
    assert overdue(town, Punctuality.LATE) == {8} and overdue(town, VerdictClass.BEHIND) == {8}
    assert overdue(town, FilingState.MISSING) == set(range(1, 121)) - {4, 5, 8, 48}


def overdue(town, kind):
    table = town.get("drc", f"/2021/q2/overdue/?tab={kind}").context["table"]
    return {row.task.number for row in table.data.data} if table else set()


def remind(town, report, word):
    """催办 of one report, as the page before shows it."""
    page, row = "/2021/q2/overdue/remind/", f"r{report.pk}"
    (day,) = town.get("drc", f"{page}?row={row}").context["days"]
    town.post("drc", page, **{"row": row, "word": word, f"seal-{row}": day.seal})


def a_reminder_is_settled_by_filing(town):
    """To the two people of the unit; the second click tells them nothing new."""
    report = report_of(2, 2)
    for _ in range(2):
        remind(town, report, word="请于明日前补报。")
    assert {reminder.person.username for reminder in Reminder.objects.all()} == {"sjyj", "sjyj-signer"}
    assert "请于明日前补报。" in town.words("filer", "/reminders/")
    write_and_sign(town, report)
    assert "请于明日前补报。" not in town.words("filer", "/reminders/")
    assert accept(town, report) == VerdictClass.ON_SCHEDULE


def the_extended_report_is_in_time(town):
    town.on(7, 19)
    file_by_actions(town, report_of(4, 2))
    assert accept(town, report_of(4, 2)) == VerdictClass.ON_SCHEDULE
    assert overdue(town, Punctuality.LATE) == {2, 8}


def a_notice_goes_through_its_levels(town):
    """提醒单: signed for, answered, not done; 督办单: sent to the supervisor, signed, answered, closed."""
    first = draft_notice(town, "q=q2&unit=sjyj&task=8")
    assert move(town, "drc", first, "issue").reference == "连督〔2021〕1号"
    answer(town, first, finish_by="2021-07-30")
    town.on(8, 2)
    second = draft_notice(town, "previous=1")
    assert "所报措施未按时落实" in second.grounds and second.level == NoticeLevel.ORDER
    move(town, "drc", second, "send")
    assert move(town, "office", second, "issue").state == NoticeState.ISSUED
    answer(town, second, finish_by="2021-08-15")
    town.post(
        "office", "/2021/notices/2/move/", action="close", word="已重新招标。", version=version_of(second)
    )
    assert list(Notice.objects.order_by("number").values_list("state", flat=True)) == [
        NoticeState.RAISED,
        NoticeState.CLOSED,
    ]


def draft_notice(town, query):
    form = town.get("drc", f"/2021/notices/new/?{query}").context["form"]
    town.post("drc", "/2021/notices/new/", **form.initial)
    return Notice.objects.latest("pk")


def move(town, who, notice, action):
    form = town.get(who, notice.address).context["form"]
    town.post(who, notice.address, **{**form.initial, "action": action})
    notice.refresh_from_db()
    return notice


def answer(town, notice, finish_by):
    town.post("signer", f"{notice.address}move/", action="receive", version=version_of(notice))
    said = {"cause": "两次流标。", "measures": "调整标段，重新招标。", "finish_by": finish_by}
    town.post("filer", f"{notice.address}reply/", **said, version=0, action="send")
    reply = NoticeReply.objects.get(notice=notice)
    town.post("signer", f"{notice.address}reply/move/", action="submit", version=reply.version)


def version_of(notice):
    notice.refresh_from_db()
    return notice.version


def the_second_bulletin_tells_who_caught_up(town):
    town.on(8, 20)
    accept(town, report_of(48, 2, "市发改委"))
    town.post(
        "office",
        f"/verdicts/{Verdict.objects.get(confirmed_at=None, awaits_confirmation=True).pk}/confirm/",
        version=1,
    )
    issued = issue(town, 2)
    book, text = files_of(town, "filer", issued)
    check_counts(book, text, 2)
    assert "上半年" in text and "已赶上序时1项（第5项），仍未达序时1项（第8项）" in text
    assert {row[0] for row in book["上期滞后整改"].iter_rows(min_row=4, values_only=True)} == {5, 8}


def a_report_is_reopened_and_corrected(town):
    """What is issued is locked, until the coordinator opens it again."""
    town.on(8, 25)
    report = report_of(5, 2)
    assert (
        town.seats["filer"]
        .post(report.address, {"version": report.version, "text": "锁定后不能再写。"})
        .status_code
        == 409
    )
    town.post("drc", f"/reports/{report.pk}/reopen/", reason="招标数量有误。", version=report.version)
    report.refresh_from_db()
    assert report.state == ReportState.REOPENED
    write_and_sign(town, report, text="照明改造招标完成，其中2所重新核定。")
    accept(town, report)
    assert (report.state, marks_after_issue([report.pk])) == (
        ReportState.ACCEPTED,
        {report.pk: CORRECTED_MARK},
    )


def the_correction_is_another_issue(town):
    """The corrected one's bytes stay; the correction says what it corrects, and no later issue repeats it."""
    before = sha256(town.get("filer", "/2021/bulletins/2/bulletin.docx").content).hexdigest()
    _, text = files_of(town, "filer", issue(town, 2, corrects="2", reason="第5项文字更正。"))
    assert Bulletin.objects.get(number=3).label == "第3期（更正第2期）" and "更正第2期" in text
    assert "进展情况文字已修改。" in text and "原因：招标数量有误" in text
    assert sha256(town.get("filer", "/2021/bulletins/2/bulletin.docx").content).hexdigest() == before
    town.on(9, 25)
    open_quarter(town, 3)
    assert "通报后更正" not in town.words("drc", "/2021/q3/bulletin/")
