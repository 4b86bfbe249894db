"""How the demo's 2021 goes on when the day is moved on: the quarters that follow, the year's end, the plan.

By the actions that people use, a transaction a step; what a visitor has done already stays as it is, and
figures and words are made up like those of the first two quarters.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from random import Random

from django.db import connection, transaction

from lianyungang.demo_bulletin import issue_quarter
from lianyungang.demo_clock import moment
from lianyungang.demo_filing import Filing, catch_up
from lianyungang.demo_indicators import adopt_five_plan, is_reported, report_year
from lianyungang.demo_oversight import LATER, is_recorded, load_oversight
from lianyungang.demo_progress import YEAR, open_quarter, take_statistics, with_hands
from lianyungang.demo_scores import answer_and_issue, show_and_object
from progress.bulletins.imprint import DEMO_NOTE
from progress.ledger.issued import issued_quarters
from progress.models import ReportingPeriod, Scoring, YearEnd
from progress.rules.states import OutcomeKind, ReportState
from progress.year_end import actions as year_end_actions
from progress.year_end.actions import Decided
from progress.year_end.reads import conclusion_points, unfinished_tasks
from projects.corrections import target_actions
from projects.corrections.actions import Grounds
from projects.corrections.target_actions import StageFigure
from projects.models import FivePlan, Target, User, YearlyList
from projects.paper.house import marked
from projects.rules.calendar import period_dates, shift_working_days
from projects.rules.quarters import PERIODS, YEAR_END, Quarter
from projects.rules.states import Basis

SEED = 20211231
STAYS_AWAY = Decimal("0.2")  # of what nobody began by the due day
LATE_BY = 3  # working days after the due day, when everything that is still open is filed
SETTLING_OPENED = date(2021, 12, 29)  # the fourth quarter's issue comes first
CONCLUDED, SHOWN, ISSUED = date(2022, 1, 24), date(2022, 1, 26), date(2022, 2, 16)
SETTLED_BEFORE = 5  # days before the fourth quarter is opened
SETTLED = "（演示）序时进度前后不一致的指标，四季度按年度目标核定。"
PLAN_ADOPTED = date(2022, 3, 1)
VALUES_IN = {2021: date(2022, 3, 28), 2022: date(2023, 3, 27)}  # the day by year
GOES_ON_UNTIL = date(2022, 6, 30)
PACES = {
    3: ((Decimal("1.1"), 25), (Decimal("1.0"), 60), (Decimal("0.9"), 10), (Decimal("0.6"), 5)),
    4: ((Decimal("1.0"), 85), (Decimal("0.95"), 10), (Decimal("0.8"), 5)),
    YEAR_END: ((Decimal("1.0"), 60), (Decimal("0.9"), 40)),
}


@dataclass(frozen=True)
class Step:
    """What is done on a day, where it was not done before; the words say it while one waits."""

    day: date
    words: str
    is_done: Callable[[], bool]
    act: Callable[[], object]


@marked(DEMO_NOTE)
def go_on(day: date, *, say: Callable[[str], object] = str) -> int:
    """Every step up to the day that is not done yet, in their order; how many there were."""
    done = 0
    for step in sorted(steps(day), key=lambda each: each.day):
        if step.day <= day and not step.is_done():
            say(step.words)
            done += _take(step)
    return done


def _take(step: Step) -> bool:
    """Alone, whoever else moves the day: who comes second finds it done."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE lianyungang_demostate IN EXCLUSIVE MODE")
        if step.is_done():
            return False
        step.act()
    take_statistics()
    return True


def steps(today: date) -> Iterator[Step]:
    """What happens in the year, each on its day; `today` says whether an issued quarter is closed by now."""
    for number in PERIODS:
        quarter = Quarter(YEAR, number)
        dates = period_dates(quarter)
        issued_on = shift_working_days(dates.due_on, 6)
        opened_on = SETTLING_OPENED if number == YEAR_END else dates.opens_on
        opened = partial(_is_opened, number)
        yield Step(opened_on, f"正在开启{quarter.label}填报 …", opened, partial(_open, number, opened_on))
        words = f"正在编制{quarter.label}的演示进展（约半分钟）…"
        yield Step(issued_on, words, partial(_is_issued, number), partial(_finish, number, today))
    for day in LATER:
        words = "正在登记演示的人大监督和满意度调查 …"
        yield Step(day, words, partial(is_recorded, day), partial(load_oversight, day))
    yield Step(CONCLUDED, "正在办结2021年清单 …", _is_concluded, _conclude)
    yield Step(SHOWN, "正在公示演示考核得分 …", partial(_scored, "shown_at"), partial(show_and_object, SHOWN))
    words = "正在印发演示考核结果 …"
    yield Step(ISSUED, words, partial(_scored, "issued_at"), partial(answer_and_issue, ISSUED))
    words = "正在载入“十四五”公共服务规划 …"
    yield Step(PLAN_ADOPTED, words, FivePlan.objects.exists, partial(adopt_five_plan, PLAN_ADOPTED))
    for year, day in VALUES_IN.items():
        words = f"正在编制{year}年规划指标的演示数值 …"
        yield Step(day, words, partial(is_reported, year), partial(report_year, year, day))


def _list() -> YearlyList:
    return YearlyList.objects.get(year=YEAR)


def _is_opened(number: int) -> bool:
    return ReportingPeriod.objects.filter(yearly_list__year=YEAR, quarter=number).opened().exists()


def _is_issued(number: int) -> bool:
    return number in issued_quarters(_list())


def _is_concluded() -> bool:
    return YearEnd.objects.filter(yearly_list__year=YEAR).exists()


def _scored(step: str) -> bool:
    return Scoring.objects.filter(yearly_list__year=YEAR, **{f"{step}__isnull": False}).exists()


def _open(number: int, day: date) -> None:
    if number == 4:
        _settle(day - timedelta(days=SETTLED_BEFORE))
    open_quarter(_list(), number, moment(day, 9, 30))


def _settle(day: date) -> None:
    """What the schedule leaves 待核对 is judged by the year's target from the fourth quarter on."""
    admin = User.objects.get(username="admin")
    grounds = Grounds(SETTLED, approval="演示会议纪要〔2021〕1号", approved_on=day, holds_from=4)
    unsettled = Target.objects.filter(task__yearly_list__year=YEAR, needs_settling=True)
    for target in unsettled.select_related("task").order_by("task__number", "order"):
        figures = [StageFigure(target.stage, 4, target.quantity, Basis.YTD)]
        named = {"figures": figures, "needs_settling": False, "based_on": target.planned_wording}
        target_actions.correct_planned(target, **named, grounds=grounds, at=moment(day, 15, 30), by=admin)


def _finish(number: int, today: date) -> None:
    """What is open is filed and accepted, a few days late, some of it never; then the issue."""
    random = Random(SEED + number)  # noqa: S311 - made-up figures, not a secret
    period = ReportingPeriod.objects.get(yearly_list__year=YEAR, quarter=number)
    coordinator = User.objects.get(username="drc")
    for report, hands in with_hands(period, coordinator):
        if report.state == ReportState.ACCEPTED:
            continue
        is_late = number <= 2 or random.random() < 0.06
        if report.state == ReportState.NOT_BEGUN and is_late and random.random() < STAYS_AWAY:
            continue
        filed_on = shift_working_days(period.due_on, LATE_BY if is_late else -random.choice((0, 1, 1, 2, 3)))
        catch_up(Filing(report, hands, random, PACES.get(number, PACES[3])), filed_on)
    issue_quarter(period, today)


def _conclude() -> None:
    """What becomes of each unfinished task, then 办结 with everything on the checklist read."""
    yearly_list, coordinator = _list(), User.objects.get(username="drc")
    open_ones = [each for each in unfinished_tasks(yearly_list, CONCLUDED) if each.outcome is None]
    kinds = (
        Decided(OutcomeKind.CARRIED, "（演示）列入2022年清单继续实施。"),
        Decided(OutcomeKind.GOING_ON, "（演示）剩余部分2022年6月底前完成。", until=GOES_ON_UNTIL),
    )
    for decided, chosen in zip(kinds, (open_ones[::2], open_ones[1::2]), strict=True):
        seen = {each.task.number: each.outcome.version if each.outcome else 0 for each in chosen}
        if seen:
            named = {"seen": seen, "decided": decided, "at": moment(CONCLUDED, 10, 30), "by": coordinator}
            year_end_actions.set_outcomes(yearly_list, **named)
    known = [each.key for each in conclusion_points(yearly_list, unfinished_tasks(yearly_list, CONCLUDED))]
    year_end_actions.conclude(yearly_list, known=known, at=moment(CONCLUDED, 15, 30), by=coordinator)
