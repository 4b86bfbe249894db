"""What a report still lacks for submission, all of it at once (domain.md, A report's life: "Required")."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from dataclasses import field as attribute

from progress.rules.judging import Work, judge_work
from progress.rules.plausibility import unconfirmed
from progress.rules.spending import Spending
from progress.rules.weighing import JudgingRules, TargetFigure, falls, reaches_plan
from projects.rules.quarters import Quarter

TEXT_LIMIT = 600  # characters of 进展情况 that a row of the workbook holds
CAUSE_LIMIT = 300  # of 存在问题 and of 下一步打算, whose columns are half as wide


@dataclass(frozen=True)
class TypedReport:
    """One lead's report as typed: its texts, and of the work what this lead reports."""

    work: Work
    text: str = ""
    problems: str = ""
    next_steps: str = ""
    unread: Mapping[str, str] = attribute(
        default_factory=dict
    )  # why a field holds no value, by the field's name
    confirmed: Mapping[str, str] = attribute(
        default_factory=dict
    )  # marks of plausibility, by the part's name
    carried_from: Quarter | None = None  # 沿用上季: the quarter whose text stands here unedited
    spending: Spending | None = None  # 已完成投资, where the plan says 计划投资

    @property
    def figures(self) -> tuple[TargetFigure, ...]:
        """Every figure that is asked about where it can hardly be."""
        return asked_about(self.work.targets, self.spending)

    @property
    def says_no_change(self) -> bool:
        """本季无变化: the text of an earlier quarter, with nothing due since and no figure moved."""
        return self.carried_from is not None and not any(_asks_for_news(self))


def asked_about(targets: Iterable[TargetFigure], spending: Spending | None) -> tuple[TargetFigure, ...]:
    """The figures of a report that are asked about: its targets', and what was spent where it says so."""
    return (*targets, *([spending.figure] if spending else ()))


@dataclass(frozen=True)
class Lack:
    """One thing missing: its field (text, problems, next_steps, target-<key>, item-<key>) and a sentence.

    Of what nobody could read the field is the form's own: value-<key>, reason-<key>, expected-<key>.
    """

    field: str
    message: str


def lacking(report: TypedReport, *, rules: JudgingRules | None = None) -> tuple[Lack, ...]:
    """Everything that stands between a report and 报送, in the order of the form."""
    return (
        *_text_lacks(report),
        *_target_lacks(report),
        *_unread_lacks(report),
        *_doubt_lacks(report),
        *_item_lacks(report),
        *_cause_lacks(report, rules),
    )


def cause_required(report: TypedReport, *, rules: JudgingRules | None = None) -> str:
    """Why 存在问题 and 下一步打算 are required, as half a sentence; "" where they are not."""
    lags = judge_work(_typed(report.work), rules=rules).is_lagging
    fallen = [each.label for each in report.work.targets if falls(each)]
    found = [("进度滞后", lags), (f"{'、'.join(fallen)}的累计值低于上期", bool(fallen))]
    return "，".join(words for words, holds in found if holds)


def _typed(work: Work) -> Work:
    """The part of the work that is filled in: what nobody has typed yet is missing, not behind."""
    targets = tuple(each for each in work.targets if each.actual is not None or each.no_data_reason.strip())
    return work._replace(targets=targets, items=tuple(each for each in work.items if each.state is not None))


def _text_lacks(report: TypedReport) -> list[Lack]:
    if not report.text.strip():
        return [Lack("text", "请填写进展情况。")]
    if report.carried_from is not None and not report.says_no_change:
        news = "、".join(dict.fromkeys(_asks_for_news(report)))
        return [Lack("text", f"进展情况与{report.carried_from.label}相同，而其后{news}，请写明新的进展。")]
    return _too_long("text", "进展情况", report.text, TEXT_LIMIT)


def _asks_for_news(report: TypedReport) -> Iterable[str]:
    """What an earlier quarter's text cannot tell of: items and planned figures due, figures that moved."""
    if report.work.items:
        yield "有应完成事项"
    if report.spending and report.spending.has_moved:
        yield "已完成投资有变化"
    for each in report.work.targets:
        if each.planned.is_of_its_own and not reaches_plan(each, each.earlier):
            yield "有计划完成值"
        if each.actual is not None and each.actual != (each.earlier or 0):
            yield "完成值有变化"


def _too_long(field: str, word: str, text: str, limit: int) -> list[Lack]:
    """Counted as the page counts while typing: a line break is one character, though browsers post two."""
    length = len(text.strip().replace("\r\n", "\n"))
    return [Lack(field, f"{word}最多{limit}字，现有{length}字。")] if length > limit else []


def _target_lacks(report: TypedReport) -> list[Lack]:
    """Every target needs a value, 0 is one; or 本季无数据 with a reason."""
    open_targets = [
        each
        for each in report.work.targets
        if each.actual is None
        and not each.no_data_reason.strip()
        and f"value-{each.key}" not in report.unread
    ]
    return [
        Lack(f"target-{each.key}", f"请填写“{each.label}”的完成值（没有进展填0），或写明无数据的原因。")
        for each in open_targets
    ]


def _unread_lacks(report: TypedReport) -> list[Lack]:
    """What was typed and is no value: kept in the draft, never signed."""
    return [Lack(name, why) for name, why in report.unread.items()]


def _doubt_lacks(report: TypedReport) -> list[Lack]:
    """Figures that can hardly be wait for a 确认无误."""
    return [Lack(each.field, each.question) for each in unconfirmed(report.figures, report.confirmed)]


def _item_lacks(report: TypedReport) -> list[Lack]:
    return [
        Lack(f"item-{each.key}", f"请选择完成情况：{each.name}。")
        for each in report.work.items
        if each.state is None
    ]


def _cause_lacks(report: TypedReport, rules: JudgingRules | None) -> Iterable[Lack]:
    why = cause_required(report, rules=rules)
    for name, word, text in (
        ("problems", "存在问题", report.problems),
        ("next_steps", "下一步打算", report.next_steps),
    ):
        if why and not text.strip():
            yield Lack(name, f"{why}，请填写{word}。")
        yield from _too_long(name, word, text, CAUSE_LIMIT)
