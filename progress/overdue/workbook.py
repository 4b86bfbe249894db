"""The overdue desk as a workbook: one sheet for each of its tabs."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from progress.ledger.overdue import OverdueRow
from progress.overdue.columns import CONTACT, OF_REPORTS, OF_TASKS, OverdueColumn
from projects.paper.sheets import Sheet, workbook_bytes
from projects.rules.headings import DOMAIN, domain_head


@dataclass(frozen=True)
class OverdueTab:
    """One tab: its name, whether it lists tasks behind instead of reports, its lines."""

    name: str
    is_of_tasks: bool
    rows: Sequence[OverdueRow]


def overdue_workbook(title: str, tabs: Sequence[OverdueTab], *, note: str, sees_contacts: bool) -> bytes:
    """A sheet for each tab, an empty one too, so that its reader sees that there is nothing."""
    rows = [row for tab in tabs for row in tab.rows]
    left_out = set() if sees_contacts else {CONTACT}
    for column in (*OF_REPORTS, *OF_TASKS):
        if column.may_be_empty and not any(column.value(row) for row in rows):
            left_out.add(column)
    is_custom = any(row.task.domain.is_custom for row in rows if row.task.domain)
    heads = {DOMAIN: domain_head(is_custom=is_custom)}
    return workbook_bytes(*(_sheet(title, tab, left_out, note, heads) for tab in tabs))


def _sheet(
    title: str, tab: OverdueTab, left_out: Collection[OverdueColumn], note: str, heads: Mapping[str, str]
) -> Sheet:
    columns = OF_TASKS if tab.is_of_tasks else OF_REPORTS
    shown = [each for each in columns if each.paper and each not in left_out]
    rows = tuple(tuple(each.value(row) for each in shown) for row in tab.rows)
    return Sheet(
        tab.name,
        tuple(replace(each.paper, head=heads.get(each.paper.head, each.paper.head)) for each in shown),
        rows,
        title=f"{title}（{tab.name}）",
        note=f"{note}　共{len(rows)}项",
        frozen_columns=1,
        filterable=True,
    )
