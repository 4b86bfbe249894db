"""Web pages: paragraphs as lines, tables with the cells that span rows and columns."""

import re

from lxml import etree
from lxml import html as parsed

from projects.parsing.formats.characters import decode
from projects.parsing.formats.lines import Line, Opened, Spanning, filled, struck_note

LEFT_OUT = frozenset(("script", "style", "head", "title", "noscript", "template", "select", "iframe", "svg"))
BLOCKS = frozenset(
    (
        *(
            "p",
            "div",
            "section",
            "article",
            "header",
            "footer",
            "main",
            "nav",
            "aside",
            "ul",
            "ol",
            "li",
            "dl",
        ),
        *(
            "dt",
            "dd",
            "form",
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "blockquote",
            "pre",
            "hr",
            "center",
            "body",
        ),
    )
)
HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
DECLARED = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]{3,20})", re.IGNORECASE)
PROLOGUE = re.compile(r"^\s*<\?xml[^>]*\?>")
NO_DISPLAY = re.compile(r"display\s*:\s*none", re.IGNORECASE)
STRUCK = frozenset(("s", "strike", "del"))
STRIKING = re.compile(r"text-decoration(?:-line)?\s*:[^;]*line-through", re.IGNORECASE)
NO_MARKER = re.compile(r"list-style(?:-type)?\s*:\s*none", re.IGNORECASE)
OWN_NUMBER = re.compile(r"[（(]?(?:[0-9]{1,3}|[一二三四五六七八九十]{1,3})[)）.．、]|[①-⑳]")
MOST_SPANNED = 1_000  # rows or columns


def open_html(data: bytes, name: str) -> Opened:
    """The lines of a web page."""
    content, damaged = characters(data)
    root = root_of(content)
    if root is None:
        return Opened((), damaged)
    return Opened(tuple(written(root)), damaged, notes=tuple(struck_note(struck_texts(root))))


def characters(data: bytes) -> tuple[str, int]:
    """The characters in the encoding that the page declares, where it holds; else in the likeliest."""
    declared = DECLARED.search(data[:4096])
    if declared:
        encoding = declared[1].decode("ascii").lower().replace("gb2312", "gb18030").replace("gbk", "gb18030")
        try:
            return data.decode(encoding), 0
        except (LookupError, UnicodeDecodeError):
            return decode(data)
    return decode(data)


def root_of(content: str) -> etree._Element | None:
    """The page as a tree; None where there is nothing in it."""
    bare = PROLOGUE.sub("", content).replace("\0", "")
    try:
        return parsed.document_fromstring(bare) if bare.strip() else None
    except etree.ParserError:
        return None


def struck_texts(root: etree._Element) -> list[str]:
    """What the page shows struck through, by element or by style; a text within such a text is told once."""
    struck = [each for each in root.iter(etree.Element) if is_struck(each)]
    outer = [each for each in struck if not any(is_struck(above) for above in each.iterancestors())]
    return ["".join(each.itertext()) for each in outer]


def is_struck(element: etree._Element) -> bool:
    """Whether an element strikes its text through."""
    return element.tag.lower() in STRUCK or bool(STRIKING.search(element.get("style", "")))


def lines_of(content: str) -> list[Line]:
    """A page's lines, or those of a piece of one, in the order in which it shows them."""
    root = root_of(content)
    return [] if root is None else written(root)


def written(root: etree._Element) -> list[Line]:
    """The lines of a tree."""
    writer = Writer()
    writer.element(root)
    writer.end()
    return writer.lines


class Writer:
    """Writes a page down line by line."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.pieces: list[str] = []
        self.heading = False

    def element(self, element: etree._Element) -> None:
        """An element with what stands in it; blocks stand on lines of their own."""
        if not isinstance(element.tag, str) or is_left_out(element):
            return
        tag = element.tag.lower()
        if tag == "table" and any(True for _ in element.iter("tr")):
            self.end()
            self.table(element)
            return
        if tag == "br":
            self.end()
        if tag in BLOCKS:
            self.end()
            self.heading = tag in HEADINGS
        if tag == "li":
            self.pieces.append(number_of(element))
        self.pieces.append(" ".join((element.text or "").split()) if tag != "pre" else element.text or "")
        for child in element:
            self.element(child)
            self.pieces.append(spaced(child.tail or ""))
        if tag in BLOCKS:
            self.end()

    def end(self) -> None:
        """The line is complete."""
        text = "".join(self.pieces)
        self.pieces = []
        self.lines.extend(Line(line, heading=self.heading) for line in text.split("\n") if line.strip())
        self.heading = False

    def table(self, table: etree._Element) -> None:
        """The rows of a table; one that only lays the page out is read for what stands in its cells."""
        rows = [row for row in table.iter("tr") if owner(row) is table]
        if any(True for _ in table.iterdescendants("table")) or is_layout(rows):
            for row in rows:
                for cell in cells_of(row):
                    self.end()
                    self.inside(cell)
                    self.end()
            return
        self.lines.extend(filled([[spanning(cell) for cell in cells_of(row)] for row in rows]))

    def inside(self, cell: etree._Element) -> None:
        """What stands in a cell that only lays the page out."""
        self.pieces.append(spaced(cell.text or ""))
        for child in cell:
            self.element(child)
            self.pieces.append(spaced(child.tail or ""))


def number_of(item: etree._Element) -> str:
    """The number that a browser shows before an item of a numbered list; "" where the text prints its own."""
    above = item.getparent()
    own = "".join(item.itertext()).strip()
    if above is None or above.tag != "ol" or above.get("type", "1") != "1" or OWN_NUMBER.match(own):
        return ""
    if NO_MARKER.search(above.get("style", "")):
        return ""
    number = whole_number(above.get("start"), 1) - 1
    for each in above.iterchildren("li"):
        number = whole_number(each.get("value"), number + 1)
        if each is item:
            break
    return f"{number}."


def whole_number(printed: str | None, otherwise: int) -> int:
    """The number that an attribute gives."""
    bare = (printed or "").strip()
    return int(bare) if bare.isdecimal() and len(bare) < 5 else otherwise


def is_left_out(element: etree._Element) -> bool:
    """Whether a page shows nothing of an element."""
    return element.tag.lower() in LEFT_OUT or bool(NO_DISPLAY.search(element.get("style", "")))


def is_layout(rows: list[etree._Element]) -> bool:
    """Whether a table has one cell only: it draws a frame."""
    return sum(len(cells_of(row)) for row in rows) < 2


def owner(row: etree._Element) -> etree._Element | None:
    """The table that a row belongs to."""
    return next(row.iterancestors("table"), None)


def cells_of(row: etree._Element) -> list[etree._Element]:
    """The cells of a row."""
    return [cell for cell in row if isinstance(cell.tag, str) and cell.tag.lower() in ("td", "th")]


def spanning(cell: etree._Element) -> Spanning:
    """A cell with what it covers, its paragraphs one a line."""
    writer = Writer()
    writer.inside(cell)
    writer.end()
    text = "\n".join(line.text.strip() for line in writer.lines)
    return Spanning(text, span(cell, "colspan"), span(cell, "rowspan"))


def span(cell: etree._Element, name: str) -> int:
    """How many columns or rows a cell covers."""
    printed = cell.get(name, "1").strip()
    return max(1, min(int(printed), MOST_SPANNED)) if printed.isdecimal() else 1


def spaced(text: str) -> str:
    """Text between tags as a browser shows it: white space in a row is one space."""
    return re.sub(r"[ \t\r\n]+", " ", text)
