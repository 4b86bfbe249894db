"""Maps: every task or unit with a cell for each quarter; where the trouble is one sees at a glance."""

from collections.abc import Collection, Iterable, Sequence

from django.utils.safestring import SafeString

from progress.ledger.filing_records import FilingCount, UnitRecord
from progress.ledger.sight import TaskVerdicts
from progress.rules import addresses
from progress.rules.standings import streak, streak_mark
from progress.rules.states import FilingState, Punctuality, VerdictClass, verdict_word
from progress.year.charts import Cell, drawn_cells
from progress.year.inks import FILING_INKS, OPEN, UNSEEN, VERDICT_INKS, Ink
from projects.rules.quarters import NUMBERS, Quarter
from projects.screen import cells

FILING_WIDTH = 60
AMISS = dict([*FilingState.choices(), *Punctuality.choices()])  # the words for what went wrong
NARROW = 46  # where the year's end stands behind the four quarters, for a phone

Codes = tuple[str | None, ...]  # of the quarters shown; None where the class is not to be seen


def verdict_map(tasks: Collection[TaskVerdicts], quarters: Sequence[Quarter]) -> SafeString:
    """Tasks × quarters: the number, then the class of each quarter; the whole leads to the task's page."""
    drawings = _drawings(tasks, quarters)
    found = [_task(each, quarters[0].year, drawings[_codes(each, quarters)]) for each in tasks]
    return cells.element("ul", *found, kind="map")


def verdict_cells(tasks: Collection[TaskVerdicts], quarters: Sequence[Quarter]) -> dict[int, SafeString]:
    """The cells of each task by its number with the streak behind them, for a column of a table."""
    drawings = _drawings(tasks, quarters)
    return {
        each.task.number: cells.line(drawings[_codes(each, quarters)], _running(each), kind="told")
        for each in tasks
    }


def filing_map(
    records: Iterable[UnitRecord], quarters: Sequence[Quarter], *, linked: bool = True
) -> SafeString:
    """Units × quarters: filed in time, late, missing, not refiled, each figure the way to those reports in
    the queue.
    """
    units = [_unit(each, quarters, linked) for each in records]
    return cells.element("ul", *units, kind="map units")


def legend(inks: dict[str, Ink], words: dict[str, str]) -> SafeString:
    """What the letters stand for."""
    keys = []
    for name, word in words.items():
        drawing = drawn_cells([Cell(inks[name], inks[name].letter, word)])
        keys.append(cells.element("span", drawing, word))
    return cells.element("span", *keys, kind="hint key")


def verdict_legend() -> SafeString:
    """The classes of verdicts, and the quarter that is not open or not to be seen."""
    words = {code: VerdictClass(code).word.partition("（")[0] for code in VERDICT_INKS}
    return legend({**VERDICT_INKS, "": UNSEEN}, {**words, "": "未开启或未公布"})


def filing_legend() -> SafeString:
    """The classes of filing."""
    return legend(
        FILING_INKS,
        {
            Punctuality.IN_TIME: "按时报齐",
            Punctuality.LATE: "迟报",
            FilingState.NOT_REFILED: "退回未重报",
            FilingState.MISSING: "未报",
            Punctuality.BACKFILLED: "补录的季度",
        },
    )


def _task(verdicts: TaskVerdicts, year: int, drawing: SafeString) -> SafeString:
    task, address = verdicts.task, addresses.task(year, verdicts.task.number)
    number = cells.element("b", task.number)
    link = cells.element("a", number, drawing, href=address, title=task.in_print)
    return cells.element("li", link, _running(verdicts))


def _drawings(tasks: Collection[TaskVerdicts], quarters: Sequence[Quarter]) -> dict[Codes, SafeString]:
    """How the tasks look: many stood alike in every quarter and are drawn once."""
    return {codes: _drawing(codes, quarters) for codes in {_codes(each, quarters) for each in tasks}}


def _codes(verdicts: TaskVerdicts, quarters: Sequence[Quarter]) -> Codes:
    return tuple([verdicts.codes.get(each.number) for each in quarters])


def _drawing(codes: Codes, quarters: Sequence[Quarter]) -> SafeString:
    """The class of each quarter as a drawing, and the same in words for those who do not see it."""
    drawn = [_verdict_cell(code, each) for code, each in zip(codes, quarters, strict=True)]
    words = "，".join(cell.sentence for cell in drawn)
    seen = cells.element("span", drawn_cells(drawn), aria_hidden="true")
    return cells.joined((seen, cells.span(words, "visually-hidden")))


def _running(verdicts: TaskVerdicts) -> str:
    """连续 n 季 behind, up to the last quarter that is seen."""
    mark = streak_mark(streak(verdicts.codes, max(verdicts.codes, default=0)))
    return cells.span(mark, "due nw") if mark else ""


def _verdict_cell(code: str | None, quarter: Quarter) -> Cell:
    if code is None:
        return Cell(UNSEEN, UNSEEN.letter, f"{quarter.label}未公布")
    return Cell(
        VERDICT_INKS[code], VERDICT_INKS[code].letter, f"{quarter.label}{verdict_word(code, quarter.number)}"
    )


def _unit(record: UnitRecord, quarters: Sequence[Quarter], linked: bool) -> SafeString:
    width = FILING_WIDTH if len(quarters) <= len(NUMBERS) else NARROW
    quarter_cells = [filing_cells(record, quarter, linked=linked, room=width) for quarter in quarters]
    drawn = [cell for each in quarter_cells for cell in each]
    name = cells.link(addresses.unit(record.unit.code), record.unit.name)
    return cells.element("li", name, drawn_cells(drawn))


def filing_cells(
    record: UnitRecord, quarter: Quarter, *, linked: bool = True, room: int = FILING_WIDTH
) -> list[Cell]:
    """One quarter of one unit: a cell for each thing amiss, side by side on the same width.

    One cell where nothing is.
    """
    count = record.quarters.get(quarter.number)
    if count is None:
        return [Cell(UNSEEN, "", f"{quarter.label}无应报", width=room)]
    found = _amiss(count) or [_nothing_amiss(count)]
    width = (room - 2 * (len(found) - 1)) // len(found)
    name, drawn = f"{record.unit.name}{quarter.label}", []
    for kind, words, title, state in found:
        way = addresses.queue(quarter.year, quarter.number, state, unit=record.unit.code) if linked else ""
        drawn.append(Cell(FILING_INKS[kind], words, f"{name}{title}", way, width))
    return drawn


def _amiss(count: FilingCount) -> list[tuple[str, str, str, str]]:
    """Kind, words, sentence and what finds them, of what went wrong, the worst first."""
    numbers = (
        (FilingState.MISSING, count.missing),
        (FilingState.NOT_REFILED, count.not_refiled),
        (Punctuality.LATE, count.late),
    )
    return [
        (kind, f"{FILING_INKS[kind].letter}{number}", f"{AMISS[kind]}{number}份", kind)
        for kind, number in numbers
        if number
    ]


def _nothing_amiss(count: FilingCount) -> tuple[str, str, str, str]:
    if count.backfilled:
        return (Punctuality.BACKFILLED, f"补{count.owed}", f"补录{count.owed}份", "")
    if count.filed == count.owed:
        return (Punctuality.IN_TIME, f"齐{count.owed}", f"应报{count.owed}份，均已按时报送", "")
    return (OPEN, f"{count.filed}/{count.owed}", f"应报{count.owed}份，已报{count.filed}份，未到期", "")
