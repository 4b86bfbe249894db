"""Acts are declared once, each with its word."""

import pytest

from lianyungang import urls  # noqa: F401 - every wing is there
from projects.log import old_acts
from projects.log.acts import DECLARED, REFUSED, Act, act_choices


def test_a_code_is_declared_once():
    with pytest.raises(ValueError, match="refused is declared twice"):
        Act("refused", "另一个")
    assert DECLARED["refused"] is REFUSED


def test_every_act_fits_its_column_and_has_a_word():
    assert len(DECLARED) > 60
    assert all(act.word and len(act.word) <= 64 and len(code) <= 64 for code, act in DECLARED.items())


def test_every_act_may_be_searched_for_once():
    codes = [code for code, _ in act_choices()]
    assert len(codes) == len(set(codes))
    assert set(codes) == DECLARED.keys() | old_acts.ACTS.keys()
