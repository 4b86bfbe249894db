"""What the public page tells: the public versions of the issues that stand, and nothing else."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from django.db.models import Count, Max
from django.utils.functional import cached_property

from progress.bulletins.lines import target_line
from progress.models import PublicIssue
from progress.rules.figures import BasisDocument, Figures, TaskFigure
from progress.rules.figures_json import from_json
from progress.rules.index_number import index_number
from progress.rules.states import VerdictClass
from projects.paper.paragraphs import Paragraph
from projects.rules.calendar import local_day


@dataclass(frozen=True)
class PublicQuarter:
    """One quarter as the public version of its last issue tells it."""

    kept: PublicIssue

    @cached_property
    def figures(self) -> Figures:
        """Its figures."""
        return from_json(self.kept.figures)

    @property
    def text(self) -> tuple[Paragraph, ...]:
        """Its text."""
        return tuple(Paragraph(**each) for each in self.kept.paragraphs)

    @property
    def number(self) -> int:
        """第 n 期."""
        return self.kept.bulletin.number

    @property
    def label(self) -> str:
        """第2期, 第3期（更正第2期）."""
        return self.kept.bulletin.label

    @property
    def issued_at(self) -> datetime:
        """When the issue went out."""
        return self.kept.bulletin.issued_at

    @property
    def issued_on(self) -> date:
        """Its day."""
        return local_day(self.issued_at)

    @property
    def document(self) -> BasisDocument:
        """The document that the list rests on, as the issue names it."""
        return self.figures.basis[0] if self.figures.basis else BasisDocument("")

    @property
    def index_number(self) -> str:
        """Its 索引号."""
        return index_number(self.figures.year, self.document.document_number, self.number)

    @cached_property
    def by_number(self) -> dict[int, TaskFigure]:
        """The tasks that it tells."""
        return {each.number: each for each in self.figures.tasks}


@dataclass(frozen=True)
class TaskInQuarter:
    """One task in one quarter."""

    quarter: PublicQuarter
    task: TaskFigure

    @property
    def tone(self) -> str:
        """The look of its class."""
        return VerdictClass.tone_of(self.task.code)

    @property
    def lines(self) -> tuple[str, ...]:
        """A line for each target of which a value is known."""
        return tuple(target_line(each) for each in self.task.targets if each.actual is not None)


@dataclass(frozen=True)
class PublicTask:
    """One task of a list with what each issued quarter tells of it; None where one does not know it."""

    number: int
    text: str
    domain: str
    matter: str  # "" where the list has none
    quarters: tuple[TaskInQuarter | None, ...]
    is_custom: bool = False  # whether its domain is 自定

    @property
    def place(self) -> str:
        """Its domain and its matter, as far as the list has them."""
        domain = f"{self.domain}（自定）" if self.domain and self.is_custom else self.domain
        return " · ".join(filter(None, (domain, self.matter)))

    @property
    def latest(self) -> TaskInQuarter:
        """What was told last."""
        return next(each for each in reversed(self.quarters) if each is not None)


@dataclass(frozen=True)
class PublicList:
    """One year's list as its issues tell it, in the order of the quarters; there is at least one."""

    year: int
    quarters: tuple[PublicQuarter, ...]

    @property
    def latest(self) -> PublicQuarter:
        """The last quarter that was issued."""
        return self.quarters[-1]

    @property
    def index_number(self) -> str:
        """The list's 索引号."""
        return index_number(self.year, self.latest.document.document_number)

    @property
    def title(self) -> str:
        """2021年50件民生实事."""
        matters = self.latest.figures.matters
        return f"{self.year}年{f'{matters}件' if matters else ''}民生实事"

    @property
    def changed_at(self) -> datetime:
        """When something was issued last."""
        return max(each.issued_at for each in self.quarters)

    @property
    def has_matters(self) -> bool:
        """Whether tasks are told by matter."""
        return any(each.matter for each in self.tasks)

    @property
    def has_domains(self) -> bool:
        """Whether tasks are told by domain."""
        return any(each.domain for each in self.tasks)

    @property
    def has_custom_domains(self) -> bool:
        """Whether the domains are not the document's but were given for the summary (自定)."""
        return self.latest.figures.has_custom_domains

    @cached_property
    def tasks(self) -> tuple[PublicTask, ...]:
        """Every task that an issue tells, by number, in the words of the last that tells it."""
        numbers = sorted({number for each in self.quarters for number in each.by_number})
        return tuple(self._task(number) for number in numbers)

    def task(self, number: int) -> PublicTask | None:
        """One of them."""
        return next((each for each in self.tasks if each.number == number), None)

    def _task(self, number: int) -> PublicTask:
        published = tuple(
            TaskInQuarter(quarter, quarter.by_number[number]) if number in quarter.by_number else None
            for quarter in self.quarters
        )
        last = next(each for each in reversed(published) if each is not None).task
        return PublicTask(
            number, last.text, last.domain, last.matter, published, is_custom=self.has_custom_domains
        )


def public_stamp() -> tuple[int | None, int]:
    """What changes with every issue: the last and how many, for two may be kept in another order."""
    found = PublicIssue.objects.aggregate(last=Max("pk"), number=Count("pk"))
    return found["last"], found["number"]


def public_lists() -> tuple[PublicList, ...]:
    """Every list of which something was issued, the last first."""
    return _lists(PublicIssue.objects.in_place().defer("document", "paragraphs"))


def public_list(year: int) -> PublicList | None:
    """One year's; None before anything was issued."""
    kept = PublicIssue.objects.in_place().filter(bulletin__yearly_list__year=year)
    return next(iter(_lists(kept.defer("document", "paragraphs"))), None)


def public_quarter(year: int, quarter: int) -> PublicQuarter | None:
    """One quarter's; None before it was issued."""
    kept = PublicIssue.objects.of(year, quarter).first()
    return PublicQuarter(kept) if kept else None


def _lists(kept: Iterable[PublicIssue]) -> tuple[PublicList, ...]:
    of_year = groupby(kept, key=lambda each: each.bulletin.yearly_list.year)
    return tuple(PublicList(year, tuple(map(PublicQuarter, found))) for year, found in of_year)
