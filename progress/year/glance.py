"""A quarter at a glance: how many tasks stand where, as a whole, by domain and by lead unit."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from progress.ledger.sight import YearVerdicts
from progress.rules import addresses
from progress.rules.standings import COUNTED, PARTS, YEAR_PARTS, Tally, counted_in
from progress.rules.states import OpenReason, VerdictClass
from progress.rules.weighing import LAST_QUARTER
from projects.lists.parties import GROUP, Party, leads_in
from projects.models import YearlyList
from projects.rules.headings import DOMAIN, LOOSE, LOOSE_WORD, domain_head
from projects.rules.matters import label_of
from projects.rules.quarters import Quarter


def _equation(counts: Tally, quarter: int) -> str:
    return counts.in_words(done_parts=counts.year_parts) if quarter >= LAST_QUARTER else counts.equation


@dataclass(frozen=True)
class TallyRow:
    """Some tasks of one quarter and where they stand, `before` a quarter earlier; `query` finds them."""

    name: str
    quarter: Quarter
    query: str
    now: Tally
    before: Tally | None = None
    url: str = ""

    @property
    def equation(self) -> str:
        """The counts as an equation; of the fourth quarter in the year's words."""
        return _equation(self.now, self.quarter.number)

    @property
    def before_equation(self) -> str:
        """The same of the quarter before; "" where there is none to be seen."""
        return _equation(self.before, self.quarter.previous.number) if self.before else ""

    @property
    def now_query(self) -> str:
        """What finds exactly these tasks."""
        return "&".join(filter(None, (f"quarter={self.quarter.slug}", self.query)))

    @property
    def before_query(self) -> str:
        """What finds them as they stood a quarter earlier."""
        return "&".join(filter(None, (f"quarter={self.quarter.previous.slug}", self.query)))


@dataclass(frozen=True)
class Count:
    """One count of the equation, now and a quarter earlier; `parts` are what it holds in brackets."""

    name: str
    word: str
    now: int
    before: int | None
    parts: tuple["Count", ...] = ()

    @property
    def tone(self) -> str:
        """The colour beside the word."""
        return VerdictClass.tone_of(self.name)


@dataclass(frozen=True)
class Glance:
    """One quarter: the whole list, its domains, its lead units (a task counts for each of its leads), and
    its matters.
    """

    whole: TallyRow
    domains: tuple[TallyRow, ...]
    leads: tuple[TallyRow, ...]
    matters: tuple[TallyRow, ...] = ()
    domain_word: str = DOMAIN  # 领域（自定） where the administrator gave them

    @property
    def strip(self) -> tuple[Count, ...]:
        """The counts of the equation in its order, 严重滞后 and why tasks are 待评定 inside theirs."""
        inner = {name for names in PARTS.values() for name in names}
        if self.whole.quarter.number >= LAST_QUARTER:  # words for a year under way
            inner |= {VerdictClass.AHEAD, VerdictClass.ON_SCHEDULE}
        return tuple(self._count(name) for name in COUNTED if name not in inner)

    def _count(self, name: str) -> Count:
        before = self.whole.before.count(name) if self.whole.before else None
        word = counted_in(self.whole.quarter.number)[name]
        return Count(name, word, self.whole.now.count(name), before, tuple(self._parts(name)))

    def _parts(self, name: str) -> Iterator[Count]:
        """What a count holds: what occurs, and always 严重滞后, 待审核 and the year's parts of 已完成."""
        counted = counted_in(self.whole.quarter.number)
        always = (VerdictClass.FAR_BEHIND, OpenReason.PENDING, *YEAR_PARTS)
        for part in PARTS.get(name, ()):
            if part in counted and (self.whole.now.count(part) or part in always):
                yield self._count(part)


def glance(yearly_list: YearlyList, verdicts: YearVerdicts, quarter: Quarter) -> Glance:
    """What the person may see of one quarter."""

    def tally_row(name: str, query: str, numbers: Collection[int] | None, url: str = "") -> TallyRow:
        before = (
            verdicts.counted(quarter.number - 1, numbers)
            if quarter.number - 1 in verdicts.sight.public
            else None
        )
        return TallyRow(name, quarter, query, verdicts.counted(quarter.number, numbers), before, url)

    whole = tally_row(quarter.label, "", None)
    domains = tuple(
        tally_row(name, f"domain={order}", numbers) for order, name, numbers in _domains(verdicts)
    )
    leads = (
        tally_row(each.name, f"lead={each.code}", led, addresses.unit(each.code))
        for each, led in led_by_unit(yearly_list).items()
    )
    matters = tuple(
        tally_row(name, f"matter={number}", numbers) for number, name, numbers in _matters(verdicts)
    )
    is_custom = any(each.task.domain and each.task.domain.is_custom for each in verdicts.tasks)
    led = tuple(each for each in leads if each.now.total)
    return Glance(whole, domains, led, matters, domain_head(is_custom=is_custom))


def whole_glance(verdicts: YearVerdicts, quarter: Quarter) -> Glance:
    """The whole list alone: what a desk shows."""
    before = verdicts.counted(quarter.number - 1) if quarter.number - 1 in verdicts.sight.public else None
    return Glance(TallyRow(quarter.label, quarter, "", verdicts.counted(quarter.number), before), (), ())


def by_quarter(verdicts: YearVerdicts, year: int) -> tuple[TallyRow, ...]:
    """Every quarter of which the person may see everything."""
    quarters = [Quarter(year, number) for number in sorted(verdicts.sight.public)]
    return tuple(
        TallyRow(
            each.label, each, "", verdicts.counted(each.number), url=addresses.quarter(year, each.number)
        )
        for each in quarters
    )


def own_tallies(yearly_list: YearlyList, verdicts: YearVerdicts, code: str) -> tuple[TallyRow, ...]:
    """The tasks that a unit leads, quarter by quarter: its own are current, whatever stands of the others."""
    led = next((numbers for party, numbers in led_by_unit(yearly_list).items() if party.code == code), set())
    quarters = [Quarter(yearly_list.year, number) for number in verdicts.sight.quarters]
    rows = (
        TallyRow(each.label, each, f"lead={code}", verdicts.counted(each.number, led)) for each in quarters
    )
    return tuple(each for each in rows if each.now.total)


def led_by_unit(yearly_list: YearlyList) -> dict[Party, set[int]]:
    """The numbers of the tasks that each unit leads, itself or in a group, in the official order."""
    led: dict[Party, set[int]] = defaultdict(set)
    for part in leads_in(yearly_list):
        if part.party.kind != GROUP:
            led[part.party].add(part.task)
    return dict(sorted(led.items(), key=lambda pair: (pair[0].order, pair[0].code)))


Under = tuple[str, str, list[int]]  # of a heading: its place in an address, its name, its tasks' numbers


def _domains(verdicts: YearVerdicts) -> list[Under]:
    """The tasks of each domain in its order, those of none last; none where the list has none."""
    found: dict[tuple[int, str], list[int]] = defaultdict(list)
    for each in verdicts.tasks:
        if each.task.domain:
            found[each.task.domain.order, each.task.domain.name].append(each.task.number)
    return _with_loose([(str(order), name, found[order, name]) for order, name in sorted(found)], verdicts)


def _matters(verdicts: YearVerdicts) -> list[Under]:
    """The tasks of each matter by its number, those of none last; none where the list has none."""
    found: dict[tuple[int, str], list[int]] = defaultdict(list)
    for each in verdicts.tasks:
        if each.task.matter:
            found[each.task.matter.number, each.task.matter.name].append(each.task.number)
    headings = [(str(number), label_of(number, name), found[number, name]) for number, name in sorted(found)]
    return _with_loose(headings, verdicts)


def _with_loose(headings: list[Under], verdicts: YearVerdicts) -> list[Under]:
    """With what stands under none of them, so that the rows add up to the whole."""
    placed = {number for _, _, numbers in headings for number in numbers}
    left = [each.task.number for each in verdicts.tasks if each.task.number not in placed]
    return [*headings, (LOOSE, LOOSE_WORD, left)] if headings and left else headings
