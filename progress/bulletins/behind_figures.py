"""What is behind in a task, as a bulletin tells it: which figures and items, by how much, and why."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from decimal import Decimal

from progress.bulletins.task_figures import TaskDay, due_in, expected_of
from progress.rules.figures import Laggard, PastLaggard
from progress.rules.items import DueItem
from progress.rules.judging import Judgement
from progress.rules.standings import has_caught_up
from progress.rules.states import (
    GOOD,
    LAGGING,
    PARTLY_FILED_MARK,
    Completion,
    verdict_word,
)
from progress.rules.weighing import (
    LAST_QUARTER,
    TargetFigure,
)
from projects.rules.amounts import typed, worded
from projects.rules.punctuation import full_width
from projects.rules.states import Nature

INNER_QUOTES = str.maketrans("“”", "‘’")
AMOUNT = re.compile(r"(?<![\d.])\d+(?:\.\d+)?[万亿]?(?![\d.万亿年月日])")
NAMING = 3  # characters at the end of a target's label by which an item names it
QUOTES = str.maketrans("", "", "“”‘’\"'")
FIRST_SENTENCES = re.compile(r".{1,80}?[。；]|.{1,80}", re.DOTALL)


def laggards(day: TaskDay) -> Iterator[Laggard]:
    """The task's lines among what is behind: one a sub-project, or one; none where it is not behind."""
    if day.code not in LAGGING:
        return
    groups = defaultdict(list)
    for name, said, gap in _behind(day):
        groups[name].append((said, gap))
    for name, found in groups.items() or [("", [(_beginning(day.said("text")), None)])]:
        widest_last = sorted(found, key=lambda each: each[1] or 0)  # the points follow what they are of
        yield _laggard(day, name, "；".join(said for said, _ in widest_last), widest_last[-1][1])


def past_laggard(day: TaskDay) -> PastLaggard | None:
    """Where a task stands that lagged last quarter, as its last issue tells that; None where it did not."""
    number, told = day.ledger.task.number, day.told_before
    then = told.code if told else day.code_in(day.quarter - 1)
    if then not in LAGGING:
        return None
    return PastLaggard(
        number=number,
        text=day.text,
        code_then=then,
        word_then=verdict_word(then, day.quarter - 1),
        code_now=day.code,
        word_now=verdict_word(day.code, day.quarter),
        gap_then=day.before.points_behind(number) if told else _past(day).points_behind,
        gap_now=day.judgement.points_behind if day.code in LAGGING else None,
        has_caught_up=day.code in GOOD and _has_caught_up(day, then),
        leads=day.leads,
    )


def _past(day: TaskDay) -> Judgement:
    return day.ledger.judged_at(day.quarter - 1, day.on).judgement


def _has_caught_up(day: TaskDay, then: str) -> bool:
    """Asked of what is on schedule now alone: it looks at the figures of the quarter before."""
    totals = day.ledger.figures.last_totals(day.quarter)
    return has_caught_up(_past(day), then, day.code, totals, rules=day.ledger.rules)


def _laggard(day: TaskDay, sub_project: str, situation: str, gap: Decimal | None) -> Laggard:
    verdict = day.judged.verdict
    return Laggard(
        number=day.ledger.task.number,
        text=day.text,
        code=day.code,
        word=verdict_word(day.code, day.quarter),
        situation=situation,
        sub_project=sub_project,
        gap=gap if gap is not None and gap > 0 else None,
        cause=day.said("problems"),
        next_steps=day.said("next_steps"),
        leads=day.leads,
        streak=day.streak,
        note=verdict.reason if verdict and verdict.code != verdict.computed else "",
        expected="" if sub_project else _expectations(day),
    )


def _behind(day: TaskDay) -> Iterator[tuple[str, str, Decimal | None]]:
    """What puts the task behind, with sub-project and points: targets, then hard items that are not done.

    An item that only repeats the figure of a target named before it is left out.
    """
    lagging = [each for each in day.judgement.targets if each.code in LAGGING]
    for each in lagging:
        yield "", _amounts(each.figure, day.quarter), each.gap
    named = [(each.figure.label, worded(due_in(each.figure, day.quarter))) for each in lagging]
    for item in day.work.items:
        is_reported = (
            item.state is not None or PARTLY_FILED_MARK not in day.judgement.marks
        )  # else a missing lead's
        if not item.is_soft and item.state != Completion.DONE and is_reported and not _repeats(item, named):
            yield item.sub_project, _item(item, day.quarter), None


def _repeats(item: DueItem, targets: Iterable[tuple[str, str]]) -> bool:
    """Whether an item of the whole task names figures, and none but those of `targets` that it names.

    Said twice is better than lost: the same number of something else is no repetition. It names a target by
    the end of its label, where in Chinese stands what is counted: an item words the rest in its own way.
    """
    amounts = Counter(worded(typed(found[0])) for found in AMOUNT.finditer(item.text))
    text = item.text.translate(QUOTES)
    named = Counter(amount for label, amount in targets if label.translate(QUOTES)[-NAMING:] in text)
    return not item.sub_project and bool(amounts) and amounts <= named


def _amounts(figure: TargetFigure, quarter: int) -> str:
    """新改扩建中小学计划累计6所，实际累计4所."""
    if figure.actual is None:
        return f"{figure.label}{'' if quarter >= LAST_QUARTER else '本季度'}无数据" + (
            f"（{figure.no_data_reason}）" if figure.no_data_reason else ""
        )
    total = "" if figure.nature == Nature.LEVEL else "累计"
    due_word = "年度目标" if quarter >= LAST_QUARTER else f"计划{total}"
    due = due_in(figure, quarter)
    actual = f"{total}{worded(figure.actual)}{figure.unit}"
    return f"{figure.label}{due_word}{worded(due)}{figure.unit}，实际{actual}"


def _item(item: DueItem, quarter: int) -> str:
    """“封顶”未完成; at the year's end every item is the year's, whatever quarter planned it."""
    carried = "上季度结转的" if item.is_carried and quarter < LAST_QUARTER else ""
    text = full_width(item.text).rstrip("。；;.").translate(INNER_QUOTES)
    return f"{carried}“{text}”{'部分完成' if item.state == Completion.PARTLY_DONE else '未完成'}"


def _beginning(text: str) -> str:
    """The first sentence of a report, for a task that is behind by the coordinator's word alone."""
    found = FIRST_SENTENCES.match(text)
    return found[0].rstrip("。；") if found else ""


def _expectations(day: TaskDay) -> str:
    """新改扩建中小学16所: what the leads expect of the lagging targets by the year's end."""
    if day.quarter != LAST_QUARTER:
        return ""
    lagging = [each.figure for each in day.judgement.targets if each.code in LAGGING]
    known = [(each, expected_of(day, each)) for each in lagging]
    return "、".join(f"{each.label}{worded(value)}{each.unit}" for each, value in known if value is not None)
