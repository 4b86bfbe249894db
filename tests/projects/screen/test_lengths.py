"""What may be typed is bounded everywhere; a long text is laid out in a time that grows as the text does."""

import importlib
import inspect
import pkgutil
import sys

import pytest
from django import forms

import progress
import projects
from progress.rules.differences import ADDED, TAKEN, passages
from progress.rules.public_text import public_text
from projects.paper.sheets import Column, Sheet, workbook_bytes

BOUNDED_ELSEWHERE = {
    ("ParagraphForm", "text"): "its action says how long a paragraph may be",
    ("SignInForm", "username"): "from the model",
}


def forms_of_the_house():
    for package in (projects, progress):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            for name, one in vars(importlib.import_module(module.name)).items():
                if inspect.isclass(one) and issubclass(one, forms.BaseForm) and one.__module__ == module.name:
                    yield name, one


def is_typed(field):
    return isinstance(field, forms.CharField) and not isinstance(
        field.widget, forms.HiddenInput | forms.PasswordInput
    )


def test_every_text_that_is_typed_has_a_longest():
    unbounded = [
        (name, field)
        for name, form in forms_of_the_house()
        for field, one in form.base_fields.items()
        if is_typed(one) and one.max_length is None and (name, field) not in BOUNDED_ELSEWHERE
    ]
    assert unbounded == []


def calls_of(act):
    """How many functions are called: a count that no load on the machine changes."""
    found = 0

    def count(frame, event, argument):
        nonlocal found
        found += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        act()
    finally:
        sys.setprofile(None)
    return found


def a_sheet(text):
    columns = (Column("任务", 20), Column("进展", 40), Column("问题", 24))
    return Sheet("表", columns, rows=(("一", text, text),))


@pytest.mark.parametrize("piece", ["已开工建设，完成投资3.2亿元。", "字", "a", "12 "])
def test_a_long_text_is_laid_out_in_a_time_that_grows_with_it_at_most(piece):
    short, long = (piece * (length // len(piece)) for length in (5_000, 20_000))
    workbook_bytes(a_sheet("字"))  # what is made once
    base = calls_of(lambda: workbook_bytes(a_sheet(short)))
    assert calls_of(lambda: workbook_bytes(a_sheet(long))) < 4.5 * base


@pytest.mark.parametrize(
    "piece", ["a", "1", " ", "，", "\n", "a@", "1-", "（", "电话 ", "a.", "（电话", "联系人"]
)
def test_a_long_text_of_one_kind_comes_through_the_public_rule(piece):
    assert public_text(f"完{piece * (40_000 // len(piece))}").startswith("完")


def test_long_texts_are_compared_by_their_sentences():
    before = "".join(f"第{number}所已开工建设。" for number in range(2_000))
    found = passages(before, f"{before}另建二所。")
    assert [(each.kind, each.text) for each in found if each.kind in (ADDED, TAKEN)] == [
        (ADDED, "另建二所。")
    ]
