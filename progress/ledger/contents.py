"""What a report says, as a round keeps it: readable in words, without the plan of that day."""

import json
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
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
from projects.rules.refiling import CameBack

Row = TypeVar("Row", Measurement, ItemState, Evidence, Round)

EVIDENCE = "佐证材料"
SPENT = "已完成投资"
SPENT_KEY = f"target-{SPENDING}"  # as a return names it
EVIDENCE_KEY = "evidence"
TEXTS = {"text": "进展情况", "problems": "存在问题", "next_steps": "下一步打算"}
OF_PLAN = ("key", "label", "unit", "target", "text")  # what a kept figure or item has from the plan


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
            {
                "key": each.item_id,
                "text": each.item.text,
                "state": Completion.word_of(each.state),
                "note": each.note,
            }
            for each in items
        ],
        "evidence": [each.as_kept() for each in files],
        **({"invested": plain(report.invested)} if report.invested is not None else {}),
        **({"came_on_paper": report.came_on_paper.isoformat()} if report.came_on_paper else {}),
    }


def parts_of(content: dict) -> dict[str, object]:
    """What a kept round says, by the parts that a return may name; what they are called by is no part of it.

    A round from before keys were kept knows its figures and items by their names.
    """
    is_keyed = _is_keyed(content)
    rows = _values_by_part(content, is_keyed=is_keyed) | _items_by_part(content, is_keyed=is_keyed)
    named = {name: content.get(name) for name in (*TEXTS, "self_assessment", EVIDENCE_KEY)}
    said = named | {SPENT_KEY: content.get("invested")} | {key: _said(each) for key, each in rows.items()}
    return {name: each for name, each in said.items() if each}


def came_back(content: dict, named: Mapping[str, str]) -> CameBack:
    """A round that was returned; of the figures and items named those that it knows by their keys."""
    said = parts_of(content)
    known = (*TEXTS, SPENT_KEY, *said)
    return CameBack(said, {key: word for key, word in named.items() if key in known})


def _is_keyed(content: dict) -> bool:
    """Whether its figures and items have keys."""
    return all("key" in each for each in (*content["values"], *content["items"]))


def _values_by_part(content: dict, *, is_keyed: bool) -> dict[str, dict]:
    return _by_part(content["values"], "target", "label", is_keyed=is_keyed)


def _items_by_part(content: dict, *, is_keyed: bool) -> dict[str, dict]:
    return _by_part(content["items"], "item", "text", is_keyed=is_keyed)


def _by_part(rows: Iterable[dict], kind: str, named: str, *, is_keyed: bool) -> dict[str, dict]:
    """Each by its key, as a return names it; else by its name, and of several alike by its place."""
    if is_keyed:
        return {f"{kind}-{each['key']}": each for each in rows}
    alike: Counter[str] = Counter()
    found = {}
    for each in rows:
        alike[each[named]] += 1
        found[f"{kind} {each[named]} {alike[each[named]]}"] = each
    return found


def _said(row: dict) -> dict:
    """What the unit said of a figure or an item, without what the plan says of it."""
    return {name: said for name, said in row.items() if name not in OF_PLAN}


def named_words(keys: Collection[str], names: Mapping[str, str] | None = None) -> dict[str, str]:
    """The parts that a return named, each with its word.

    Who asks of many returns has read the `names` of all their parts.
    """
    known = part_names(keys) if names is None else names
    return {key: full_width(known[key]) for key in keys if key in known}


def part_names(keys: Collection[str]) -> dict[str, str]:
    """What each part that a return may name is called by, by the name of its field."""
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


def differences(before: dict, after: dict, *, left_out: Collection[str]) -> Iterator[tuple[str, str, str]]:
    """What a round says otherwise than the one before: its name, the text then, the text now.

    A figure or an item is known by its key, also where its name was corrected meanwhile. What of `left_out`
    the round before alone says is told as well.
    """
    is_keyed = _is_keyed(before) and _is_keyed(after)
    then, now = (_texts(each, is_keyed=is_keyed) for each in (before, after))
    gone = {key: (label, "") for key, (label, _) in then.items() if key in left_out and key not in now}
    for key, (label, text) in (now | gone).items():
        earlier = then[key][1] if key in then else ""
        if earlier != text:
            yield label, earlier, text


def texts_by_label(content: dict) -> list[tuple[str, str]]:
    """A kept round as texts, each with its label."""
    return list(_texts(content, is_keyed=_is_keyed(content)).values())


def _texts(content: dict, *, is_keyed: bool) -> dict[str, tuple[str, str]]:
    """Label and text of each part of a kept round."""
    texts = {name: (word, content[name]) for name, word in TEXTS.items()}
    values = _values_by_part(content, is_keyed=is_keyed)
    items = _items_by_part(content, is_keyed=is_keyed)
    figures = {key: (each["label"], figure_words(each)) for key, each in values.items()}
    states = {key: (each["text"], each["state"]) for key, each in items.items()}
    return {**texts, **figures, **_spent_text(content), **states, **_evidence_text(content)}


def _spent_text(content: dict) -> dict[str, tuple[str, str]]:
    """已完成投资, where the round says it."""
    spent = content.get("invested")
    return {SPENT_KEY: (SPENT, money(Decimal(spent)))} if spent is not None else {}


def _evidence_text(content: dict) -> dict[str, tuple[str, str]]:
    """The files of a round by name; no label where it had none, as rounds from before there were any."""
    files = [_file_words(each) for each in content.get("evidence", ())]
    return {EVIDENCE_KEY: (EVIDENCE, "、".join(files))} if files else {}


def _file_words(file: dict) -> str:
    return f"{file['name']}（{file['caption']}）" if file["caption"] else file["name"]


def _value_then(row: Measurement) -> dict:
    value = None if row.value is None else f"{row.value.normalize():f}"
    kept = {
        "key": row.target_id,
        "label": row.target.label,
        "unit": row.target.unit,
        "target": row.target.amount,
        "value": value,
        "reason": row.no_data_reason,
    }
    expected = row.expected_at_year_end
    return kept if expected is None else {**kept, "expected": plain(expected)}
