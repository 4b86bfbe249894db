"""Names of units as clauses and columns print them: where one ends, which belong together, who is marked."""

import re

from projects.parsing.brackets import MARKS, pairs
from projects.parsing.findings import Doubt
from projects.parsing.vocabulary import any_of, words


def one_of(listed: str) -> str:
    """A group that matches one of the words."""
    return f"(?:{any_of(words(listed))})"


LEAD, PLAIN, CO, OTHER = "lead", "plain", "co", "other"
BETWEEN = "、，,"
WRONG = ";；。.．·/／|"
UNIT_END = one_of(
    "局 委 办 部 厅 院 会 区 县 市 乡 镇 街道 公司 集团 中心 队 行 站 团 社 协 校 所 联 署 馆 台 司 段"
    " 处 厂 园区 办公室 海关 中学 小学 大学 学院 高中 幼儿园 办事处 管理处 服务处 中央 政协 人大 组 大队 总队"
    " 督查室 史志室 研究室 党史室 方志室 监察室 委机关"
    " 属地 单位 部门 板块 政府 支队 企业 妇联 残联 文联 侨联 镇街 乡镇 银行 协会 商会 村 社区 农场 林场"
)
SURE_END = one_of(
    "局 委 办 部 厅 会 区 县 市 乡 镇 街道 公司 集团 中心 队 联 署 台 政府 法院 检察院 医院 政协 人大"
    " 督查室 史志室 研究室 办公室 委机关 海关 办事处 管理处 板块 银行 镇街 乡镇"
)  # what no building and no other thing is called
IN_BRACKETS = r"(?:[（(][^）)]*[）)])?"
ENDS_AS_UNIT = re.compile(rf"{UNIT_END}{IN_BRACKETS}$")
ENDS_SURELY = re.compile(rf"{SURE_END}{IN_BRACKETS}$")
CONNECTED = re.compile(
    rf"(?P<unit>{UNIT_END})(?:等(?:有关|相关|各)*(?:单位|部门)?)?(?:会同|以及|及其|和|及|与)(?=[各市县区省州旗盟国]|有关|相关|功能|属地|连)"
)
GLUED = re.compile(
    r"(?:(?<=[^总]局)|(?<=[^市县区省州旗盟]委)|(?<=[^委府]办)|(?<=[残妇文侨商]联)|(?<=总工会))"
    r"(?=[市县区省州旗盟][一-鿿]{1,12}(?:[局委办联会院部厅台团]|中心|公司|集团|支队)|各(?:[县区市镇乡]|街道))"
    r"|(?<=(?:牵头|主办|配合|协办)[)）])(?=[市县区省州旗盟])"
    r"|(?<=[)）])(?=各(?:[县区市镇乡]|街道))"
)  # a space stood between
GROUP_HEAD = re.compile(
    r"(?:各(?:有关|相关)?|有关|相关)(?:[县市区州旗盟乡镇村]|特区|街道|社区|县市|区县|乡镇|镇街|村居)"
    r"(?:[（(](?:[县市区乡镇村、]|街道|社区)+[)）])?(?:、(?:[县市区旗乡镇村]|特区|苏木|街道|社区))*"
)
GROUP_TAIL = re.compile(
    r"(?:[县区市旗乡镇村]|特区|苏木|街道|社区)(?:[（(](?:[县市区乡镇村、]|街道|社区)+[)）])?(?:人民政府|政府|管委会|办事处)?"
)
SHARED_END = re.compile(
    r"[一-鿿]{2,4}(?:管理区|开发区|园区|新区|街道|[县区乡镇]|[农林牧渔]场|水库|灌区)"
    r"(?:人民政府|政府|管委会|办事处|管理[处所局])?"
)  # 石门、白滩管理区
# 县文化、广电和旅游局; 市供电、燃气公司: no name stands before the mark, and no place behind it
HALF_OFFICE = re.compile(r"[市县区省州旗盟][一-鿿]{2,4}")
OTHER_HALF = re.compile(
    r"(?![市县区省州旗盟各国团中驻]|有关|相关|其他)[一-鿿]{2,12}(?:局|委员会|委|办公室|办|公司|中心)"
)
PLACE_NAME = re.compile(r"[一-鿿]{2,3}|[一-鿿]{3}[垸湖山洲岭岛湾沟河江滩坪坝塘桥口港墩岗坡圩堡]")
TRAILER = re.compile(
    r"(?:等(?:相关|有关|各|[省市县区州旗盟][直级属]?|职能|成员|责任)*(?:单位|部门|地区|方面)?"
    r"(?:[和及](?:有关|相关)?(?:单位|部门|地区|方面))?|等\d+[家个]?(?:单位|部门)?"
    r"|等(?:县区|区县|[县区镇]|乡镇|县（区）)(?:人民政府|政府|管委会)?)$"
)
LEAD_MARK = re.compile(
    r"[（(〔\[［](?:牵头|牵头单位|牵头部门|主办|主责|总牵头)[)）〕\]］]|^[*＊★☆▲△※]|[*＊★☆▲△※]$"
)
CO_MARK = re.compile(r"[（(〔\[［](?:配合|配合单位|协办|协助|参与)[)）〕\]］]")
SHARES = re.compile(
    r"(?:[一-鿿]{1,8}[县区市旗乡镇村办]\s?\d[\d.]*[个人户所公里亩]{0,2}[\s、，,；;]{0,2}){3,}"
)
NUMBER_CALLED = r"1(?:\d{4}|[12]\d)(?=热线|急救|指挥|政务|公共|便民|服务|联动|社会|平台)"  # 市12345热线办
COUNTED = re.compile(rf"(?<!\d)(?!{NUMBER_CALLED})\d")
PERSON = re.compile(r"(?<=[局委办部厅会院县区市镇乡])[一-鿿]某{1,2}$")  # 市园林局 甲某, the space lost
# 市园林局：王某某；市资规局：李某 13800001111
OWN_PERSON = re.compile(
    r"(?P<unit>[^：:；;，,、。]{2,20})[:：]\s?(?P<person>[一-鿿·]{2,4})(?:[、\s][一-鿿·]{2,4})*(?:\s?[\d-]{7,13})?(?=$|[；;，,。])"
)
ENUMERATED = re.compile(
    r"(?<!\d)(?:[①-⑳]|[（(]?\d{1,2}[)）.．、])\s?(?=[市县区省州镇各国])"
)  # ①市教育局②市财政局
WITH_PERSON = re.compile(r"^(?P<unit>.*(?:局|委|办|厅|部|会|政府|公司|集团|中心))[一-鿿·]{2,3}$")
TOLD_BESIDE = re.compile(
    r"[（(](?:[^（）()]*[:：][^（）()]*|\d[\d.]*万?[一-鿿]{1,3}"
    r"|副?(?:局长|主任|部长|厅长|处长|科长|股长|书记|院长|校长|[市县区镇乡]长)\s?[一-鿿·]{2,4}"
    r"|[一-鿿·]{2,4}\s?副?(?:局长|主任|部长|厅长|处长|科长|股长|书记|院长|校长|[市县区镇乡]长))[)）]"
)  # 市教育局（联系人：丁某）
NOBODY = re.compile(r"[^一-鿿]+|暂?无|略|空")  # 配合单位：无; 配合单位：/
STOP = re.compile("[。：:！？]|为中心$|为重点|(?<!自)由")  # 以人民为中心
HAN_NAME = re.compile(r"[一-鿿]{2,20}")
LONGEST_NAME = 24
LONGEST_PIECE = 600  # characters of names without a mark between


def names_units(content: str) -> bool:
    """Whether a text is nothing but names of units."""
    names = names_in(content)
    return bool(names) and all(is_unit(name) for name in names)


def surely_units(content: str) -> bool:
    """Whether a text is nothing but names that no building and no other thing is called."""
    return names_units(content) and all(map(ENDS_SURELY.search, names_in(content)))


def might_be_units(content: str) -> bool:
    """Whether a text reads as names of which at least one is surely a unit's."""
    names = names_in(content)
    known = any(is_unit(name) for name in names)
    return known and all(is_unit(name) or HAN_NAME.fullmatch(name) for name in names)


def names_in(content: str) -> list[str]:
    """The names of a text that may hold nothing else, without their marks."""
    whole = CONNECTED.sub(r"\g<unit>、", TOLD_BESIDE.sub("", content))
    bare = [marked(TRAILER.sub("", name))[0] for name in cut(whole, "、，,") if name]
    return grouped([name for name in bare if name])


def is_unit(name: str) -> bool:
    """Whether one name ends as units' names do; a thing that is counted does not."""
    if len(name) > LONGEST_NAME or not ENDS_AS_UNIT.search(name):
        return False
    return not COUNTED.search(name) and not STOP.search(name)


def without_persons(content: str) -> str:
    """A clause without the persons whom a colon puts behind their units: 市园林局：王某某；市资规局：李某."""

    def unit_alone(match: re.Match[str]) -> str:
        is_person = surely_units(match["unit"].strip()) and not names_units(match["person"])
        return match["unit"] if is_person else match[0]

    return OWN_PERSON.sub(unit_alone, content)


def units_alone(names: str) -> str:
    """The units among names that persons stand behind or between: 市园林局 王某, 市住建局/李某."""
    bare = [WITH_PERSON.sub(r"\g<unit>", name) for name in cut(names, "、，,；;/／ ") if name]
    return "、".join(name for name in bare if is_unit(name))


def marked(name: str) -> tuple[str, str]:
    """A name without the mark that says its role, and that role: 市教育局（牵头）, *市教育局; "" without."""
    for role, pattern in ((LEAD, LEAD_MARK), (CO, CO_MARK)):
        if pattern.search(name):
            return pattern.sub("", name).strip(), role
    return name, ""


def names_of(content: str, doubts: list[Doubt]) -> list[str]:
    """The names of a stretch, brackets in a name kept; another separator than 、 or ， is a doubt."""
    names = []
    content = TOLD_BESIDE.sub("", content)
    if shared := SHARES.search(content):  # 元坝镇280 白果乡15: a table's figures by place
        doubts.append(
            Doubt("clause_unread", f"“{shared[0][:20]}”是分解到各地的数字，不作为单位读取。", shared[0])
        )
        return []
    for name in cut(content, BETWEEN + WRONG + " \n"):
        whole = GLUED.sub("、", CONNECTED.sub(r"\g<unit>、", name))
        if whole != name:
            doubts.append(
                Doubt("clause_separator", f"责任分工中“{name}”未用顿号分隔，按两个单位读取。", name)
            )
        names.extend(
            bare
            for part in cut(whole, "、")
            if (bare := PERSON.sub("", TRAILER.sub("", whole_brackets(part)).strip(" ：:")))
            and not NOBODY.fullmatch(bare)
        )
    if len(names) == 1 and len(names[0]) == 1:  # 责任单位：市, the rest of the name is lost
        doubts.append(Doubt("clause_unread", f"“{names[0]}”不是完整的单位名称，未读取。", names[0]))
        return []
    for mark in sorted({character for _, character in outside(content, WRONG)}):
        doubts.append(
            Doubt("clause_separator", f"责任单位之间用“{mark}”分隔，疑应为顿号：{content}。", content)
        )
    return grouped(names)


def grouped(names: list[str]) -> list[str]:
    """各县、区 is one name, though a mark stands in it."""
    whole: list[str] = []
    for name in names:
        if whole and GROUP_TAIL.fullmatch(name) and GROUP_HEAD.fullmatch(whole[-1]):
            whole[-1] += "、" + name
            continue
        if whole and is_half_office(whole[-1]) and OTHER_HALF.fullmatch(name):
            whole[-1] += "、" + name
            continue
        shares = bool(SHARED_END.fullmatch(name))
        while shares and whole and is_place(whole[-1]):
            name = whole.pop() + "、" + name
        whole.append(name)
    return whole


def is_half_office(name: str) -> bool:
    """Whether a name lacks the end that the next one has: 县文化 of 县文化、广电和旅游局."""
    return bool(HALF_OFFICE.fullmatch(name)) and not ENDS_AS_UNIT.search(name)


def is_place(name: str) -> bool:
    """Whether a name is a place's alone, its end said by the name behind it: 石门 of 石门、白滩管理区."""
    return bool(PLACE_NAME.fullmatch(name)) and not ENDS_AS_UNIT.search(name)


def whole_brackets(name: str) -> str:
    """A name without brackets that have no partner in it."""
    alone = frozenset(pairs(name).alone)
    return "".join(character for place, character in enumerate(name) if place not in alone).strip()


def cut(content: str, separators: str) -> list[str]:
    """The pieces between separators that stand outside brackets."""
    found = pairs(content)
    cuts = (
        place
        for place, character in enumerate(content)
        if character in separators and not found.inside(place)
    )
    edges = [-1, *cuts, len(content)]
    return [content[left + 1 : right].strip() for left, right in zip(edges, edges[1:], strict=False)]


def first_edge(content: str, start: int, separators: str) -> int:
    """Where the piece ends that begins at a place: before a separator outside brackets, or at the end."""
    end = min(len(content), start + LONGEST_PIECE)
    for place in range(start, end):
        if MARKS.match(content, place):
            found = pairs(content[start:end])
            edges = (
                at for at in range(place, end) if content[at] in separators and not found.inside(at - start)
            )
            return next(edges, end)
        if content[place] in separators:
            return place
    return end


def outside(content: str, marks: str) -> list[tuple[int, str]]:
    """These marks where they stand outside brackets and quotation marks, with their places."""
    found = pairs(content)
    return [
        (place, character)
        for place, character in enumerate(content)
        if character in marks and not found.inside(place)
    ]
