"""What a bulletin says: the words of its head, and the way to JSON and back."""

import json
from dataclasses import fields, is_dataclass, replace
from datetime import date
from decimal import Decimal
from types import UnionType
from typing import get_args, get_origin, get_type_hints

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from progress.bulletins.imprint import Imprint
from progress.rules.figures import Figures, from_json, to_json
from progress.rules.standings import Tally

PLAIN = {
    str: st.text(max_size=4),
    int: st.integers(0, 200),
    bool: st.booleans(),
    date: st.dates(date(2019, 1, 1), date(2030, 12, 31)),
    Decimal: st.decimals(allow_nan=False, allow_infinity=False, places=2),
}


def filled(kind):
    """Values of a type with every field given, those with a default too."""
    if get_origin(kind) is UnionType:
        return st.none() | filled(get_args(kind)[0])
    if get_origin(kind) is tuple:
        return st.lists(filled(get_args(kind)[0]), max_size=2).map(tuple)
    if is_dataclass(kind):
        hints = get_type_hints(kind)
        return st.builds(kind, **{each.name: filled(hints[each.name]) for each in fields(kind)})
    return PLAIN[kind]


@given(filled(Figures))
@settings(max_examples=25)
def test_figures_come_back_from_json_as_they_were(figures):
    assert from_json(json.loads(json.dumps(to_json(figures)))) == figures


def test_a_snapshot_of_before_a_field_was_there_takes_its_default():
    kept = {name: value for name, value in to_json(_figures()).items() if name != "corrections"}
    assert from_json(kept).corrections == ()


@pytest.mark.parametrize(
    ("quarter", "as_of", "title"),
    [
        (1, date(2021, 3, 31), "一季度"),
        (2, date(2021, 6, 30), "上半年"),
        (3, date(2021, 9, 30), "三季度"),
        (4, date(2021, 12, 15), "全年（截至12月15日）"),
        (4, date(2021, 12, 31), "全年"),
    ],
)
def test_the_title_names_the_span(quarter, as_of, title):
    found = replace(_figures(quarter=quarter), as_of=as_of)
    assert found.title == f"关于2021年{title}50件民生实事进展情况的通报"


def test_a_list_without_a_number_of_matters_is_titled_without_it():
    assert _figures(matters=None).breakdown == "2021年民生实事分解为0项任务"


def test_an_issue_without_a_number_is_a_draft():
    assert Imprint().label == "草稿"
    assert Imprint(number=3, corrects=2).label == "第3期（更正第2期）"


def _figures(**fields):
    dates = {"as_of": date(2021, 6, 30), "due_on": date(2021, 7, 12), "drawn_on": date(2021, 7, 14)}
    return Figures(
        **{"year": 2021, "quarter": 2, "matters": 50, "tasks": (), "tally": Tally(), **dates, **fields}
    )
