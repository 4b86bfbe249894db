"""Measuring in turns, so that a busy moment falls on all cases alike; and the table of what came out."""

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from projects.paper.heights import width_of

WARM_UP = 3
HEAD = ("case", "min ms", "median", "max", "measured against", "is", "must")


@dataclass(frozen=True)
class Must:
    """What a case must keep to: at most so many milliseconds, or so many times the case that `of` names."""

    at_most: float
    of: str = ""


@dataclass(frozen=True)
class Case:
    """One thing to measure: its name, doing it once, its budget if it has one."""

    name: str
    act: Callable[[], object]
    must: Must | None = None


@dataclass(frozen=True)
class Result:
    """What one case took, in milliseconds."""

    case: Case
    times: tuple[float, ...]

    @property
    def median(self) -> float:
        return statistics.median(self.times)


def in_turns(cases: Sequence[Case], rounds: int) -> list[Result]:
    """Each case once a round; the first rounds warm the caches and are not counted."""
    times: dict[str, list[float]] = {case.name: [] for case in cases}
    for turn in range(WARM_UP + rounds):
        for case in cases:
            taken = _timed(case.act)
            if turn >= WARM_UP:
                times[case.name].append(taken)
    return [Result(case, tuple(times[case.name])) for case in cases]


def table(results: Sequence[Result]) -> str:
    """The results, one a line, as columns."""
    medians = {result.case.name: result.median for result in results}
    lines = [HEAD, *(_line(result, medians) for result in results)]
    widths = [max(width_of(line[place]) for line in lines) for place in range(len(HEAD))]
    return "\n".join(
        "  ".join(
            _padded(cell, width, place) for place, (cell, width) in enumerate(zip(line, widths, strict=True))
        )
        for line in lines
    )


def _timed(act: Callable[[], object]) -> float:
    start = time.perf_counter()
    act()
    return (time.perf_counter() - start) * 1000


def missed(results: Sequence[Result]) -> list[str]:
    """The cases that did not keep to what they must."""
    medians = {result.case.name: result.median for result in results}
    with_must = [result for result in results if result.case.must is not None]
    return [result.case.name for result in with_must if not _is_kept(result, medians)]


def _is_kept(result: Result, medians: dict[str, float]) -> bool:
    return _measured(result, medians) <= result.case.must.at_most


def _measured(result: Result, medians: dict[str, float]) -> float:
    """Milliseconds, or so many times the case that it is measured against."""
    must = result.case.must
    return result.median / medians[must.of] if must.of else result.median


def _line(result: Result, medians: dict[str, float]) -> tuple[str, ...]:
    figures = (f"{min(result.times):.1f}", f"{result.median:.1f}", f"{max(result.times):.1f}")
    must = result.case.must
    if must is None:
        return (result.case.name, *figures, "", "", "")
    sign = "×" if must.of else " ms"
    verdict = "ok" if _is_kept(result, medians) else "MISSED"
    measured = f"{_measured(result, medians):.2f}{sign}"
    return (result.case.name, *figures, must.of, measured, f"≤ {must.at_most:g}{sign} {verdict}")


def _padded(text: str, width: int, place: int) -> str:
    gap = " " * (width - width_of(text))
    return gap + text if place in (1, 2, 3, 5) else text + gap
