"""One task on one page: everything that the plan says of it, laid out by quarter."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from projects.lists.sheet_query import QUANTITIES, TARGET_FIELDS
from projects.models import Target, Task
from projects.parsing.findings import CODES
from projects.rules import addresses
from projects.rules.planning import PlannedFigure, PlannedQuarter, StagePlan, by_stage, doubt
from projects.rules.punctuation import full_width
from projects.rules.quarters import NUMBERS, NUMERALS, Quarter
from projects.rules.states import AssignmentRole


@dataclass(frozen=True)
class Marked:
    """A stretch of the task's text and what was read from it, in words; "" where nothing was."""

    text: str
    reading: str


@dataclass(frozen=True)
class PrintedParty:
    """A unit or group as printed, with its name in the register and, of a group, its members in this list."""

    printed: str
    name: str
    code: str
    is_group: bool
    members: tuple[dict, ...] = ()

    @property
    def is_renamed(self) -> bool:
        """Whether the register knows it under another name than the printed one."""
        return self.printed != self.name


@dataclass(frozen=True)
class TargetLine:
    """One stage of one target over the year; `opens` where it is the first line, which names the target."""

    target: Target
    plan: StagePlan
    opens: bool
    doubt: str


@dataclass(frozen=True)
class PlannedItem:
    """One item of a quarter; `part` is the sub-project it belongs to, None where it belongs to none."""

    label: str
    text: str
    is_soft: bool
    part: int | None


@dataclass(frozen=True)
class QuarterColumn:
    """What is planned in one quarter: the printed text (None without a milestone), items and figures."""

    quarter: Quarter
    text: str | None
    items: tuple[PlannedItem, ...]
    figures: tuple[tuple[Target, PlannedQuarter], ...]

    @property
    def is_listed(self) -> bool:
        """Whether the items say more than the text alone."""
        return len(self.items) > 1

    @property
    def is_soft(self) -> bool:
        """Whether its one item is soft."""
        return any(item.is_soft for item in self.items)

    @property
    def is_verbatim(self) -> bool:
        """Whether the items in their order are the printed text, so that it need not be shown again."""
        return "".join(item.text for item in self.items) == self.text


@dataclass(frozen=True)
class SubProjectRow:
    """One sub-project over the four quarters; the row without a name holds what belongs to none."""

    name: str
    aliases: tuple[str, ...]
    cells: tuple[tuple[Quarter, tuple[PlannedItem, ...]], ...]


@dataclass(frozen=True)
class FindingLine:
    """What a person should look at, and what one answered; `answer` is None where nobody did."""

    label: str
    quarter: int | None
    message: str
    quote: str
    answer: str | None
    by: str
    at: datetime | None


@dataclass(frozen=True)
class PastChange:
    """Something put right: what, from which words to which, why, who and when."""

    subject: str
    old: str
    new: str
    reason: str
    by: str
    at: datetime
    approval: str = ""  # 批准文号 or meeting, of a 调整
    approved_on: str = ""
    holds_from: int | None = None  # the first quarter that a 调整 reaches

    @property
    def holds_from_words(self) -> str:
        """自二季度起执行; "" where it was not asked."""
        return f"自{NUMERALS[self.holds_from]}季度起执行" if self.holds_from else ""


@dataclass(frozen=True)
class TaskSheet:
    """The task's page, laid out."""

    task: Task
    text: tuple[Marked, ...]
    roles: tuple[tuple[str, tuple[PrintedParty, ...]], ...]
    targets: tuple[TargetLine, ...]
    quarters: tuple[QuarterColumn, ...]
    sub_projects: tuple[SubProjectRow, ...]
    findings: tuple[FindingLine, ...]
    corrections: tuple[PastChange, ...]
    revisions: tuple[PastChange, ...]

    @property
    def has_schedule(self) -> bool:
        """Whether any quarter plans anything in words."""
        return any(column.text is not None for column in self.quarters)

    @property
    def has_partners(self) -> bool:
        """Whether it names co-responsible units."""
        return any(word == AssignmentRole.CO.word for word, _ in self.roles)

    @property
    def open_findings(self) -> int:
        """How many findings nobody has answered."""
        return sum(1 for finding in self.findings if finding.answer is None)

    @property
    def address(self) -> str:
        """Where the page stands; the corrections stand below it."""
        return addresses.task(self.task.yearly_list.year, self.task.number)


def task_sheet(task: Task) -> TaskSheet:
    """The task of `sheet_query.tasks`, as its page shows it; asks the database nothing."""
    targets = tuple(_target(row) for row in task.target_rows)
    columns = _columns(task, targets)
    return TaskSheet(
        task=task,
        text=_marked(task, tuple(target for target, _ in targets)),
        roles=_roles(task.party_rows),
        targets=tuple(_line(target, plan) for target, plans in targets for plan in plans),
        quarters=columns,
        sub_projects=_sub_projects(task, columns),
        findings=tuple(_finding(row) for row in task.finding_rows),
        corrections=tuple(_change(row) for row in task.correction_rows),
        revisions=tuple(_change(row) for row in task.revision_rows),
    )


def _target(found: dict) -> tuple[Target, tuple[StagePlan, ...]]:
    """The target, unsaved, and its plans stage by stage."""
    quantities = {name: None if found[name] is None else Decimal(found[name]) for name in QUANTITIES}
    target = Target(**{name: found[name] for name in TARGET_FIELDS}, **quantities)
    figures: dict[str, list[PlannedFigure]] = {}
    for row in found["planned"]:
        figures.setdefault(row["stage"], []).append(
            PlannedFigure(row["quarter"], Decimal(row["value"]), row["basis"])
        )
    return target, by_stage(figures, own_stage=target.stage, target=target.quantity, nature=target.nature)


def _line(target: Target, plan: StagePlan) -> TargetLine:
    return TargetLine(
        target,
        plan,
        plan.is_own,
        doubt(plan.quarters, target=target.quantity) if plan.is_own and target.needs_settling else "",
    )


def _marked(task: Task, targets: tuple[Target, ...]) -> tuple[Marked, ...]:
    cut = task.segments([target.quote for target in targets])
    return tuple(
        Marked(full_width(segment.text), "；".join(str(targets[place]) for place in segment.quotes))
        for segment in cut
    )


def _roles(printed: Iterable[dict]) -> tuple[tuple[str, tuple[PrintedParty, ...]], ...]:
    """The parties by role, each role in the printed order."""
    rows = [(row["role"], _party(row)) for row in printed]
    by_role = (
        (label, tuple(party for found, party in rows if found == role))
        for role, label in AssignmentRole.choices()
    )
    return tuple((label, parties) for label, parties in by_role if parties)


def _party(row: dict) -> PrintedParty:
    is_group = row["group"] is not None
    name, code = (row["group"], row["group_code"]) if is_group else (row["unit"], row["unit_code"])
    return PrintedParty(row["printed"], name, code, is_group, tuple(row["members"]))


def _columns(
    task: Task, targets: tuple[tuple[Target, tuple[StagePlan, ...]], ...]
) -> tuple[QuarterColumn, ...]:
    milestones = {row["quarter"]: row for row in task.milestone_rows}
    columns = []
    for number in NUMBERS:
        milestone = milestones.get(number)
        # of the stages the one that the target itself promises comes first
        own = [(target, stages[0].quarters[number - 1]) for target, stages in targets]
        columns.append(
            QuarterColumn(
                quarter=Quarter(task.yearly_list.year, number),
                text=full_width(milestone["text"]) if milestone else None,
                items=tuple(map(_item, milestone["items"])) if milestone else (),
                figures=tuple((target, planned) for target, planned in own if planned.is_of_its_own),
            )
        )
    return tuple(columns)


def _item(row: dict) -> PlannedItem:
    return PlannedItem(row["label"], full_width(row["text"]), row["is_soft"], row["part"])


def _sub_projects(task: Task, columns: tuple[QuarterColumn, ...]) -> tuple[SubProjectRow, ...]:
    """The sub-projects in their order, what belongs to none last; nothing where the task has none."""
    items = [
        item for milestone in task.milestone_rows for item in milestone["items"] if item["part"] is not None
    ]
    named = {item["part"]: item for item in sorted(items, key=lambda item: item["place"])}
    if not named:
        return ()
    rows = [
        _sub_project_row(columns, pk, first["name"], tuple(first["aliases"])) for pk, first in named.items()
    ]
    rest = _sub_project_row(columns, None, "", ())
    if any(items for _, items in rest.cells):
        rows.append(rest)
    return tuple(rows)


def _sub_project_row(
    columns: tuple[QuarterColumn, ...], pk: int | None, name: str, aliases: tuple[str, ...]
) -> SubProjectRow:
    cells = ((column.quarter, tuple(item for item in column.items if item.part == pk)) for column in columns)
    return SubProjectRow(name, aliases, tuple(cells))


def _finding(row: dict) -> FindingLine:
    at = datetime.fromisoformat(row["at"]) if row["at"] else None
    label = CODES.get(row["code"], row["code"])
    return FindingLine(
        label, row["quarter"], row["message"], row["quote"], row["answer"], row["by"] or "导入时", at
    )


def _change(row: dict) -> PastChange:
    return PastChange(**{**row, "at": datetime.fromisoformat(row["at"])})
