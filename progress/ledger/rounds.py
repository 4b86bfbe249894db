"""The rounds of a report: what each keeps, what its dates say, what one changed against the one before."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import Prefetch

from progress.models import Measurement, Report, Review, Round
from progress.models.reports import figure_words
from progress.rules.deadlines import Submission
from progress.rules.differences import Passage, passages
from progress.rules.states import ReportState, ReviewDecision
from projects.rules.amounts import money, plain

EVIDENCE = "佐证材料"
SPENT = "已完成投资"
MAY_BE_LEFT_OUT = (EVIDENCE, SPENT)  # a round says nothing of them where it has none


def rounds(report: Report) -> list[Round]:
    """Every round of a report with its decisions, the latest first."""
    reviews = Prefetch(
        "reviews", Review.objects.select_related("decided_by", "report__period").order_by("pk")
    )
    return list(
        report.rounds.select_related("submitted_by", "filed_by", "recalled_by")
        .prefetch_related(reviews)
        .order_by("-number")
    )


def unfiled_reopenings(report: Report) -> list[Review]:
    """The reopenings of a report of which nothing had been submitted; they stand in no round."""
    return (
        list(report.reviews.filter(round__isnull=True).select_related("decided_by"))
        if report.period.closed_at
        else []
    )


def reopening(report: Report) -> Review | None:
    """Why the report is open again, where it is."""
    reopened = report.reviews.filter(decision=ReviewDecision.REOPEN).select_related("decided_by")
    return reopened.order_by("pk").last() if report.state == ReportState.REOPENED else None


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


def last_standing(report: Report) -> Round | None:
    """The last submission that was not recalled."""
    return report.rounds.filter(recalled_at__isnull=True).order_by("number").last()


def content_then(report: Report) -> dict:
    """Text and figures as they stand, for keeping with the round: readable without the plan of that day."""
    values = report.measurements.select_related("target").order_by("target__order")
    items = report.item_states.select_related("item").order_by("item__milestone__quarter", "item__order")
    return {
        "text": report.text,
        "problems": report.problems,
        "next_steps": report.next_steps,
        "self_assessment": report.get_self_assessment_display(),
        "values": [_value_then(each) for each in values],
        "items": [
            {"text": each.item.text, "state": each.get_state_display(), "note": each.note} for each in items
        ],
        "evidence": report.evidence.as_kept(),
        **({"invested": plain(report.invested)} if report.invested is not None else {}),
        **({"came_on_paper": report.came_on_paper.isoformat()} if report.came_on_paper else {}),
    }


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
    after, before = (texts_by_label(each.content) for each in kept)
    return tuple(
        ChangedText(label, passages(before.get(label, ""), text))
        for label, text in with_what_is_gone(after, before, MAY_BE_LEFT_OUT).items()
        if before.get(label, "") != text
    )


def with_what_is_gone(
    after: Mapping[str, str], before: Mapping[str, str], labels: Iterable[str]
) -> dict[str, str]:
    """The texts of a round, and "" for those of these labels that the round before alone says."""
    return {**after, **{label: "" for label in labels if label in before and label not in after}}


def texts_by_label(content: dict) -> dict[str, str]:
    """A kept round as texts by label."""
    texts = {
        "进展情况": content["text"],
        "存在问题": content["problems"],
        "下一步打算": content["next_steps"],
    }
    values = {each["label"]: figure_words(each) for each in content["values"]}
    items = {each["text"]: each["state"] for each in content["items"]}
    return {**texts, **values, **_spent_text(content), **items, **_evidence_text(content)}


def _spent_text(content: dict) -> dict[str, str]:
    """已完成投资, where the round says it."""
    spent = content.get("invested")
    return {SPENT: money(Decimal(spent))} if spent is not None else {}


def _evidence_text(content: dict) -> dict[str, str]:
    """The files of a round by name; no label where it had none, as rounds from before there were any."""
    files = [_file_words(each) for each in content.get("evidence", ())]
    return {EVIDENCE: "、".join(files)} if files else {}


def _file_words(file: dict) -> str:
    return f"{file['name']}（{file['caption']}）" if file["caption"] else file["name"]


def _value_then(row: Measurement) -> dict:
    value = None if row.value is None else f"{row.value.normalize():f}"
    return {
        "label": row.target.label,
        "unit": row.target.unit,
        "target": row.target.amount,
        "value": value,
        "reason": row.no_data_reason,
    }


def _submission(row: Round) -> Submission:
    returned = [each for each in row.reviews.all() if each.decision == ReviewDecision.RETURN]
    return Submission(
        row.submitted_at,
        row.recalled_at is not None,
        bool(returned),
        returned[-1].refile_by if returned else None,
    )
