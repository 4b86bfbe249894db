"""Drawings for the pages as SVG text, with the sentence that says the same.

Plain values in; presentation attributes only, no style.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from html import escape

from django.utils.safestring import SafeString

from progress.year.inks import INKS, Ink

WIDTH = 240  # units of the drawing of a bar, stretched to the column
CELL_HEIGHT = 20


@dataclass(frozen=True)
class Stretch:
    """One stretch of a bar: where it begins, how long it is, its tone and what it stands for."""

    x: float
    width: float
    tone: str
    label: str
    value: int

    @property
    def ink(self) -> Ink:
        """How its tone looks."""
        return INKS[self.tone]


@dataclass(frozen=True)
class Bar:
    """A bar of stretches and the sentence that says the same."""

    stretches: tuple[Stretch, ...]
    text: str


@dataclass(frozen=True)
class Cell:
    """One cell of a map: how it looks, its words, the sentence that says the same, where it leads."""

    ink: Ink
    words: str
    sentence: str
    url: str = ""
    width: int = 24


def bar(parts: Sequence[tuple[str, str, int]], *, full: int) -> Bar:
    """A bar of (label, tone, value), drawn to the scale on which `full` fills the width.

    Nothing is drawn of nothing.
    """
    stretches, x = [], 0.0
    for label, tone, value in parts:
        width = round(WIDTH * value / full, 2) if full else 0.0
        if value:
            stretches.append(Stretch(round(x, 2), width, tone, label, value))
        x += width
    return Bar(tuple(stretches), "，".join(f"{label}{value}项" for label, _, value in parts))


def drawn_bar(drawn: Bar, *, height: int = 14) -> SafeString:
    """The bar as SVG.

    It stands beside the figures that say the same and is left out of what is read aloud.
    """
    parts = "".join([_stretch(each, height) for each in drawn.stretches])
    box = f'viewBox="0 0 {WIDTH} {height}" height="{height}" preserveAspectRatio="none"'
    return SafeString(f'<svg class="track" {box} aria-hidden="true">{parts}</svg>')


def _stretch(stretch: Stretch, height: int) -> str:
    place = f'x="{stretch.x:g}" width="{stretch.width:g}" height="{height}"'
    return f'<rect {place} fill="{stretch.ink.fill}" stroke="{stretch.ink.edge}" stroke-width=".75"/>'


def drawn_cells(cells: Iterable[Cell]) -> SafeString:
    """A row of cells as SVG.

    One that leads somewhere is a link named by its sentence, the others are not read aloud.
    """
    found, x = [], 0
    for cell in cells:
        found.append(_linked(cell, _cell(cell, x)))
        x += cell.width + 2
    width, height = max(x - 2, 0), CELL_HEIGHT
    box = f'viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
    return SafeString(f'<svg class="cells" {box}>{"".join(found)}</svg>')


def _cell(cell: Cell, x: int) -> str:
    ink, middle = cell.ink, x + cell.width / 2
    place = f'x="{x + 0.5}" y=".5" width="{cell.width - 1}" height="{CELL_HEIGHT - 1}" rx="2"'
    box = f'<rect {place} fill="{ink.fill}" stroke="{ink.edge}"/>'
    script = f'x="{middle:g}" y="14.5" font-size="12" text-anchor="middle" fill="{ink.text}"'
    return f'{box}<text {script} aria-hidden="true">{escape(cell.words)}</text>'


def _linked(cell: Cell, drawing: str) -> str:
    sentence = escape(cell.sentence)
    if not cell.url:
        return f"<g><title>{sentence}</title>{drawing}</g>"
    return f'<a href="{escape(cell.url)}" aria-label="{sentence}"><title>{sentence}</title>{drawing}</a>'


@dataclass(frozen=True)
class Mark:
    """One marked point of a line, with its value in words."""

    x: float
    y: float
    words: str
    below: bool = False  # where its words stand

    @property
    def words_y(self) -> float:
        """The baseline of its words."""
        return round(self.y + (15 if self.below else -7), 1)


@dataclass(frozen=True)
class Lines:
    """Planned and actual totals over the year, measured for a drawing of WIDE × HIGH.

    `goal_y` is where the year's target lies.
    """

    planned: tuple[Mark, ...]
    actual: tuple[Mark, ...]
    goal_y: float
    goal: str

    @property
    def planned_paths(self) -> list[str]:
        """The points of the planned line, in pieces: nothing is drawn across a quarter without a figure."""
        pairs = zip(self.planned, self.planned[1:], strict=False)
        return [_path(pair) for pair in pairs if round(pair[1].x - pair[0].x, 1) <= _place(1) - _place(0)]

    @property
    def actual_path(self) -> str:
        """The points of the actual line."""
        return _path(self.actual)

    @property
    def columns(self) -> tuple[tuple[float, str], ...]:
        """Where each quarter stands, and its name."""
        return tuple(
            (_place(number), label)
            for number, label in enumerate(("年初", "一季度", "二季度", "三季度", "四季度"))
        )


WIDE, HIGH, TOP, BOTTOM, LEFT, RIGHT = 320, 150, 26, 122, 26, 294


def lines(
    planned: Mapping[int, Decimal],
    actual: Mapping[int, Decimal],
    *,
    goal: Decimal,
    start: Decimal | None,
    words: Callable[[Decimal], str],
) -> Lines:
    """Two lines over the year from where it starts (quarter 0; None where that is not known), on one scale
    that holds every value.
    """
    begin = {} if start is None else {0: start}
    planned, actual = {**(begin if 1 in planned else {}), **planned}, {**begin, **actual}
    values = [goal, start or Decimal(0), *planned.values(), *actual.values()]
    low, high = min(values), max(values)

    def height(value: Decimal) -> float:
        return (
            round(BOTTOM - float((value - low) / (high - low)) * (BOTTOM - TOP), 1)
            if high > low
            else float(BOTTOM)
        )

    def marks(totals: Mapping[int, Decimal], other: Mapping[int, Decimal]) -> tuple[Mark, ...]:
        return tuple(
            Mark(
                _place(quarter),
                height(value),
                words(value),
                below=quarter in other and value < other[quarter],
            )
            for quarter, value in sorted(totals.items())
        )

    same = {_place(quarter) for quarter, value in planned.items() if actual.get(quarter) == value}
    once = tuple(replace(mark, words="") if mark.x in same else mark for mark in marks(planned, actual))
    return Lines(once, marks(actual, planned), height(goal), words(goal))


def drawn_lines(drawing: Lines, *, name: str) -> SafeString:
    """Planned and actual over the year as SVG; `name` is what it is of, the table beside it says the same."""
    goal = f'x1="18" x2="308" y1="{drawing.goal_y:g}" y2="{drawing.goal_y:g}"'
    parts = [
        f'<line {goal} stroke="#8b97a5" stroke-dasharray="1 3"/>',
        '<line x1="18" x2="308" y1="128" y2="128" stroke="#8b97a5"/>',
        *(_words(x, 144, label, 'font-size="12"', "#4d5866") for x, label in drawing.columns),
        *(_polyline(path, "#647080", 1.5, dashes="6 4") for path in drawing.planned_paths),
        _polyline(drawing.actual_path, "#1b4f8f", 2.5),
        *(_planned(mark) for mark in drawing.planned),
        *(_actual(mark) for mark in drawing.actual),
    ]
    label = f"{escape(name)}：计划与实际累计折线图，数字见下表"
    box = f'viewBox="0 0 {WIDE} {HIGH}" role="img" aria-label="{label}"'
    return SafeString(f'<svg class="lines" {box}>{"".join(parts)}</svg>')


def _polyline(points: str, ink: str, width: float, dashes: str = "") -> str:
    dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
    return f'<polyline points="{points}" fill="none" stroke="{ink}" stroke-width="{width:g}"{dashed}/>'


def _planned(mark: Mark) -> str:
    edge = 'fill="#fff" stroke="#647080" stroke-width="1.5"'
    words = _words(mark.x, mark.words_y, mark.words, 'font-size="11.5"', "#4d5866")
    return f'<circle cx="{mark.x:g}" cy="{mark.y:g}" r="3.5" {edge}/>{words}'


def _actual(mark: Mark) -> str:
    words = _words(mark.x, mark.words_y, mark.words, 'font-size="12" font-weight="700"', "#143c6d")
    return f'<circle cx="{mark.x:g}" cy="{mark.y:g}" r="4" fill="#1b4f8f"/>{words}'


def _words(x: float, y: float, words: str, font: str, ink: str) -> str:
    """Words in the middle above a point of the drawing."""
    return f'<text x="{x:g}" y="{y:g}" {font} text-anchor="middle" fill="{ink}">{escape(words)}</text>'


def _path(marks: Iterable[Mark]) -> str:
    return " ".join(f"{mark.x:g},{mark.y:g}" for mark in marks)


def _place(quarter: int) -> float:
    """Where a quarter's end stands from left to right."""
    return round(LEFT + (RIGHT - LEFT) * quarter / 4, 1)
