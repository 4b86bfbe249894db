"""The task table."""

import re
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any

import django_tables2 as tables
from django.utils.html import escape

from progress.rules.standings import Standing
from progress.rules.states import VerdictClass, verdict_word
from projects.rules.amounts import worded
from projects.rules.quarters import Quarter
from projects.rules.states import Qualifier
from projects.screen.tables import FastTable, Row

TARGETS_SHOWN = 3


def _column(label: str, kind: str, *order: str, orderable: bool = True, short: str = "") -> tables.Column:
    """A column with the class of its cells; `order` where it sorts by something else than itself, `short` its name on a card."""
    cells = {"class": kind, **({"data-label": short} if short else {})}
    return tables.Column(verbose_name=label, orderable=orderable, order_by=order or None, attrs={"td": cells})


class TaskTable(FastTable):
    """The tasks of a list: who answers for them and, for a quarter, what is planned and where they stand."""

    number = _column("序号", "num no")
    domain__name = _column("领域", "hide-s dom", "domain_order", "number")
    text = _column("目标任务", "main w-task", orderable=False)
    leads = _column("牵头单位", "units w-lead", "lead_order", "number")
    co = _column("共同责任单位", "units w-co hide-s", orderable=False)
    milestone = _column("序时进度", "w-plan", orderable=False, short="序时进度")
    targets_told = _column("量化目标", "w-aim", orderable=False)
    verdict = _column("评价", "nw", orderable=False, short="评价")
    findings_open = _column("疑点", "num few", "findings_open", "number")

    class Meta(FastTable.Meta):
        sequence = (
            "number",
            "domain__name",
            "text",
            "leads",
            "co",
            "milestone",
            "targets_told",
            "verdict",
            "findings_open",
        )

    def __init__(
        self,
        rows: Any,
        *,
        base: str,
        terms: Iterable[str] = (),
        quarter: Quarter | None = None,
        judged: Quarter | None = None,
        standings: Callable[[list[int]], Mapping[int, Standing]] | None = None,
        exclude: Iterable[str] = (),
        **options: Any,
    ) -> None:
        """`base` is the address of the list's tasks, `terms` are what was searched for and are marked.

        `standings` reads where the tasks of the page, given by number, stand in the quarter `judged`; without it there is no such column.
        """
        self.base = base
        self.marks = re.compile("|".join(map(re.escape, terms)), re.IGNORECASE) if terms else None
        super().__init__(rows, exclude=(*exclude, *(() if standings else ("verdict",))), **options)
        self.judged = judged
        self.standings = standings([row["number"] for row in self.page.object_list.data]) if standings else {}
        self._head_as("milestone", quarter, "序时进度")
        self._head_as("verdict", judged, "评价")

    def cell_text(self, row: Row) -> str:
        """The task's text, the way to its page."""
        return f'<a href="{self.base}{row["number"]}/">{self._marked(row["text"])}</a>'

    def cell_domain__name(self, row: Row) -> str:
        """The domain without the word that all of them end with."""
        return escape((row["domain__name"] or "").removesuffix("领域"))

    def cell_leads(self, row: Row) -> str:
        """The leads as printed."""
        return f"<b>{escape(row['leads'])}</b>" if row["leads"] else ""

    def cell_co(self, row: Row) -> str:
        """The co-responsible units as printed; two lines on the screen, all on paper."""
        return f'<div class="clamp">{escape(row["co"])}</div>' if row["co"] else ""

    def cell_milestone(self, row: Row) -> str:
        """What is planned in the quarter; an empty cell of the schedule is said to be one."""
        return (
            f'<div class="clamp">{self._marked(row["milestone"])}</div>'
            if row["milestone"]
            else '<span class="hint">本季未列安排</span>'
        )

    def cell_targets_told(self, row: Row) -> str:
        """The first targets, one a line."""
        told = [f"<div>{escape(target_told(target))}</div>" for target in row["targets_told"][:TARGETS_SHOWN]]
        more = len(row["targets_told"]) - TARGETS_SHOWN
        return "".join(told) + (f'<div class="hint">另 {more} 项</div>' if more > 0 else "")

    def cell_verdict(self, row: Row) -> str:
        """Where the task stands in the quarter, the way to what was reported in it; nothing where it may not be seen."""
        standing = self.standings.get(row["number"])
        return verdict_badge(standing.code, self.judged, row["number"]) if standing else ""

    def cell_findings_open(self, row: Row) -> str:
        """How many findings wait for a person; nothing where none does."""
        count = row["findings_open"]
        return f'<a href="{self.base}{row["number"]}/#findings">{count}</a>' if count else ""

    def _head_as(self, name: str, quarter: Quarter | None, words: str) -> None:
        """The head of a column that tells of one quarter says which."""
        if quarter and name in self.columns:
            self.columns[name].column.verbose_name = f"{quarter.label}{words}"

    def _marked(self, text: str) -> str:
        """Escaped, with what was searched for marked."""
        if not self.marks:
            return escape(text)
        plain, found = self.marks.split(text), self.marks.findall(text)
        return escape(plain[0]) + "".join(
            f"<mark>{escape(hit)}</mark>{escape(rest)}" for hit, rest in zip(found, plain[1:], strict=True)
        )


def verdict_badge(code: str, quarter: Quarter, number: int) -> str:
    """The word on its colour, the way to the task's quarter."""
    word = verdict_word(code, quarter.number).partition("（")[0]
    return f'<a class="v v-{VerdictClass(code).tone}" href="/{quarter.year}/{quarter.slug}/tasks/{number}/">{word}</a>'


def target_told(target: Mapping[str, str | None]) -> str:
    """新建中小学 15所; with its qualifier and its range where the document prints one."""
    low, high = worded(Decimal(target["quantity"])), target["quantity_max"]
    reach = f"{low}—{worded(Decimal(high))}" if high else low
    return f"{target['label']} {Qualifier.word_of(target['qualifier'])}{reach}{target['unit']}".strip()
