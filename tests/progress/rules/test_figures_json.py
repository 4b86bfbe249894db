"""A bulletin's figures on the way to JSON and back."""

import json
from datetime import date
from decimal import Decimal
from types import UnionType
from typing import get_args, get_origin, get_type_hints

from hypothesis import given, settings
from hypothesis import strategies as st

from progress.rules.figures import Figures
from progress.rules.figures_json import from_json, to_json
from progress.rules.standings import Tally

DAY = date(2021, 7, 14)
EMPTY = Figures(
    year=2021, quarter=2, as_of=DAY, due_on=DAY, drawn_on=DAY, matters=50, tasks=(), tally=Tally()
)
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
    if kind in PLAIN:
        return PLAIN[kind]
    return st.builds(kind, **{name: filled(hint) for name, hint in get_type_hints(kind).items()})


@given(filled(Figures))
@settings(max_examples=25)
def test_figures_come_back_from_json_as_they_were(figures):
    assert from_json(json.loads(json.dumps(to_json(figures)))) == figures


def test_a_snapshot_of_before_a_field_was_there_takes_its_default():
    kept = {name: value for name, value in to_json(EMPTY).items() if name != "corrections"}
    assert from_json(kept).corrections == ()
