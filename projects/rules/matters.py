"""件 as a document's own headings give them: proposed only where the document says so itself."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Heading:
    """A heading of the document and the tasks below it, by number."""

    name: str
    tasks: tuple[int, ...]


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
