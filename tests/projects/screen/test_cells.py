import inspect

import pytest
from django.utils.safestring import SafeString

from projects.screen import cells

HOSTILE = '<script>alert("1")</script>'
CALLS = {
    "text": [lambda it: cells.text(it)],
    "joined": [lambda it: cells.joined([it, it]), lambda it: cells.joined(["", ""], it)],
    "element": [lambda it: cells.element("p", it), lambda it: cells.element("p", kind=it, data_label=it)],
    "link": [lambda it: cells.link(it, it, it)],
    "figure": [lambda it: cells.figure(1, it, it)],
    "badge": [lambda it: cells.badge(it, it), lambda it: cells.badge(it, it, it)],
    "span": [lambda it: cells.span(it, it)],
    "line": [lambda it: cells.line(it, kind=it)],
    "hint": [lambda it: cells.hint(it)],
    "due": [lambda it: cells.due(it)],
    "clamp": [lambda it: cells.clamp(it)],
    "tick": [lambda it: cells.tick(it, it, it, is_ticked=True)],
    "hidden": [lambda it: cells.hidden(it, it)],
    "opening": [lambda it: cells.opening(it, it)],
    "rows": [lambda it: cells.rows([cells.opening("", "")], [[it]])],
}


def test_every_function_is_tried_below():
    public = [
        name
        for name, found in inspect.getmembers(cells, inspect.isfunction)
        if found.__module__ == cells.__name__ and not name.startswith("_")
    ]
    assert set(public) == set(CALLS)


@pytest.mark.parametrize(("name", "place"), [(name, at) for name in CALLS for at in range(len(CALLS[name]))])
def test_a_script_never_gets_through(name, place):
    written = CALLS[name][place](HOSTILE)
    assert isinstance(written, SafeString)
    assert "<script" not in written
    assert "&lt;script&gt;alert(&quot;1&quot;)" in written


def test_what_another_function_wrote_stands():
    assert cells.line(cells.hint("甲"), " ", "乙&丙") == '<div><span class="hint">甲</span> 乙&amp;丙</div>'


def test_nothing_is_written_for_none():
    assert cells.text(None) == ""


def test_an_attribute_is_written_when_it_says_something():
    written = cells.element("td", 0, kind="num", colspan=0, checked=True, hidden=False, title="", id=None)
    assert written == '<td class="num" colspan="0" checked>0</td>'


def test_an_underscore_stands_for_a_hyphen():
    assert cells.element("th", aria_sort="ascending") == '<th aria-sort="ascending"></th>'


def test_a_count_of_none_leads_nowhere():
    assert cells.figure(0, "/2021/tasks/") == "0"


def test_an_address_keeps_its_query():
    assert cells.link("?a=1&b=2", "第2页") == '<a href="?a=1&amp;b=2">第2页</a>'


def test_a_badge_that_leads_somewhere_is_a_link():
    assert cells.badge("far", "未报") == '<span class="v v-far">未报</span>'
    assert cells.badge("far", "未报", "/2021/") == '<a class="v v-far" href="/2021/">未报</a>'


@pytest.mark.parametrize(
    ("mark", "written"), [("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;"), ("'", "&#x27;")]
)
def test_each_mark_is_escaped_by_itself(mark, written):
    assert cells.text(f"甲{mark}乙") == f"甲{written}乙"


def test_a_pattern_takes_a_value_for_each_blank_and_escapes_it():
    pattern = cells.Pattern(cells.element("p", cells.BLANK, id=f"p-{cells.BLANK}"))
    assert pattern.filled('1"', cells.hint("甲")) == '<p id="p-1&quot;"><span class="hint">甲</span></p>'
    assert pattern.filled(2, HOSTILE) == f'<p id="p-2">{cells.text(HOSTILE)}</p>'


def test_a_value_is_no_pattern_again():
    assert cells.Pattern(cells.line(cells.BLANK)).filled(cells.BLANK) == f"<div>{cells.BLANK}</div>"


@pytest.mark.parametrize("values", [(), (1, 2)])
def test_a_pattern_takes_as_many_values_as_it_has_blanks(values):
    with pytest.raises(ValueError, match="argument"):
        cells.Pattern(cells.line(cells.BLANK)).filled(*values)


def test_a_row_has_as_many_values_as_columns():
    with pytest.raises(ValueError, match="size"):
        cells.rows([cells.opening("", "")], [["甲", "乙"]])
