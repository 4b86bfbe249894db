"""Text files: the encoding guessed, tabs and pipes taken as cells."""

import csv
import re
from bisect import bisect_right
from collections.abc import Iterator
from html import unescape

from projects.parsing.formats import html
from projects.parsing.formats.characters import decode
from projects.parsing.formats.lines import Line, Opened

QUOTED_CELL = re.compile(r'(?:^|\t)"[^\t]*$')
ENTITY = re.compile(
    r"&(?:nbsp|ensp|emsp|amp|lt|gt|quot|ldquo|rdquo|mdash|ndash|middot|hellip|#\d{1,6}|#[xX][0-9a-fA-F]{1,5});"
)
TABLE_OPENS = re.compile(r"<(?P<tag>table)\b|<(?P<row>tr)\b[^<>]{0,200}>", re.IGNORECASE)
TABLE_ENDS = {tag: re.compile(f"</{tag}>", re.IGNORECASE) for tag in ("table", "tr")}
LONGEST_CODE = {"table": 400_000, "tr": 20_000}  # characters
COMMA_HEAD = re.compile(
    r"^[^,\n]{0,10},?(?:序号|编号)[^,\n]{0,4}(?:,[^,\n]{1,20}){2,}$|^(?:序号|编号)(?:,[^,\n]{1,20}){2,}$",
    re.MULTILINE,
)
DRAWN = re.compile("--|==|[─━═┄┅┈┉]")
BLOCK_CODE = re.compile(r"</?(?:p|div|li|ol|ul|h[1-6])\b[^<>]{0,300}>", re.IGNORECASE)
FEWEST_BLOCKS = 4
FEWEST_RULES = 3  # a table in boxes has one above, one below its head, one at its end
WIDE_GAP = re.compile(r" {2,}|\u3000+")
NUMBER_HEAD = re.compile(r"序\s?号|编号|项次")
LONGEST_CELL = 60  # lines
BOLD = re.compile(r"\*\*([^*]+)\*\*")
GOES_ON = ("、", "，")  # what stands where a list of names is wrapped
RULE = frozenset("|:-+= \t─━═┄┅┈┉┌┬┐├┼┤└┴┘┏┳┓┣╋┫┗┻┛╔╦╗╠╬╣╚╩╝╟╢╤╧╪╒╕╘╛╞╡╓╖╙╜╫╥╨")
LAST_BAR = re.compile(r"[^|\t]+\|\s*")
BARS = str.maketrans("│┃║｜‖┆┇┊┋", "|||||||||")  # what the line below a head drawn with pipes consists of


def open_text(data: bytes, name: str) -> Opened:
    """The lines of a text file in any encoding that Chinese offices use."""
    content, damaged = decode(data)
    lines: list[Line] = []
    behind = 0
    for start, end in table_codes(content):
        lines += plain_lines(content[behind:start])
        lines += html.lines_of(content[start:end])
        behind = end
    return Opened((*lines, *plain_lines(content[behind:])), damaged)


def table_codes(content: str) -> Iterator[tuple[int, int]]:
    """Where the tables of a web page stand, and rows that stand alone; one that nothing closes is none."""
    ends = {tag: [match.end() for match in pattern.finditer(content)] for tag, pattern in TABLE_ENDS.items()}
    behind = 0
    for match in TABLE_OPENS.finditer(content):
        tag = (match["tag"] or match["row"]).lower()
        closed = bisect_right(ends[tag], match.end())
        end = ends[tag][closed] if closed < len(ends[tag]) else len(content) + LONGEST_CODE[tag]
        if match.start() >= behind and end - match.end() <= LONGEST_CODE[tag]:
            yield match.start(), end
            behind = end


def plain_lines(content: str) -> list[Line]:
    """The lines of a stretch without table code; of a page's code where it has no rows of its own."""
    if "\t" not in content and len(BLOCK_CODE.findall(content)) >= FEWEST_BLOCKS:
        return html.lines_of(content)
    return lines_of(separated(ENTITY.sub(lambda found: unescape(found[0]), content)))


def separated(content: str) -> str:
    """Comma-separated lines as tab-separated ones, from the line on that heads a table with commas."""
    head = COMMA_HEAD.search(content)
    if head is None or "\t" in content:
        return content
    rows = csv.reader(content[head.start() :].splitlines(keepends=True))
    lines = ("\t".join(" ".join(cell.split()) for cell in row) for row in rows)
    try:
        return content[: head.start()] + "\n".join(lines)
    except csv.Error:
        return content


def lines_of(content: str) -> list[Line]:
    """The lines; one that a form feed precedes opens a page."""
    lines = []
    for page_number, page in enumerate(content.translate(BARS).split("\f")):
        for row_number, row in enumerate(
            spaced(framed(barred(boxed(unbarred(whole_rows(page.splitlines()))))))
        ):
            if not is_rule(row):
                lines.append(Line(row, cells_of(row), opens_page=page_number > 0 and row_number == 0))
    return lines


def unbarred(rows: list[str]) -> list[str]:
    """The rows of a table of which each line is one cell, its bar behind it, without those bars."""
    single = [bool(LAST_BAR.fullmatch(row)) for row in rows]
    head = next((at for at, row in enumerate(rows) if single[at] and is_number_head(row)), len(rows))
    return [row.rstrip()[:-1] if at >= head and single[at] else row for at, row in enumerate(rows)]


def is_number_head(row: str) -> bool:
    """Whether a line is 序号 and a bar."""
    return bool(NUMBER_HEAD.fullmatch(row.rstrip("| ").strip()))


def is_rule(row: str) -> bool:
    """Whether a line only draws a border of a table."""
    return len(row.strip()) > 2 and RULE.issuperset(row) and bool(DRAWN.search(row))


def boxed(rows: list[str]) -> list[str]:
    """The rows of a table in boxes, those put together that no border parts and that have no first cell."""
    if sum(map(is_rule, rows)) < FEWEST_RULES:
        return rows
    whole: list[str] = []
    for row in rows:
        cells = cells_of(row)
        above = cells_of(whole[-1]) if whole and not is_rule(whole[-1]) else ()
        if cells and not cells[0] and len(cells) == len(above):
            pairs = zip(above, cells, strict=True)
            whole[-1] = "|" + "|".join(before + behind for before, behind in pairs) + "|"
        else:
            whole.append(row)
    return whole


def barred(rows: list[str]) -> list[str]:
    """The rows of a table drawn with bars, those put together that wrapping took apart.

    A row that has too few bars goes on in the next line; so does one whose last name ends with a pause mark.
    """
    width = 0
    whole: list[str] = []
    for row in rows:
        cells = cells_of(row) if "|" in row else ()
        if cells and NUMBER_HEAD.fullmatch(cells[0]):
            width = row.count("|")
        above = whole[-1] if width and whole else ""
        short = 0 < above.count("|") < width and above.count("|") + row.count("|") <= width
        unended = above.count("|") == width and "|" not in row and above.endswith(GOES_ON)
        opens = cells_of(above + "|")[:1] and cells_of(above + "|")[0].rstrip(".、．").isdigit()
        if row.strip() and opens and (short or unended):
            whole[-1] = above + row.strip()
        else:
            whole.append(row)
    return whole


def framed(rows: list[str]) -> list[str]:
    """The rows of a table without bars at its sides; where one begins or ends with an empty cell, with them.

    Below 序号|项目|内容|单位 the row ||改造幼儿园5所|市教育局 has two empty cells, and no border.
    """
    head = ""  # of the table that the row is of, where it has no bars at its sides
    found: list[str] = []
    for row in rows:
        bare = row.strip()
        if "|" in bare and NUMBER_HEAD.fullmatch(bare.strip("|").split("|")[0].strip()):
            head = "" if bare[0] == "|" else bare
        over = bare.count("|") - head.count("|") if head and "\t" not in row else -1
        ends = bare[-1:] == "|"
        if over == 0 and (bare[0] == "|" or (ends and head[-1] != "|")):
            found.append(f"|{bare}" if head[-1] == "|" else f"|{bare}|")
        elif over == 1 and bare[0] == "|" and ends:
            found.append(f"|{bare}")
        else:
            found.append(row)
    return found


def spaced(rows: list[str]) -> list[str]:
    """The rows of a table whose columns wide gaps part, as far as they have the head's number of cells."""
    width = 0
    found: list[str] = []
    for row in rows:
        if "  " not in row and "\u3000" not in row:
            found.append(row)
            continue
        cells = WIDE_GAP.split(row.strip())
        if len(cells) > 2 and NUMBER_HEAD.fullmatch(cells[0]) and "\t" not in row and "|" not in row:
            width = len(cells)
        is_row = len(cells) == width and (
            NUMBER_HEAD.fullmatch(cells[0]) or cells[0].rstrip(".、．").isdigit()
        )
        found.append("\t".join(cells) if width and is_row else row)
    return found


def cells_of(row: str) -> tuple[str, ...]:
    """The cells of a tab-separated row or of a row drawn with pipes; nothing for a plain line."""
    stripped = row.strip()
    if stripped.count("|") > 1 and "\t" not in stripped:
        bare = stripped.removeprefix("|").removesuffix("|")
        return tuple(BOLD.sub(r"\1", cell).strip() for cell in bare.split("|"))
    if "\t" in stripped or row.count("\t") > 1:
        return tuple(unquoted(cell) for cell in row.split("\t"))
    return ()


def unquoted(cell: str) -> str:
    """A cell as a spreadsheet means it: its own quotation marks taken off."""
    bare = cell.strip()
    if len(bare) > 1 and bare[0] == bare[-1] == '"' and ("\n" in bare or '""' in bare[1:-1]):
        return bare[1:-1].replace('""', '"')
    return bare


def whole_rows(lines: list[str]) -> list[str]:
    """Lines of one row put together again where a spreadsheet's quoted cell runs over them."""
    rows: list[str] = []
    place = 0
    while place < len(lines):
        end = place + 1
        if opens_quoted_cell(lines[place]):
            end = next(
                (
                    last + 1
                    for last in range(place + 1, min(place + LONGEST_CELL, len(lines)))
                    if is_whole(lines[place : last + 1])
                ),
                end,
            )
        rows.append("\n".join(lines[place:end]))
        place = end
    return rows


def opens_quoted_cell(line: str) -> bool:
    """Whether a row's last cell opens a quotation mark that it does not close."""
    return "\t" in line and line.count('"') % 2 == 1 and bool(QUOTED_CELL.search(line))


def is_whole(lines: list[str]) -> bool:
    """Whether every quotation mark of these lines is closed."""
    return sum(line.count('"') for line in lines) % 2 == 0
