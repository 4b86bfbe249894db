"""The task table."""

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

import django_tables2 as tables
from django.utils.html import escape

from projects.amounts import worded
from projects.quarters import Quarter
from projects.states import QUALIFIERS
from projects.tables.base import FastTable, Row

TARGETS_SHOWN = 3


def _column(label: str, kind: str, *order: str, orderable: bool = True, short: str = "") -> tables.Column:
    """A column with the class of its cells; `order` where it sorts by something else than itself, `short` its name on a card."""
    cells = {"class": kind, **({"data-label": short} if short else {})}
    return tables.Column(verbose_name=label, orderable=orderable, order_by=order or None, attrs={"td": cells})


class TaskTable(FastTable):
    """The tasks of a list: who answers for them and, for a quarter, what is planned."""

    number = _column("序号", "num no")
    domain__name = _column("领域", "hide-s dom", "domain_order", "number")
    text = _column("目标任务", "main w-task", orderable=False)
    leads = _column("牵头单位", "units w-lead", "lead_order", "number")
    co = _column("共同责任单位", "units w-co hide-s", orderable=False)
    milestone = _column("序时进度", "w-plan", orderable=False, short="序时进度")
    targets_told = _column("量化目标", "w-aim", orderable=False)
    findings_open = _column("疑点", "num few", "findings_open", "number")

    class Meta(FastTable.Meta):
        sequence = ("number", "domain__name", "text", "leads", "co", "milestone", "targets_told", "findings_open")

    def __init__(self, rows: Any, *, base: str, terms: Iterable[str] = (), quarter: Quarter | None = None, **options: Any) -> None:
        """`base` is the address of the list's tasks, `terms` are what was searched for and are marked."""
        self.base = base
        self.marks = re.compile("|".join(map(re.escape, terms)), re.IGNORECASE) if terms else None
        super().__init__(rows, **options)
        if quarter and "milestone" in self.columns:
            self.columns["milestone"].column.verbose_name = f"{quarter.label}序时进度"

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
        return f'<div class="clamp">{self._marked(row["milestone"])}</div>' if row["milestone"] else '<span class="hint">本季未列安排</span>'

    def cell_targets_told(self, row: Row) -> str:
        """The first targets, one a line."""
        told = [f"<div>{escape(target_told(target))}</div>" for target in row["targets_told"][:TARGETS_SHOWN]]
        more = len(row["targets_told"]) - TARGETS_SHOWN
        return "".join(told) + (f'<div class="hint">另 {more} 项</div>' if more > 0 else "")

    def cell_findings_open(self, row: Row) -> str:
        """How many findings wait for a person; nothing where none does."""
        count = row["findings_open"]
        return f'<a href="{self.base}{row["number"]}/#findings">{count}</a>' if count else ""

    def _marked(self, text: str) -> str:
        """Escaped, with what was searched for marked."""
        if not self.marks:
            return escape(text)
        plain, found = self.marks.split(text), self.marks.findall(text)
        return escape(plain[0]) + "".join(f"<mark>{escape(hit)}</mark>{escape(rest)}" for hit, rest in zip(found, plain[1:], strict=True))


def target_told(target: Mapping[str, str | None]) -> str:
    """新建中小学 15所; with its qualifier and its range where the document prints one."""
    low, high = worded(Decimal(target["quantity"])), target["quantity_max"]
    reach = f"{low}—{worded(Decimal(high))}" if high else low
    return f"{target['label']} {QUALIFIERS.get(target['qualifier'], '')}{reach}{target['unit']}".strip()
