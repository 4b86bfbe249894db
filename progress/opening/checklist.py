"""What a quarter's opening looks at: its checklist, and the quarters that should be open or issued by now."""

from datetime import date, timedelta

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.urls import reverse

from progress.models import Backfill, Bulletin, ListSettings, Report, ReportingPeriod
from progress.opening.reporters import shared_tasks
from progress.rules import addresses, opening
from progress.rules.checklist import Point
from progress.rules.states import INACTIVE_MARK
from projects.models import Assignment, GroupMembership, Milestone, PlannedValue, Task, Unit, User, YearlyList
from projects.rules.calendar import period_dates, shift_working_days, short_day
from projects.rules.filing import HANDED_IN
from projects.rules.quarters import PERIODS, YEAR_END, Quarter
from projects.rules.roles import UNIT_ROLES
from projects.rules.states import AssignmentRole, ListStage
from projects.screen.links import Waiting

UNFILED, LATER = "无人填报，列为待评定", "本期已报送的照常审核、评价，以后无人填报"
NAMED = 5  # tasks and units named in a sentence; the pages list all


def checklist(yearly_list: YearlyList, quarter: Quarter, on: date) -> tuple[Point, ...]:
    """The points to be read before the quarter opens, in the order in which they are put right."""
    rules = ListSettings.objects.of(yearly_list).period_rules
    points = [
        _people(yearly_list),
        _groups(yearly_list),
        _leads(yearly_list),
        _milestones(yearly_list),
        _reporters(yearly_list),
        opening.timing(quarter, on, rules),
        _before(yearly_list, quarter),
    ]
    return tuple(point for point in points if point is not None)


def tasks_without_lead(yearly_list: YearlyList) -> QuerySet[Task]:
    """Tasks that nobody leads, or a group without members alone: nobody would report them."""
    nobody = Assignment.objects.of_groups_without_members().values("pk")
    leads = Assignment.objects.filter(task=OuterRef("pk"), role=AssignmentRole.LEAD).exclude(pk__in=nobody)
    return Task.objects.filter(~Exists(leads), yearly_list=yearly_list).order_by("number")


def tasks_without_milestone(yearly_list: YearlyList) -> QuerySet[Task]:
    """Tasks for which no quarter says what is to be done."""
    said = Milestone.objects.filter(task=OuterRef("pk")).exclude(text="")
    figured = PlannedValue.objects.filter(target__task=OuterRef("pk"))
    return Task.objects.filter(~Exists(said), ~Exists(figured), yearly_list=yearly_list).order_by("number")


def tasks_of_leads_out_of_use(yearly_list: YearlyList) -> QuerySet[Task]:
    """Tasks whose leads are all out of use: nobody would report them, until they are given another one."""
    return _of_leads_out_of_use(Task.objects.filter(yearly_list=yearly_list)).order_by("number")


def tasks_lacking(yearly_list: YearlyList) -> list[Task]:
    """Every task that the checklist counts, each once, in the order of the points."""
    leaderless = *tasks_without_lead(yearly_list), *tasks_of_leads_out_of_use(yearly_list)
    return list(dict.fromkeys((*leaderless, *tasks_without_milestone(yearly_list))))


def leaderless_tasks(user: User) -> list[Waiting]:
    """For who keeps lists: tasks of lists at work whose leads are all inactive, to be given another one.

    What they filed in the last opened quarter stands: then only what comes later has nobody.
    """
    if not user.has_perm("manage_lists"):
        return []
    tasks = _of_leads_out_of_use(Task.objects.filter(yearly_list__stage=ListStage.RUNNING))
    opened = ReportingPeriod.objects.opened().filter(yearly_list=OuterRef("yearly_list"))
    tasks = tasks.annotate(last_opened=Subquery(opened.order_by("-quarter").values("pk")[:1]))
    filed = Report.objects.filter(task=OuterRef("pk"), period=OuterRef("last_opened"), state__in=HANDED_IN)
    tasks = tasks.annotate(is_filed=Exists(filed))
    return [
        Waiting(
            INACTIVE_MARK,
            f"{each.yearly_list.year}年第{each.number}项",
            f"牵头单位均已停用，{LATER if each.is_filed else UNFILED}；请调整责任单位。",
            reverse("task_units", args=[each.yearly_list.year, each.number]),
        )
        for each in tasks.select_related("yearly_list").order_by("yearly_list__year", "number")
    ]


def quarters_waiting(user: User, on: date) -> list[Waiting]:
    """For who opens quarters: those that should be open by now, those to be issued, years to be concluded."""
    if not user.has_perm("open_periods"):
        return []
    issued = Bulletin.objects.filter(period=OuterRef("pk"))
    opened = ReportingPeriod.objects.opened().annotate(is_issued=Exists(issued))
    at_work = (ListStage.FILING_PLANS, ListStage.RUNNING)
    lists = YearlyList.objects.filter(stage__in=at_work, year__lte=on.year).order_by("year")
    lists = lists.select_related("settings").prefetch_related(Prefetch("periods", opened, to_attr="opened"))
    loaded = Backfill.objects.waiting().exclude(loaded_by=user).filter(yearly_list=OuterRef("pk"))
    as_json = JSONObject(quarter="quarter", who="loaded_by__display_name")
    lists = lists.annotate(loaded=ArraySubquery(loaded.order_by("quarter").values(row=as_json)))
    return [line for each in lists for line in _waiting_in(each, on)]


def backfill_waiting(quarter: Quarter, who: str) -> Waiting:
    """补录 that somebody loaded, for who may accept it."""
    url = addresses.backfill(quarter.year, quarter.number)
    return Waiting("待审核补录", quarter.long_label, f"{who}导入，待审核。", url)


def _waiting_in(yearly_list: YearlyList, on: date) -> list[Waiting]:
    rules = getattr(yearly_list, "settings", ListSettings()).period_rules
    opened = {period.quarter: period for period in yearly_list.opened}
    year = yearly_list.year
    waiting = [backfill_waiting(Quarter(year, each["quarter"]), each["who"]) for each in yearly_list.loaded]
    for number in PERIODS:
        quarter = Quarter(yearly_list.year, number)
        usual = period_dates(quarter, rules).opens_on
        if quarter.is_year_end and not (quarter.previous.number in opened and opened[4].is_issued):
            continue  # who is unfinished is known once the fourth quarter is issued
        if number not in opened and usual <= on:
            why = f"应于{short_day(usual)}开启，已过{(on - usual) // timedelta(days=1)}天。"
            url = reverse("quarter_opening", args=[quarter.year, number])
            waiting.append(Waiting("待开启填报", quarter.long_label, why, url))
        elif number in opened and not opened[number].is_issued:
            waiting += _late_bulletin(
                opened[number], quarter, shift_working_days(opened[number].due_on, rules.grace), on
            )
    if YEAR_END in opened and opened[YEAR_END].is_issued:
        why = "全年通报已印发，请明确未完成任务的去向，办结年度清单。"
        waiting.append(Waiting("待办结", str(yearly_list), why, addresses.conclusion(yearly_list.year)))
    return waiting


def _late_bulletin(period: ReportingPeriod, quarter: Quarter, grace_until: date, on: date) -> list[Waiting]:
    """The bulletin is due once the days of grace are over."""
    if on <= grace_until:
        return []
    why = f"报送期限{short_day(period.due_on)}及宽限期已过，通报尚未印发。"
    url = reverse("bulletin", args=[quarter.year, quarter.number])
    return [Waiting("待印发通报", quarter.long_label, why, url)]


def leads_without_people(yearly_list: YearlyList) -> QuerySet[Unit]:
    """Units that lead a task and have nobody who files."""
    filers = User.objects.filter(unit=OuterRef("pk"), role__in=UNIT_ROLES, is_active=True)
    leading = Assignment.objects.filter(task__yearly_list=yearly_list, role=AssignmentRole.LEAD)
    members = GroupMembership.objects.filter(yearly_list=yearly_list, group__in=leading.values("group"))
    keys = [*leading.values_list("unit", flat=True), *members.values_list("unit", flat=True)]
    known = [key for key in keys if key]
    return Unit.objects.filter(~Exists(filers), pk__in=known, is_active=True).order_by("order")


def _of_leads_out_of_use(tasks: QuerySet[Task]) -> QuerySet[Task]:
    """A group leads by its members; one without any leads nothing, which `tasks_without_lead` tells."""
    leads = Assignment.objects.filter(task=OuterRef("pk"), role=AssignmentRole.LEAD)
    members = GroupMembership.objects.filter(
        group=OuterRef("group"), yearly_list=OuterRef("task__yearly_list")
    )
    known = leads.filter(Q(unit__isnull=False) | Exists(members))
    active = leads.filter(Q(unit__is_active=True) | Exists(members.filter(unit__is_active=True)))
    return tasks.filter(Exists(known), ~Exists(active))


def _people(yearly_list: YearlyList) -> Point:
    """Whether every unit that leads a task has somebody who files."""
    names = [unit.name for unit in leads_without_people(yearly_list)]
    if not names:
        return Point("people", "在用的牵头单位都有填报人员账号。", True)
    return Point(
        "people",
        f"{len(names)}个牵头单位没有填报人员账号：{_named(names)}。",
        False,
        url=reverse("unit_list"),
    )


def _groups(yearly_list: YearlyList) -> Point:
    """Whether the groups that answer for tasks have members, and those are confirmed."""
    open_members = GroupMembership.objects.filter(yearly_list=yearly_list, confirmed_at__isnull=True).count()
    empty = Assignment.objects.of_groups_without_members().filter(task__yearly_list=yearly_list)
    names = list(empty.order_by("group__order").values_list("group__name", flat=True).distinct())
    lacks = [f"{open_members}个单位组成员待系统管理员确认"] if open_members else []
    if names:
        lacks.append(f"{len(names)}个单位组还没有成员：{_named(names)}")
    if not lacks:
        return Point("groups", "单位组成员已确认。", True)
    return Point("groups", "；".join(lacks) + "。", False, url=reverse("unit_list"))


def _leads(yearly_list: YearlyList) -> Point:
    """Whether somebody reports every task."""
    lacks = [
        _named_tasks(tasks_without_lead(yearly_list), "没有牵头单位，无人填报"),
        _named_tasks(tasks_of_leads_out_of_use(yearly_list), "的牵头单位均已停用，无人填报，将列为待评定"),
    ]
    words = "；".join(filter(None, lacks))
    return Point("leads", f"{words}。", False) if words else Point("leads", "每项任务都有牵头单位。", True)


def _milestones(yearly_list: YearlyList) -> Point:
    """Whether every task has a plan."""
    what = "没有序时进度和备案的方案，将标“未备案”、列为待评定"
    words = _named_tasks(tasks_without_milestone(yearly_list), what)
    if words:
        return Point("milestones", f"{words}。", False)
    return Point("milestones", "每项任务都有序时进度。", True)


def _named_tasks(tasks: QuerySet[Task], what: str) -> str:
    """How many of them there are, and the first by number; "" where there are none."""
    numbers = [f"第{number}项" for number in tasks.values_list("number", flat=True)]
    return f"{len(numbers)}项任务{what}：{_named(numbers)}" if numbers else ""


def _reporters(yearly_list: YearlyList) -> Point | None:
    """Whether of the tasks that several lead each part has its reporting lead; None where there are none."""
    tasks = shared_tasks(yearly_list)
    open_ones = [each for each in tasks if not all(part.is_confirmed for part in each.parts)]
    if not tasks:
        return None
    if not open_ones:
        return Point("reporters", "多个牵头单位的任务，填报单位均已确认。", True)
    names = _named([f"第{each.task.number}项" for each in open_ones])
    return Point(
        "reporters",
        f"{len(open_ones)}项多个牵头单位的任务，填报单位未确认，将按建议填报：{names}。",
        False,
        url=addresses.reporters(yearly_list.year),
    )


def _before(yearly_list: YearlyList, quarter: Quarter) -> Point | None:
    """Whether the quarter before has been opened and issued."""
    before = yearly_list.periods.opened().filter(quarter=quarter.number - 1).first()
    is_issued = before is not None and before.bulletins.exists()
    name = "bulletin" if before else "quarter_opening"
    url = reverse(name, args=[quarter.year, quarter.number - 1]) if quarter.number > 1 else ""
    stand = {"is_opened": before is not None, "is_issued": is_issued}
    is_backfilled = before is not None and before.is_backfilled
    return opening.order(quarter, **stand, is_backfilled=is_backfilled, url=url)


def _named(names: list[str]) -> str:
    """The first few by name."""
    return "、".join(names[:NAMED]) + ("等" if len(names) > NAMED else "")
