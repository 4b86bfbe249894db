"""What a report still lacks for submission, all of it at once (domain.md, A report's life: "Required")."""

from dataclasses import dataclass, replace

from progress.judging import Work, judge_work
from progress.weighing import JudgingRules, falls

TEXT_LIMIT = 600  # characters of 进展情况 that a row of the workbook holds


@dataclass(frozen=True)
class Draft:
    """One lead's report as typed: its texts, and of the work only the targets and items that this lead reports, as it set them."""

    work: Work
    text: str = ""
    problems: str = ""
    next_steps: str = ""


@dataclass(frozen=True)
class Lack:
    """One thing missing: the field it belongs to (text, problems, next_steps, target-<key>, item-<key>) and the sentence for it."""

    field: str
    message: str


def lacking(draft: Draft, *, rules: JudgingRules | None = None) -> tuple[Lack, ...]:
    """Everything that stands between the draft and 报送, in the order of the form; empty where it may be submitted."""
    return (*_text_lacks(draft), *_target_lacks(draft), *_item_lacks(draft), *_cause_lacks(draft, rules))


def cause_required(draft: Draft, *, rules: JudgingRules | None = None) -> str:
    """Why 存在问题 and 下一步打算 are required, as half a sentence; "" where they are not."""
    if judge_work(_typed(draft.work), rules=rules).is_lagging:
        return "进度滞后"
    fallen = [each.label for each in draft.work.targets if falls(each)]
    return f"{'、'.join(fallen)}的累计值低于上期" if fallen else ""


def _typed(work: Work) -> Work:
    """The part of the work that is filled in: what nobody has typed yet is missing, not behind."""
    targets = tuple(each for each in work.targets if each.actual is not None or each.no_data_reason.strip())
    return replace(work, targets=targets, items=tuple(each for each in work.items if each.state is not None))


def _text_lacks(draft: Draft) -> list[Lack]:
    length = len(draft.text.strip())
    if length == 0:
        return [Lack("text", "请填写进展情况。")]
    return [Lack("text", f"进展情况最多{TEXT_LIMIT}字，现有{length}字。")] if length > TEXT_LIMIT else []


def _target_lacks(draft: Draft) -> list[Lack]:
    """Every target needs a value, 0 is one; or 本季无数据 with a reason."""
    open_targets = [each for each in draft.work.targets if each.actual is None and not each.no_data_reason.strip()]
    return [Lack(f"target-{each.key}", f"请填写“{each.label}”的完成值（没有进展填0），或点开“本季无数据”写明原因。") for each in open_targets]


def _item_lacks(draft: Draft) -> list[Lack]:
    return [Lack(f"item-{each.key}", f"请选择完成情况：{each.name}。") for each in draft.work.items if each.state is None]


def _cause_lacks(draft: Draft, rules: JudgingRules | None) -> list[Lack]:
    why = cause_required(draft, rules=rules)
    fields = {"problems": ("存在问题", draft.problems), "next_steps": ("下一步打算", draft.next_steps)}
    return [Lack(field, f"{why}，请填写{word}。") for field, (word, text) in fields.items() if why and not text.strip()]
