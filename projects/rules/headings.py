"""领域 and 件 as pages and papers narrow and count by them: what stands under none is a heading too."""

from collections.abc import Iterable

LOOSE, LOOSE_WORD = "none", "未归入"
DOMAIN = "领域"


def domain_head(*, is_custom: bool) -> str:
    """领域 as the head of a column and the name of a filter; 自定 where the administrator gave them."""
    return f"{DOMAIN}（自定）" if is_custom else DOMAIN


def with_loose(choices: Iterable[tuple[str, str]], *, is_any_loose: bool = True) -> list[tuple[str, str]]:
    """The headings as choices, last the tasks under none if there are any; nothing without a heading."""
    choices = list(choices)
    return [*choices, (LOOSE, LOOSE_WORD)] if choices and is_any_loose else choices


def stands_under(heading: int | None, asked: str) -> bool:
    """Whether a task under this heading (None: under none) is asked for; "" asks for all."""
    if not asked:
        return True
    return heading is None if asked == LOOSE else str(heading) == asked
