"""A year with one task for every way to stand, and the same counts from the raw rows, by plain Python."""

import re
from datetime import date, datetime

from progress.bulletins.quarter_figures import figures
from progress.models import Closure, Report, ReportingPeriod, Verdict
from progress.rules.standings import COUNTED
from progress.rules.states import ClosureState, ReportState, VerdictClass
from projects.models import Assignment, Domain, GroupMembership, Task
from tests.factories import (
    SHANGHAI,
    make_assignment,
    make_bulletin,
    make_closure,
    make_group,
    make_list,
    make_milestone,
    make_period,
    make_report,
    make_task,
    make_unit,
    make_verdict,
)

IN_TIME = {1: datetime(2021, 4, 8, 10, tzinfo=SHANGHAI), 2: datetime(2021, 7, 9, 10, tzinfo=SHANGHAI)}
LATE = {1: datetime(2021, 4, 20, 10, tzinfo=SHANGHAI), 2: datetime(2021, 7, 20, 10, tzinfo=SHANGHAI)}
# task: its leads, its domain, and by quarter a class given on an accepted report or its state
TASKS = {
    1: ("a", 1, (VerdictClass.ON_SCHEDULE, VerdictClass.BEHIND)),
    2: ("a", 1, (VerdictClass.BEHIND, VerdictClass.FAR_BEHIND)),
    3: ("a", 1, (VerdictClass.BEHIND, VerdictClass.AHEAD)),
    4: ("b", 2, (ReportState.NOT_BEGUN, ReportState.NOT_BEGUN)),
    5: ("b", 2, (VerdictClass.ON_SCHEDULE, ReportState.SUBMITTED)),
    6: ("b", 2, (VerdictClass.ON_SCHEDULE, ReportState.RETURNED)),
    7: ("ac", 2, (VerdictClass.ON_SCHEDULE, VerdictClass.ON_SCHEDULE)),
    8: (
        "c",
        1,
        (VerdictClass.ON_SCHEDULE, None),
    ),  # closed in the first quarter: it owes nothing in the second
    9: ("d", 2, (VerdictClass.ON_SCHEDULE, VerdictClass.BEHIND)),  # led by a group of one
}


ON = date(2021, 7, 21)
AFTERWARDS = datetime(2021, 7, 21, 10, tzinfo=SHANGHAI)


def a_running_year(*, closed=()):
    """The list of 2021, its first two quarters opened, those in `closed` with their bulletin out."""
    yearly_list = make_list(2021)
    domains = {
        order: Domain.objects.create(yearly_list=yearly_list, order=order, name=f"第{order}领域")
        for order in (1, 2)
    }
    units = {letter: make_unit(f"u{letter}", name=f"市{letter}局") for letter in "abcd"}
    group = make_group("gxq", units["d"], yearly_list=yearly_list, name="各县区")
    for quarter in (1, 2):
        make_period(yearly_list, quarter)
    for number, (leads, domain, stands) in TASKS.items():
        task = make_task(yearly_list, number=number, text=f"第{number}个公园。", domain=domains[domain])
        make_milestone(task, 1)
        for letter in leads:
            make_assignment(task, group if leads == "d" else units[letter])
            for quarter, stand in enumerate(stands, 1):
                _report(task, units[letter], quarter, stand)
    for period in yearly_list.periods.filter(quarter__in=closed).order_by("quarter"):
        make_bulletin(period, told=figures(period, ON), issued_at=AFTERWARDS)
    return yearly_list


def _report(task, unit, quarter, stand):
    """A report that stands so; 第9项 was late in the second quarter."""
    if stand is None:
        return
    states = (ReportState.NOT_BEGUN, ReportState.SUBMITTED, ReportState.RETURNED)
    at = (LATE if (task.number, quarter) == (9, 2) else IN_TIME)[quarter]
    filed = {} if stand == ReportState.NOT_BEGUN else {"first_submitted_at": at, "submitted_at": at}
    back = {"refile_by": at.date()} if stand == ReportState.RETURNED else {}
    report = make_report(
        task, unit, quarter=quarter, state=stand if stand in states else ReportState.ACCEPTED, **filed, **back
    )
    if stand not in states and not task.verdicts.filter(period=report.period).exists():
        make_verdict(report, stand)
    if task.number == 8:
        make_closure(report, state=ClosureState.AGREED)


def counted_by_hand(quarter, *, domain=None, unit=None):
    """The counts of one quarter from the raw rows: closures, reports, verdicts, in the order of domain.md's
    table; every due day has passed.
    """
    found = dict.fromkeys(COUNTED, 0)
    period = ReportingPeriod.objects.get(quarter=quarter, yearly_list__year=2021)
    for task in Task.objects.filter(yearly_list__year=2021):
        if (domain is None or task.domain.order == domain) and (unit is None or unit in _leads(task)):
            for name in _class_by_hand(task, period):
                found[name] += 1
    return found


def _class_by_hand(task, period):
    reports = list(Report.objects.filter(task=task, period=period))
    given = Verdict.objects.filter(task=task, period=period).first()
    if Closure.objects.filter(
        task=task, state=ClosureState.AGREED, period__quarter__lte=period.quarter
    ).exists():
        return ["completed"]
    if reports and not any(report.first_submitted_at for report in reports):
        return ["not_filed"]
    if given is None or (given.awaits_confirmation and not given.confirmed_at):
        is_pending = any(report.state == ReportState.SUBMITTED for report in reports)
        return ["unmeasured", "pending" if is_pending else "unfiled"]
    return ["behind", "far_behind"] if given.code == VerdictClass.FAR_BEHIND else [given.code]


def _leads(task):
    codes = set()
    for row in Assignment.objects.filter(task=task, role="lead"):
        members = (
            GroupMembership.objects.filter(group=row.group, yearly_list=task.yearly_list) if row.group else ()
        )
        codes |= {row.unit.code} if row.unit else {each.unit.code for each in members}
    return codes


def linked_figures(html):
    """Every figure of a page that is a link to the task table: address and number."""
    links = re.findall(
        r'<a[^>]* href="(/2021/tasks/\?[^"#]*)"[^>]*>(.*?)</a>|<a href="(/2021/tasks/\?[^"#]*)">(.*?)</a>',
        html,
        re.S,
    )
    plain = (
        (first or third, re.sub(r"<[^>]+>", " ", second or fourth)) for first, second, third, fourth in links
    )
    return [
        (address.replace("&amp;", "&"), int(re.search(r"\d+", words)[0]))
        for address, words in plain
        if re.search(r"\d", words)
    ]
