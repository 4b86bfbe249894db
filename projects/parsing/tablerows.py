"""One row of a table becomes one task."""

import re
from collections.abc import Sequence

from projects.parsing.clauses import bracket_of_names, find_bare_clause, find_clauses, is_labelled
from projects.parsing.columns import Columns
from projects.parsing.findings import Doubt
from projects.parsing.headings import COUNT, domain_name
from projects.parsing.items import NOTHING, Cell, cell_of
from projects.parsing.markers import markers_at, outline_number
from projects.parsing.numerals import to_int
from projects.parsing.printed import Printed
from projects.parsing.printed_list import PrintedTask
from projects.parsing.quantities import find_targets
from projects.parsing.roles import Clause, parse_clause, parse_names
from projects.parsing.unit_names import LONGEST_NAME, names_units, surely_units
from projects.parsing.verbs import leading_verb

GAP = re.compile(r"\s*<br\s*/?>\s*|\s+")
NAME_BEFORE = re.compile(r"[^、，,；;：:。\s]*$")
NAME_AFTER = re.compile(rf"[^、，,；;：:。\s]{{0,{LONGEST_NAME + 1}}}")  # one more: what is longer is no name
HALF_NAME = re.compile(r"(?<![残妇文侨商科社])联$")  # 中国联|通某某分公司, wrapped
PLACE = re.compile(r".+[市县区镇乡]")
OF_A_PLACE = re.compile(r"[市县区各省州旗盟国]|.+[市县区镇乡]$|.+街道$")
PERSON_BESIDE = re.compile(
    r"[\s:：/／、，,]+(?P<person>[一-鿿·]{2,4})(?=$|[\s、，,；;])|[（(](?P<inner>[一-鿿·]{2,4})[)）]"
)  # 市园林局 钱某; 市园林局（钱某）
PHONE = re.compile(r"[\s:：/／、，,]*(?<!\d)(?:\d{3,4}-)?\d{7,11}(?!\d)")
PARK = re.compile(r"(?:高新|经开|工业|产业|科技|文创|物流|[一-鿿]{2,3})园(?:[（(][^（）()]{1,12}[)）])?")
SPACE = Printed(" ", " ")
SEMICOLON = Printed("；", "；")
COLON = Printed("：", "：")
NO_COLUMN = Cell(has_column=False)
ENDS = ("。", "；", ";")
DITTO = re.compile(r"[〃″々^]|同上|同前|\"")
POINT_ZERO = re.compile(r"(?<=\d)[.．][0０]+$")  # 1.0, a number that passed through a spreadsheet
CODE = re.compile(r"(?:[A-Za-z]{1,6}|任务|项目|实事)[-—_]?0*([1-9][0-9]{0,2})")  # MS-01
RECORD = re.compile(
    r"(?:索引号|信息索引|文号|发文字号|[一-鿿]{2}日期|[一-鿿]{2}机[构关]|[一-鿿]{2}单位|[一-鿿]{2}时间|[一-鿿]{0,4}来源"
    r"|标题|名称|主题分?[类词]|有效性|关键词|[一-鿿]{0,4}次数|公开[一-鿿]{2})[:：]"
)
OFFICE_BEHIND = re.compile(
    r"\d[\d.]*[万亿]?[一-鿿]{1,3}?(?P<names>[市县区省州旗盟][一-鿿]{1,10}[局委](?:、[一-鿿]{2,12})*)$"
)
TOTAL = re.compile(r"(?:[合总小共]计[:：]?|共(?=\d))(?:\d[\d.]*(?:[项件个类条]|万元|亿元)?(?:任务)?)?")


def number_in(cells: Sequence[Printed], columns: Columns) -> int | None:
    """The number of the task that a row opens; None for a row that opens none."""
    if 0 <= columns.number < len(cells):
        bare = POINT_ZERO.sub("", "".join(cells[columns.number].text.split()))
        marked = [marker.number for marker in markers_at(bare, 0) if marker.end == len(bare)]
        printed = to_int(bare)
        coded = CODE.fullmatch(bare)
        if printed is None and coded:
            return int(coded[1])
        return next(iter((*marked, outline_number(bare))), None) if printed is None else printed
    if columns.number < 0:
        for cell in cells[: columns.text + 1][::-1]:  # 14.改扩建小学 in the column of names, the text beside
            marked = [marker for marker in markers_at(cell.text.strip(), 0) if not marker.glued]
            if marked:
                return marked[0].number
    return None


def is_total(cells: Sequence[Printed]) -> bool:
    """Whether a row only sums up the rows above."""
    return any(TOTAL.fullmatch("".join(cell.text.split())) for cell in cells)


def promises(text: str) -> bool:
    """Whether a text says what is done and how much of it, and numbers no heading: 新增学位810个."""
    bare = COUNT.sub("", text)
    return bool(find_targets(bare) and leading_verb(bare) and not markers_at(bare, 0))


def is_record(cells: Sequence[Printed]) -> bool:
    """Whether a row tells of the page and not of a task: 索引号：| … | 成文日期：| …."""
    bare = ["".join(cell.text.split()) for cell in cells if cell.text.strip()]
    return len(bare) > 1 and all(RECORD.fullmatch(name) for name in bare[::2])


def lacks_name(cells: Sequence[Printed], columns: Columns) -> bool:
    """Whether a row says what is done and by whom, or has a number, and leaves the name to the row above."""
    bare = [cell.text.strip() for cell in cells]
    places = (columns.number, columns.lead, columns.units)
    own = any(0 <= place < len(bare) and bare[place] and not DITTO.fullmatch(bare[place]) for place in places)
    if not own or max(columns.name, columns.text) >= len(bare):
        return False
    return bool(bare[columns.text]) and (not bare[columns.name] or bool(DITTO.fullmatch(bare[columns.name])))


def shares_name(cells: Sequence[Printed], above: Sequence[Printed], columns: Columns) -> bool:
    """Whether two rows print one name, as formats that fill merged cells read it."""
    if columns.name >= min(len(cells), len(above)):
        return False
    names = {"".join(row[columns.name].text.split()) for row in (cells, above)}
    return len(names) == 1 and "" not in names


def named(name: Printed, text: Printed) -> Printed:
    """What is done behind the task's name, which the table prints in a column of its own."""
    name = name[: len(name.text.rstrip("：:。；; "))]
    if not name.text or not text.text or text.text.startswith(name.text):
        return text if text.text else name
    return name + COLON + text


def joined(cells: list[Printed], more: list[Printed]) -> list[Printed]:
    """A row and the row that continues it, cell by cell."""
    width = max(len(cells), len(more))
    padded = [row + [Printed()] * (width - len(row)) for row in (cells, more)]
    return [first + SPACE + second for first, second in zip(*padded, strict=True)]


def in_place(cells: list[Printed], columns: Columns) -> list[Printed]:
    """A row with a cell too few, its units put back into their column where the table ends with it."""
    last = cells[-1].text if cells else ""
    if (
        len(cells) < columns.width
        and columns.units == columns.width - 1
        and (is_labelled(last) or names_units(last))
    ):
        return [*cells[:-1], *[Printed()] * (columns.width - len(cells)), cells[-1]]
    return cells


def filled_to(cells: Sequence[Printed]) -> int:
    """How many cells a row has up to its last that is not empty."""
    return max((place + 1 for place, cell in enumerate(cells) if cell.text.strip()), default=0)


def count_doubts(cells: Sequence[Printed], columns: Columns) -> list[Doubt]:
    """A row with more or fewer cells than the head has columns."""
    filled = filled_to(cells)
    if filled <= columns.width <= len(cells):
        return []
    message = f"这一行有 {max(filled, len(cells))} 个单元格，表头有 {columns.width} 列，各季度内容可能错位。"
    return [
        Doubt(
            "cell_count",
            message,
            "".join(cells[columns.text].text.split()) if 0 <= columns.text < len(cells) else "",
        )
    ]


def task_of(
    number: int, cells: Sequence[Printed], columns: Columns, domain: str | None, first_leads: bool
) -> tuple[PrintedTask, list[Doubt]]:
    """One row as a task; `domain` is the heading above it."""

    def cell(place: int) -> Cell:
        return cell_of(cells[place]) if 0 <= place < len(cells) else Cell()

    text, text_clause = clause_in(cell(columns.text).printed)
    name = cell(columns.name).printed
    if columns.number < 0:
        text, name = unnumbered(text), unnumbered(name)
    named_text = named(name, text)
    lead, co, units = (
        cell_of(names_cell(cells[place], persons=place in columns.with_persons)).text
        if 0 <= place < len(cells)
        else ""
        for place in (columns.lead, columns.co, columns.units)
    )
    quarters = quarters_of(cells, columns)
    doubts: list[Doubt] = []
    if not any(each.strip(NOTHING) for each in (lead, co, units, text_clause)):
        has_units = max(columns.lead, columns.co, columns.units) >= 0
        named_text, quarters, text_clause = without_glued(named_text, quarters, has_units)
        doubts = [] if columns.text_with_units else glued_doubts(text_clause)
        named_text, text_clause = (named_text, text_clause) if text_clause else names_at_end(named_text)
    clause, written = responsibility(lead, co, units, text_clause, first_leads)
    own = domain_name("".join(cell(columns.domain).text.split())) or domain
    has_place = max(columns.lead, columns.co, columns.units) >= 0 or bool(text_clause)
    deadline = cell(columns.deadline).text.strip(NOTHING)
    due = f"{columns.deadline_head}：{deadline}" if deadline else ""
    whole = one_after_another((written, due))
    own_texts = (name.text, text.text, text_clause, lead, co, units, deadline)
    months = [place for some in columns.months for place in some]
    plans = (
        [cell(place).text for place in (*months, *columns.quarters)]
        if months
        else [each.text for each in quarters]
    )
    row = tuple(filter(None, (*own_texts, *plans)))
    task = PrintedTask(number, named_text, own, clause.lead, clause.co, whole, tuple(quarters) or None, row)
    is_left_empty = columns.lead >= 0 and not lead.strip(NOTHING)
    return task, [*doubts, *clause.doubts, *lead_doubts(clause, written, has_place, is_left_empty)]


def quarters_of(cells: Sequence[Printed], columns: Columns) -> list[Cell]:
    """The four cells of a row's plan, those of months together by their quarter."""
    months = columns.months or ((),) * len(columns.quarters)
    found = []
    for before, last in zip(months, columns.quarters, strict=True):
        parts = [cells[place] for place in (*before, last) if 0 <= place < len(cells)]
        found.append(NO_COLUMN if last < 0 and not before else cell_of(in_turn(parts)))
    return found


def without_glued(text: Printed, quarters: list[Cell], has_units: bool) -> tuple[Printed, list[Cell], str]:
    """A row whose units have no cell of their own, without the clause that stands behind its text or plan.

    建成12家。牵头单位：市民政局: the label tells it; a name alone only behind a figure (80辆县交通局),
    in a table that `has_units` in a column of their own, where this row has none.
    """
    ways = (clause_behind, office_behind) if has_units else (clause_behind,)
    for way in ways:
        for at in reversed(range(len(quarters))):
            plan, clause = way(quarters[at].printed)
            if clause:
                whole = [*quarters[:at], quarters[at].cut_to(plan), *quarters[at + 1 :]]
                return text, whole, clause
        bare, clause = way(text)
        if clause:
            return bare, quarters, clause
    return text, quarters, ""


def names_at_end(text: Printed) -> tuple[Printed, str]:
    """A text and the bracket of names, all surely units', that ends it: 新建公园3座（市园林局）."""
    place = bracket_of_names(text.text)
    if place is None or not place.start or not surely_units(place.content):
        return text, ""
    return text[: place.start].strip(), text.text[place.start : place.end]


def clause_behind(text: Printed) -> tuple[Printed, str]:
    """A text and the clause without brackets that stands behind it."""
    place = find_bare_clause(text.text)
    if place is None or not place.start or place.end < len(text.text.rstrip("。；; ")):
        return text, ""
    return text[: place.start].strip(), text.text[place.start : place.end]


def office_behind(text: Printed) -> tuple[Printed, str]:
    """A text and the offices that stand right behind its figure: 80辆县交通局."""
    match = OFFICE_BEHIND.search(text.text)
    if match is None or not surely_units(match["names"]):
        return text, ""
    return text[: match.start("names")].strip(), match["names"]


def glued_doubts(clause: str) -> list[Doubt]:
    """What is said of a clause that stands in the cell of something else."""
    message = f"“{clause}”与前面的文字写在同一个单元格里，按责任单位读取。"
    return [Doubt("cells_guessed", message, clause)] if clause else []


def unnumbered(text: Printed) -> Printed:
    """A text without the number that it begins with."""
    markers = markers_at(text.text, 0)
    return text[markers[0].end :] if markers else text


def in_turn(cells: Sequence[Printed]) -> Printed:
    """The cells of a quarter's months as one, a semicolon between."""
    filled = [cell.strip() for cell in cells if cell.text.strip()]
    ended = [cell if cell.text.endswith(ENDS) else cell + SEMICOLON for cell in filled[:-1]]
    return sum((*ended, *filled[-1:]), Printed())


def one_after_another(texts: Sequence[str]) -> str:
    """The texts of several cells as one, a semicolon between where none stands: no mark is doubled by it."""
    filled = [text for text in texts if text]
    ended = [text if text.endswith(ENDS) else text + "；" for text in filled[:-1]]
    return "".join((*ended, *filled[-1:]))


def names_cell(cell: Printed, *, persons: bool) -> Printed:
    """A cell of names with a pause mark between them, without the persons that stand beside the units."""
    if persons:
        cell = without_phones(cell)
        for match in reversed(list(PERSON_BESIDE.finditer(cell.text))):
            if not names_units(match["person"] or match["inner"]):
                cell = cell[: match.start()] + cell[match.end() :]
    return with_pauses(cell)


def without_phones(cell: Printed) -> Printed:
    """A cell of units and persons without their telephone numbers."""
    for match in reversed(list(PHONE.finditer(cell.text))):
        cell = cell[: match.start()] + cell[match.end() :]
    return cell


def with_pauses(cell: Printed) -> Printed:
    """A cell of names that stand one below the other, a pause mark between them."""
    gaps = [match.span() for match in GAP.finditer(cell.text) if parts_names(cell.text, *match.span())]
    edges = [0, *(edge for gap in gaps for edge in gap), len(cell)]
    parts = [cell[start:end] for start, end in zip(edges[::2], edges[1::2], strict=True)]
    return Printed("、".join(part.text for part in parts), "、".join(part.source for part in parts))


def parts_names(text: str, start: int, end: int) -> bool:
    """Whether a gap parts two names: each is whole by itself, and they are no place with its department."""
    before = NAME_BEFORE.search(text, max(0, start - LONGEST_NAME - 1), start)[0]
    after = NAME_AFTER.match(text, end)[0]
    if min(len(before), len(after)) < 2 or not (is_whole_name(before) and is_whole_name(after)):
        return False
    if HALF_NAME.search(before):
        return False
    return not PLACE.fullmatch(before) or bool(OF_A_PLACE.match(after) or PARK.fullmatch(after))


def is_whole_name(name: str) -> bool:
    """Whether a stretch of a column of units is a name by itself; also 高新园, as a thing may be called."""
    return names_units(name) or bool(PARK.fullmatch(name))


def clause_in(text: Printed) -> tuple[Printed, str]:
    """A task's text and the clause at its end, where the table prints one there."""
    places = find_clauses(text.text)
    if places and places[-1].end >= len(text.text.rstrip("。；; ")):
        return text[: places[-1].start].strip(), text.text[places[-1].start : places[-1].end]
    return text, ""


def responsibility(lead: str, co: str, units: str, clause: str, first_leads: bool) -> tuple[Clause, str]:
    """Who is responsible, by the columns or by the clause in the text; and what is printed of it."""
    if co and units and not lead and not is_labelled(units):
        lead, units = units, ""  # 责任单位 beside 配合单位 leads
    if lead or co:
        first, second, third = parse_names(lead), parse_names(co), parse_names(units)
        partners = tuple(
            name for name in dict.fromkeys((*second.lead, *third.lead)) if name not in first.lead
        )
        whole = Clause(first.lead, partners, bool(first.lead), (*first.doubts, *second.doubts, *third.doubts))
        return whole, one_after_another((lead, units, co))
    if units:
        return parse_clause(units, first_leads=first_leads), units
    return parse_clause(clause.strip("（()）"), first_leads=first_leads) if clause else Clause(), clause


def lead_doubts(clause: Clause, written: str, has_place: bool, is_left_empty: bool) -> list[Doubt]:
    """No lead where the table has a place for one, or several units of which none is called lead.

    A single unit leads where nobody else could, but not unseen where the lead's own column was left empty.
    """
    if has_place and not clause.lead:
        return [Doubt("no_lead", f"没有牵头单位：{written}" if written else "责任单位一栏为空。", written)]
    if clause.lead and (len(clause.lead) > 1 or is_left_empty) and not clause.named:
        return [
            Doubt("missing_lead", f"未写明牵头单位，按{'、'.join(clause.lead)}牵头读取：{written}", written)
        ]
    return []
