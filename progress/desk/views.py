"""The desk: what the person who signed in owes and what waits for them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from progress.contributions.waiting_reads import contributions_waiting
from progress.coordination.reads import open_conclusions
from progress.desk.from_paper import paper_waiting
from progress.indicators.actions import YEARLY_VALUE
from progress.indicators.reads import indicators_waiting
from progress.ledger.filing_days import FilingDay
from progress.ledger.sight import year_verdicts
from progress.models import FollowUp, NoticeReply, ReportingPeriod, YearlyValue
from progress.notices.reads import notices_waiting
from progress.notices.reply_actions import REPLY
from progress.opening.checklist import leaderless_tasks, quarters_waiting
from progress.reminders.plan_reads import foremost_plan_reminder
from progress.reminders.reads import foremost_reminder, last_sendings
from progress.reminders.value_reads import foremost_value_reminder
from progress.reports.filings import running_filings, state_counts, still_to_do
from progress.reports.requests import waiting_for
from progress.rules.states import ReportState
from progress.start.steps import steps_left
from progress.tasks.list_tables import TaskTable
from progress.year.glance import whole_glance
from progress.year_end.follow_up_actions import FOLLOW_UP
from progress.year_end.follow_up_reads import follow_ups_waiting
from projects.lists.list_states import ListState, list_states
from projects.lists.relatives import successions_waiting
from projects.lists.task_rows import led_keys
from projects.models import Chore, RoleChange, Unit, User
from projects.plans.reads import plans_waiting
from projects.rules.quarters import YEAR_END, Quarter, quarter_of
from projects.rules.roles import Role
from projects.screen.links import Waiting

LAST_SENDINGS = 5
FILINGS = ((NoticeReply, REPLY), (YearlyValue, YEARLY_VALUE), (FollowUp, FOLLOW_UP))  # papers on the desk


@dataclass(frozen=True)
class ToSign:
    """What waits for the signer in one quarter."""

    period: ReportingPeriod
    days: tuple[FilingDay, ...]


@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """What is owed now, one's own tasks, the lists, and for the administrator what is still in doubt."""
    user, unit = request.user, request.user.unit
    administers, files = user.has_perm("manage_lists"), user.has_perm("file_reports")
    states, filings = list_states(unit, with_doubts=administers), _filings(user, request.today)
    current = _current(states, request.today)
    quarter = _quarter(current, filings, request.today)
    left = still_to_do(filings) if files else []
    context = {
        "states": states,
        "current": current,
        "quarter": quarter,
        "periods": sorted({each.report.period for each in filings}, key=lambda period: period.due_on),
        "figures": _figures(user, filings),
        "todo": [each for each in left if each.report.state != ReportState.AWAITING] if files else None,
        "unsigned": _unsigned(left),
        "is_signer": user.role == Role.SIGNER,
        "own": _own_tasks(unit, current, quarter) if files and current and current.led else None,
        "waiting_words": [] if user.out_of_use_words else _waiting_words(user, states, request.today),
        "waiting": [state for state in states if state.waiting] if administers else [],
        "steps_left": steps_left() if administers else 0,
        "failing": Chore.objects.failing() if administers else (),
        "conclusions": open_conclusions(user, request.today),
        "reminder": foremost_reminder(user) if files else None,
        "plan_reminder": foremost_plan_reminder(user) if files and _files_plans(states) else None,
        "value_reminder": foremost_value_reminder(user) if files and _asks_values(states) else None,
        "unit": unit if files else None,
        "reads_log": user.has_perm("read_log"),
    }
    if user.has_perm("read_everything"):
        context |= _commission(user, current, quarter, filings, request.today)
    return render(request, "progress/desk/desk.html", context)


def _commission(
    user: User, current: ListState | None, quarter: Quarter | None, filings: list[FilingDay], on: date
) -> dict:
    """For who reads everything: where the tasks of the quarter stand, and who was reminded last."""
    verdicts = year_verdicts(current.list, user, on) if current else None
    if verdicts is not None and verdicts.sight.last == YEAR_END:  # the year's last word
        quarter = Quarter(current.list.year, YEAR_END)
    shown = verdicts is not None and quarter.number in verdicts.sight.public
    return {
        "reads_all": True,
        "quarter": quarter,
        "glance": whole_glance(verdicts, quarter) if shown else None,
        "tasks": reverse("task_list", args=[current.list.year]) if shown else "",
        "sendings": last_sendings(LAST_SENDINGS, filings),
    }


def _waiting_words(user: User, states: list[ListState], on: date) -> list[Waiting]:
    """Everything that waits for this person, a line each."""
    papers = _papers_waiting(user, states, on)
    return [
        *quarters_waiting(user, on),
        *leaderless_tasks(user),
        *plans_waiting(user, on),
        *successions_waiting(user),
        *waiting_for(user),
        *paper_waiting(user),
        *contributions_waiting(user, on),
        *_with_what_is_same(papers, is_own=user.has_perm("file_reports")),
        *_role_changes(user),
    ]


def _papers_waiting(user: User, states: list[ListState], on: date) -> list[Waiting]:
    """Replies to notices, 后续报告 and yearly values: each is a paper of its own."""
    return [
        *notices_waiting(user, on),
        *_follow_ups(user, states, on),
        *_indicators(user, states, on),
    ]


def _with_what_is_same(waiting: Sequence[Waiting], *, is_own: bool) -> list[Waiting]:
    """The lines, each saying so of its paper; what awaits signature only for its unit (`is_own`)."""
    lines = list(waiting)
    for model, filing in FILINGS:
        papers = [each.paper for each in lines if isinstance(each.paper, model)]
        same = filing.why_same_of(papers, is_own=is_own)
        lines = [
            replace(each, words=f"{same[each.paper.pk]}。{each.words}")
            if isinstance(each.paper, model) and each.paper.pk in same
            else each
            for each in lines
        ]
    return lines


def _follow_ups(user: User, states: list[ListState], on: date) -> list[Waiting]:
    """后续报告, which only a concluded list leaves behind."""
    return follow_ups_waiting(user, on) if any(state.list.is_concluded for state in states) else []


def _indicators(user: User, states: list[ListState], on: date) -> list[Waiting]:
    """规划指标, where the lists lie in a five-year plan."""
    return indicators_waiting(user, on) if _asks_values(states) else []


def _asks_values(states: list[ListState]) -> bool:
    """Whether any list lies in a five-year plan, whose indicators are valued once a year."""
    return any(state.is_in_five_plan for state in states)


def _files_plans(states: list[ListState]) -> bool:
    """Whether any list has plans filed, of which somebody may be reminded."""
    return any(state.files_plans for state in states)


def _role_changes(user: User) -> list[Waiting]:
    """Changes of roles that wait for this person's word."""
    if not user.has_perm("confirm_roles"):
        return []
    changes = RoleChange.objects.waiting_for(user).select_related("person", "asked_by")
    way = reverse("role_changes")
    return [
        Waiting("角色变更", str(each.person), f"{each.asked_by}申请改任{each.get_role_display()}", way)
        for each in changes
    ]


def _filings(user: User, on: date) -> list[FilingDay]:
    """The unit's own reports, every unit's for who reads everything, none for the others."""
    if user.has_perm("file_reports"):
        return running_filings(on, user.unit)
    return running_filings(on) if user.has_perm("read_everything") else []


def _unsigned(left: list[FilingDay]) -> list[ToSign]:
    """待审签, quarter by quarter, as the signer submits them."""
    waits = [each for each in left if each.report.state == ReportState.AWAITING]
    periods = sorted({each.report.period for each in waits}, key=lambda period: period.due_on)
    return [
        ToSign(period, tuple(each for each in waits if each.report.period == period)) for period in periods
    ]


def _figures(user: User, filings: list[FilingDay]) -> list[dict]:
    """How many reports stand where, each figure the way to them: the unit's desk, or the queue."""
    page = "filing_desk" if user.has_perm("file_reports") else "review_queue"
    return [
        {
            "value": each.number,
            "label": each.word,
            "tone": each.tone,
            "note": each.period,
            "url": _address(page, each.period.when, each.code),
        }
        for each in state_counts(filings)
    ]


def _address(page: str, quarter: Quarter, state: str) -> str:
    return f"{reverse(page, args=[quarter.year, quarter.number])}?state={state}"


def _current(states: list[ListState], today: date) -> ListState | None:
    """The list one works in: the last begun that is more than an archive, else the newest."""
    working = [state for state in states if state.list.year <= today.year and not state.list.is_archived]
    return next(iter(working or states), None)


def _quarter(current: ListState | None, filings: list[FilingDay], today: date) -> Quarter | None:
    """The list's quarter that is being reported, else the one of today, else the last of a year gone by."""
    if current is None:
        return None
    reported = [each.report.period.when for each in filings if each.report.period.yearly_list == current.list]
    by_date = quarter_of(today) if today.year == current.list.year else Quarter(current.list.year, 4)
    return max(reported, default=by_date)


def _own_tasks(unit: Unit, current: ListState, quarter: Quarter) -> TaskTable:
    """The tasks that the unit leads, beside what the quarter plans, or without a schedule their targets."""
    tasks = led_keys(current.list, unit)
    left_out = (
        "leads",
        "domain__name",
        "findings_open",
        "target_rows" if current.is_planned else "milestone",
    )
    shown = {
        "quarter": quarter,
        "exclude": left_out,
        "orderable": False,
        "order_by": "number",
        "per_page": 200,
    }
    return TaskTable(tasks, query={}, year=current.list.year, **shown)
