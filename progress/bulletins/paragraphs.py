"""The paragraphs of a draft on its page, each with what the officer may do with it."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.functional import cached_property
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
    drawn = []
    for place, merged in enumerate(draft.merged, start=1):
        acts = _Acts(draft, merged, place, hand).drawn() if hand else ""
        drawn.append(_paragraph(merged, numbers.get(merged.key, ""), acts))
    return cells.joined(drawn)


def _paragraph(merged: Merged, number: str, acts: SafeString | str) -> SafeString:
    """What is dropped has no number."""
    paragraph = merged.paragraph
    head = cells.span(number + paragraph.run_in, "head") if paragraph.head else number
    return cells.element(
        "div",
        cells.element("p", head, paragraph.text),
        _disagreement(merged) if merged.disagrees else "",
        acts,
        kind="para dropped" if merged.is_dropped else "para",
        id=f"p-{merged.key}",
    )


def _disagreement(merged: Merged) -> SafeString:
    gone = merged.generated is None
    says = "按现有数据，这一段已不再出现。" if gone else f"按现有数据应为：{merged.generated}"
    return cells.element("div", cells.element("b", "与现有数据不一致"), "　", says, kind="now", role="note")


@dataclass(frozen=True)
class _Acts:
    """The forms under one paragraph; `place` tells its fields from those of the others."""

    draft: TodaysDraft
    merged: Merged
    place: int
    hand: Hand

    @cached_property
    def _key(self) -> SafeString:
        return cells.hidden("key", self.merged.key)

    def drawn(self) -> SafeString:
        """In a row."""
        merged = self.merged
        is_rewritable = (merged.paragraph.text or merged.is_edited) and not merged.is_dropped
        return cells.line(
            cells.badge("ahead", "已改") if merged.is_edited else "",
            cells.badge("none", "已删") if merged.is_dropped else "",
            self._rewriting() if is_rewritable else "",
            self._form(self.draft.version, cells.joined(self._buttons(), " ")),
            self._adding(),
            kind="acts no-print",
        )

    def _rewriting(self) -> SafeString:
        typed = self._typed(REWRITE)
        error = f"{typed.error}您的文字仍在下面，没有丢失。" if typed else ""
        text = typed.text if typed else self.merged.paragraph.text
        return self._unfolding(
            "修改",
            _error(error),
            *_field(f"t-{self.place}", "段落正文", text, rows=5),
            SAVING,
            is_open=bool(typed),
        )

    def _adding(self) -> SafeString:
        typed = self._typed(ADD)
        return self._unfolding(
            "在下面增加一段",
            _error(typed.error if typed else ""),
            *_field(f"a-{self.place}", "增加的段落", typed.text if typed else "", rows=3),
            ADDING,
            is_open=bool(typed),
        )

    def _unfolding(self, summary: str, *fields: SafeString, is_open: bool) -> SafeString:
        """A form for text, based on the draft beside which it was typed."""
        typed = self.hand.typed
        version = typed.version if typed and typed.key == self.merged.key else self.draft.version
        return cells.element(
            "details", cells.element("summary", summary), self._form(version, *fields), open=is_open
        )

    def _buttons(self) -> Iterator[SafeString]:
        """The acts for which nothing is typed."""
        merged = self.merged
        if merged.disagrees:
            yield _button(KEEP, "确认保留我的文字")
        if merged.is_edited or merged.is_dropped:
            yield _button(RESTORE, "恢复原文")
        if not merged.is_dropped:
            yield self._dropping()
        yield MOVING

    def _dropping(self) -> SafeString:
        """A heading asks first what is to become of the paragraphs below it."""
        under = sum(not each.is_dropped for each in below(self.draft.merged, self.merged))
        if not under:
            return DROPPING
        return cells.element(
            "details",
            cells.element("summary", "删除"),
            cells.joined((cells.element("span", f"这是标题，其下有{under}段："), *OF_HEADINGS), " "),
            kind="asks",
        )

    def _typed(self, action: str) -> Typed | None:
        typed = self.hand.typed
        return typed if typed and typed.is_for(action, self.merged.key) else None

    def _form(self, version: str | int | None, *content: object) -> SafeString:
        return cells.element(
            "form",
            self.hand.token,
            cells.hidden("version", version),
            self._key,
            *content,
            method="post",
            autocomplete="off",
            action=self.hand.url,
        )


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
OF_HEADINGS = (_button(DROP_WHOLE, "连同其下各段删除"), _button(DROP_HEADING, "只删标题"))
DROPPING = _button(DROP, "删除")
MOVING = cells.joined(
    (_button(UP, "上移", aria_label="上移这一段"), _button(DOWN, "下移", aria_label="下移这一段"))
)
