"""What a report says, as a round keeps it: readable in words, without the plan of that day."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from decimal import Decimal
from functools import cache
from typing import TypeVar

from django.db.models import BigIntegerField, Func

from progress.models import Evidence, ItemState, Measurement, Report, Round
from progress.models.reports import figure_words
from progress.rules.spending import KEY as SPENDING
from progress.rules.states import Completion
from projects.models import MilestoneItem, Target
from projects.models.readings import Reading
from projects.models.statements import Statement, among, statement
from projects.rules.amounts import money, plain
from projects.rules.punctuation import full_width

Row = TypeVar("Row", Measurement, ItemState, Evidence, Round)

EVIDENCE = "佐证材料"
SPENT = "已完成投资"
SPENT_KEY = f"target-{SPENDING}"  # as a return names it
TEXTS = {"text": "进展情况", "problems": "存在问题", "next_steps": "下一步打算"}


def content_then(report: Report) -> dict:
    """Text and figures as they stand, for keeping with the round: readable without the plan of that day."""
    return contents_then([report])[report.pk]


def contents_then(reports: Collection[Report]) -> dict[int, dict]:
    """The same of many reports, by key, by three queries."""
    keys = [each.pk for each in reports]
    values_of = by_report(_values().ask(reports=keys))
    items_of = by_report(_items().ask(reports=keys))
    files_of = by_report(_files().ask(reports=keys))
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


def by_report(rows: Iterable[Row]) -> Mapping[int, list[Row]]:
    """The rows of each report, by its key."""
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
