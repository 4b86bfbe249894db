"""Lines between a table's rows that are none: notes, who drew it up, marks of a page, another title."""

import re
from collections.abc import Sequence

from projects.parsing.columns import is_head
from projects.parsing.headings import NUMBERED, is_closing
from projects.parsing.layout import Row
from projects.parsing.printed import Printed
from projects.parsing.unit_names import names_units, surely_units

MARK = "[*＊※★☆▲△]"
WORK = "(?:填表|填报|制表|编制|审核|审批|复核|报送|汇总|录入|校对|统计|经办|签发)"
NOTE = (
    r"[（(【]?(?:(?:附|备)?注|(?:特此|特别|有关|补充|情况|填表|编制)?说明|(?:统计|数据|计算)口径)"
    r"[\d①-⑩一二三四五六七八九十]{0,2}[）)]?(?:[:：】]|$)"  # 注1：
)
DRAWN_UP = (
    rf"{WORK}(?:人员?|单位|部门|机关|日期|时间)?[:：]"
    r"|(?:联系|负责|责任)人(?:及电话)?[:：]|[一-鿿]{0,2}电话[:：]|(?:数据|资料|信息)来源[:：]"
)
LEGEND = (  # 带★的为省民生实事
    rf"(?:带|标|加)(?:有|注)?[“\"]?{MARK}"
    rf"|[“\"]?{MARK}{{1,3}}[”\"]?号?(?:为|表示|指|系|含|包括|第\d)"
    r"|(?:以上|上述|本表|此表|表中)."
)
IS_NOTE = re.compile(f"{NOTE}|{LEGEND}")
REMARK = re.compile(f"{IS_NOTE.pattern}|{DRAWN_UP}")
MEASURE = re.compile(r"[（(]?(?:计量|金额|资金|投资|货币)?单位[:：](?P<measure>[^。；;:：]{1,12})")
CONTINUED = re.compile(
    r"[（(]?(?:续[上前]?[页表]?|接[上前][页表]|[转接]下页)\d{0,2}[）)]?|续?表\d{1,2}[（(]续[）)]"
)
AGAIN = re.compile(r"[（(]续[上前]?[页表]?[)）]$")  # …安排表（续）
POINT = re.compile(r"(?:^|(?<=[:：】]))[（(]?[1-9①-⑩][)）.．、]?(?=\D)")
FULL_LINE = 30  # characters: a shorter line is not wrapped
ANNEX = re.compile(r"附[件表]\d{1,2}(?:[:：]|$)|附[件表][:：]?$")
TOLD_YEAR = re.compile(r"(?:19|20)\d{2}年")
TITLE = re.compile(
    r"(?:(?:分解|分工|任务|责任|一览|安排|进度)表|\d{4}年.{0,40}(?:清单|方案|台账|计划))(?:[（(].{1,12}[)）])?$"
)


def is_note(text: str) -> bool:
    """Whether a line explains the list, wherever it stands: 注：含改扩建, 带★的为省民生实事."""
    return bool(IS_NOTE.match(text))


def is_remark(text: str) -> bool:
    """Whether a line tells of the list and heads no tasks: 注：含改扩建, 填表人：张某, 单位：万元."""
    if NUMBERED.match(text) and not REMARK.match(text):
        return False
    measure = MEASURE.fullmatch(text)
    if measure and not names_units(measure["measure"]):
        return True
    return bool(REMARK.match(text)) or (is_closing(text) and not (names_units(text) or surely_units(text)))


def runs_on(note: str, text: str) -> bool:
    """Whether a line goes on with the note above it: its next point, or the rest of a wrapped line."""
    if not note or NUMBERED.match(text):
        return False
    is_point = bool(POINT.search(note) and POINT.match(text))
    return is_point or (len(note) >= FULL_LINE and not note.endswith(("。", "；", ";")))


def is_continued(text: str) -> bool:
    """Whether a line only says that the table goes on from the page before: 续表."""
    return bool(CONTINUED.fullmatch(text))


def opens_table(text: str) -> bool:
    """Whether a line is 附件2 or titled like a table; it opens one where a head follows.

    A title may bear a number (一、某市2034年民生实事任务表); it tells the year, as no heading does.
    """
    is_title = TITLE.search(text) and (not NUMBERED.match(text) or TOLD_YEAR.search(text))
    return bool(ANNEX.match(text) or is_title)


def without_continued(title: str) -> str:
    """A title as its first page prints it: …安排表（续） → …安排表."""
    return AGAIN.sub("", title)


def above_heads(rows: Sequence[Row]) -> list[bool]:
    """For each row, whether nothing but lines of one text stands between it and the next head."""
    found: list[bool] = []
    is_above = False
    for row in reversed(rows):
        found.append(is_above)
        if not only_text(row):
            is_above = is_head([cell.text for cell in row.cells])
    return found[::-1]


def only_text(row: Row) -> str:
    """What a line without cells says, or a row whose first cell alone is filled; "" for any other."""
    if not row.cells:
        return row.bare
    filled = [cell for cell in row.cells if cell.text.strip()]
    is_first = len(filled) == 1 and bool(row.cells[0].text.strip())
    return "".join(filled[0].text.split()) if is_first else ""


def drawn_up(cells: Sequence[Printed]) -> str:
    """What a row of several cells, or not in its first, tells of the list: 填表人：张某 | | 电话：…; else "".

    Each filled cell is a remark, or they go label by label: 填表人： | 张某.
    """
    filled = ["".join(cell.text.split()) for cell in cells if cell.text.strip()]
    labels = filled[::2] if all(text.endswith((":", "：")) for text in filled[::2]) else filled
    return "　".join(filled) if filled and all(REMARK.match(text) for text in labels) else ""
