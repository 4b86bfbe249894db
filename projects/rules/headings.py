"""领域 and 件 as pages and papers narrow and count by them: what stands under none is a heading too."""

from collections.abc import Iterable

LOOSE, LOOSE_WORD = "none", "未归入"


def with_loose(choices: Iterable[tuple[str, str]], *, is_any_loose: bool = True) -> list[tuple[str, str]]:
    """The headings as choices, last the tasks under none if there are any; nothing without a heading."""
    choices = list(choices)
    return [*choices, (LOOSE, LOOSE_WORD)] if choices and is_any_loose else choices


def stands_under(heading: int | None, asked: str) -> bool:
    """Whether a task under this heading (None: under none) is asked for; "" asks for all."""
    if not asked:
        return True
    return heading is None if asked == LOOSE else str(heading) == asked
