"""Units of measure, as Chinese official texts print them behind a number."""

import re

from projects.parsing.vocabulary import any_of, words

PHYSICAL = words("""
平方公里 平方千米 平方米 平米 立方米 标立方米 标方 公顷 亩 公里 千米 海里 厘米 毫米 米
吨 公斤 千克 斤 微克 毫克 克 升 千瓦时 千瓦 兆瓦 吉瓦 兆瓦时
千伏安 兆伏安 千伏 度 分贝 吉焦 元 美元 欧元 港元 个百分点 百分点 倍 方 % ‰
""")
PEOPLE = words("人次 人·次 人天 人份 人 名 位 户次 户 口")
OCCASIONS = words(
    "场次 批次 轮次 班次 架次 车次 剂次 件次 例次 频次 艘次 台次 趟次 课时 学时 次 场 期 轮 批 趟 堂 节 讲"
)
THINGS = words("""
个 家 所 座 处 栋 幢 间 套 台套 台 标台 部 辆 条 项 件 支 只 艘 架 块 片 张 枚 根 棵 株 羽 尾 头 粒 颗 眼
盏 门 本 册 份 篇 幅 首 集 种 类 款 例 起 宗
笔 单 组 路 剂 孔 段 席位 床位 泊位 车位 学位 岗位 工位 点位 机位 扇 箱 瓶 标段 对 匹
""")
LATIN = words("""
μg/m³ μg/m3 ug/m3 mg/m³ mg/m3 mg/l km2 km² km m2 m² m3 m³ ㎡ ㎢ hm2 kg kwh kw mw gw kva mva kv mm cm
db t
""")
DURATIONS = words("个工作日 工作日 个小时 小时 分钟 秒钟 秒 个月 年 日 天 周岁 岁 周")
PERCENT = ("%", "‰")
WHOLE = {*PEOPLE, *OCCASIONS, *THINGS} - {"份", "课时", "学时"}  # what cannot be counted in fractions

_PER = r"(?:/(?:千人|万人|百人|平方米|立方米|小时|工作日|[日天年月周人次户个秒升亩时])){1,2}"
_ATTACHED = r"(?:\([一-鿿]\))"  # 台（套）, 条(段)
_TIMES = "(?:(?<=[个家户辆台项名人件])次(?![干要级生新供]))"  # 个次, 家次
# words that begin with the character of a unit: 部门, 项目, 家庭
_NOT_A_UNIT = "|".join(
    (
        "个(?:工作日|月|小时|星期|学时)|部门|部委|项目(?!标|录)|家庭(?!院)|人[员才口民均工大](?!次)|场[馆地所]|户[籍外均]|条[件例]|组织|口袋|处[理置]|类(?:人|困难|重点|特殊|群|型)",
        r"路(?:公交|[、和及][A-Za-z]?\d+路)|个体(?:工商|户|经)|台阶|种子|期(?:工程|项目|建设|扩建)|位一体|次[供结]|段落|对[口外]|单[位元亲]|份额|集[中团镇]|头部|节[能水点]",
        "批复|首[批创]|方[案面向]|米见|门[诊店]|眼科|片[区林]|块地|轮[椅渡]|起点|升级|本[市地级科]",
    )
)
_MEASURE = any_of({*PHYSICAL, *PEOPLE, *OCCASIONS, *THINGS})
UNIT = re.compile(rf"\s*(?P<unit>(?!{_NOT_A_UNIT})(?:{_MEASURE}){_TIMES}?{_ATTACHED}?(?:{_PER})?)")
LATIN_UNIT = re.compile(rf"\s*(?P<unit>(?:{any_of(LATIN)})(?![A-Za-z0-9]))", re.IGNORECASE)
DURATION = re.compile(rf"\s*(?P<unit>{any_of(DURATIONS)}|分(?=及?以上|[，。；、]|$))")

# what stands behind a number and makes it a name, a date, an age or a rank
NAME = re.compile(
    r"\s*(?:号|[周月]?岁|级|届|世纪|[省国县乡村]道|线|热线|专线|平台|急救|报警|版|强(?!度|制|化)|楼|层|时(?!段)|点(?!位)|分(?!贝)|后(?=[一-鿿]{0,2}(?:青年|干部|群体))"
    r"|路(?=[、和及][A-Za-z]?\d+路|公交)|#|季度|年|月|日|维|[×xX*]|[+:/：]\s*\d)"
)
# The classifiers of a Chinese numeral; others mostly make names (两项补贴, 三级, 五类, 二次供水).
SPOKEN = re.compile(
    r"(?P<unit>人次|场次|批次|公里|平方公里|平方米|元|亩|吨|名|个(?!月|工作日|小时|百分点|一|方面|层面|维度|环节|阶段|确保)"
    r"|家|所|座|户|处|栋|幢|台|辆|条|套|支|场|人|位(?!一体))"
)

_KINDS = [
    {"人", "名", "位", "人次", "口", "人份", "例", "人天"},
    {"场", "场次", "次", "期", "轮", "轮次", "批", "批次", "趟", "堂", "节", "讲"},
    {*THINGS, "户", "口"},
    {"公里", "千米", "km"},
    {"平方米", "平米", "㎡", "m2", "m²"},
    {"平方公里", "平方千米", "km2", "km²", "㎢"},
    {"立方米", "方", "立方", "m3", "m³"},
    {"公斤", "千克", "kg"},
    {"个百分点", "百分点", "%"},
    {"课时", "学时"},
]


# units that tell much about what they measure; 个, 家, 项, 元 tell nothing
TELLING = {*PHYSICAL, *THINGS, "户"} - {"个", "家", "项", "件", "元", "处", "份", "类", "种", "倍", *PERCENT}


def is_physical(unit: str | None) -> bool:
    """Whether a unit measures (公里, 元, kV) rather than counts."""
    return unit in PHYSICAL or (unit or "").lower() in LATIN


def same_kind(one: str | None, other: str | None) -> bool:
    """Whether two units can count the same thing: 个 and 家, 人 and 名, not 公里 and 座.

    An unprinted one may stand for any unit of things or people.
    """
    if one is None or other is None:
        return (one or other) not in PHYSICAL
    return one == other or any(one in kind and other in kind for kind in _KINDS)
