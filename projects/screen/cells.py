"""The pieces of HTML that tables and drawings write by themselves, without a template each: 960 cells in a
few milliseconds.

Every function escapes what it is given, except what another of them (or the drawing of an SVG) has written:
that is a SafeString and stands as it is. No other module builds tags, so none can forget to escape.
"""

import re
from collections.abc import Iterable, Sequence
from html import escape

from django.utils.safestring import SafeString

has_special = re.compile("[&<>\"']").search  # to look is quicker than to replace each that is not there
BLANK = "\0"  # no text that the database keeps has this character
NAMES = {"kind": "class"}  # `class` is a word of Python


class Pattern:
    """A piece that is written once and filled in many times: each BLANK in it takes a value."""

    def __init__(self, piece: SafeString) -> None:
        self._first, *self._others = piece.split(BLANK)

    def filled(self, *values: object) -> SafeString:
        """The piece with a value for each BLANK, in their order."""
        written = [self._first]
        for value, after in zip(values, self._others, strict=True):
            written += (_raw(value), after)
        return SafeString("".join(written))


def text(value: object) -> SafeString:
    """The value as text; nothing for None."""
    return value if isinstance(value, SafeString) else SafeString(_raw(value))


def joined(parts: Iterable[object], between: str = "") -> SafeString:
    """The parts side by side."""
    return SafeString(_raw(between).join(map(_raw, parts)))


def element(tag: str, *content: object, **attributes: object) -> SafeString:
    """One element with its content.

    `kind` is its class, an underscore stands for a hyphen; True is an attribute without a value, what is
    empty or False is left out.
    """
    inside = "".join(map(_raw, content))
    opened = f"<{tag}{_attributes(attributes)}>" if attributes else f"<{tag}>"
    return SafeString(f"{opened}{inside}</{tag}>")


def link(url: str, words: object, kind: str = "") -> SafeString:
    """The way to a page."""
    opened = f'<a class="{_raw(kind)}" href="' if kind else '<a href="'
    return SafeString("".join((opened, _raw(url), '">', _raw(words), "</a>")))


def figure(number: int, url: str, kind: str = "") -> SafeString:
    """A count that leads to what it counts; none is a plain 0."""
    return link(url, number, kind) if number else SafeString("0")


def badge(tone: str, word: str, url: str = "") -> SafeString:
    """A word on the colour of its tone, a link where it leads somewhere."""
    return link(url, word, f"v v-{tone}") if url else span(word, f"v v-{tone}")


def span(words: object, kind: str) -> SafeString:
    """Words of a kind within a line."""
    opened = f'<span class="{_raw(kind)}">' if kind else "<span>"
    return SafeString("".join((opened, _raw(words), "</span>")))


def line(*content: object, kind: str = "") -> SafeString:
    """Words on a line of their own."""
    opened = f'<div class="{_raw(kind)}">' if kind else "<div>"
    return SafeString("".join((opened, *map(_raw, content), "</div>")))


def hint(words: object) -> SafeString:
    """Words that explain, in grey."""
    return span(words, "hint")


def due(words: object) -> SafeString:
    """Words on what is overdue or behind, in red and bold."""
    return SafeString("".join(('<b class="due">', _raw(words), "</b>")))


def clamp(words: object) -> SafeString:
    """Two lines on the screen, all on paper."""
    return line(words, kind="clamp")


def tick(name: str, value: str, label: str, *, is_ticked: bool, form: str = "") -> SafeString:
    """A box to tick; `form` names the form that it belongs to, where it stands in none or in another."""
    given = {"type": "checkbox", "name": name, "value": value, "checked": is_ticked, "aria_label": label}
    given |= {"form": form}
    return SafeString(f"<input{_attributes(given)}>")


def hidden(name: str, value: str) -> SafeString:
    """A hidden field of a form."""
    return SafeString(f"<input{_attributes({'type': 'hidden', 'name': name, 'value': value})}>")


def opening(kind: str, label: str) -> SafeString:
    """The tag that opens a column's cells; `label` is what a card on a phone writes before the value."""
    return SafeString(f"<td{_attributes({'kind': kind, 'data_label': label})}>")


def rows(openings: Sequence[SafeString], lines: Iterable[Sequence[object]]) -> SafeString:
    """The rows of a table, each value behind the opening tag of its column."""
    frame = ["<tr>"]  # of one row: its tags stay, what stands between them is put in anew
    for before in openings:
        frame += (before, "", "</td>")
    frame.append("</tr>")
    written = []
    for values in lines:
        frame[2::3] = [value if type(value) is SafeString else _raw(value) for value in values]
        written += frame
    return SafeString("".join(written))


def _raw(value: object) -> str:
    """The value as text, joined rather than formatted: a format asks a SafeString for its text once more."""
    if isinstance(value, SafeString):
        return value
    if value is None:
        return ""
    written = str(value)
    return escape(written) if has_special(written) else written


def _attributes(given: dict[str, object]) -> str:
    written = []
    for key, value in given.items():
        name = NAMES.get(key) or key.replace("_", "-")
        if value is True:
            written.append(f" {name}")
        elif value is not False and value is not None and value != "":
            written.append(f' {name}="{_raw(value)}"')
    return "".join(written)
