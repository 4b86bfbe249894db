"""Stages of a task (立项, 招标, 开工, 竣工, 投用): which one a planned number means, and whether to date."""

import re

from projects.parsing.measures import PHYSICAL

# a stage and the words that print it; where several stand in one phrase the first of this list wins
STAGES = (
    (
        "主体完工",
        re.compile(
            r"主体(?:结构|工程)?(?:基本)?(?:完工|完成|封顶|建成|竣工)|完成主体(?:结构|工程)?(?:施工)?"
        ),
    ),
    ("施工", re.compile(r"(?:进行|开始)[^，。；]{0,20}施工|主体(?:结构|工程)?施工")),
    ("投用", re.compile(r"投入(?:使用|运营|运行)|投用|投运|交付|启用|通车|建成运营|正式运行")),
    ("竣工", re.compile(r"竣工(?!率)")),
    ("完工", re.compile(r"完工(?!率)")),
    ("验收", re.compile(r"验收|认定|发证|挂牌|授牌|命名|考核")),
    ("立项", re.compile(r"立项")),
    ("招标", re.compile(r"招投?标|采购")),
    ("申报", re.compile(r"申报|申请")),
    ("评审", re.compile(r"评审|评估|考察|迎检|答辩|视导")),
    ("设计", re.compile(r"设计")),
    ("开工", re.compile(r"开工(?!率)|动工|开建|进场施工|启动|奠基|复工")),
)
FINISHED = ("完工", "竣工", "投用")
ORDER = ("立项", "设计", "申报", "招标", "评审", "开工", "施工", "主体完工", "完工", "竣工", "投用", "验收")
_SOFT = re.compile(
    r"准备|前期|手续|调研|调查|摸底|分解|明确|确定|部署|下达|推进|推动|督查|督促|督导|会办|选址|宣传|整改|跟踪|协调|审核|编制|制定|排定"
    r"|谋划|筹备|遴选|筛选|统一|方案|排查"
)
_UNDER_WAY = re.compile(r"(?<!组织)实施")
_TO_DATE = re.compile(r"累计|总计|合计|全年|全市共|总数|总量达|已完成")
_ASIDE = re.compile(r"并(?:通过|做好|进行|组织|开展|完成|投入)?.*$")


def stage_of(words: str, target_label: str) -> str | None:
    """The stage that the words around a number name; of the target's own words, only one that it promises."""
    bare = _ASIDE.sub("", words) or words
    named = [(stage, found[0]) for stage, pattern in STAGES if (found := pattern.search(bare))]
    other = next((stage for stage, printed in named if printed not in target_label), None)
    promised = promised_stage(target_label)
    return other or (promised if promised in [stage for stage, _ in named] else None)


def promised_stage(target_label: str) -> str | None:
    """The stage that a target promises: 新开工保障房 is 开工; None where it promises the thing finished."""
    return next(
        (
            stage
            for stage, pattern in STAGES
            if stage not in (*FINISHED, "验收") and pattern.search(target_label)
        ),
        None,
    )


def is_soft(words: str, target_label: str, stage: str | None, unit: str | None) -> bool:
    """Whether the words only prepare or push (明确30个建设任务, 推进5个中心改造): it plans nothing yet."""
    if unit in PHYSICAL and _UNDER_WAY.search(words) and "实施" not in target_label:
        return True
    allowed = ("前期", "手续") if stage else ()
    return any(found[0] not in target_label and found[0] not in allowed for found in _SOFT.finditer(words))


def is_to_date(words: str) -> bool:
    """Whether a number is a total since the year's beginning: 累计, 全年."""
    return _TO_DATE.search(words) is not None
