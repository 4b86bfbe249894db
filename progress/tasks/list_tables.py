"""The task table."""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import cached_property

from progress.rules import addresses
from progress.rules.standings import Standing
from progress.rules.states import VerdictClass, verdict_word
from progress.tasks.target_words import target_words
from projects.lists.task_rows import rows_by_key
from projects.rules.headings import DOMAIN
from projects.rules.matters import label_of
from projects.rules.punctuation import full_width
from projects.rules.quarters import Quarter
from projects.screen import cells
from projects.screen.tables import FastTable, InOrder, Row, column

TARGETS_SHOWN = 3
NOTHING_PLANNED = cells.hint("未列安排")


class TaskTable(FastTable):
    """The tasks of a list: who answers for them and, for a quarter, what is planned and where they stand."""

    number = column("序号", "num no", "number")
    domain__name = column("领域", "hide-s dom", "domain_order", "number")
    matter = column("件", "dom", "matter_order", "number")
    text = column("目标任务", "main w-task")
    leads = column("牵头单位", "units w-lead", "lead_order", "number")
    co = column("共同责任单位", "units w-co hide-s")
    milestone = column("序时进度", "w-plan", short="序时进度")
    target_rows = column("量化目标", "w-aim")
    verdict = column("评价", "nw", short="评价")
    findings_open = column("疑点", "num few", "findings_open", "number")

    class Meta(FastTable.Meta):
        sequence = (
            "number",
            "domain__name",
            "matter",
            "text",
            "leads",
            "co",
            "milestone",
            "target_rows",
            "verdict",
            "findings_open",
        )

    def __init__(
        self,
        tasks: QuerySet | list[dict],
        *,
        query: Mapping[str, str],
        year: int,
        terms: Iterable[str] = (),
        quarter: Quarter | None = None,
        judged: Quarter | None = None,
        standings: Callable[[Mapping[int, int]], Mapping[int, Standing]] | None = None,
        by_matter: bool = False,
        domain_word: str = DOMAIN,
        exclude: Iterable[str] = (),
        **options: Any,
    ) -> None:
        """`tasks` are those found, by key (`task_keys`, `led_keys`): the rows of one page alone are read.

        `year` is the list's, `by_matter` whether it has any; `terms` were searched for and are marked.

        `standings` reads where the tasks of the page, each key under its number, stand in the quarter
        `judged`; without it there is no such column.
        """
        self.year = year
        self.marks = re.compile("|".join(map(re.escape, terms)), re.IGNORECASE) if terms else None
        left_out = [*exclude]
        if not standings:
            left_out.append("verdict")
        if not by_matter:
            left_out.append("matter")
        if isinstance(tasks, QuerySet) and not query.get(self.Meta.order_by_field):
            tasks = InOrder(tasks, "number")  # a list has few tasks: all their keys cost less than a count
        super().__init__(tasks, query=query, exclude=tuple(left_out), **options)
        self.quarter, self.judged = quarter, judged
        self.printed = self._marked if self.marks else full_width
        self.looks = _looks(judged) if judged else {}
        self.standings = standings({row["number"]: row["pk"] for row in self.shown}) if standings else {}
        if "domain__name" in self.columns:
            self.columns["domain__name"].column.verbose_name = domain_word
        self._head_as("milestone", quarter, "序时进度")
        self._head_as("verdict", judged, "评价")

    @cached_property
    def shown(self) -> list[dict]:
        """The rows of this page, with what the quarter plans."""
        return self.read(self.page.object_list.data)

    def all_rows(self) -> list[dict]:
        """The rows of all pages."""
        return self.read(self.data)

    def read(self, tasks: Iterable[Row]) -> list[dict]:
        """The rows of these tasks."""
        return rows_by_key([each["pk"] for each in tasks], quarter=self.quarter and self.quarter.number)

    def cell_text(self, row: Row) -> str:
        """The task's text, the way to its page."""
        return cells.link(addresses.task(self.year, row["number"]), self.printed(row["text"]))

    def cell_domain__name(self, row: Row) -> str:
        """The domain without the word that all of them end with."""
        return (row["domain__name"] or "").removesuffix("领域")

    def cell_matter(self, row: Row) -> str:
        """The matter that it belongs to, by number and name."""
        number = row["matter__number"]
        return label_of(number, row["matter__name"]) if number else ""

    def cell_leads(self, row: Row) -> str:
        """The leads as printed."""
        return cells.element("b", row["leads"]) if row["leads"] else ""

    def cell_co(self, row: Row) -> str:
        """The co-responsible units as printed; two lines on the screen, all on paper."""
        return cells.clamp(row["co"]) if row["co"] else ""

    def cell_milestone(self, row: Row) -> str:
        """What is planned in the quarter; an empty cell of the schedule is said to be one."""
        if not row["milestone"]:
            return NOTHING_PLANNED
        return cells.clamp(self.printed(row["milestone"]))

    def cell_target_rows(self, row: Row) -> str:
        """The first targets, one a line."""
        lines = [cells.line(target_words(target)) for target in row["target_rows"][:TARGETS_SHOWN]]
        more = len(row["target_rows"]) - TARGETS_SHOWN
        if more > 0:
            lines.append(cells.line(f"另 {more} 项", kind="hint"))
        return cells.joined(lines)

    def cell_verdict(self, row: Row) -> str:
        """Where the task stands in the quarter and why it is open, the way to what was reported in it.

        Nothing where it may not be seen.
        """
        standing = self.standings.get(row["number"])
        if standing is None:
            return ""
        when, (tone, word), note = self.judged, self.looks[standing.code], standing.note
        badge = cells.badge(tone, word, addresses.report(when.year, when.number, row["number"]))
        return cells.joined((badge, cells.line(note, kind="hint"))) if note else badge

    def cell_findings_open(self, row: Row) -> str:
        """How many findings wait for a person; nothing where none does."""
        count = row["findings_open"]
        return cells.link(addresses.task(self.year, row["number"], part="findings"), count) if count else ""

    def _head_as(self, name: str, quarter: Quarter | None, words: str) -> None:
        """The head of a column that tells of one quarter says which."""
        if quarter and name in self.columns:
            self.columns[name].column.verbose_name = f"{quarter.label}{words}"

    def _marked(self, text: str) -> str:
        """The text as printed, with what was searched for marked."""
        shown = full_width(text)
        first, *others = self.marks.split(shown)
        parts = [first]
        for hit, rest in zip(self.marks.findall(shown), others, strict=True):
            parts += [cells.element("mark", hit), rest]
        return cells.joined(parts)


def _looks(quarter: Quarter) -> dict[str, tuple[str, str]]:
    """Tone and word of each class in a quarter; what the word says in brackets has no place in a cell."""
    words = {each: verdict_word(each, quarter.number).partition("（")[0] for each in VerdictClass}
    return {each.value: (each.tone, word) for each, word in words.items()}
