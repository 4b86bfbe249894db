"""What a unit's workbook would save, checked whole: drafts of papers, and everything that is wrong."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from projects.models.filing import Paper
from projects.models.tasks import Task
from projects.paper.unit_sheets import Problem, TypedLine

Content = TypeVar("Content")


@dataclass(frozen=True)
class CheckedDraft(Generic[Content]):
    """One paper as it would be saved, and what that would be: new, changed or the same."""

    paper: Paper
    content: Content
    version: int
    kind: str
    hints: tuple[str, ...] = ()  # what the person should look at, though it is no error
    places: Mapping[str, tuple[TypedLine, str]] = field(
        default_factory=dict, compare=False
    )  # by the form's field: the row and the head under which it was typed

    @property
    def task(self) -> Task:
        """What the paper is about."""
        return self.paper.task


def task_name(paper: Paper) -> str:
    """第36项: how a paper about a task is named where several are acted on at once."""
    return f"第{paper.task.number}项"


@dataclass(frozen=True)
class CheckedWorkbook(Generic[Content]):
    """All that was found; what was submitted already is named and never touched."""

    drafts: tuple[CheckedDraft[Content], ...]
    problems: tuple[Problem, ...]
    untouched: tuple[str, ...]

    @property
    def to_save(self) -> tuple[CheckedDraft[Content], ...]:
        """Those that would change anything."""
        return tuple(each for each in self.drafts if each.kind != "same")
