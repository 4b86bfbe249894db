"""The clause that says who is responsible for a task, taken apart into lead and co-responsible units."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from projects.parsing.brackets import pairs
from projects.parsing.findings import Doubt
from projects.parsing.vocabulary import any_of, words


def one_of(listed: str) -> str:
    """A group that matches one of the words."""
    return f"(?:{any_of(words(listed))})"


LEAD, PLAIN, CO, OTHER = "lead", "plain", "co", "other"

PREFIX = (
    "(?:市级|县级|区级|省级|市直|县直|省直|市|县区|属地|第[一二三]|首要|主要|主体|共同|具体|直接|业务|行业|项目"
    "|分项|总|各|其他|其它)?"
)
ROLE = one_of(
    "牵头 责任 负责 主办 承办 协办 主管 主责 配合 协同 协作 协助 参与 参加 实施 落实 支持 指导 提供 督办"
    " 监督 督查 考核 监管 分管 联系 包保 挂钩 完成"
)
NOUN = one_of("单位 部门 处室 科室 领导 市领导 人员 人 县区 地区 主体 方 时限 时间 期限 方式 电话")
ASIDE = "[一-鿿]{0,4}(?:范围|地点|依据|标准|来源|备注|说明)"  # what a clause says beside units
BARE_ROLE = "牵头|主办|责任|配合|协办"  # （牵头：市教育局；配合：市财政局）
LABEL = re.compile(
    rf"(?P<label>{PREFIX}(?:数据|信息|技术|资金|材料)?{ROLE}(?:及|和|、|/)?{ROLE}*{NOUN}+|{BARE_ROLE}|{ASIDE})\s*(?P<mark>[:：﹕∶])"
)
SURE_LABEL = re.compile(r"(?:牵头|责任|主办)(?:单位|部门)[:：]")
UNMARKED = re.compile(
    rf"(?P<label>{PREFIX}(?:牵头|共同责任|责任|主办|承办|协办|配合|协同|参与)(?:单位|部门))\s*(?P<mark>[;；、,，.。—-]?)"
)
PERSONS = re.compile(
    one_of(
        "领导 责任人 负责人 联系人 分管 人员 电话 时限 时间 期限 数据 信息 提供 督办 督查 监督 考核 方式"
        " 科室 处室 范围 地点 依据 标准 来源 备注 说明"
        " 包保 挂钩 完成"
    )
)
SAYINGS = one_of(
    "牵头负责 牵头实施 牵头落实 牵头 主办 负责牵头 负责落实 负责实施 负责 承办 实施 落实"
    " 配合实施 配合落实 积极配合 协同配合 配合 协办 协助 参与 参加 支持 组织实施 组织落实 督导 指导"
)
SAYING = re.compile(rf"(?:共同|分别|具体|按职责|按照职责|按职责分工|按各自职责)?(?P<saying>{SAYINGS})$")
MARKED_LEAD = re.compile(r"(?P<name>.+)[（(](?:牵头|牵头单位|主办)[)）]")  # 市教育局（牵头）、市财政局
SAID = {"组织": PLAIN, "牵头": LEAD, "主办": LEAD, "负责": PLAIN, "承办": PLAIN, "实施": PLAIN, "落实": PLAIN}
BETWEEN = "、，,"
WRONG = ";；。.．·/／|"
UNIT_END = one_of(
    "局 委 办 部 厅 院 会 区 县 市 乡 镇 街道 公司 集团 中心 队 行 站 团 社 协 校 所 联 署 馆 台 司"
    " 办公室 海关 中学 小学 大学 幼儿园 办事处 管理处 服务处 中央 政协 人大 组"
    " 属地 单位 部门 板块 政府 支队 企业 妇联 残联 文联 侨联"
)
CONNECTED = re.compile(
    rf"(?P<unit>{UNIT_END})(?:等(?:有关|相关|各)*(?:单位|部门)?)?(?:会同|以及|及其|和|及|与)(?=各|市|县|区|省|国|有关|相关|功能|属地|连)"
)
GLUED = re.compile(
    r"(?:(?<=[^总]局)|(?<=[^市县区省]委)|(?<=[^委府]办))(?=市[一-鿿]{1,12}[局委办]|各[县区市镇])"
)  # a space stood between
GROUP_HEAD = re.compile(r"各(?:[县市区乡镇]|县市)")
GROUP_TAIL = re.compile(r"(?:[县区市乡镇]|街道)(?:人民政府|政府|管委会|办事处)?")
SHARED_END = re.compile(r"[一-鿿]{2,4}(?:管理区|开发区|园区|街道|[县区乡镇])")  # 石门、白滩管理区
PLACE_NAME = re.compile(r"[一-鿿]{2,3}")
TRAILER = re.compile(
    r"(?:等(?:相关|有关|各)*(?:单位|部门|地区)?(?:[和及](?:有关|相关)?(?:单位|部门|地区))?|等\d+家?(?:单位|部门)?)$"
)
FIRST_LEADS = re.compile(
    r"(?:(?:首位|第一位|第一个|首个|首列|列第一|排第一|第一家|排名第一|排在前面|排在最前|名列第一|居首|首家)[^。；]{0,14}(?:牵头|为主)"
    r"|牵头(?:单位|部门)?[^。；]{0,10}(?:为|是|系)[^。；]{0,10}(?:首位|第一位|第一个|首个|第一家|排名第一))"
)


REMARK = re.compile(
    rf"(?:以?下同|.*{FIRST_LEADS.pattern}.*|.*\d{{1,2}}月.*|.*(?:完成|启动|到位)|按.{{0,6}}职责.*|下同)"
)
FOR_UNITS = "【［["  # brackets in which names may stand alone
SAID_PAUSE = re.compile(r"(?<=牵头|主办|负责|配合|指导|协助)、")


@dataclass(frozen=True)
class Clause:
    """Who is responsible, names as printed; `named` tells whether somebody is called lead."""

    lead: tuple[str, ...] = ()
    co: tuple[str, ...] = ()
    named: bool = False
    doubts: tuple[Doubt, ...] = ()


@dataclass(frozen=True)
class Part:
    """One stretch of a clause with one role."""

    role: str
    names: str


@dataclass(frozen=True)
class Place:
    """Where a clause stands in a text, brackets included, and its content."""

    start: int
    end: int
    content: str


def says_first_leads(text: str) -> bool:
    """Whether a document says that of several responsible units the first named leads."""
    return bool(FIRST_LEADS.search(text))


def find_clauses(text: str) -> tuple[Place, ...]:
    """The bracketed clauses of a text, in order; one that is never closed runs to the end of the text."""
    found = pairs(text)
    spans = (
        (start, end)
        for start, end in found.every
        if text[start] in "（([［【〔" and is_clause(text[start + 1 : end], alone=text[start] in FOR_UNITS)
    )
    places: list[Place] = []
    for start, end in spans:
        if not places or start >= places[-1].end:
            places.append(Place(start, end + 1, text[start + 1 : end]))
    covered = places[-1].end if places else 0
    for start in found.alone:
        if start >= covered and text[start] in "（([【" and is_labelled(text[start + 1 : start + 30]):
            return (*places, Place(start, len(text), text[start + 1 :]))
    return tuple(places)


def bears_clause(text: str) -> bool:
    """Whether a text says anywhere who is responsible."""
    return bool(find_clauses(text) or find_bare_clause(text))


def find_bare_clause(text: str) -> Place | None:
    """A clause that stands at a text's end without brackets, after a full stop or at the start."""
    for match in re.finditer(r"(?:^|(?<=[。；;！\s）)”]))", text):
        label = LABEL.match(text, match.end())
        if label and not re.fullmatch(ASIDE, label["label"]):  # 来源：青川日报 says nothing of units
            return bare_place(text, match.end())
    for label in SURE_LABEL.finditer(text):  # the text above it has no full stop
        if names_units(cut(text[label.end() :], "，,；;。")[0].partition("共同")[0]):
            return bare_place(text, label.start())
    return None


def bare_place(text: str, start: int) -> Place:
    """A clause without brackets: up to the sentence's end where what follows names no further role."""
    stop = text.find("。", start)
    end = stop + 1 if stop >= 0 and not LABEL.search(text, stop) else len(text)
    return Place(start, end, text[start:end])


def is_labelled(content: str) -> bool:
    """Whether a text opens with a responsibility label and its colon."""
    return bool(LABEL.match(content.lstrip()) or (UNMARKED.match(content.lstrip()) and len(content) > 6))


def is_clause(content: str, *, alone: bool = False) -> bool:
    """Whether the content of a bracket names who is responsible; `alone` where names need no role."""
    inner = SAID_PAUSE.sub("，", content.strip().removeprefix("由"))
    if LABEL.match(inner) or (UNMARKED.match(inner) and len(inner) > 6):
        return True
    if alone and names_units(inner):
        return True
    pieces = [piece for piece in cut(inner, "，,；;") if piece and not REMARK.fullmatch(piece)]
    said = [SAYING.search(piece.rstrip("。")) for piece in pieces]
    return any(said) and all(
        names_units(SAYING.sub("", piece.rstrip("。").replace("会同", "、"))) for piece in pieces
    )


def names_units(content: str) -> bool:
    """Whether a text is nothing but names of units."""
    whole = CONNECTED.sub(r"\g<unit>、", content)
    names = grouped([TRAILER.sub("", name) for name in cut(whole, "、，,") if name])
    return bool(names) and all(
        re.search(rf"{UNIT_END}(?:[（(][^）)]*[）)])?$", name) and len(name) <= 24 for name in names
    )


def parse_clause(content: str, *, first_leads: bool = False) -> Clause:
    """Lead and co-responsible units of a clause.

    Where nobody is called lead all responsible units lead, or (`first_leads`) only the first.
    """
    doubts: list[Doubt] = []
    parts = list(parts_of(content.strip().strip("。；;"), doubts))
    names: dict[str, list[str]] = {LEAD: [], PLAIN: [], CO: []}
    for part in parts:
        for name in names_of(part.names, doubts) if part.role != OTHER else ():
            marked = MARKED_LEAD.fullmatch(name)
            names[LEAD if marked else part.role].append(marked["name"] if marked else name)
    lead, co = names[LEAD], names[PLAIN] + names[CO]
    if not lead:
        lead, co = (
            (names[PLAIN][:1], names[PLAIN][1:] + names[CO]) if first_leads else (names[PLAIN], names[CO])
        )
    return Clause(*once(lead, co, doubts), named=bool(names[LEAD]) or first_leads, doubts=tuple(doubts))


def parse_names(content: str) -> Clause:
    """A list of names without any role word, as a column of a table prints it: they lead."""
    doubts: list[Doubt] = []
    names = names_of(content.strip().strip("。；;"), doubts)
    return Clause(*once(names, [], doubts), doubts=tuple(doubts))


def once(lead: list[str], co: list[str], doubts: list[Doubt]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Every name once, a lead's name not among the co-responsible again."""
    seen: set[str] = set()
    kept: tuple[list[str], list[str]] = ([], [])
    for names, into in ((lead, kept[0]), (co, kept[1])):
        for name in names:
            if name in seen:
                doubts.append(Doubt("unit_twice", f"“{name}”在责任单位中出现两次，只计一次。", name))
            else:
                seen.add(name)
                into.append(name)
    return tuple(kept[0]), tuple(kept[1])


def parts_of(content: str, doubts: list[Doubt]) -> Iterator[Part]:
    """The stretches of a clause by role: after labels (牵头单位：…) or before sayings (…牵头，…配合)."""
    labels = labels_of(content, doubts)
    if not labels:
        yield from said_parts(content.removeprefix("由"))
        return
    if before := content[: labels[0][0]].strip("，,；;、。 "):
        doubts.append(Doubt("clause_unread", f"责任分工中“{before}”未能识别。", before))
    for (_, start, role), (end, _, _) in zip(labels, [*labels[1:], (len(content), 0, OTHER)], strict=True):
        yield Part(role, content[start:end].strip("，,；;、。 "))


def labels_of(content: str, doubts: list[Doubt]) -> list[tuple[int, int, str]]:
    """Start, end and role of every label; one whose colon is wrong or missing is a doubt."""
    labels = [(match.start(), match.end(), role_of(match["label"])) for match in LABEL.finditer(content)]
    taken = [span for start, end, _ in labels for span in range(start, end)]
    for match in UNMARKED.finditer(content):
        opens = match.start() == 0 or content[match.start() - 1] in "；;，,。、 "
        if opens and match.start() not in taken:
            doubts.append(Doubt("clause_separator", f"责任分工中“{match[0]}”之后缺冒号。", match[0]))
            labels.append((match.start(), match.end(), role_of(match["label"])))
    return sorted(labels)


def role_of(label: str) -> str:
    """The role that a label gives the names behind it; persons, data providers, supervisors have none."""
    if "牵头" in label and "领导" not in label and "人" not in label:
        return LEAD
    if PERSONS.search(label):
        return OTHER
    if "主办" in label or label.startswith(("第一", "首要")):
        return LEAD
    if re.search(r"共同|配合|协|参与|参加|支持|其他|其它|指导|监管", label):
        return CO
    return PLAIN


def said_parts(content: str) -> Iterator[Part]:
    """市教育局牵头，市财政局、市发改委配合: names up to the word that says their role."""
    waiting: list[str] = []
    for piece in cut(SAID_PAUSE.sub("，", content), "，,；;。"):
        if REMARK.fullmatch(piece):
            continue
        together, _, rest = piece.partition("会同")
        match = SAYING.search(piece)
        waiting.append(SAYING.sub("", piece).removeprefix("由"))
        if match and rest and SAYING.sub("", rest):
            yield Part(LEAD, "、".join([*waiting[:-1], together.removeprefix("由")]))
            yield Part(CO, SAYING.sub("", rest))
            waiting = []
        elif match:
            yield Part(SAID.get(match["saying"][:2], CO), "、".join(waiting))
            waiting = []
    if names := "、".join(name for name in waiting if name):
        yield Part(PLAIN, names)


def names_of(content: str, doubts: list[Doubt]) -> list[str]:
    """The names of a stretch, brackets in a name kept; another separator than 、 or ， is a doubt."""
    names = []
    for name in cut(content, BETWEEN + WRONG + " \n"):
        whole = GLUED.sub("、", CONNECTED.sub(r"\g<unit>、", name))
        if whole != name:
            doubts.append(
                Doubt("clause_separator", f"责任分工中“{name}”未用顿号分隔，按两个单位读取。", name)
            )
        names.extend(
            bare for part in cut(whole, "、") if (bare := TRAILER.sub("", whole_brackets(part)).strip())
        )
    for mark in sorted({character for place, character in outside(content) if character in WRONG}):
        doubts.append(
            Doubt("clause_separator", f"责任单位之间用“{mark}”分隔，疑应为顿号：{content}。", content)
        )
    return grouped(names)


def grouped(names: list[str]) -> list[str]:
    """各县、区 is one name, though a mark stands in it."""
    whole: list[str] = []
    for name in names:
        is_group = whole and GROUP_TAIL.fullmatch(name) and GROUP_HEAD.fullmatch(whole[-1])
        is_half = whole and PLACE_NAME.fullmatch(whole[-1]) and not re.search(rf"{UNIT_END}$", whole[-1])
        if is_group or (is_half and SHARED_END.fullmatch(name)):
            whole[-1] += "、" + name
        else:
            whole.append(name)
    return whole


def whole_brackets(name: str) -> str:
    """A name without brackets that have no partner in it."""
    alone = frozenset(pairs(name).alone)
    return "".join(character for place, character in enumerate(name) if place not in alone).strip()


def cut(content: str, separators: str) -> list[str]:
    """The pieces between separators that stand outside brackets."""
    edges = [-1, *(place for place, character in outside(content) if character in separators), len(content)]
    return [content[left + 1 : right].strip() for left, right in zip(edges, edges[1:], strict=False)]


def outside(content: str) -> list[tuple[int, str]]:
    """The characters outside brackets and quotation marks, with their places."""
    found = pairs(content)
    return [(place, character) for place, character in enumerate(content) if not found.inside(place)]
