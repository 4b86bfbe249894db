"""The table of points as pages and papers print it."""

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
)


def point_rows(scoring: Scoring) -> tuple[tuple[str, Decimal], ...]:
    """Every number that a card is worked out by, as words and number."""
    labels = ((scoring._meta.get_field(name).verbose_name, getattr(scoring, name)) for name in NAMES)
    weights = sorted((int(number), weight) for number, weight in scoring.weights.items())
    weighted = ((f"第{number}项权重", Decimal(weight)) for number, weight in weights)
    return (*((str(label), points) for label, points in labels), *weighted)


def rule_rows(scoring: Scoring) -> tuple[tuple[str, str], ...]:
    """The same of the points alone, for reading."""
    return tuple((label, worded(points)) for label, points in point_rows(scoring)[: len(NAMES)])


def weight_rows(scoring: Scoring) -> tuple[tuple[str, str], ...]:
    """The tasks that weigh otherwise than 1."""
    weights = sorted((int(number), weight) for number, weight in scoring.weights.items())
    return tuple((f"第{number}项权重", str(weight)) for number, weight in weights)


def score_words(score: Decimal | None) -> str:
    """A score for reading; — where there is none yet."""
    return "—" if score is None else worded(score)
