"""Made-up progress for the demo, from a fixed seed, by the actions that people use; no figure is a record."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from random import Random

from django.db import connection
from django.utils import timezone

from lianyungang.demo_bulletin import issue_quarter
from lianyungang.demo_evidence import attach_made_up
from progress.ledger.ledgers import ledger_of
from progress.models import Report, ReportingPeriod
from progress.opening import actions as opening_actions
from progress.opening.actions import Dates
from progress.opening.checklist import checklist
from progress.reports import actions as report_actions
from progress.reports import review_actions
from progress.reports.actions import Incomplete, ReportContent, Value
from progress.reports.queue import report_line
from progress.reports.review_forms import STOCK_REASONS
from progress.reports.sheet import ReportSheet, TargetRow, report_sheet
from progress.rules.plausibility import doubted_ones
from progress.rules.states import Completion
from projects.models import User, YearlyList
from projects.rules.amounts import worded
from projects.rules.calendar import period_dates, shift_working_days, short_day
from projects.rules.quarters import Quarter
from projects.rules.roles import Role

SEED = 20210714
YEAR = 2021
Q2_FATES = (
    ("accepted", 62),
    ("submitted", 22),
    ("late", 8),
    ("returned", 5),
    ("awaiting", 5),
    ("draft", 6),
    ("missing", 12),
)
PACES = (
    (Decimal("1.12"), 22),
    (Decimal("1.0"), 60),
    (Decimal("0.9"), 10),
    (Decimal("0.75"), 5),
    (Decimal("0.4"), 3),
)
CAUSES = {
    "施工": "前期雨水天气较多，土建有效作业时间减少",
    "招标": "首次招标有效投标人不足，重新组织招标",
    "开工": "用地手续尚在办理，进场时间推迟",
    "竣工": "部分附属工程尚未完工，验收时间顺延",
    "改造": "部分住户意见尚未统一，入户施工受影响",
    "培训": "上半年集中培训班次减少，参训人数低于预期",
    "资金": "上级补助资金下达时间晚于预期",
}
OTHER_CAUSES = (
    "部门间数据核对用时较长",
    "个别县区工作启动较晚",
    "基层申报材料不齐，退回补充",
    "配套方案征求意见时间较长",
)
REMEDIES = (
    "建立周调度机制，倒排工期，下季度补足差额",
    "会同相关县区现场会办，逐项明确完成时间",
    "增加人员和班次，确保下季度末赶上序时进度",
    "落实专人跟踪，每旬通报一次进展",
)


@dataclass(frozen=True)
class Hands:
    """Who writes, who signs, who reviews."""

    filer: User
    signer: User
    coordinator: User


@dataclass(frozen=True)
class Latecomer:
    """A report that is filed after its due day, and whose hands file it."""

    report: Report
    hands: Hands


def load_progress(today: date) -> tuple[Latecomer, ...]:
    """Q1 accepted, Q2 filed as far as a city would have by its due day; nothing later than the day.

    Returns who will be late: `file_late` files for them once they were reminded.
    """
    random = Random(SEED)  # noqa: S311 - made-up figures, not a secret
    late: list[Latecomer] = []
    yearly_list = YearlyList.objects.get(year=YEAR)
    coordinator = User.objects.get(username="drc", role=Role.COORDINATOR)
    for number, fate in ((1, lambda: "accepted"), (2, _drawn_fate(random))):
        if period_dates(Quarter(YEAR, number)).opens_on <= today:
            period, latecomers = _load_quarter(yearly_list, number, fate, coordinator, random, today)
            late += latecomers
            if number == 1:
                issue_quarter(period, today)
    return tuple(late)


def file_late(latecomers: Sequence[Latecomer], today: date) -> None:
    """What the latecomers file one or two days after the due day, as far as the day has come."""
    random = Random(SEED + 1)  # noqa: S311 - made-up figures, not a secret
    for each in latecomers:
        filed_on = each.report.period.due_on + timedelta(days=random.choice((1, 2)))
        if filed_on <= today:
            _live(each.report, "late", each.hands, random, filed_on, today)


def _drawn_fate(random: Random) -> Callable[[], str]:
    names, weights = zip(*Q2_FATES, strict=True)
    return lambda: random.choices(names, weights)[0]


def _load_quarter(
    yearly_list: YearlyList,
    number: int,
    fate: Callable[[], str],
    coordinator: User,
    random: Random,
    today: date,
) -> tuple[ReportingPeriod, list[Latecomer]]:
    quarter = Quarter(YEAR, number)
    dates = period_dates(quarter)
    period = opening_actions.open_period(
        yearly_list,
        quarter=number,
        dates=Dates(dates.opens_on, dates.as_of, dates.due_on),
        known=[point.key for point in checklist(yearly_list, quarter, dates.opens_on)],
        at=_at(dates.opens_on, 9, random),
        by=coordinator,
    )
    take_statistics()
    people = {
        (user.unit_id, user.role): user for user in User.objects.filter(role__in=[Role.FILER, Role.SIGNER])
    }
    late = []
    for report in period.reports.select_related("task", "unit").order_by("task__number", "unit__order"):
        hands = Hands(people[report.unit_id, Role.FILER], people[report.unit_id, Role.SIGNER], coordinator)
        drawn = fate()
        if drawn == "late":
            late.append(Latecomer(report, hands))
        elif drawn != "missing":
            filed_on = shift_working_days(dates.due_on, -random.choice((0, 1, 1, 2, 3)))
            _live(report, drawn, hands, random, min(filed_on, today), today)
    return period, late


def take_statistics() -> None:
    """Let PostgreSQL know the tables that this transaction fills; until then it plans blindly and slowly."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _live(report: Report, fate: str, hands: Hands, random: Random, filed_on: date, today: date) -> None:
    """One report's life up to the day."""
    sheet = _sheet(report, filed_on)
    content = _content(sheet, random, is_draft=fate == "draft")
    marks = _doubts(sheet, content)
    content = replace(content, confirmed=marks)
    saved = report_actions.save_draft(
        report, content=content, based_on=report.version, at=_at(filed_on, 9, random), by=hands.filer
    )
    saved = attach_made_up(saved, sheet, by=hands.filer)
    if fate == "draft":
        return
    sent = _complete(saved, content, hands, random, filed_on)
    if fate == "awaiting":
        return
    submitted = report_actions.submit(
        sent, based_on=sent.version, confirmed=marks, at=_at(filed_on, 15, random), by=hands.signer
    )
    decided_on = min(shift_working_days(filed_on, 1), today)
    if fate == "accepted":
        review_actions.accept(
            submitted,
            based_on=submitted.version,
            shown=report_line(submitted, decided_on).proposal.code,
            confirmed=marks,
            at=_at(decided_on, 16, random),
            by=hands.coordinator,
        )
    elif fate == "returned":
        reason = random.choice(STOCK_REASONS)
        review_actions.return_report(
            submitted,
            based_on=submitted.version,
            reason=reason,
            at=_at(decided_on, 16, random),
            by=hands.coordinator,
        )


def _doubts(sheet: ReportSheet, content: ReportContent) -> dict[int, str]:
    """What these figures are asked about: the made-up people confirm it."""
    filled = (row for row in sheet.targets if row.target.pk in content.values)
    typed = (replace(row.figure, actual=content.values[row.target.pk].value) for row in filled)
    return {each.figure.key: each.mark for each in doubted_ones(typed)}


def _complete(saved: Report, content: ReportContent, hands: Hands, random: Random, day: date) -> Report:
    """Send for signature, with cause and next step where the form asks for them."""
    try:
        return report_actions.send_for_signature(
            saved, based_on=saved.version, at=_at(day, 11, random), by=hands.filer
        )
    except Incomplete:
        completed = _with_cause(content, saved, random)
        again = report_actions.save_draft(
            saved, content=completed, based_on=saved.version, at=_at(day, 10, random), by=hands.filer
        )
        return report_actions.send_for_signature(
            again, based_on=again.version, at=_at(day, 11, random), by=hands.filer
        )


def _sheet(report: Report, on: date) -> ReportSheet:
    ledger = ledger_of(report.task)
    return report_sheet(ledger, ledger.report(report.period.quarter, report.unit), on)


def _content(sheet: ReportSheet, random: Random, *, is_draft: bool) -> ReportContent:
    pace = random.choices([pace for pace, _ in PACES], [weight for _, weight in PACES])[0]
    values = {row.target.pk: Value(_value(row, pace, sheet.report.period.quarter)) for row in sheet.targets}
    lags = pace < 1
    states = {
        row.item.pk: _state(lags and place == len(sheet.items) - 1, random)
        for place, row in enumerate(sheet.items)
    }
    text = _text(sheet, values, states)
    return ReportContent(text=text, values={} if is_draft else values, items={} if is_draft else states)


def _value(row: TargetRow, pace: Decimal, quarter: int) -> Decimal:
    """A total near the plan; without one a share of the year's target that grows with the quarter."""
    if row.target.nature == "level" or row.figure.runs_down:
        return row.planned.ytd if row.planned.ytd is not None and pace >= 1 else row.target.quantity
    planned = row.planned.ytd if row.planned.ytd is not None else row.target.quantity * quarter / 5
    step = _step(row.target.quantity)
    value = (planned * pace / step).to_integral_value(ROUND_HALF_UP) * step
    return max(row.earlier or Decimal(0), min(value, row.target.quantity))


def _step(quantity: Decimal) -> Decimal:
    """How round a made-up value of this size is: 32万 in thousands, 5000 in tens, 16 in ones."""
    if quantity % 1:
        return Decimal("0.1")
    return Decimal(10) ** max(0, quantity.adjusted() - 2)


def _state(lags: bool, random: Random) -> str:
    return random.choice((Completion.PARTLY_DONE, Completion.NOT_DONE)) if lags else Completion.DONE


def _text(sheet: ReportSheet, values: dict[int, Value], states: dict[int, str]) -> str:
    """An account in the words of the task's own milestone and targets."""
    month = sheet.report.period.as_of
    figures = "、".join(
        f"{row.target.label}{worded(values[row.target.pk].value)}{row.target.unit}" for row in sheet.targets
    )
    done = [row.due.text.rstrip("。；") for row in sheet.items if states[row.item.pk] == Completion.DONE]
    rest = [row.due.text.rstrip("。；") for row in sheet.items if states[row.item.pk] != Completion.DONE]
    sentences = (
        [f"截至{short_day(month)}，累计{figures}。"] if figures else [f"截至{short_day(month)}，按计划推进。"]
    )
    sentences += [f"已落实：{'；'.join(done)}。"] if done else []
    sentences += [f"正在推进：{'；'.join(rest)}。"] if rest else []
    return "".join(sentences)[:560]


def _with_cause(content: ReportContent, report: Report, random: Random) -> ReportContent:
    milestone = report.task.milestones.filter(quarter=report.period.quarter).first()
    text = milestone.text if milestone else report.task.text
    cause = next((cause for word, cause in CAUSES.items() if word in text), random.choice(OTHER_CAUSES))
    problems, next_steps = f"{cause}。", f"{random.choice(REMEDIES)}。"
    return replace(content, problems=problems, next_steps=next_steps)


def _at(day: date, hour: int, random: Random) -> datetime:
    return datetime.combine(day, time(hour, random.randrange(60)), timezone.get_current_timezone())
