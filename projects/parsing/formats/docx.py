"""Word documents: paragraphs with the numbers that Word writes, tables with merged cells, changes taken."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from projects.parsing.formats.archive import checked, tree_of
from projects.parsing.formats.lines import Line, Note, Opened, Spanning, Unreadable, filled, struck_note
from projects.parsing.formats.wordnumbers import Numbers, W, numbers_of, value, whole

LEFT_OUT = frozenset(
    f"{W}{name}" for name in ("del", "moveFrom", "delText", "instrText", "pPr", "rPr", "txbxContent")
) | {"{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"}
BREAKS = {f"{W}tab": " ", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}
OFF = ("0", "false", "off")


@dataclass
class Reader:
    """Takes a document's blocks one by one."""

    numbers: Numbers
    headings: frozenset[str]  # the styles of headings
    lines: list[Line] = field(default_factory=list)
    waiting: str = ""  # the text of a paragraph whose end was deleted: it goes on with the next

    def take(self, parent: etree._Element) -> None:
        """Every paragraph and table below an element, in order."""
        for block in blocks_of(parent):
            if block.tag == f"{W}tbl":
                self.lines.extend(filled(list(self.rows(block))))
            else:
                text = self.paragraph(block)
                if text is not None:
                    self.lines.extend(
                        Line(
                            line, opens_page=opens_page(block) and place == 0, heading=self.is_heading(block)
                        )
                        for place, line in enumerate(text.split("\n"))
                    )
            for box in block.iter(f"{W}txbxContent"):
                if not any(each.tag in LEFT_OUT for each in box.iterancestors() if each is not box):
                    self.take(box)

    def paragraph(self, block: etree._Element) -> str | None:
        """A paragraph with its number; nothing where its end was deleted, it goes on with the next."""
        text = self.waiting + text_of(block)
        if block.find(f"{W}pPr/{W}rPr/{W}del") is not None:
            self.waiting = text
            return None
        self.waiting = ""
        return self.numbers.before(block) + text

    def is_heading(self, block: etree._Element) -> bool:
        """Whether a paragraph has the style of a heading."""
        return value(block.find(f"{W}pPr/{W}pStyle")) in self.headings

    def rows(self, table: etree._Element) -> Iterator[list[Spanning]]:
        """The rows of a table; a cell merged downwards is said once, with the rows that it covers."""
        read = [list(self.cells(row)) for row in rows_of(table)]
        for place, row in enumerate(read):
            spans = []
            for column, cell, merged in row:
                if merged != "continue":
                    spans.append(Spanning(cell.text, cell.columns, height(read[place + 1 :], column, merged)))
            yield spans

    def cells(self, row: etree._Element) -> Iterator[tuple[int, Spanning, str]]:
        """The cells of a row with their column, and whether each begins or continues a merged one."""
        column = whole(value(row.find(f"{W}trPr/{W}gridBefore")), 0)
        if column:
            yield 0, Spanning("", column), ""
        for cell in cells_of(row):
            properties = cell.find(f"{W}tcPr")
            width = whole(value(properties.find(f"{W}gridSpan")), 1) if properties is not None else 1
            merge = properties.find(f"{W}vMerge") if properties is not None else None
            merged = "" if merge is None else value(merge) or "continue"
            yield column, Spanning(self.cell_text(cell), width), merged
            column += width

    def cell_text(self, cell: etree._Element) -> str:
        """A cell's paragraphs, one a line; a table inside a cell is read as lines of it."""
        texts = []
        for block in blocks_of(cell):
            if block.tag == f"{W}tbl":
                texts += [" ".join(each.text for each in row) for row in self.rows(block)]
            elif (text := self.paragraph(block)) is not None:
                texts.append(text)
        return "\n".join(texts).strip("\n")


def open_docx(data: bytes, name: str) -> Opened:
    """The lines of a Word document."""
    with checked(data, name) as archive:
        document = tree_of(archive, "word/document.xml", name)
        numbering = tree_of(archive, "word/numbering.xml", name)
        styles = tree_of(archive, "word/styles.xml", name)
    body = None if document is None else document.find(f"{W}body")
    if body is None:
        raise Unreadable(f"文件“{name}”中没有正文，打不开。")
    reader = Reader(numbers_of(numbering, styles), headings_of(styles))
    reader.take(body)
    return Opened(tuple(reader.lines), notes=tuple(notes_of(body)))


def notes_of(body: etree._Element) -> Iterator[Note]:
    """What a person should know: changes that were only proposed are read as accepted."""
    changes = sum(1 for _ in body.iter(f"{W}ins", f"{W}del", f"{W}moveFrom", f"{W}moveTo"))
    if changes:
        yield Note(
            "tracked_changes",
            f"文件带有 {changes} 处修订痕迹，按接受全部修订后的文字读取，请核对是否为定稿。",
        )
    yield from struck_note(["".join(pieces_of(run)) for run in body.iter(f"{W}r") if is_struck(run)])


def is_struck(run: etree._Element) -> bool:
    """Whether a run that is shown is struck through, once or twice, by hand and not as a tracked change."""
    marks = [run.find(f"{W}rPr/{W}{name}") for name in ("strike", "dstrike")]
    return not is_hidden(run) and any(mark is not None and value(mark) not in OFF for mark in marks)


def blocks_of(parent: etree._Element) -> Iterator[etree._Element]:
    """The paragraphs and tables of a part, those inside content controls and insertions too."""
    for child in parent:
        if child.tag in (f"{W}p", f"{W}tbl"):
            yield child
        elif child.tag not in LEFT_OUT:
            yield from blocks_of(child)


def rows_of(table: etree._Element) -> Iterator[etree._Element]:
    """The rows of a table that were not deleted."""
    for child in table:
        if child.tag == f"{W}tr":
            if child.find(f"{W}trPr/{W}del") is None:
                yield child
        elif child.tag not in LEFT_OUT:
            yield from rows_of(child)


def cells_of(row: etree._Element) -> Iterator[etree._Element]:
    """The cells of a row, those inside content controls too."""
    for child in row:
        if child.tag == f"{W}tc":
            yield child
        elif child.tag == f"{W}sdt" or child.tag == f"{W}sdtContent":
            yield from cells_of(child)


def height(below: list[list[tuple[int, Spanning, str]]], column: int, merged: str) -> int:
    """How many rows a cell covers: those below that continue it in the same column."""
    if merged != "restart":
        return 1
    rows = 1
    for row in below:
        if not any(at == column and state == "continue" for at, _, state in row):
            break
        rows += 1
    return rows


def text_of(paragraph: etree._Element) -> str:
    """What a paragraph shows: insertions taken, deletions and hidden text left out."""
    return "".join(pieces_of(paragraph))


def pieces_of(parent: etree._Element) -> Iterator[str]:
    """The stretches of text below an element."""
    for child in parent:
        if child.tag == f"{W}t":
            yield child.text or ""
        elif child.tag in BREAKS:
            yield BREAKS[child.tag]
        elif child.tag not in LEFT_OUT and not is_hidden(child):
            yield from pieces_of(child)


def is_hidden(run: etree._Element) -> bool:
    """Whether a run is text that Word does not show."""
    mark = run.find(f"{W}rPr/{W}vanish")
    return mark is not None and value(mark) not in OFF


def opens_page(paragraph: etree._Element) -> bool:
    """Whether a page break is written before a paragraph."""
    before = paragraph.find(f"{W}pPr/{W}pageBreakBefore")
    return before is not None and value(before) not in OFF


def headings_of(styles: etree._Element | None) -> frozenset[str]:
    """The styles that Word knows as headings."""
    if styles is None:
        return frozenset()
    return frozenset(
        style.get(f"{W}styleId")
        for style in styles.iterfind(f"{W}style")
        if value(style.find(f"{W}name")).lower().startswith("heading ")
    )
