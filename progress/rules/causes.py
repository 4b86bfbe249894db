"""Of which kind a cause is that a lead names in its own words: a bulletin sums causes up by kinds."""

import re

OTHER = "other"
KINDS = {  # by what a kind is called in a paragraph's key: its word on paper, and what tells it
    "epidemic": ("疫情影响", ("疫情", "防控")),
    "weather": ("天气影响施工", ("雨水", "降雨", "雨雪", "天气", "汛期", "台风", "高温", "冰冻")),
    "tender": ("招标采购不顺利", ("招标", "投标", "流标", "招投标", "采购", "中标")),
    "land": (
        "用地、规划等手续办理较慢",
        ("用地", "征地", "拆迁", "土地", "规划", "选址", "手续", "审批", "报批"),
    ),
    "money": ("资金到位较慢", ("资金", "经费", "拨付", "补助", "融资", "债券")),
    "people": ("群众意见不一", ("住户", "居民", "群众", "业主", "阻工")),
    "works": ("工程施工、验收进度慢", ("施工", "验收", "附属工程", "工期", "设备", "工程")),
    "turnout": ("参加人数少于预期", ("参训", "培训", "班次", "报名", "参加人数")),
    "policy": ("方案、政策制定较慢", ("方案", "政策", "征求意见", "细则")),
    "data": ("申报材料、数据核对用时较长", ("申报", "材料", "数据", "核对", "统计")),
    "start": ("工作启动较晚", ("启动", "起步")),
}
OTHER_WORD = "其他原因"
_KIND_OF = {word: kind for kind, (_, words) in KINDS.items() for word in words}
_ANY = re.compile("|".join(_KIND_OF))  # no word begins as another does
_CLAUSE = re.compile(r"[^，。；;,\n]+")
_SETTLED = re.compile(
    r"已(?:经|全部|基本|全面)?(?:到位|落实|完成|办结|办妥|办理|解决|通过|取得|下达|出台|拨付)"
)
_IDLE_END = re.compile(
    r"[，,；;]?(?:从而|因此|进而|一定程度上?)?影响了?(?:本季度?|整体|工程|项目|建设|工作|任务)*的?进[度展]$"
)


def kind_of(cause: str) -> str:
    """The kind of what is named first; a clause that says that something is settled names no cause."""
    for clause in _CLAUSE.findall(cause):
        found = None if _SETTLED.search(clause) else _ANY.search(clause)
        if found:
            return _KIND_OF[found[0]]
    return OTHER


def kind_word(kind: str) -> str:
    """天气影响施工."""
    return KINDS[kind][0] if kind in KINDS else OTHER_WORD


def without_idle_end(cause: str) -> str:
    """A cause without the closing 影响本季度进度, which says no more than that the task lags."""
    stripped = cause.rstrip("。；; \n")
    return _IDLE_END.sub("", stripped) or stripped
