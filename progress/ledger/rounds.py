"""The rounds of a report: what each keeps, what its dates say, what one changed against the one before."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cache
from typing import TypeVar

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BigIntegerField, Func, OuterRef, Prefetch

from progress.models import Evidence, ItemState, Measurement, Report, Review, Round
from progress.models.reports import figure_words
from progress.rules.deadlines import Submission
from progress.rules.differences import Passage, passages
from progress.rules.spending import KEY as SPENDING
from progress.rules.states import Completion, ReportState, ReviewDecision
from projects.models import MilestoneItem, Target
from projects.models.readings import Reading
from projects.models.statements import Statement, among, slot, statement
from projects.rules.amounts import money, plain
from projects.rules.punctuation import full_width
from projects.rules.refiling import compared_with

Row = TypeVar("Row", Measurement, ItemState, Evidence, Round)

EVIDENCE = "佐证材料"
SPENT = "已完成投资"
SPENT_KEY = f"target-{SPENDING}"  # as a return names it
TEXTS = {"text": "进展情况", "problems": "存在问题", "next_steps": "下一步打算"}
MAY_BE_LEFT_OUT = (EVIDENCE, SPENT)  # a round says nothing of them where it has none


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


def content_then(report: Report) -> dict:
    """Text and figures as they stand, for keeping with the round: readable without the plan of that day."""
    return contents_then([report])[report.pk]


def contents_then(reports: Collection[Report]) -> dict[int, dict]:
    """The same of many reports, by key, by three queries."""
    keys = [each.pk for each in reports]
    values_of = _by_report(_values().ask(reports=keys))
    items_of = _by_report(_items().ask(reports=keys))
    files_of = _by_report(_files().ask(reports=keys))
    return {
        each.pk: _content(each, values_of[each.pk], items_of[each.pk], files_of[each.pk]) for each in reports
    }


def last_contents(reports: Collection[Report]) -> dict[int, dict]:
    """What each said when it was submitted last, recalled ones left out; by key, by one query."""
    rows = _last_contents().ask(reports=[each.pk for each in reports])
    return {report: json.loads(content) for report, content in rows}


@cache
def _last_contents() -> Statement:
    standing = Round.objects.filter(_asked(), recalled_at__isnull=True)
    rows = standing.order_by("report", "-number").distinct("report")
    return statement(rows.values_list("report", "content"))


def _asked() -> Func:
    """Whether the report is among those asked about."""
    return among("report_id", "reports", of=BigIntegerField())


@cache
def _values() -> Reading[Measurement]:
    rows = Measurement.objects.filter(_asked()).select_related("target")
    return Reading(rows.order_by("target__order"))


@cache
def _items() -> Reading[ItemState]:
    rows = ItemState.objects.filter(_asked()).select_related("item")
    return Reading(rows.order_by("item__milestone__quarter", "item__order"))


@cache
def _files() -> Reading[Evidence]:
    rows = Evidence.objects.filter(_asked()).in_place().select_related("target", "item")
    return Reading(rows.order_by("pk"))


def _by_report(rows: Iterable[Row]) -> Mapping[int, list[Row]]:
    found = defaultdict(list)
    for row in rows:
        found[row.report_id].append(row)
    return found


def _content(
    report: Report, values: Iterable[Measurement], items: Iterable[ItemState], files: Iterable[Evidence]
) -> dict:
    return {
        "text": report.text,
        "problems": report.problems,
        "next_steps": report.next_steps,
        "self_assessment": report.get_self_assessment_display(),
        "values": [_value_then(each) for each in values],
        "items": [
            {"text": each.item.text, "state": Completion.word_of(each.state), "note": each.note}
            for each in items
        ],
        "evidence": [each.as_kept() for each in files],
        **({"invested": plain(report.invested)} if report.invested is not None else {}),
        **({"came_on_paper": report.came_on_paper.isoformat()} if report.came_on_paper else {}),
    }


def parts_of(content: dict) -> dict[str, list]:
    """A kept round by its parts, as wide as a return may name them; of one name there may be several."""
    texts = [(word, content[name]) for name, word in TEXTS.items()]
    values = [(each["label"], each) for each in content["values"]]
    items = [(each["text"], each) for each in content["items"]]
    others = [(SPENT, content.get("invested")), ("单位自评", content.get("self_assessment"))]
    parts: dict[str, list] = {}
    for name, said in (*texts, *values, *items, *others, (EVIDENCE, content.get("evidence"))):
        if said:
            parts.setdefault(name, []).append(said)
    return parts


def named_words(keys: Collection[str], names: Mapping[str, str] | None = None) -> dict[str, str]:
    """The parts that a return named, as `parts_of` names them, each with its word.

    Who asks of many returns has read the `names` of all their parts.
    """
    known = part_names(keys) if names is None else names
    return {known[key]: full_width(known[key]) for key in keys if key in known}


def part_names(keys: Collection[str]) -> dict[str, str]:
    """What `parts_of` calls each part that a return may name, by the name of its field."""
    targets = Target.objects.in_bulk(_numbers(keys, "target-"))
    items = MilestoneItem.objects.in_bulk(_numbers(keys, "item-"))
    return {
        **TEXTS,
        SPENT_KEY: SPENT,
        **{f"target-{key}": each.label for key, each in targets.items()},
        **{f"item-{key}": each.text for key, each in items.items()},
    }


def _numbers(keys: Iterable[str], prefix: str) -> list[int]:
    """The numbers of the keys of one kind."""
    return [int(key.removeprefix(prefix)) for key in keys if key.startswith(prefix)]


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
    kept = _by_report(_with_decisions().ask(rounds=keys))
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
    kept = {
        "label": row.target.label,
        "unit": row.target.unit,
        "target": row.target.amount,
        "value": value,
        "reason": row.no_data_reason,
    }
    expected = row.expected_at_year_end
    return kept if expected is None else {**kept, "expected": plain(expected)}


def _submission(row: Round) -> Submission:
    returned = [each for each in row.reviews.all() if each.decision == ReviewDecision.RETURN]
    return Submission(
        row.submitted_at,
        row.recalled_at is not None,
        bool(returned),
        returned[-1].refile_by if returned else None,
    )
