"""Made-up reminders and a meeting for the demo, by the actions that people use; nothing was said or held."""

from collections.abc import Sequence
from datetime import date

from lianyungang.demo_clock import moment
from lianyungang.demo_progress import Latecomer, file_late
from progress.coordination import actions as coordination_actions
from progress.coordination.actions import Agreed, Meeting
from progress.models import ReportingPeriod
from progress.reminders import actions as reminder_actions
from progress.reminders.reads import owed_filings
from progress.rules.states import FilingState
from projects.models import Task, Unit, User

BEFORE_DUE, BY_HAND, AFTER_DUE = (
    date(2021, 7, 9),
    date(2021, 7, 13),
    date(2021, 7, 14),
)  # the night of 13 July was missed
HELD_ON = date(2021, 6, 22)
TASK = 3  # 中小学校舍安全工程
SAID = (
    "部分学校校舍抗震鉴定结论与现场情况不一致，设计方案不能定稿，暑期施工窗口期只有八周。会议研究了鉴定复核、资金下达和施工组织，"
    "要求各单位按时限办结，确保开学前完成改造。"
)
AGREED = (
    ("市住建局", "完成存疑校舍的抗震鉴定复核，出具书面意见。", date(2021, 7, 9)),
    ("市教育局", "按复核意见定稿设计方案，倒排暑期施工计划，逐校明确完成时间。", date(2021, 7, 30)),
    ("市财政局", "下达第二批校舍改造资金。", date(2021, 7, 12)),
)


def load_reminding(today: date, latecomers: Sequence[Latecomer] = ()) -> None:
    """The meeting, the nightly reminders, one by hand, then the latecomers, as far as the day has come."""
    if today >= HELD_ON:
        _hold()
    if today >= BEFORE_DUE:
        reminder_actions.send_due(at=moment(BEFORE_DUE, 7, 30))
    if today >= BY_HAND:
        _report_done()
        _remind()
        file_late(latecomers, today)
    if today >= AFTER_DUE:
        reminder_actions.send_due(at=moment(AFTER_DUE, 7, 30))


def _hold() -> None:
    """A meeting with three conclusions: one will be overdue, one open, one reported done."""
    names = [name for name, _, _ in AGREED]
    units = {unit.name: unit for unit in Unit.objects.filter(name__in=names)}
    agreed = tuple(Agreed(text, units[name], due_on) for name, text, due_on in AGREED)
    meeting = Meeting(
        HELD_ON, "市政府办公室分管负责人", SAID, "市行政中心第三会议室", tuple(units.values()), agreed
    )
    task = Task.objects.get(yearly_list__year=2021, number=TASK)
    coordination_actions.hold(
        task, meeting=meeting, at=moment(HELD_ON, 17, 30), by=User.objects.get(username="office")
    )


def _report_done() -> None:
    """The last conclusion; the office has yet to confirm it."""
    unit = Unit.objects.get(name=AGREED[-1][0])
    conclusion = unit.conclusions.get(coordination__task__number=TASK)
    filer = User.objects.get(username=unit.code)
    named = {"based_on": conclusion.version, "at": moment(date(2021, 7, 12), 15, 30), "by": filer}
    coordination_actions.report_done(conclusion, word="资金文件已印发，7月12日拨付到县区。", **named)


def _remind() -> None:
    """The coordinator reminds every unit that is missing."""
    period = ReportingPeriod.objects.get(yearly_list__year=2021, quarter=2)
    missing = [
        day.report
        for day in owed_filings(BY_HAND)
        if day.state == FilingState.MISSING and day.report.period_id == period.pk
    ]
    if missing:
        by = User.objects.get(username="drc")
        reminder_actions.remind(
            period,
            reports=missing,
            word="报送期限已过，请于7月15日前补报。",
            at=moment(BY_HAND, 10, 30),
            by=by,
        )
