"""What the two kinds of headings, 件 and 自定领域, differ in; everything else is done to both alike."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from projects.log.acts import Act
from projects.models import Domain, Matter, Unit, YearlyList

Heading = Matter | Domain


@dataclass(frozen=True)
class HeadingValues:
    """A heading as it is typed; a domain has no lead."""

    number: int
    name: str
    lead: Unit | None = None


@dataclass(frozen=True)
class Kind:
    """One kind: its word, its rows, its acts, its page."""

    word: str  # 件, 领域
    title: str  # 各件, 自定领域
    one: str  # 哪一件, 哪个领域: as a choice is asked for
    this: str  # 这一件, 这个领域
    stands: str  # the field of a task that says under which heading it stands
    model: type[Heading]
    fields: Mapping[str, str]  # of HeadingValues: the model's own names of them
    added: Act
    changed: Act
    removed: Act
    grouped: Act
    ungrouped: Act
    url: Callable[[int], str]
    fixed: Mapping[str, object] = field(default_factory=dict)  # what every row of it has
    why_none: Callable[[YearlyList], str] = lambda yearly_list: ""  # why this list takes none by hand

    @property
    def number(self) -> str:
        """The model's own name of the number that its headings stand by."""
        return self.fields["number"]

    def values_of(self, heading: Heading) -> HeadingValues:
        """What was typed when it was last saved."""
        return HeadingValues(**{name: getattr(heading, own) for name, own in self.fields.items()})
