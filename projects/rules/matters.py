"""件 as a document's own headings give them: proposed only where the document says so itself."""

from collections.abc import Sequence
from dataclasses import dataclass

SPACE = "　"  # between the number and the name


def place_of(number: int) -> str:
    """第3件."""
    return f"第{number}件"


def label_of(number: int, name: str) -> str:
    """第3件　新改扩建中小学."""
    return f"{place_of(number)}{SPACE}{name}"


@dataclass(frozen=True)
class Heading:
    """A heading of the document and the tasks below it, by number."""

    name: str
    tasks: tuple[int, ...]

    @property
    def span(self) -> str:
        """第1—3、7项: what stands below it, as a person checks it against the document."""
        return f"第{_in_short(self.tasks)}项"


def matters_by_headings(
    printed: int | None, headings: Sequence[Heading], *, tasks: int
) -> tuple[Heading, ...]:
    """The headings that are matters: the document prints as many matters as it has headings.

    十件实事 under ten headings are those ten. Fifty matters under eight domains are none of them, and where
    each task is a matter by itself there is nothing to group. Every task has to stand below a heading.
    """
    found = tuple(each for each in headings if each.tasks)
    below = sum(len(each.tasks) for each in found)
    is_said = printed is not None and printed == len(found) == len(headings)
    return found if is_said and len(found) < tasks == below else ()


def _in_short(numbers: Sequence[int]) -> str:
    """1—3、7: numbers that follow each other as a span."""
    spans: list[list[int]] = []
    for number in numbers:
        if spans and number == spans[-1][-1] + 1:
            spans[-1].append(number)
        else:
            spans.append([number])
    return "、".join(str(each[0]) if len(each) == 1 else f"{each[0]}—{each[-1]}" for each in spans)
