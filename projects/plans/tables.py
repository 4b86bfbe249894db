"""The desk of plans as a table."""

from collections.abc import Mapping
from typing import Any

from projects.plans.reads import PlanLine, year_totals
from projects.rules import addresses
from projects.rules.calendar import local_day
from projects.rules.plan_states import LATE_MARK, PlanFilingState, PlanState
from projects.rules.punctuation import full_width
from projects.screen import cells
from projects.screen.many import are_ticked
from projects.screen.tables import FastTable, Row, column

STATES = list(PlanFilingState)
TO_DECIDE = (PlanState.AWAITING, PlanState.SUBMITTED)


class PlanTable(FastTable):
    """A line for each plan that is owed."""

    tick = column("", "tick")
    number = column("序号", "num no", "number")
    text = column("目标任务", "main w-task")
    unit = column("报备单位", "units", "unit_order", "number")
    state = column("状态", "nw", "state_order", "number")
    totals = column("全年计划", "w-aim")
    days = column("逾期", "num", "days", "number")
    submitted = column("报送", "nw", "submitted", "number")
    marks = column("提示", "w-m")

    class Meta(FastTable.Meta):
        sequence = ("tick", "number", "text", "unit", "state", "totals", "days", "submitted", "marks")

    def __init__(
        self,
        lines: list[PlanLine],
        *,
        year: int,
        same: Mapping[int, str],
        ticks: str = "",
        chases: bool = False,
        **options: Any,
    ) -> None:
        """`ticks` is the state of the plans that have a box, with what they plan; none without.

        `chases`: what is owed has a box of its own, of the form `remind`. `same` says by the plan's key
        that it came back and is as it was.
        """
        self.year, self.ticks, self.chases = year, ticks, chases
        left_out = () if ticks else ("totals",) if chases else ("tick", "totals")
        super().__init__(
            [_row(line, same.get(line.plan.pk, "")) for line in lines], exclude=left_out, **options
        )

    def cell_tick(self, row: Row) -> str:
        """The box, ticked beforehand where nothing is marked, with the version that is shown."""
        label = f"勾选第{row['number']}项"
        if self.chases and row["is_owed"]:
            return cells.tick("owed", str(row["key"]), label, is_ticked=False, form="remind")
        if row["plan_state"] != self.ticks:
            return ""
        asked = self.query.get("tick")  # what was ticked before the form came back
        is_ticked = str(row["key"]) in are_ticked(asked) if asked else not row["marks"]
        box = cells.tick("plan", str(row["key"]), label, is_ticked=is_ticked)
        return cells.joined((box, cells.hidden(f"version-{row['key']}", str(row["version"]))))

    def cell_text(self, row: Row) -> str:
        """The task, the way to its plan."""
        return cells.link(addresses.plan(self.year, row["number"]), full_width(row["text"]))

    def cell_unit(self, row: Row) -> str:
        """The unit, the way to all it owes."""
        return cells.link(addresses.unit(row["unit_code"]), row["unit"])

    def cell_state(self, row: Row) -> str:
        """What it is, and whether it came late; past its day also that it waits for its signer."""
        state, awaiting = PlanFilingState(row["state"]), PlanFilingState.AWAITING
        badge = cells.badge(state.tone, state.word)
        is_unsaid = row["plan_state"] == PlanState.AWAITING and state != awaiting
        waits = cells.badge(awaiting.tone, awaiting.word) if is_unsaid else ""
        late = cells.badge("behind", LATE_MARK) if row["is_late"] else ""
        asked = cells.badge("behind", "申请调整") if row["is_asked"] else ""
        return cells.joined((badge, waits, late, asked), " ")

    def cell_totals(self, row: Row) -> str:
        """What is planned to the end of the year, a target a line, and 计划投资."""
        return cells.joined([cells.line(words) for words in row["totals"]])

    def cell_days(self, row: Row) -> str:
        """How many days past its day."""
        return cells.due(f"{row['days']}天") if row["days"] else ""

    def cell_marks(self, row: Row) -> str:
        """Why it wants a look of its own."""
        return cells.joined([cells.line(mark) for mark in row["marks"]])


def marks_of(line: PlanLine, same: str) -> list[str]:
    """Why it is not ticked beforehand, by the signer before it is submitted or by the office after."""
    plan = line.plan
    waits = plan.state == PlanState.AWAITING
    again = plan.first_submitted_at is not None and (waits or plan.submitted_at != plan.first_submitted_at)
    found = [
        (same, bool(same)),
        (LATE_MARK, line.is_late),
        ("期限已过", line.days_over > 0),
        ("计划数经核对", bool(plan.content.get("exceeds_knowingly"))),
        ("计划投资经核对", bool(plan.content.get("invests_knowingly"))),
        ("退回或重开后重报", again),
    ]
    return [word for word, holds in found if holds]


def _row(line: PlanLine, same: str) -> dict[str, object]:
    plan = line.plan
    submitted = f"{local_day(plan.submitted_at):%m-%d}" if plan.submitted_at else ""
    return {
        "key": plan.pk,
        "version": plan.version,
        "number": plan.task.number,
        "text": plan.task.text,
        "unit": plan.unit.name,
        "unit_code": plan.unit.code,
        "unit_order": plan.unit.order,
        "state": line.filing_state,
        "plan_state": plan.state,
        "totals": year_totals(plan),
        "state_order": STATES.index(line.filing_state),
        "is_late": line.is_late,
        "is_asked": line.is_asked,
        "is_owed": line.is_owed and plan.unit.is_active,
        "days": line.days_over,
        "submitted": submitted,
        "marks": marks_of(line, same) if plan.state in TO_DECIDE else [],
    }
