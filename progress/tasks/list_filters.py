"""Searching the tasks of a list."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet

from progress.ledger.sight import Judged, judged_in
from progress.rules.standings import Standing, counted_in, is_counted
from projects.lists.parties import grouped, parties_of
from projects.models import Assignment, Finding, Milestone, PlannedValue, Target, Task, User, YearlyList
from projects.rules.city import City
from projects.rules.headings import DOMAIN, LOOSE, domain_head, with_loose
from projects.rules.matters import label_of
from projects.rules.quarters import NUMBERS, PERIODS
from projects.rules.states import AssignmentRole
from projects.screen.filters import FastChoiceFilter, FastFilterSet
from projects.screen.names import units_called
from projects.screen.searches import SearchFilter, Word, marked_words

HAS_OR_NOT = [("yes", "有"), ("no", "无")]
TARGETS = [*HAS_OR_NOT, ("unsettled", "待核对")]
PLANNED = [("yes", "已列安排"), ("no", "未列安排"), ("figure", "有数量安排")]
QUARTERS = [(f"q{number}", f"q{number}") for number in PERIODS]


class TaskFilter(FastFilterSet):
    """By text or initials, domain, matter, lead, any unit, targets, findings.

    By what is planned in the quarter shown, and by the verdict on it.
    """

    q = SearchFilter("任务、单位或拼音首字母", size=21)
    domain = FastChoiceFilter(method="under", label="领域")
    matter = FastChoiceFilter(method="under", label="件")
    lead = FastChoiceFilter(method="led", label="牵头单位")
    unit = FastChoiceFilter(method="answered_for", label="涉及单位", empty_label="全部（含各组成员）")
    targets = FastChoiceFilter(method="with_targets", label="量化目标", empty_label="不限", choices=TARGETS)
    findings = FastChoiceFilter(method="with_findings", label="疑点", empty_label="不限", choices=HAS_OR_NOT)
    planned = FastChoiceFilter(method="planned_in_quarter", label="本季安排", empty_label="不限")
    verdict = FastChoiceFilter(method="judged", label="进度评价", empty_label="不限")
    quarter = FastChoiceFilter(
        method="shown", label="季度", empty_label="全年", choices=QUARTERS, widget=forms.HiddenInput
    )

    class Meta:
        model = Task
        fields: list[str] = []

    def __init__(
        self,
        *arguments: Any,
        standings: Callable[[], Mapping[int, Standing]] = dict,
        domain_word: str = DOMAIN,
        **named: Any,
    ) -> None:
        """`standings` reads where the list's tasks stand, by number, as the person may see it.

        Asked for only where the verdict is. `domain_word` says whether the domains are 自定.
        """
        super().__init__(*arguments, **named)
        self.standings = standings
        self.domain_word = domain_word
        if "domain" in self.filters:
            self.filters["domain"].label = domain_word

    @property
    def quarter_number(self) -> int | None:
        """The quarter asked for; None for the whole year."""
        asked = self.form.cleaned_data.get("quarter") if self.form.is_valid() else ""
        return int(asked[1]) if asked else None

    @property
    def terms(self) -> list[str]:
        """What was searched for, word by word, in every spelling."""
        return marked_words(self.form.cleaned_data.get("q") or "") if self.form.is_valid() else []

    def found(self, word: Word) -> Q:
        """Text, milestones, units by name, alias or initials, the number."""
        milestones = Milestone.objects.filter(word.within("text"), task=OuterRef("pk"))
        named = word.within("printed_name") | Q(unit__in=units_called(word))
        named |= word.abbreviates("group__pinyin")
        answering = Assignment.objects.filter(named, task=OuterRef("pk"))
        return word.within("text") | Exists(milestones) | Exists(answering) | word.numbers("number")

    def under(self, tasks: QuerySet, name: str, value: str) -> QuerySet:
        """Tasks under the heading of this place, or under none."""
        return tasks.under(name, value)

    def led(self, tasks: QuerySet, name: str, value: str) -> QuerySet:
        """Tasks that the unit leads."""
        return tasks.answered_for(value, AssignmentRole.LEAD)

    def answered_for(self, tasks: QuerySet, name: str, value: str) -> QuerySet:
        """Tasks in which the unit has a part, through its groups as well."""
        return tasks.answered_for(value)

    def with_targets(self, tasks: QuerySet, name: str, value: str) -> QuerySet:
        """Tasks that promise a number, that promise none, or whose numbers do not add up."""
        unsettled = {"needs_settling": True} if value == "unsettled" else {}
        return tasks.filter(_has(Target, value != "no", **unsettled))

    def with_findings(self, tasks: QuerySet, name: str, value: str) -> QuerySet:
        """Tasks with a finding that nobody has answered, or without."""
        return tasks.filter(_has(Finding, value == "yes", decision=None))

    def planned_in_quarter(self, tasks: QuerySet, name: str, value: str) -> QuerySet:
        """Tasks for which the quarter shown plans something, nothing, or a figure."""
        planned = min(self.quarter_number or 0, NUMBERS[-1])  # the year's end: the fourth one's plan
        if value == "figure":
            return tasks.filter(
                Exists(PlannedValue.objects.filter(target__task=OuterRef("pk"), quarter=planned))
            )
        written = Milestone.objects.filter(task=OuterRef("pk"), quarter=planned).exclude(text="")
        return tasks.filter(Exists(written) if value == "yes" else ~Exists(written))

    def judged(self, tasks: QuerySet, name: str, value: str) -> QuerySet:
        """Tasks that stand so in the quarter shown."""
        return tasks.filter(
            number__in=[
                number for number, standing in self.standings().items() if is_counted(standing, value)
            ]
        )

    def shown(self, tasks: QuerySet, name: str, value: str) -> QuerySet:
        """The quarter is shown, not searched."""
        return tasks


def _has(model: type, wanted: bool, **conditions: object) -> Exists:
    """Whether the task has such rows, or has none."""
    rows = Exists(model.objects.filter(task=OuterRef("pk"), **conditions))
    return rows if wanted else ~rows


@dataclass(frozen=True)
class AskedTasks:
    """What an address asks of a list's tasks, and where they stand in the quarter asked for."""

    judged: Judged | None
    found: TaskFilter


def _matters(yearly_list: YearlyList) -> QuerySet:
    return yearly_list.matter_rows.order_by("number").values_list("number", "name")


def _with_loose(
    yearly_list: YearlyList, heading: str, named: Iterable[tuple[str, str]], *, always: bool
) -> list[tuple[str, str]]:
    """The headings, and the tasks under none: on a form only where there are some."""
    named = list(named)
    is_offered = always or (bool(named) and yearly_list.tasks.under(heading, LOOSE).exists())
    return with_loose(named, is_any_loose=is_offered)


def asked_tasks(
    yearly_list: YearlyList,
    query: Mapping[str, str],
    *,
    user: User,
    on: date,
    city: City,
    shows_form: bool = True,
) -> AskedTasks:
    """The filter over the list's tasks, with the choices that the list has.

    They stand as in the quarter asked for, else as in the last one that the person may see. Where no form is
    shown, only the choices that something is asked of are read, and those under no heading may be asked for
    although there are none.
    """
    number = next((int(slug[1]) for slug, _ in QUARTERS if slug == query.get("quarter")), None)
    judged = judged_in(yearly_list, user, on, quarter=number)
    domains, matters, leading, answering = [], [], [], []
    is_custom = False
    if shows_form or query.get("domain"):
        named = list(yearly_list.domains.values_list("order", "name", "is_custom"))
        is_custom = any(each[-1] for each in named)
        labelled = ((str(order), name) for order, name, _ in named)
        domains = _with_loose(yearly_list, "domain", labelled, always=not shows_form)
    if shows_form or query.get("matter"):
        labelled = ((str(number), label_of(number, name)) for number, name in _matters(yearly_list))
        matters = _with_loose(yearly_list, "matter", labelled, always=not shows_form)
    if shows_form or query.get("lead") or query.get("unit"):
        parties = parties_of(yearly_list)
        leading, answering = grouped(parties.leading, city=city), grouped(parties.answering, city=city)
    choices = {
        "domain": domains,
        "matter": matters,
        "lead": leading,
        "unit": answering,
        "planned": PLANNED if query.get("quarter") else [],
        "verdict": list(counted_in(judged.number).items()) if judged else [],
    }
    standings = judged.of_all if judged else dict
    return AskedTasks(
        judged,
        TaskFilter(
            query,
            queryset=yearly_list.tasks.all(),
            choices=choices,
            standings=standings,
            domain_word=domain_head(is_custom=is_custom),
        ),
    )
