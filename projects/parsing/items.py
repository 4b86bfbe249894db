"""A cell of the schedule becomes items: the printed numbers; else the sub-projects; else the sentences."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from projects.parsing.brackets import Pairs, pairs
from projects.parsing.findings import Doubt
from projects.parsing.layout import TAG
from projects.parsing.markers import Marker, markers_at
from projects.parsing.parsed import ParsedItem
from projects.parsing.printed import LONGEST_TAIL, Printed, keeps_space

NOTHING = "/-—－–_＿无。 "  # what a cell holds that holds nothing
BEHIND_MARK = re.compile(r"[；;。，,.、：:！？!?）)”」 ](?=\S)")
SENTENCE = re.compile(r"[。；;！？!?]+[”’」』）)]*")
BOLD = re.compile(r"<(/?)(?:b|strong)\b[^<>]{0,80}>|(\*\*)", re.IGNORECASE)
AMOUNT = re.compile(r"\d+\s?(?:万|亿|%|％|‰|倍|个?百分点|元|公里|平方|亩|吨)")
PLAIN_LABEL = re.compile(r"(?:^|(?<=[。；;]))([^。；;：:，,“”‘’\d]{2,60})[：:]")
ITEM_FAMILIES = ("line", "bracket", "half", "circle", "first", "item", "han_bracket", "han")


@dataclass(frozen=True)
class Cell:
    """One cell of the schedule: its text without tags, and which parts of it were bold."""

    printed: Printed = Printed()
    bold: tuple[tuple[int, int], ...] = ()
    tagged: bool = False
    lines: frozenset[int] = frozenset()  # where lines began within it
    has_column: bool = True  # a table of one quarter has no column for the other three

    @property
    def text(self) -> str:
        """Its Simplified text."""
        return self.printed.text

    def cut_to(self, printed: Printed) -> "Cell":
        """The cell with only the beginning of its text: what stood behind that is gone with it."""
        length = len(printed)
        bold = tuple((start, min(end, length)) for start, end in self.bold if start < length)
        lines = frozenset(place for place in self.lines if place < length)
        return replace(self, printed=printed, bold=bold, lines=lines)


@dataclass(frozen=True)
class Label:
    """The name of a sub-project in a cell: where it begins, where its text begins, the name."""

    start: int
    end: int
    name: str


def cell_of(raw: Printed) -> Cell:
    """A cell as the file has it, tags taken out and white space of wrapping left out."""
    if "\n" not in raw.text and not TAG.search(raw.text):
        return Cell(raw.tidy())
    pieces: list[Printed] = []
    bold: list[tuple[int, int]] = []
    tail, length, opened = "", 0, None
    lines: set[int] = set()
    for part, tag, begins in lined_parts(raw):
        piece = part.tidy()
        if piece.text:
            gap = part.text[:1].isspace() or bool(pieces and pieces[-1].text[-1:] == " ")
            if gap and keeps_space(tail, piece.text[0]):
                pieces.append(Printed(" ", " "))
                length += 1
            if begins and length:
                lines.add(length)
            pieces.append(piece)
            length += len(piece)
            tail = (tail + piece.text)[-LONGEST_TAIL:]
        if (mark := BOLD.fullmatch(tag)) and opened is None and not mark[1]:
            opened = length
        elif mark and opened is not None:
            bold.append((opened, length))
            opened = None
    whole = Printed("".join(piece.text for piece in pieces), "".join(piece.source for piece in pieces))
    marked = tuple((start, end) for start, end in bold if start < end)
    return Cell(whole, marked, bool(TAG.search(raw.text)), frozenset(lines))


def lined_parts(raw: Printed) -> list[tuple[Printed, str, bool]]:
    """The stretches between tags and line breaks: each, the tag that ends it, whether it begins a line."""
    parts: list[tuple[Printed, str, bool]] = []
    begins = False
    for part, tag in tagged_parts(raw):
        breaks = [place for place, character in enumerate(part.text) if character == "\n"]
        for start, end in pairwise([0, *breaks, len(part)]):
            last = end == len(part)
            parts.append(
                (part[start:end], tag if last else "", begins or part.text[start : start + 1] == "\n")
            )
            begins = False
        begins = tag.lower().startswith(("<br", "<p", "</p"))
    return parts


def tagged_parts(raw: Printed) -> list[tuple[Printed, str]]:
    """The stretches between tags, each with the tag that ends it."""
    parts, place = [], 0
    for match in TAG.finditer(raw.text):
        parts.append((raw[place : match.start()], match[0]))
        place = match.end()
    return [*parts, (raw[place:], "")]


def items_of(
    cell: Cell, known: frozenset[str] = frozenset()
) -> tuple[tuple[ParsedItem, ...], tuple[Doubt, ...]]:
    """The items of a cell and what is doubtful; `known` are sub-projects named in the task's other cells."""
    text = cell.text
    found = pairs(text)
    markers = enumeration(text, found, cell.lines)
    if markers:
        return numbered_items(text, markers), tuple(number_doubts(text, markers, cell.lines))
    labels = labels_of(cell) or plain_labels(text, found, known)
    if labels:
        return labelled_items(text, labels), tuple(label_doubts(cell, labels))
    return tuple(ParsedItem("", sentence) for sentence in sentences(text, found)), ()


def sub_item_doubts(text: str) -> tuple[Doubt, ...]:
    """Misnumbered sub-items in a task's own text."""
    return tuple(number_doubts(text, enumeration(text, pairs(text))))


def enumeration(text: str, found: Pairs, lines: frozenset[int] = frozenset()) -> list[Marker]:
    """The printed numbers of a cell that is a numbered list; nothing for any other cell.

    A number opens an item behind a mark, or at the head of a line of the cell.
    """
    places = {0, *lines, *(match.end() for match in BEHIND_MARK.finditer(text))}
    if not any(markers_at(text, place) for place in places if opens_list(text, place)):
        return []
    heard = [m for place in sorted(places) if not found.inside(place) for m in markers_at(text, place)]
    heard = [marker for marker in heard if not (marker.glued and marker.start in lines)]
    for family in ITEM_FAMILIES:
        run = in_sequence(text, [marker for marker in heard if marker.family == family])
        if len(run) > 1 or (run and family == "line" and text[run[0].end :]):
            return run
    return []


def in_sequence(text: str, markers: Sequence[Marker]) -> list[Marker]:
    """The markers that count on from a 1 at the head of the cell.

    A number said twice or left out is kept where the punctuation shows an item.
    """
    run: list[Marker] = []
    for marker in markers:
        if not run:
            begins = marker.number == 1 or (marker.start == 0 and begins_late(text, marker, markers))
            if not begins or not opens_list(text, marker.start) or is_amount(text, marker):
                return []
            run.append(marker)
        elif continues(text, run, marker, markers):
            run.append(marker)
    return run


def begins_late(text: str, first: Marker, markers: Sequence[Marker]) -> bool:
    """Whether a list begins with a 2, for another number of it follows behind a full stop."""
    later = [marker for marker in markers[1:] if not marker.glued and text[marker.start - 1] in "；;。"]
    return first.number == 2 and not first.glued and any(marker.number in (2, 3) for marker in later)


def opens_list(text: str, place: int) -> bool:
    """Whether a first number may stand there: at the head of the cell, or behind a colon."""
    return place == 0 or text[place - 1] in "：:"


def continues(text: str, run: Sequence[Marker], marker: Marker, markers: Sequence[Marker]) -> bool:
    """Whether a number is the list's next one, or near it behind a full stop or semicolon."""
    last = run[-1].number
    if is_amount(text, marker) and any(
        other.number == marker.number and other.start != marker.start and not other.glued for other in markers
    ):
        return False
    if marker.number == last + 1:
        return not (marker.glued and is_amount(text, marker))
    after_stop = text[marker.start - 1] in "；;。"
    return after_stop and not marker.glued and marker.number in (last, last + 2)


def is_amount(text: str, marker: Marker) -> bool:
    """Whether what looks like a number of the list is an amount: 2.5万人."""
    return marker.glued and bool(AMOUNT.match(text, marker.end))


def numbered_items(text: str, markers: Sequence[Marker]) -> tuple[ParsedItem, ...]:
    """The stretches behind the numbers; an introduction before the first is an item without a label."""
    ends = [*(marker.start for marker in markers[1:]), len(text)]
    items = [
        ParsedItem(str(marker.number), closed(text[marker.end : end]))
        for marker, end in zip(markers, ends, strict=True)
    ]
    before = text[: markers[0].start].strip()
    return (*((ParsedItem("", before),) if before else ()), *items)


def closed(text: str) -> str:
    """An item's text without the semicolon that parts it from the next."""
    return text.strip().rstrip("；;").strip()


def number_doubts(text: str, markers: Sequence[Marker], lines: frozenset[int] = frozenset()) -> list[Doubt]:
    """Numbers that do not count on, that change their style, and items parted by different marks."""
    doubts = []
    if markers and markers[0].number != 1:
        quote = text[markers[0].start : markers[0].end + 8]
        doubts.append(Doubt("item_number", f"分项序号不从 1 起：“{quote}”。", quote))
    for before, after in zip(markers, markers[1:], strict=False):
        quote = text[after.start : after.end + 8]
        if after.number != before.number + 1:
            doubts.append(
                Doubt(
                    "item_number", f"分项序号由 {before.number} 接 {after.number}，不连续：“{quote}”。", quote
                )
            )
        elif after.style != before.style:
            doubts.append(Doubt("item_number", f"分项序号的写法前后不一：“{quote}”。", quote))
    parted = [marker for marker in markers[1:] if marker.start not in lines]
    marks = [text[: marker.start].rstrip()[-1:] for marker in parted]
    doubts.extend(separator_doubts(text, parted, marks))
    return doubts


def separator_doubts(text: str, markers: Sequence[Marker], marks: Sequence[str]) -> list[Doubt]:
    """Items parted by neither a semicolon nor a full stop, or by a full stop among semicolons."""
    mixed = any(mark in "；;" for mark in marks)
    doubts = []
    for marker, mark in zip(markers, marks, strict=True):
        if mark not in "；;。" or (mark == "。" and mixed):
            quote = text[max(0, marker.start - 8) : marker.end]
            doubts.append(
                Doubt("item_separator", f"第 {marker.number} 分项之前的标点可疑：“{quote}”。", quote)
            )
    return doubts


def labels_of(cell: Cell) -> list[Label]:
    """The bold names of sub-projects."""
    labels = []
    for start, end in cell.bold:
        words = cell.text[start:end]
        colon = min((place for mark in "：:" if (place := words.find(mark)) >= 0), default=-1)
        if colon > 0:
            labels.append(Label(start, start + colon + 1, words[:colon].strip()))
        elif cell.text[end : end + 1] in ("：", ":") and colon < 0:
            labels.append(Label(start, end + 1, words.strip()))
        elif (
            (start == 0 or cell.text[start - 1] in "。；;")
            and len(words) <= 20
            and not SENTENCE.search(words)
        ):
            labels.append(Label(start, end, words.strip()))
    return labels


def plain_labels(text: str, found: Pairs, known: frozenset[str]) -> list[Label]:
    """Names before a colon where nothing is bold: two or more of them, or one that another cell has too."""
    labels = [
        Label(match.start(1), match.end(), match[1].strip())
        for match in PLAIN_LABEL.finditer(text)
        if not found.inside(match.start(1)) and is_label(match[1].strip(), known)
    ]
    certain = len(labels) > 1 or any(label.name in known for label in labels)
    return labels if labels and certain and labels[0].start == 0 else []


def is_label(words: str, known: frozenset[str]) -> bool:
    """Whether words before a colon can be a name, or several names that other cells print alone."""
    return len(words) <= 20 if "、" not in words else all(part in known for part in words.split("、"))


def labelled_items(text: str, labels: Sequence[Label]) -> tuple[ParsedItem, ...]:
    """The stretches behind the names; text before the first name is an item without a label."""
    ends = [*(label.start for label in labels[1:]), len(text)]
    items = [
        ParsedItem(label.name, text[label.end : end].strip()) for label, end in zip(labels, ends, strict=True)
    ]
    before = text[: labels[0].start].strip()
    return (*((ParsedItem("", before),) if before else ()), *items)


def label_doubts(cell: Cell, labels: Sequence[Label]) -> list[Doubt]:
    """Bold type that runs on over the sub-project's text."""
    doubts = []
    for label in labels:
        words = next((cell.text[start:end] for start, end in cell.bold if start == label.start), "")
        if len(words) > label.end - label.start + 1:
            doubts.append(
                Doubt("label_marks", f"“{words}”整句加粗，按“{label.name}”为子项目名称读取。", words)
            )
    return doubts


def sentences(text: str, found: Pairs) -> list[str]:
    """The sentences of a cell (。；), cut outside brackets and quotation marks only."""
    pieces, place = [], 0
    for match in SENTENCE.finditer(text):
        if not found.inside(match.start()):
            pieces.append(text[place : match.end()])
            place = match.end()
    return [sentence for piece in [*pieces, text[place:]] if (sentence := closed(piece))]
