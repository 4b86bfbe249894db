"""Bars for the pages, measured here so that a template only draws them. Plain values only."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH = 240  # units of the drawing, stretched to the column


@dataclass(frozen=True)
class Stretch:
    """One stretch of a bar: where it begins, how long it is, its tone and what it stands for."""

    x: float
    width: float
    tone: str
    label: str
    value: int


@dataclass(frozen=True)
class Bar:
    """A bar of stretches and the sentence that says the same."""

    stretches: tuple[Stretch, ...]
    text: str


def bar(parts: Sequence[tuple[str, str, int]], *, full: int) -> Bar:
    """A bar of (label, tone, value), drawn to the scale on which `full` fills the width; nothing is drawn of nothing."""
    stretches, x = [], 0.0
    for label, tone, value in parts:
        width = round(WIDTH * value / full, 2) if full else 0.0
        if value:
            stretches.append(Stretch(round(x, 2), width, tone, label, value))
        x += width
    return Bar(tuple(stretches), "，".join(f"{label}{value}项" for label, _, value in parts))
