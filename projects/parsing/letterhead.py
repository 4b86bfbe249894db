"""What stands around the tasks: title, document number, date, year, how many matters."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from projects.parsing.layout import TAG, Row
from projects.parsing.numerals import CHINESE, to_date, to_int
from projects.parsing.printed import Printed

NUMBER = re.compile(
    r"(?P<agency>[\u4e00-\u9fff]{1,14})[〔﹝\[［（(【](?P<year>(?:19|20)\d{2})[〕﹞\]］）)】](?:第)?(?P<number>\d{1,4})号"
)
OWN_NUMBER = re.compile(
    rf"[（(]?(?:(?:文号|发文字号|文件编号|编号)[:：|]*)?(?P<printed>{NUMBER.pattern})[）)]?(?:签发人.*|特急|加急|\|.*)?"
)
OWN_DATE = re.compile(
    r"(?:(?:成文日期|发文日期|印发日期|发布日期|日期)[:：|]*)?"
    r"([0-9０-９〇零○一二三四五六七八九]{4}(?:年|[-./])[0-9０-９一二三四五六七八九十元]{1,3}(?:月|[-./])[0-9０-９一二三四五六七八九十]{1,3}日?)(?:印发)?"
)
TITLE_END = re.compile(
    r"(?:通知|方案|安排|计划|规划|纲要|意见|清单|目录|办法|分解表|分工表|安排表|一览表|任务书|分工|通报|公告|决定"
    r"|要点|细则|报告|函|分解|[一-鿿]表|台账|进度)(?:[（(][^）)]{1,16}[)）])?$"
)
NOTICE_END = re.compile(
    r"(?:通知|意见|函|决定|公告|通报|报告|批复|通告|请示)(?:[（(][^）)]{1,16}[)）])?$"
)  # 关于…的通知
TITLE_WORD = re.compile(
    r"关于|印发|方案|民生实事|实事项目|[\d一二三四五六七八九十]{1,3}[件大项](?:民生)?实事|规划|序时|任务分解|责任分工|分解落实|清单|工作安排|为民办实事|计划|分解表|重点工作|重点项目|分工"
)
SENTENCE_MARK = re.compile(r"[。；;：:，,！？|]")
YEAR = re.compile(r"((?:19|20)\d{2}|[二][〇○零O][一二三四五六七八九〇○零]{2})年?")
FULL_YEAR = re.compile(YEAR.pattern.removesuffix("?"))
MATTERS = re.compile(rf"(\d{{1,3}}|[{CHINESE}]{{1,5}})件(?:[^，。；]{{0,6}})?(?:民生|实事|为民)")
TASKS = re.compile(
    rf"(?:分解为|分解成|细化为|共|共计|合计)(\d{{1,3}}|[{CHINESE}]{{1,5}})(?:个|条)?项(?:具体|重点|目标|工作)*任务"
)
FIVE_YEARS = {"十三五": 2016, "十四五": 2021, "十五五": 2026, "十六五": 2031}
ANNEX_LINE = re.compile(r"附件\d*(?:[:：].|$)|\d{1,2}[.．、](?!\d{1,3}\D)")  # the annexes are listed there
LIST_YEAR = re.compile(
    r"((?:19|20)\d{2})年度?[^，。；\d]{0,12}(?:民生实事|实事项目|为民办|惠民实事|重点工作任务)"
)
TOLD = re.compile(r"已(?:经|全部|全面|圆满|基本)?|圆满完成|回顾|完成情况|总结")  # of a year that is over
WIDE_DIGITS = str.maketrans("０１２３４５６７８９", "0123456789")
PAST = re.compile(
    r"\d{4}年[^\d]{0,24}(?:完成情况|进展情况|工作总结|总结)(?=[及和与暨].*\d{4}年)"
)  # what a title tells first
FIELD = re.compile(r"^\s*(?:文件|信息|公文)?(?:名\s*称|标\s*题|题\s*名)\s*[:：]\s*")  # of a web page's index
TRAIL = re.compile(r"当前位置|首\s*页\s*[>＞»›/-]|\S\s*[>＞»›]\s*\S.*[>＞»›]")  # 首页 > 政务公开 >
SITE = re.compile(
    r"\s?[_＿].*$|(?<=.{8})\s?[-—－–]{1,2}\s?[^-—－–]{2,24}(?:网站|政府网|门户网|信息网)$"
)  # …的通知_区政府文件_某区门户网站
NUMBERED = re.compile(
    r"\d{1,3}[.．、](?!\d)|[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[)）]"
)
ONLY_YEAR = re.compile(r"[（(]?((?:19|20)\d{2})年度?[)）]?")
LONGEST_TITLE = 5  # lines


@dataclass(frozen=True)
class Letterhead:
    """The document's own particulars; None where it does not print them."""

    title: str = ""
    document_number: str | None = None
    issued_on: date | None = None
    year: int | None = None
    matters: int | None = None
    tasks: int | None = None  # 分解为120项任务


def read_letterhead(head: Sequence[Row], tail: Sequence[Row]) -> Letterhead:
    """The particulars from the lines before the tasks and those after them."""
    lines = [line for row in head for line in plain_lines(row)]
    last = [line for row in tail for line in plain_lines(row)]
    title = title_of([cell for row in head for cell in titles_in(row)])
    number = next((own for line in lines if (own := own_number(line))), None)
    issued = next((day for line in (*reversed(lines), *last) if (day := own_date(line))), None)
    return Letterhead(
        title,
        number,
        issued,
        year_of(title, lines, number, issued),
        matters_of([title, *lines]),
        tasks_of([title, *lines]),
    )


def plain_lines(row: Row) -> list[str]:
    """A line, and its cells each, without white space; the rows of a web page's head are drawn with pipes."""
    line = TAG.sub("", row.bare)
    cells = [TAG.sub("", "".join(cell.text.split())) for cell in row.cells]
    return [line, *(cell for cell in (*cells, *line.split("|")) if cell and cell != line)]


def titles_in(row: Row) -> list[str]:
    """The stretches of a line that could be a title, or part of one, as a person would write them."""
    line = SITE.sub("", FIELD.sub("", TAG.sub("", row.printed.text)))
    if TRAIL.search(line):
        return []
    return [Printed(part, part).tidy().text for part in re.split(r"[|\t]", line) if part.strip()]


def title_of(lines: Sequence[str]) -> str:
    """The first title, joined over the lines that it was wrapped into."""
    whole = next((title for place in range(len(lines)) if (title := title_from(lines, place))), "")
    return whole or next(
        (
            line
            for line in lines
            if TITLE_WORD.search(line) and not SENTENCE_MARK.search(line) and not NUMBERED.match(line)
        ),
        "",
    )


def title_from(lines: Sequence[str], place: int) -> str:
    """The title that begins at a line; nothing where none does."""
    title = ""
    if ANNEX_LINE.match(lines[place]):
        return ""
    for line in lines[place : place + LONGEST_TITLE]:
        if (
            SENTENCE_MARK.search(line.replace("：", "", 1) if title == "" else line)
            or NUMBER.fullmatch(line)
            or len(title) > 80
            or own_date(line)
            or (title and ANNEX_LINE.match(line))
        ):
            return ""
        title += line
        if TITLE_WORD.search(title) and (NOTICE_END if "关于" in title else TITLE_END).search(title):
            return title
        if not title_goes_on(title):
            return ""
    return ""


def title_goes_on(title: str) -> bool:
    """Whether a line can be the beginning of a title."""
    return bool(TITLE_WORD.search(title) or FULL_YEAR.search(title)) or title.endswith(
        ("人民政府", "办公室", "市政府")
    )


def own_number(line: str) -> str | None:
    """The document's number where a line is nothing else; a number cited in a sentence is not its own."""
    match = OWN_NUMBER.fullmatch(line)
    return f"{match['agency']}〔{match['year']}〕{match['number']}号" if match else None


def own_date(line: str) -> date | None:
    """The date where a line is nothing else."""
    match = OWN_DATE.fullmatch(line)
    return to_date(match[1]) if match else None


def year_of(title: str, lines: Sequence[str], number: str | None, issued: date | None) -> int | None:
    """The year of the list: from the title, a heading, the document's number, its date."""
    title = PAST.sub("", plain_digits(title))
    lines = [plain_digits(line) for line in lines]
    if not FULL_YEAR.search(title) and (named := list_year(lines)):
        return named
    headings = [line for line in lines if TITLE_WORD.search(line) and len(line) < 60]
    for text in (title, *headings):
        if match := FULL_YEAR.search(text):
            return to_int(match[1].replace("O", "〇"))
    for words, year in FIVE_YEARS.items():
        if words in title:
            return year
    if alone := next((match for line in lines if (match := ONLY_YEAR.fullmatch(line))), None):
        return int(alone[1])
    if number:
        return int(number[number.index("〔") + 1 : number.index("〕")])
    return issued.year if issued else None


def plain_digits(text: str) -> str:
    """A text with its full-width digits as plain ones."""
    return text.translate(WIDE_DIGITS)


def list_year(lines: Sequence[str]) -> int | None:
    """The year whose deeds a sentence speaks of, one that is to come before one that is told of."""
    sentences = [sentence for line in lines for sentence in re.split("[。；;]", line)]
    coming = [sentence for sentence in sentences if not TOLD.search(sentence)]
    named = (match for sentence in (*coming, *sentences) for match in LIST_YEAR.finditer(sentence))
    first = next(named, None)
    return int(first[1]) if first else None


def matters_of(texts: Sequence[str]) -> int | None:
    """50件民生实事 → 50, from the first place that says it."""
    return next((to_int(match[1]) for text in texts if (match := MATTERS.search(text))), None)


def tasks_of(texts: Sequence[str]) -> int | None:
    """分解为120项任务 → 120, from the first place that says it."""
    return next((to_int(match[1]) for text in texts if (match := TASKS.search(text))), None)
