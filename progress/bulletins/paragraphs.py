"""The paragraphs of a draft on its page, each with what the officer may do with it."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.safestring import SafeString

from progress.bulletins.draft import TodaysDraft
from progress.bulletins.edits import (
    ADD,
    DOWN,
    DROP,
    DROP_HEADING,
    DROP_WHOLE,
    KEEP,
    RESTORE,
    REWRITE,
    UP,
    Merged,
    below,
)
from projects.paper.paragraphs import numbered
from projects.screen import cells
from projects.screen.cells import BLANK

LONGEST = 4000  # characters of a paragraph


@dataclass(frozen=True)
class Typed:
    """What was typed and not saved, and why; it is homeless where its paragraph has no form for it now."""

    error: str
    action: str
    key: str
    text: str
    version: str | int | None
    is_homeless: bool

    def is_for(self, action: str, key: str) -> bool:
        """Whether it comes back in the form of this act on this paragraph."""
        return not self.is_homeless and (self.action, self.key) == (action, key)


@dataclass(frozen=True)
class Hand:
    """The officer's: where acts are sent, with which token, and what came back unsaved."""

    url: str
    token: SafeString  # as a hidden field
    typed: Typed | None = None


def drawn_paragraphs(draft: TodaysDraft, hand: Hand | None) -> SafeString:
    """All of a draft under the numbers that will print; without a hand they can only be read."""
    numbers = {paragraph.key: number for number, paragraph in numbered(draft.text)}
    acts = _Acts(draft, hand) if hand else None
    return cells.joined(
        _paragraph(merged, numbers.get(merged.key, ""), acts.below(merged, place) if acts else "")
        for place, merged in enumerate(draft.merged, start=1)
    )


def _paragraph(merged: Merged, number: str, acts: SafeString | str) -> SafeString:
    """What is dropped has no number."""
    paragraph = merged.paragraph
    head = cells.span(number + paragraph.run_in, "head") if paragraph.head else number
    beneath = _disagreement(merged) if merged.disagrees else ""
    pattern = DROPPED if merged.is_dropped else STANDING
    return pattern.filled(merged.key, head, paragraph.text, beneath, acts)


def _disagreement(merged: Merged) -> SafeString:
    gone = merged.generated is None
    says = "按现有数据，这一段已不再出现。" if gone else f"按现有数据应为：{merged.generated}"
    return cells.element("div", cells.element("b", "与现有数据不一致"), "　", says, kind="now", role="note")


class _Acts:
    """The forms under the paragraphs of one draft, each written once; its paragraph's key, its place (which
    tells its fields from those of the others) and its text are filled in.
    """

    def __init__(self, draft: TodaysDraft, hand: Hand) -> None:
        self._draft, self._hand = draft, hand
        self._rewriting = cells.Pattern(self._rewriting_form(BLANK, BLANK, BLANK, None))
        self._adding = cells.Pattern(self._adding_form(BLANK, BLANK, None))
        self._plain = cells.Pattern(self._form(draft.version, BLANK, BLANK))

    def below(self, merged: Merged, place: int) -> SafeString:
        """In a row."""
        key, text = merged.key, merged.paragraph.text
        is_rewritable = (text or merged.is_edited) and not merged.is_dropped
        if self._hand.typed and self._hand.typed.key == key:
            rewriting = self._rewriting_form(key, place, text, self._hand.typed)
            adding = self._adding_form(key, place, self._hand.typed)
        else:
            rewriting = self._rewriting.filled(key, place, place, text)
            adding = self._adding.filled(key, place, place)
        return ROW.filled(
            EDITED if merged.is_edited else "",
            GONE if merged.is_dropped else "",
            rewriting if is_rewritable else "",
            self._plain.filled(key, cells.joined(self._buttons(merged), " ")),
            adding,
        )

    def _rewriting_form(self, key: str, place: int | str, text: str, typed: Typed | None) -> SafeString:
        """`typed` is what was typed at this paragraph, in this form or another."""
        here = typed if typed and typed.is_for(REWRITE, key) else None
        error = f"{here.error}您的文字仍在下面，没有丢失。" if here else ""
        field = _field(f"t-{place}", "段落正文", here.text if here else text, rows=5)
        form = self._form(self._based_on(typed), key, _error(error), *field, SAVING)
        return _unfolding("修改", form, is_open=bool(here))

    def _adding_form(self, key: str, place: int | str, typed: Typed | None) -> SafeString:
        here = typed if typed and typed.is_for(ADD, key) else None
        error = here.error if here else ""
        field = _field(f"a-{place}", "增加的段落", here.text if here else "", rows=3)
        form = self._form(self._based_on(typed), key, _error(error), *field, ADDING)
        return _unfolding("在下面增加一段", form, is_open=bool(here))

    def _based_on(self, typed: Typed | None) -> str | int | None:
        """The draft beside which a text was typed."""
        return typed.version if typed else self._draft.version

    def _buttons(self, merged: Merged) -> Iterator[SafeString]:
        """The acts for which nothing is typed."""
        if merged.disagrees:
            yield KEEPING
        if merged.is_edited or merged.is_dropped:
            yield RESTORING
        if not merged.is_dropped:
            yield self._dropping(merged)
        yield MOVING

    def _dropping(self, merged: Merged) -> SafeString:
        """A heading asks first what is to become of the paragraphs below it."""
        under = sum(not each.is_dropped for each in below(self._draft.merged, merged))
        if not under:
            return DROPPING
        return cells.element(
            "details",
            cells.element("summary", "删除"),
            cells.joined((cells.element("span", f"这是标题，其下有{under}段："), *OF_HEADINGS), " "),
            kind="asks",
        )

    def _form(self, version: str | int | None, key: str, *content: object) -> SafeString:
        return cells.element(
            "form",
            self._hand.token,
            cells.hidden("version", version),
            cells.hidden("key", key),
            *content,
            method="post",
            autocomplete="off",
            action=self._hand.url,
        )


def _unfolding(summary: str, form: SafeString, *, is_open: bool) -> SafeString:
    return cells.element("details", cells.element("summary", summary), form, open=is_open)


def _error(words: str) -> SafeString | str:
    return cells.element("div", words, kind="note error", role="alert") if words else ""


def _field(name: str, label: str, text: str, *, rows: int) -> tuple[SafeString, SafeString]:
    return (
        cells.element("label", label, kind="visually-hidden", **{"for": name}),
        cells.element("textarea", text, id=name, name="text", rows=rows, maxlength=LONGEST),
    )


def _button(action: str, words: str, kind: str = "plain", **more: str) -> SafeString:
    return cells.element("button", words, kind=kind, name="action", value=action, **more)


SAVING = _button(REWRITE, "保存", "btn btn-sm btn-primary")
ADDING = _button(ADD, "增加", "btn btn-sm btn-primary")
KEEPING = _button(KEEP, "确认保留我的文字")
RESTORING = _button(RESTORE, "恢复原文")
OF_HEADINGS = (_button(DROP_WHOLE, "连同其下各段删除"), _button(DROP_HEADING, "只删标题"))
DROPPING = _button(DROP, "删除")
MOVING = cells.joined(
    (_button(UP, "上移", aria_label="上移这一段"), _button(DOWN, "下移", aria_label="下移这一段"))
)
EDITED, GONE = cells.badge("ahead", "已改"), cells.badge("none", "已删")
ROW = cells.Pattern(cells.line(*(BLANK,) * 5, kind="acts no-print"))


def _framed(kind: str) -> cells.Pattern:
    words = cells.element("p", BLANK, BLANK)
    return cells.Pattern(cells.element("div", words, BLANK, BLANK, kind=kind, id=f"p-{BLANK}"))


STANDING, DROPPED = _framed("para"), _framed("para dropped")
