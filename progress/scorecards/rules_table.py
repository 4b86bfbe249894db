"""The table of points as pages and papers print it."""

from collections.abc import Iterator
from decimal import Decimal

from progress.models import Scoring
from projects.rules.amounts import worded

NAMES = (
    "completed",
    "behind",
    "far_behind",
    "not_filed",
    "minus_missing",
    "minus_late",
    "minus_not_refiled",
    "minus_behind",
    "minus_alert",
    "minus_order",
    "minus_listed",
    "plus_early",
    "plus_exceeded",
    "minus_contribution",
    "plus_survey",
)
OPTIONAL = ("minus_contribution", "plus_survey")  # where they are 0 nothing is said of them


def point_rows(scoring: Scoring) -> tuple[tuple[str, Decimal], ...]:
    """Every number that a card is worked out by, as words and number."""
    weights = sorted((int(number), weight) for number, weight in scoring.weights.items())
    weighted = ((f"第{number}项权重", Decimal(weight)) for number, weight in weights)
    return (*_points(scoring), *weighted)


def rule_rows(scoring: Scoring) -> tuple[tuple[str, str], ...]:
    """The same of the points alone, for reading."""
    return tuple((label, worded(points)) for label, points in _points(scoring))


def weight_rows(scoring: Scoring) -> tuple[tuple[str, str], ...]:
    """The tasks that weigh otherwise than 1."""
    weights = sorted((int(number), weight) for number, weight in scoring.weights.items())
    return tuple((f"第{number}项权重", str(weight)) for number, weight in weights)


def score_words(score: Decimal | None) -> str:
    """A score for reading; — where there is none yet."""
    return "—" if score is None else worded(score)


def _points(scoring: Scoring) -> Iterator[tuple[str, Decimal]]:
    for name in NAMES:
        points = getattr(scoring, name)
        if points or name not in OPTIONAL:
            yield str(scoring._meta.get_field(name).verbose_name), points
