"""The made-up life of one report, by the actions that people use; no figure is a record."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from random import Random

from lianyungang.demo_clock import some_minute
from lianyungang.demo_evidence import attach_made_up
from progress.ledger.ledgers import ledger_of
from progress.models import Report
from progress.reports import actions as report_actions
from progress.reports import review_actions
from progress.reports.actions import Incomplete, ReportContent, Value
from progress.reports.queue import report_line
from progress.reports.review_forms import STOCK_REASONS
from progress.reports.sheet import ReportSheet, TargetRow, report_sheet
from progress.rules.plausibility import doubted_ones
from progress.rules.states import WRITABLE_STATES, Completion, ReportState
from projects.models import User
from projects.rules.amounts import worded
from projects.rules.calendar import shift_working_days, short_day
from projects.rules.quarters import YEAR_END

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
class Filing:
    """One report with the people whose hands it goes through, and what draws its figures."""

    report: Report
    hands: Hands
    random: Random
    paces: Sequence[tuple[Decimal, int]] = PACES

    def at(self, day: date, hour: int) -> datetime:
        """Some minute of that hour."""
        return some_minute(day, hour, self.random)


@dataclass(frozen=True)
class Written:
    """A draft as it was saved, with what its figures are asked about."""

    report: Report
    content: ReportContent
    marks: Mapping[int, str]


def live(filing: Filing, fate: str, filed_on: date, today: date) -> None:
    """A report's life up to the day, as its fate has it."""
    written = _write(filing, filed_on, is_draft=fate == "draft")
    if fate == "draft":
        return
    sent = _send(filing, written, filed_on)
    if fate == "awaiting":
        return
    submitted = _sign(filing, sent, written.marks, filed_on)
    decided_on = min(shift_working_days(filed_on, 1), today)
    if fate == "accepted":
        _accept(filing, submitted, written.marks, decided_on)
    elif fate == "returned":
        _return(filing, submitted, decided_on)


def catch_up(filing: Filing, day: date) -> None:
    """Whatever a report still lacks until it is accepted, on one day and the working day after."""
    report = filing.report
    if report.state in WRITABLE_STATES:
        report = _send(filing, _write(filing, day, is_draft=False), day)
    marks = _kept_marks(report, day)
    if report.state == ReportState.AWAITING:
        report = _sign(filing, report, marks, day)
    if report.state == ReportState.SUBMITTED:
        _accept(filing, report, marks, shift_working_days(day, 1))


def _write(filing: Filing, day: date, *, is_draft: bool) -> Written:
    """A draft with its evidence; of a `draft` for good the words alone."""
    report, by = filing.report, filing.hands.filer
    sheet = _sheet(report, day)
    content = _content(filing, sheet, is_draft=is_draft)
    marks = _doubts(sheet, content)
    content = replace(content, confirmed=marks)
    saved = report_actions.save_draft(
        report, content=content, based_on=report.version, at=filing.at(day, 9), by=by
    )
    if report.state == ReportState.NOT_BEGUN:
        saved = attach_made_up(saved, sheet, by=by)
    return Written(saved, content, marks)


def _send(filing: Filing, written: Written, day: date) -> Report:
    """Send for signature, with cause and next step where the form asks for them."""
    saved, by = written.report, filing.hands.filer
    try:
        return report_actions.send_for_signature(saved, based_on=saved.version, at=filing.at(day, 11), by=by)
    except Incomplete:
        completed = _with_cause(written.content, saved, filing.random)
        again = report_actions.save_draft(
            saved, content=completed, based_on=saved.version, at=filing.at(day, 10), by=by
        )
        return report_actions.send_for_signature(again, based_on=again.version, at=filing.at(day, 11), by=by)


def _sign(filing: Filing, sent: Report, marks: Mapping[int, str], day: date) -> Report:
    named = {"based_on": sent.version, "confirmed": marks}
    return report_actions.submit(sent, **named, at=filing.at(day, 15), by=filing.hands.signer)


def _accept(filing: Filing, submitted: Report, marks: Mapping[int, str], day: date) -> None:
    named = {"based_on": submitted.version, "shown": report_line(submitted, day).proposal.code}
    at, by = filing.at(day, 16), filing.hands.coordinator
    review_actions.accept(submitted, **named, confirmed=marks, at=at, by=by)


def _return(filing: Filing, submitted: Report, day: date) -> None:
    named = {"based_on": submitted.version, "reason": filing.random.choice(STOCK_REASONS)}
    at, by = filing.at(day, 16), filing.hands.coordinator
    review_actions.return_report(submitted, **named, at=at, by=by)


def _kept_marks(report: Report, day: date) -> dict[int, str]:
    """What the figures of a report that is filed already are asked about."""
    rows = _sheet(report, day).targets
    return {each.figure.key: each.mark for each in doubted_ones(row.figure for row in rows)}


def _doubts(sheet: ReportSheet, content: ReportContent) -> dict[int, str]:
    """What these figures are asked about: the made-up people confirm it."""
    filled = (row for row in sheet.targets if row.target.pk in content.values)
    typed = (replace(row.figure, actual=content.values[row.target.pk].value) for row in filled)
    return {each.figure.key: each.mark for each in doubted_ones(typed)}


def _sheet(report: Report, on: date) -> ReportSheet:
    ledger = ledger_of(report.task)
    return report_sheet(ledger, ledger.report(report.period.quarter, report.unit), on)


def _content(filing: Filing, sheet: ReportSheet, *, is_draft: bool) -> ReportContent:
    random = filing.random
    paces, weights = zip(*filing.paces, strict=True)
    pace = random.choices(paces, weights)[0]
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
    period = sheet.report.period
    since = "全年" if period.quarter == YEAR_END else f"截至{short_day(period.as_of)}，"
    figures = "、".join(
        f"{row.target.label}{worded(values[row.target.pk].value)}{row.target.unit}" for row in sheet.targets
    )
    done = [row.due.text.rstrip("。；") for row in sheet.items if states[row.item.pk] == Completion.DONE]
    rest = [row.due.text.rstrip("。；") for row in sheet.items if states[row.item.pk] != Completion.DONE]
    sentences = [f"{since}累计{figures}。" if figures else f"{since}按计划推进。"]
    sentences += [f"已落实：{'；'.join(done)}。"] if done else []
    sentences += [f"正在推进：{'；'.join(rest)}。"] if rest else []
    return "".join(sentences)[:560]


def _with_cause(content: ReportContent, report: Report, random: Random) -> ReportContent:
    milestone = report.task.milestones.filter(quarter=report.period.quarter).first()
    text = milestone.text if milestone else report.task.text
    cause = next((cause for word, cause in CAUSES.items() if word in text), random.choice(OTHER_CAUSES))
    problems, next_steps = f"{cause}。", f"{random.choice(REMEDIES)}。"
    return replace(content, problems=problems, next_steps=next_steps)
