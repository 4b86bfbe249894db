"""What a report still lacks for submission, all of it at once (domain.md, A report's life: "Required")."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from progress.rules.judging import Work, judge_work
from progress.rules.weighing import JudgingRules, falls

TEXT_LIMIT = 600  # characters of 进展情况 that a row of the workbook holds
CAUSE_LIMIT = 300  # of 存在问题 and of 下一步打算, whose columns are half as wide


@dataclass(frozen=True)
class TypedReport:
    """One lead's report as typed: its texts, and of the work what this lead reports."""

    work: Work
    text: str = ""
    problems: str = ""
    next_steps: str = ""


@dataclass(frozen=True)
class Lack:
    """One thing missing: its field (text, problems, next_steps, target-<key>, item-<key>) and a sentence."""

    field: str
    message: str


def lacking(report: TypedReport, *, rules: JudgingRules | None = None) -> tuple[Lack, ...]:
    """Everything that stands between a report and 报送, in the order of the form."""
    return (*_text_lacks(report), *_target_lacks(report), *_item_lacks(report), *_cause_lacks(report, rules))


def cause_required(report: TypedReport, *, rules: JudgingRules | None = None) -> str:
    """Why 存在问题 and 下一步打算 are required, as half a sentence; "" where they are not."""
    if judge_work(_typed(report.work), rules=rules).is_lagging:
        return "进度滞后"
    fallen = [each.label for each in report.work.targets if falls(each)]
    return f"{'、'.join(fallen)}的累计值低于上期" if fallen else ""


def _typed(work: Work) -> Work:
    """The part of the work that is filled in: what nobody has typed yet is missing, not behind."""
    targets = tuple(each for each in work.targets if each.actual is not None or each.no_data_reason.strip())
    return replace(work, targets=targets, items=tuple(each for each in work.items if each.state is not None))


def _text_lacks(report: TypedReport) -> list[Lack]:
    if not report.text.strip():
        return [Lack("text", "请填写进展情况。")]
    return _too_long("text", "进展情况", report.text, TEXT_LIMIT)


def _too_long(field: str, word: str, text: str, limit: int) -> list[Lack]:
    """Counted as the page counts while typing: a line break is one character, though browsers post two."""
    length = len(text.strip().replace("\r\n", "\n"))
    return [Lack(field, f"{word}最多{limit}字，现有{length}字。")] if length > limit else []


def _target_lacks(report: TypedReport) -> list[Lack]:
    """Every target needs a value, 0 is one; or 本季无数据 with a reason."""
    open_targets = [
        each for each in report.work.targets if each.actual is None and not each.no_data_reason.strip()
    ]
    return [
        Lack(
            f"target-{each.key}", f"请填写“{each.label}”的完成值（没有进展填0），或点开“本季无数据”写明原因。"
        )
        for each in open_targets
    ]


def _item_lacks(report: TypedReport) -> list[Lack]:
    return [
        Lack(f"item-{each.key}", f"请选择完成情况：{each.name}。")
        for each in report.work.items
        if each.state is None
    ]


def _cause_lacks(report: TypedReport, rules: JudgingRules | None) -> Iterable[Lack]:
    why = cause_required(report, rules=rules)
    for field, word, text in (
        ("problems", "存在问题", report.problems),
        ("next_steps", "下一步打算", report.next_steps),
    ):
        if why and not text.strip():
            yield Lack(field, f"{why}，请填写{word}。")
        yield from _too_long(field, word, text, CAUSE_LIMIT)
