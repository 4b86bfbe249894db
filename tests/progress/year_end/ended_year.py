"""A list whose fourth quarter is issued and its 年底核定 opened: one task for each way to end."""

from datetime import datetime

from lianyungang.demo_city import LIANYUNGANG
from progress.bulletins import actions as bulletin_actions
from progress.bulletins.draft import bulletin_draft
from progress.models import ItemState, Report, ReportingPeriod
from progress.opening.actions import Dates, open_period
from progress.opening.checklist import checklist
from progress.reports import actions as report_actions
from progress.reports.actions import ReportContent
from progress.reports.typed_rows import Value
from progress.rules.states import ClosureState, Completion, ReportState
from projects.models import MilestoneItem, Unit, User
from projects.rules.calendar import local_day, period_dates
from projects.rules.quarters import YEAR_END, Quarter
from projects.rules.roles import Role
from projects.rules.states import ListStage
from tests.acceptance import accept_as_shown
from tests.as_read import as_read
from tests.factories import (
    SHANGHAI,
    make_closure,
    make_list,
    make_milestone,
    make_period,
    make_report,
    make_target,
    make_task,
    make_unit,
    make_user,
)

IN_DECEMBER = datetime(2021, 12, 18, 10, tzinfo=SHANGHAI)
OPENED = datetime(2021, 12, 28, 10, tzinfo=SHANGHAI)
IN_JANUARY = datetime(2022, 1, 6, 10, tzinfo=SHANGHAI)
AFTERWARDS = datetime(2022, 1, 14, 10, tzinfo=SHANGHAI)  # the due day has passed

# task: the value of the fourth quarter and of the year's end, of the five that are promised; "waiting" is
# filed and not accepted, None nothing is filed
TASKS = {
    1: (5, None),  # done in December
    2: (6, None),  # more than was promised
    3: ("closed", None),  # 销号 in the third quarter
    4: (3, 5),  # done by the year's end
    5: (3, 4),
    6: (3, None),  # its 年底核定 never comes
    7: (3, "waiting"),
    8: ("words", None),  # no figure, its item done
    9: (1, 2),
    10: (None, 5),  # missing in December
}


def people():
    """The two offices and who files for all the tasks."""
    unit = make_unit("sjyj", name="市教育局")
    make_user("sjyj", unit=unit)
    make_user("drc", role=Role.COORDINATOR)
    make_user("office", role=Role.SUPERVISOR)


def an_ended_year(*, issued=True):
    """The list of 2021 with its fourth quarter reported, and issued where nothing else is said."""
    people()
    yearly_list = make_list(stage=ListStage.RUNNING)
    unit = Unit.objects.get(code="sjyj")
    opened = {"opened_at": IN_DECEMBER}
    make_period(yearly_list, 3, **opened)
    period = make_period(yearly_list, 4, **opened)
    for number, (value, _) in TASKS.items():
        task = make_task(yearly_list, number=number, lead=unit)
        if value != "words":
            make_target(task, quantity=5, planned=(1, 2, 4, 5), basis="ytd")
        make_milestone(task, 4, "全部建成。", items=["全部建成。"])
        if value == "closed":
            _closed(task, unit)
        else:
            report = make_report(task, unit, quarter=4)
            if value is not None:
                filed(report, value, at=IN_DECEMBER)
    if issued:
        issue(period, at=OPENED)
    return yearly_list


def settle(yearly_list, at=OPENED):
    """年底核定 opened, knowing what is not in order."""
    quarter = Quarter(yearly_list.year, YEAR_END)
    dates = period_dates(quarter)
    return open_period(
        yearly_list,
        quarter=YEAR_END,
        dates=Dates(dates.opens_on, dates.as_of, dates.due_on),
        known=[point.key for point in checklist(yearly_list, quarter, local_day(at))],
        at=at,
        by=User.objects.get(username="drc"),
    )


def settled(yearly_list):
    """Its reports filed and accepted as TASKS says."""
    period = settle(yearly_list)
    for report in period.reports.select_related("task"):
        value = TASKS[report.task.number][1]
        if value is not None:
            filed(report, 4 if value == "waiting" else value, at=IN_JANUARY, is_accepted=value != "waiting")
    return period


def filed(report, value, *, at, is_accepted=True):
    """Filed with this value, its items done where the value is the promised one."""
    filer = User.objects.get(username="sjyj")
    is_done = value == "words" or value >= 5
    state = Completion.DONE if is_done else Completion.PARTLY_DONE
    content = ReportContent(
        text=f"{report.period.when.label}按计划推进。",  # no quarter repeats the words of the one before
        problems="" if is_done else "雨水天气较多。",
        next_steps="" if is_done else "增加班组。",
        values={each.pk: Value(value) for each in report.task.targets.all()},
        items={each.pk: state for each in MilestoneItem.objects.filter(milestone__task=report.task)},
    )
    as_read(report_actions.save_draft, report, content=content, at=at, by=filer)
    as_read(report_actions.submit, report, at=at, by=filer)
    if is_accepted:
        accept_as_shown(report, at=at, by=User.objects.get(username="drc"))


def issue(period, *, at):
    """Issued as it stands, knowing what is open."""
    seen = bulletin_draft(period, local_day(at), city=LIANYUNGANG).mark
    named = {"city": LIANYUNGANG, "at": at, "by": User.objects.get(username="drc")}
    return bulletin_actions.issue(
        ReportingPeriod.objects.get(pk=period.pk), knowingly=True, seen=seen, **named
    )


def _closed(task, unit):
    """Accepted in the third quarter with everything done, and closed."""
    times = {"submitted_at": IN_DECEMBER, "first_submitted_at": IN_DECEMBER}
    report = make_report(task, unit, quarter=3, state=ReportState.ACCEPTED, text="全部建成。", **times)
    report.measurements.create(target=task.targets.get(), value=5)
    item = MilestoneItem.objects.get(milestone__task=task)
    ItemState.objects.create(report=report, item=item, state="done", confirmed="done")
    drc = User.objects.get(username="drc")
    make_closure(report, state=ClosureState.AGREED, decided_at=IN_DECEMBER, decided_by=drc)


def report_of(number, quarter=YEAR_END):
    return Report.objects.get(task__number=number, period__quarter=quarter)
