"""The rounds of a report: what its dates say, what was returned, what one changed against the one before."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BigIntegerField, OuterRef, Prefetch

from progress.ledger.contents import EVIDENCE_KEY, SPENT_KEY, by_report, differences
from progress.models import Report, Review, Round
from progress.rules.deadlines import Submission
from progress.rules.differences import Passage, passages
from progress.rules.states import ReportState, ReviewDecision
from projects.models.readings import Reading
from projects.models.statements import Statement, among, slot, statement
from projects.rules.refiling import compared_with

MAY_BE_LEFT_OUT = (EVIDENCE_KEY, SPENT_KEY)  # a round says nothing of them where it has none


def rounds(report: Report) -> list[Round]:
    """Every round of a report with its decisions, the latest first."""
    return _rounds().ask(report=report.pk)


@cache
def _rounds() -> Reading[Round]:
    rows = Round.objects.filter(report=slot("report")).order_by("-number")
    people = rows.select_related("submitted_by", "filed_by", "recalled_by")
    return Reading(people.prefetch_related(_decisions()))


def _decisions() -> Prefetch:
    rows = Review.objects.select_related("decided_by", "report__period").order_by("pk")
    return Prefetch("reviews", rows)


def unfiled_reopenings(report: Report) -> list[Review]:
    """The reopenings of a report of which nothing had been submitted; they stand in no round."""
    return (
        list(report.reviews.filter(round__isnull=True).select_related("decided_by"))
        if report.period.closed_at
        else []
    )


def reopening(report: Report) -> Review | None:
    """Why the report is open again, where it is."""
    if report.state != ReportState.REOPENED:
        return None
    reopened = report.reviews.filter(decision=ReviewDecision.REOPEN).select_related("decided_by")
    return reopened.order_by("pk").last()


def submissions(report: Report) -> list[Submission]:
    """The rounds of a report as the rules of filing take them."""
    return [_submission(each) for each in report.rounds.prefetch_related("reviews")]


def last_submitted_at(report: Report) -> datetime | None:
    """When the last submission that stands was made."""
    return (
        report.rounds.filter(recalled_at__isnull=True)
        .order_by("number")
        .values_list("submitted_at", flat=True)
        .last()
    )


def last_kept(report: Report) -> Round | None:
    """The last submission that was not recalled."""
    return report.rounds.filter(recalled_at__isnull=True).order_by("number").last()


def returned_round(
    report: Report, latest_first: Sequence[Round] | None = None
) -> tuple[Round, Review] | None:
    """The round that was returned last, with the return; None where that is not the last word on it.

    Who has read the rounds already gives them.
    """
    if report.first_submitted_at is None:
        return None  # without asking the database
    history = rounds(report) if latest_first is None else latest_first
    return _returned(report, history)


def returned_rounds(reports: Collection[Report]) -> dict[int, tuple[Round, Review]]:
    """The same of many reports, by key; those of which it is not the last word are left out."""
    sent = [each for each in reports if each.first_submitted_at is not None]
    if not sent:
        return {}
    keys = [key for (last,) in _last_two().ask(reports=[each.pk for each in sent]) for key in last]
    kept = by_report(_with_decisions().ask(rounds=keys))
    found = {each.pk: _returned(each, kept[each.pk]) for each in sent}
    return {key: each for key, each in found.items() if each is not None}


@cache
def _last_two() -> Statement:
    """The last two rounds of each report that stand: what it says now, and what it said before."""
    standing = Round.objects.filter(report=OuterRef("pk"), recalled_at__isnull=True)
    last = ArraySubquery(standing.order_by("-number").values("pk")[:2])
    asked = among("pk", "reports", of=BigIntegerField())
    return statement(Report.objects.filter(asked).order_by().values_list(last))


@cache
def _with_decisions() -> Reading[Round]:
    asked = among("pk", "rounds", of=BigIntegerField())
    decisions = Prefetch("reviews", Review.objects.order_by("pk"))
    return Reading(Round.objects.filter(asked).order_by("-number").prefetch_related(decisions))


def _returned(report: Report, history: Sequence[Round]) -> tuple[Round, Review] | None:
    back = compared_with([each for each in reversed(history) if each.recalled_at is None], report.state)
    decided = list(back.reviews.all()) if back else []
    if not decided or decided[-1].decision != ReviewDecision.RETURN:
        return None
    return back, decided[-1]


@dataclass(frozen=True)
class ChangedText:
    """One text of the report against the round before, word by word."""

    label: str
    passages: tuple[Passage, ...]


def changed_since(latest_first: Iterable[Round]) -> tuple[ChangedText, ...]:
    """What the last round changed against the one that was decided before it; nothing on a first round."""
    kept = [each for each in latest_first if each.recalled_at is None][:2]
    if len(kept) < 2:
        return ()
    after, before = kept
    found = differences(before.content, after.content, left_out=MAY_BE_LEFT_OUT)
    return tuple(ChangedText(label, passages(then, now)) for label, then, now in found)


def _submission(row: Round) -> Submission:
    returned = [each for each in row.reviews.all() if each.decision == ReviewDecision.RETURN]
    return Submission(
        row.submitted_at,
        row.recalled_at is not None,
        bool(returned),
        returned[-1].refile_by if returned else None,
    )
