"""The head of a table: which column holds the number, the task, each quarter, the units."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from projects.parsing.sayings import FIRST_LEADS

NUMBER = re.compile(r"序号?|编号|项目序号|任务序号|项次|号")
TEXT = (  # the surest first
    re.compile(r".*(?:目标任务|年度目标|工作目标|任务内容|目标内容).*"),
    re.compile(
        r".*(?:建设内容|工作内容|实施内容|主要内容|工作任务|重点任务|具体任务|任务|实事内容|项目内容|内容).*"
    ),
    re.compile(r".*(?:项目名称|实事项目|实事名称|实事|项目|名称|事项).*"),
    re.compile(r"(?:重点|主要|年度|民生|具体)?(?:工作|目标|工程|举措|措施)"),
)
# a column of names beside the one that says what is done, and the latter
NAMES_HEAD = re.compile(r"(?:[一-鿿]{0,6}(?:项目|任务|实事|事项|工作|工程))?(?:名称)?(?<!目标任务)")
CONTENT_HEAD = re.compile(
    r"(?:[一-鿿]{0,4}(?:内容|措施|举措)|具体任务|具体项目|子(?:项目|任务)|细化任务|分项任务)"
)
DEADLINE = re.compile(
    r"(?:计划|要求)?(?:完成|办结|竣工|建成|实施|落实)(?:时限|时间|期限|节点)(?:要求)?|时限(?:要求)?"
)
DOMAIN = re.compile(r".*(?:领域|类别|分类|类型|板块).*")
LEAD = re.compile(r".*(?:牵头|主办|主责|第一|首要).*(?:单位|部门)?.*")
PERSON = re.compile(
    r".*(?:领导|责任人|负责人|联系人|承办人|电话|备注|数据|督办|督查|投资|资金|科室|处室|股室|(?:数量|计量|计费|计价|收费)单位).*"
)
UNITS_HEAD = re.compile(
    r"[一-鿿]{0,4}(?:牵头|责任|主办|负责|承办|实施|主管|主责|落实)(?:[（(][一-鿿]{2,4}[)）])?(?:单位|部门|主体)"
)
PERSON_BEHIND = re.compile(r"(?:及|和|、|/|／|[（(]).*(?:人|电话|方式|领导)[)）]?$")  # 责任单位及责任人
MEASURE = re.compile(r".*(?:数量|计量|计费|收费|价格?)单位.*")
WATCHING = re.compile(
    r".*(?:督办|督查|督导|监督|考核|验收|包[保抓联]|挂[包钩点]|联系).*(?:单位|部门)"
)  # watch over it and owe nothing
WITH_UNITS = re.compile(
    r".*(?:内容|任务|项目|事项|目标|措施)(?:及|和|与|、|/|／)(?:牵头|责任|实施|负责)(?:单位|部门)"
)  # 项目内容及责任单位: the clause stands behind the text, in the same cell
COUNTING = re.compile(r"(?:采购)?数量|规格(?:型号)?|型号|单价.*|总?金额.*|总价.*")
OF_UNITS = "(?:单位|部门)"  # 责任单位及责任人 is a column of units, 单位负责人 is none
CO = re.compile(r".*(?:共同|配合|协办|协同|参与|协助|协作|参加|支持|成员|其[他它]|第[二三](?!季)).*")
UNITS = re.compile(r".*(?:责任单位|责任部门|实施单位|承办单位|责任主体|单位|部门|责任).*")
ENDING = "(?:底前?|末前?|份|前)?(?:完成|目标|计划|进度|安排|节点|任务|要求){0,2}"
QUARTERS = tuple(
    re.compile(pattern)
    for pattern in (
        rf".*(?:第?[一1１]季度?|(?<![IVⅠ-Ⅻ])[IⅠ]季度?|[Qq]1|1月?[-—–~～至]3月|(?<!\d)3月(?:3[01]日)?{ENDING}$|(?<!十)三月{ENDING}$).*",
        rf".*(?:第?[二2２]季度?|(?<![IVⅠ-Ⅻ])(?:II|Ⅱ)季度?|[Qq]2|4月?[-—–~～至]6月|(?<!\d)6月(?:3[01]日)?{ENDING}$|(?<!十)六月{ENDING}$).*",
        rf".*(?:第?[三3３]季度?|(?<![IVⅠ-Ⅻ])(?:III|Ⅲ)季度?|[Qq]3|7月?[-—–~～至]9月|(?<!\d)9月(?:3[01]日)?{ENDING}$|(?<!十)九月{ENDING}$).*",
        rf".*(?:第?[四4４]季度?|(?<![IVⅠ-Ⅻ])(?:IV|Ⅳ)季度?|[Qq]4|10月?[-—–~～至]12月|(?<!\d)12月(?:3[01]日)?{ENDING}$|(?<!十)十二月{ENDING}$).*",
    )
)
HALVES = (
    (1, re.compile(r".*(?:上半年|1月?[-—–~～至]6月|半年目标).*")),
    (3, re.compile(r".*(?:下半年|7月?[-—–~～至]12月|1月?[-—–~～至]12月).*")),
)
# the year's end, where the columns before it are quarters or the first half
WHOLE_YEAR = re.compile(
    r"(?:至|到|截至)?(?:\d{4}年)?(?:全年|年底|年末|年终|12月31日)(?:前|末)?(?:累计|目标|进度|计划|安排|任务|完成){0,2}"
)
MONTH = re.compile(rf"(?:\d{{4}}年)?(\d{{1,2}})月{ENDING}(?:进度|计划|安排|目标)?")
ROLES = (
    ("number", (NUMBER,)),
    ("person", (PERSON,)),
    ("domain", (DOMAIN,)),
    ("lead", (LEAD,)),
    ("co", (CO,)),
    ("units", (UNITS,)),
    ("text", TEXT),
)
GROUP = re.compile(r".*(?:进度|计划|安排|节点|时序|推进).*")
PARTING = re.compile(
    r"(?:共同)?(?:牵头|主办|主责|责任|负责|承办|配合|协办|协同|参与|实施)(?:单位|部门|领导|人)?"
)
IGNORED = re.compile(rf"{GROUP.pattern}|{PERSON.pattern}")
LONGEST_HEAD = 16
LONGEST_REMARKED = 80  # characters of a head with its remark
REMARK = re.compile(
    rf"[（(][^）)]*(?:{FIRST_LEADS.pattern}|[带标加注有打].{{0,3}}[*＊★☆▲△※])[^）)]*[)）]"
)  # 责任单位（排名第一的为牵头单位）
OF_A_YEAR = re.compile(r"^(?:19|20)\d{2}年度?(?=(?:工作|主要|建设)?(?:目标|任务|计划){1,2}$)")  # 2038年目标
FEWEST_MONTHS = 6
# a column that stands alone must say that it plans: 一季度目标; 一季度进展 tells what was done
LONE_QUARTER = re.compile(
    r"(?:\d{4}年)?第?(?:[一二三四1-4Ⅰ-Ⅳ]|I{1,3}|IV)季度(?:末|底)?(?:工作|阶段|主要|序时|推进|节点)?"
    r"(?:目标|计划|安排|任务|要求|打算|进度安排|序时进度){1,2}"
)


@dataclass(frozen=True)
class Columns:
    """The places of a table's columns; -1 where there is none."""

    number: int = -1
    text: int = -1
    quarters: tuple[int, ...] = ()  # four places, or none
    months: tuple[tuple[int, ...], ...] = ()  # of each quarter, those before the place of its last month
    lead: int = -1
    co: int = -1
    units: int = -1
    with_persons: frozenset[int] = frozenset()  # 责任单位及责任人
    domain: int = -1
    name: int = -1  # 项目名称 beside 建设内容
    deadline: int = -1
    deadline_head: str = ""
    unread: tuple[str, ...] = field(default=())
    width: int = 0
    text_with_units: bool = False  # 项目内容及责任单位


def word_of(cell: str) -> str:
    """What a head cell says, without white space, the year, or a remark in brackets about who leads."""
    bare = OF_A_YEAR.sub("年度", "".join(cell.split()))
    return REMARK.sub("", bare) if len(bare) <= LONGEST_REMARKED else bare


def quarter_of(cell: str) -> int | None:
    """0 to 3 for the head of a quarter's column."""
    if len(cell) > LONGEST_HEAD:
        return None
    return next((index for index, pattern in enumerate(QUARTERS) if pattern.fullmatch(cell)), None)


def is_head(cells: Sequence[str]) -> bool:
    """Whether a row is a table's head: quarters side by side, or a number column beside a task column."""
    return names_columns(tuple(cells))


@lru_cache(maxsize=1024)  # each row is looked at by several
def names_columns(cells: tuple[str, ...]) -> bool:
    """The same of cells that are kept."""
    bare = []
    for cell in cells:
        bare.append(word_of(cell))
        if len(bare[-1]) > LONGEST_HEAD:
            return False
    quarters = {quarter_of(cell) for cell in bare} - {None}
    numbered = any(NUMBER.fullmatch(cell) for cell in bare)
    named = any(pattern.fullmatch(cell) for pattern in TEXT for cell in bare)
    return (
        len(quarters) > 2
        or (numbered and named)
        or (numbered and any(GROUP.fullmatch(cell) for cell in bare))
        or ((named or numbered) and any(UNITS_HEAD.fullmatch(cell) for cell in bare))
    )


def is_second_head(cells: Sequence[str]) -> bool:
    """Whether a row right below a head parts its columns: 牵头, 配合 below 责任单位."""
    filled = [bare for cell in cells if (bare := word_of(cell))]
    return bool(filled) and all(map(parts_head, filled))


def parts_head(word: str) -> bool:
    """Whether a word parts the column above it: by role, by half-year, by quarter."""
    in_half = any(pattern.fullmatch(word) for _, pattern in HALVES)
    return bool(PARTING.fullmatch(word)) or in_half or quarter_of(word) is not None


def is_other_head(cells: Sequence[str]) -> bool:
    """Whether a row heads a table of something else: numbered, with neither tasks nor units."""
    bare = ["".join(cell.split()) for cell in cells]
    numbered = any(NUMBER.fullmatch(cell) for cell in bare)
    return numbered and not any(re.search(OF_UNITS, cell) for cell in bare)


def columns_of(heads: Sequence[Sequence[str]], figures: Collection[int] = ()) -> Columns:
    """The columns that one or several head rows, one below the other, describe.

    `figures` are the columns that hold nothing but numbers: none of them prints the tasks.
    """
    width = max((len(row) for row in heads), default=0)
    names = with_measures([names_at(heads, place) for place in range(width)])
    quarters = quarter_places(names)
    places = role_places(names, frozenset(quarters.values()), figures)
    if "units" in places and not {"lead", "co"} & places.keys():
        other = [place for place in unclaimed_units(names) if place not in places.values()]
        places |= {"co": other[0]} if other else {}
    if "text" not in places and "number" in places:
        other = unknown_places(names, {*places.values(), *quarters.values(), *figures})
        places |= {"text": other[0]} if other else {}
    places |= name_place(names, places, {*places.values(), *quarters.values(), *figures})
    deadlines = [place for place, name in enumerate(names) if any(map(DEADLINE.fullmatch, name))]
    deadline = next((place for place in deadlines if place not in places.values()), -1)
    months = month_places(names) if quarters else ()
    taken = {*quarters.values(), *places.values(), deadline, *(place for some in months for place in some)}
    ignored = IGNORED if quarters else PERSON  # 序时进度 above the quarters; alone it holds what is planned
    unread = tuple(
        name[0]
        for place, name in enumerate(names)
        if name and place not in taken and not ignored.fullmatch(name[0])
    )
    return Columns(
        **{
            role: places.get(role, -1) for role in ("number", "text", "name", "lead", "co", "units", "domain")
        },
        deadline=deadline,
        deadline_head=names[deadline][0] if deadline >= 0 else "",
        quarters=tuple(quarters.get(quarter, -1) for quarter in range(4)) if quarters else (),
        with_persons=frozenset(
            place for place, name in enumerate(names) if any(map(PERSON_BEHIND.search, name))
        ),
        months=months,
        unread=unread,
        width=width,
        text_with_units="text" in places and any(map(WITH_UNITS.fullmatch, names[places["text"]])),
    )


def with_measures(names: list[list[str]]) -> list[list[str]]:
    """The heads, where a 单位 beside 数量, 金额 or 责任单位 becomes 计量单位, for no office is meant."""
    parts = [part for name in names for part in name]
    if not any(COUNTING.fullmatch(part) or UNITS_HEAD.fullmatch(part) for part in parts):
        return names
    return [["计量单位"] if name == ["单位"] else name for name in names]  # below 牵头单位 it means an office


def unknown_places(names: Sequence[Sequence[str]], taken: set[int]) -> list[int]:
    """The columns whose heads say nothing known: the first of them holds the task."""
    return [
        place
        for place, name in enumerate(names)
        if name and place not in taken and not any(map(IGNORED.fullmatch, name)) and not is_person(name)
    ]


def name_place(names: Sequence[Sequence[str]], places: dict[str, int], taken: set[int]) -> dict[str, int]:
    """The columns of the task's name and of what is done, where a table has both side by side."""
    text = places.get("text", -1)
    if text < 0:
        return {}
    free = [place for place in range(len(names)) if names[place] and place not in taken]
    left = [
        place
        for place in free
        if place < text
        and any(NAMES_HEAD.fullmatch(part) or CONTENT_HEAD.fullmatch(part) for part in names[place])
    ]
    if left:
        return {"name": left[-1]}
    right = [place for place in free if place > text and any(map(CONTENT_HEAD.fullmatch, names[place]))]
    return {"name": text, "text": right[0]} if right and any(map(NAMES_HEAD.fullmatch, names[text])) else {}


def unclaimed_units(names: Sequence[Sequence[str]]) -> list[int]:
    """The columns that hold units by their heads: 主管部门 beside 实施单位."""
    return [
        place
        for place, name in enumerate(names)
        if any(UNITS_HEAD.fullmatch(part) for part in name) and not is_person(name)
    ]


def quarter_places(names: Sequence[Sequence[str]]) -> dict[int, int]:
    """Quarter (0 to 3) → its column, the first of several."""
    places: dict[int, int] = {}
    for place, name in enumerate(names):
        for quarter in filter(lambda quarter: quarter is not None, map(quarter_of, name)):
            places.setdefault(quarter, place)
    places = {**half_places(names), **places}
    for place, name in enumerate(names):
        if places and any(map(WHOLE_YEAR.fullmatch, name)):
            places.setdefault(3, place)
    return {
        quarter: place
        for quarter, place in places.items()
        if len(places) > 1 or any(map(LONE_QUARTER.fullmatch, names[place]))
    }


def half_places(names: Sequence[Sequence[str]]) -> dict[int, int]:
    """The columns of a schedule by half-years: each half is planned for its last quarter."""
    places: dict[int, int] = {}
    for quarter, pattern in HALVES:
        for place, name in enumerate(names):
            if any(pattern.fullmatch(part) for part in name):
                places.setdefault(quarter, place)
    return places


def month_places(names: Sequence[Sequence[str]]) -> tuple[tuple[int, ...], ...]:
    """The columns of each quarter's months before its last, where a schedule has one for each month."""
    months = {
        int(match[1]): place
        for place, name in enumerate(names)
        for part in name
        if (match := MONTH.fullmatch(part))
    }
    if len(months) < FEWEST_MONTHS:
        return ()
    return tuple(
        tuple(months[month] for month in (3 * quarter - 2, 3 * quarter - 1) if month in months)
        for quarter in range(1, 5)
    )


def role_places(
    names: Sequence[Sequence[str]], taken: frozenset[int], figures: Collection[int] = ()
) -> dict[str, int]:
    """Role → the column whose head says it, the surest word first; no column has two roles."""
    places: dict[str, int] = {}
    for role, patterns in ROLES:
        for pattern in patterns:
            free = (
                place for place in range(len(names)) if place not in taken and place not in places.values()
            )
            place = next(
                (
                    place
                    for place in free
                    if any(pattern.fullmatch(part) for part in names[place])
                    and (role == "text" or not any(map(WITH_UNITS.fullmatch, names[place])))
                    and (role == "person") == is_person(names[place])
                    and not (role == "text" and place in figures)
                ),
                None,
            )
            if place is not None and role not in places:
                places[role] = place
    return places


def is_person(name: Sequence[str]) -> bool:
    """Whether a column holds persons and other things that are no units: 责任领导, 责任科室, 备注."""
    bare = [PERSON_BEHIND.sub("", part) for part in name]
    return any(
        MEASURE.fullmatch(part)
        or WATCHING.fullmatch(part)
        or (PERSON.fullmatch(part) and not re.search(rf"{OF_UNITS}$", part))
        for part in bare
    )


def names_at(heads: Sequence[Sequence[str]], place: int) -> list[str]:
    """What the head rows say over one column, top first."""
    return [bare for row in heads if place < len(row) and (bare := word_of(row[place]))]


def plain_columns(width: int) -> Columns:
    """The official layout, for a table without a head: 序号, 目标任务, four quarters, 责任单位."""
    if width >= 6:
        return Columns(0, 1, (2, 3, 4, 5), units=6 if width > 6 else -1, width=width)
    return Columns(0, 1, (), units=2 if width > 2 else -1, width=width)
