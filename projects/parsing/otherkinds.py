"""Documents that are no list: speech, contract, report, minutes, interpretation, another language."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import islice, pairwise

from projects.parsing.printed_list import PrintedList, PrintedTask
from projects.parsing.unit_names import is_unit

LIST_WORD = re.compile(
    r"实事|任务|分解|分工|(?<!采购)(?<!货物)(?<!设备)(?<!材料)(?<!物资)(?<!报价)清单|重点工作|重点项目|序时进度|工作方案|实施方案|项目表|民生项目"
)
# a line that announces a list: a document of any kind may carry one behind it
LIST_TITLE = re.compile(
    r"[^。；：:，]{0,40}(?:任务|实事|重点工作|重点项目|项目|事项|目标|责任|进度)[^。；：:，]{0,8}"
    r"(?:分解|分工|清单|方案|安排|一览|台账|任务书|[一-鿿]表)(?:表|方案|的通知)?(?:[（(].{1,12}[)）])?"
)
HEAD = 12  # lines in which a document says what it is


def sign(*wordings: str) -> re.Pattern[str]:
    """A line that says one of these."""
    return re.compile("|".join(f"(?:{wording})" for wording in wordings))


SIGNS = (  # the surest first; each is sought in the document's first lines
    ("合同", sign(r".{0,30}(?:合同|协议)书?")),
    (
        "讲话稿",
        sign(
            r".{2,40}(?:上|时)的?(?:讲话|发言|致辞)(?:提纲|稿|要点|摘要|全文|实录)?",
            r".{0,30}(?:讲话|发言)(?:提纲|稿|要点|摘要|全文|实录)",
        ),
    ),
    (
        "新闻发布会实录",
        sign(
            r".{0,40}(?:新闻发布会|吹风会|新闻通气会|记者见面会|在线访谈|媒体见面会)"
            r".{0,8}(?:实录|答问|问答|全文|发布[稿词]|材料)?"
        ),
    ),
    (
        "表彰或人事文件",
        sign(
            r".{0,20}关于(?:表彰|表扬|通报表扬|命名|授予|任免|聘任).{2,60}的?(?:决定|通报|通知|公告)",
            r".{0,20}关于(?:成立|调整).{2,40}(?:领导小组|专班|指挥部|成员|机构)的通知",
        ),
    ),
    ("投票或评选结果", sign(r".{0,40}(?:投票|票选|评选|遴选)(?:结果|情况).{0,8}")),
    ("试题", sign(r".{0,40}(?:试题|试卷|真题|考题)(?:[及和与].{1,6})?")),
    ("会议纪要", sign(r".{0,40}(?:纪要|会议记录)")),
    ("培训通知", sign(r".{0,30}关于(?:召开|举办|举行|开展).{2,40}(?:培训|研修|轮训)班?(?:的(?:预)?通知)")),
    ("会议通知", sign(r".{0,30}关于(?:召开|举办|举行).{2,40}会议?的?通知")),
    ("会议议程", sign(r".{0,40}(?:议程|日程)(?:安排)?表?")),
    (
        "征集公告",
        sign(
            r".{0,20}关于(?:公开|面向社会)?征集.{2,40}",
            r".{0,20}关于(?:公开|面向社会)?征求.{2,60}意见(?:建议)?的?(?:公告|通告|公示|启事|通知|函)",
            r".{0,20}关于(?:开展)?.{2,40}(?:征集|投票|评选|报名)(?:工作|活动)?的(?:公告|通告|通知)",
        ),
    ),
    (
        "候选项目公示",
        sign(
            r".{0,40}(?:征集(?:结果|情况)|候选|入围|初选|拟[定选]).{0,14}(?:公示|公告|名单|结果)",
            r".{0,40}候选.{0,10}(?:出炉|发布|揭晓|亮相|公布|征求.*)",
            r".{0,60}现将(?:入围|候选|初选|征集到)的?.{0,20}(?:公示|公布|公告).{0,6}",
        ),
    ),
    (
        "机构职责",
        sign(
            r".{0,40}(?:领导小组|指挥部|专班|成员单位|内设机构|委员会|办公室).{0,6}(?:工作)?(?:职责|职能)"
            r"(?:分工|清单|任务)?表?"
        ),
    ),
    (
        "招聘文件",
        sign(
            r".{0,40}(?:招聘|招录|招考|选调|遴选|聘用|录用).{0,20}公示",
            r".{0,40}岗位(?:设置|计划|一览)?表",
            r".{0,40}(?:招聘|招录|招考|选调).{0,20}(?:公告|简章|表|计划|方案)",
        ),
    ),
    (
        "政策解读",
        sign(
            r".{2,60}(?:解读|图解|问答|答记者问|常见问题(?:解答)?)(?:材料|稿|全文|之?[一二三四五])?",
            r".{0,10}一图(?:读懂|看懂|速览).*",
            r"(?:解读|图解|图说)[:：].*",
        ),
    ),
    (
        "预算或资金文件",
        sign(
            r"(?!.*(?:实事|任务)).{0,40}(?:预算|决算|收支|资金分配|资金安排|经费)"
            r".{0,12}(?:表|草案|说明|方案)"
        ),
    ),
    (
        "名单或通讯录",
        sign(r".{0,40}(?<!项目)(?<!实事)(?<!任务)(?:名单|名册|通讯录|联系表|值班表|花名册)"),
    ),
    ("培训计划", sign(r".{0,30}培训(?:计划|安排|课程)(?:表)?")),
    ("调查问卷", sign(r".{0,40}(?:问卷|调查表)")),
    ("建议提案的答复", sign(r".{0,40}(?:建议|提案|议案).{0,12}(?:答复|回复)(?:函|意见)?")),
    ("考核结果", sign(r".{0,40}(?:得分|评分|排名|考核结果|名次).{0,4}表?")),
    ("通告", sign(r"(?!.*(?:实事|任务|项目|清单|票决)).{0,40}关于.{2,60}的通告")),
    (
        "公告",
        sign(
            r".{0,40}(?:招标|采购|中标|成交|拍卖|竞价|磋商|谈判|询价|比选|公示结果).{0,6}(?:公告|公示)",
            r".{0,40}(?:审计|检查|抽检|处罚|出让|转让|挂牌).{0,10}(?:公告|公示|通告)",
        ),
    ),
    ("简报", sign(r".{0,40}(?:简报|专报|快报|周报|月报|工作动态)")),
    (
        "权责或事项清单",
        sign(r".{0,40}(?:权责|权力|负面|(?:证明|审批|服务|监管|检查|抽查)事项|收费项目).{0,6}(?:清单|目录)"),
    ),
    ("意见采纳情况", sign(r".{0,40}(?:意见|建议).{0,6}(?:反馈|采纳|办理|汇总).{0,6}(?:情况|表|结果|说明)")),
    ("抽查计划", sign(r".{0,40}(?:抽查|抽检)(?:工作)?计划")),
    ("检查或立法计划", sign(r".{0,40}(?:抽查|检查|执法|立法|审计|督查|调研|采购|招标)(?:工作)?计划")),
    ("签到表", sign(r".{0,40}签到[表簿册]")),
    (
        "目录或登记表",
        sign(
            r"(?!.*(?:实事|任务|项目)).{0,40}(?:目录|名录|明细表?|(?:登记|申报|审批|报名|统计)表)",
        ),
    ),
    ("批复", sign(r".{0,60}的批复")),
    ("公示", sign(r"(?!.*(?:实事|任务|项目|清单)).{0,40}公示")),
    ("应急预案", sign(r".{0,40}预案(?:的通知)?")),
    ("处罚决定", sign(r".{0,30}(?:处罚|处分|行政强制).{0,6}决定书?")),
    (
        "执法或司法文书",
        sign(r".{0,30}(?:决定|告知|裁定|判决|调解|裁决|意见|建议|检察|责令[一-鿿]{2,6}通知)书"),
    ),
    ("启事或书信", sign(r".{0,40}(?:启事|倡议书|公开信|感谢信|邀请函|申请书)")),
    ("办事指南", sign(r".{0,40}(?:指南|须知|流程图?|操作手册)")),
    ("办法或法规", sign(r".{0,40}(?:办法|条例|规定|规则|章程|制度|细则)(?:[（(].{1,8}[)）])?")),
    ("统计公报", sign(r".{0,40}公报")),
    (
        "统计表",
        sign(r".{0,40}(?:经济|统计|发展|运行|监测)(?:主要)?(?:指标|数据|快报)(?:完成情况)?(?:一览)?表?"),
    ),
    (
        "工作报告",
        sign(
            r".{2,60}(?:情况(?:的)?(?:报告|汇报)|工作总结|工作报告)",
            r".{0,30}工作总结(?:和|及|暨).{2,30}",
            r".{2,60}(?:调研|考察|评估|审计|检查|分析|研究|督查|验收|监测|述职|自查)报告",
            r".{0,20}向大会报告(?:政府)?工作.*",
        ),
    ),
)
ANYWHERE = (  # known by how a line begins, wherever it stands
    ("政策解读", sign(r".{0,300}现[对就将].{2,80}(?:进行(?:政策)?解读|解读如下)")),
    ("工作报告", sign(r".{0,20}(?:政府|法院|检察院|常务委员会)(?:\d{4}年)?工作报告$")),
    ("新闻发布会实录", sign(r"[【（(]?(?:.{0,10}记者|网友)[】）)]?[:：]|【(?:记者|主持人|网友)】")),
    ("合同", sign(r"(?:甲方|乙方|发包人|承包人|采购人|需方|供方)[（(]?.{0,12}[:：]")),
    (
        "讲话稿",
        sign(
            r"同志们[:：，,！]",
            r"各位(?:代表|委员|领导|同志|来宾)(?:、.{2,6})?[:：，,！]",
            r"大家(?:上午|下午)?好[:：，,！]",
        ),
    ),
    ("会议纪要", sign(r"(?:列席|缺席|主持人?|参会人员|记录人?)[:：]")),
)
NEWS = re.compile(r".{0,4}本[报台网]讯.*|.{0,30}(?:讯|电)[（(](?:本报)?记者.*|.{0,20}记者从.{2,30}获悉.*")
GOODS = re.compile(r"品名|规格型号|型号规格|规格|型号|单价.{0,4}|产品名称|货物名称|标的名称")
# what is a list where it says who is responsible: 关于做好…的通知, …完成情况
SOFT = (
    (
        "通知正文",
        re.compile(
            r".{0,20}关于(?!.*(?:印发|下达|分解|分工|清单|方案|公布|票决|确定)).{2,60}的?(?:紧急)?通知$"
        ),
    ),
    (
        "工作报告",
        sign(
            r".{2,60}(?:情况的?通报|情况总结|情况(?:说明|汇报)?)",
            r".{2,60}(?:进展|进度|推进|完成)(?:情况)?的?(?:公示|通报|公告)",
        ),
    ),
    ("新闻报道", sign(r"(?:本[报台网])?(?:见习|实习|特约)?(?:记者|通讯员)[:：][一-鿿、]{2,16}")),
)
# a bulletin of results: its title, and a point that says how far its task has come
RESULTS = re.compile(
    r".{2,80}(?:进展|推进|进度|完成|落实|办理|实施|督查)(?:工作)?情况的?(?:通报|公示|公告|报告|汇报|说明|[一-鿿]{2}表)?"
)
RESULT = re.compile(
    r"已(?:经|全部|基本|累计|全面|陆续)?(?:开工|动工|完工|建成|完成|竣工|投用|投入使用|交付|启动|新建|改造|发放|办结|开放)"
    r"|完成率|累计(?:完成|新建|改造|建成|发放|投入)|完成(?:年度|全年)?(?:目标|任务|计划|总量)的\d"
)
BREAKDOWN = re.compile(r"任务分解|责任分解|责任分工|任务清单|项目清单|分解方案|分解表|进度安排")
SURE = ("讲话稿", "会议纪要", "会议通知", "政策解读")  # also where they speak of a breakdown
REMARK = re.compile(r"(?<=.{4})[（(][^（）()]{1,8}[)）]$")  # …的讲话（摘要）
FIELD = re.compile(
    r"[一-鿿]{0,4}(?:时间|地点|地址|对象|内容|人员|方式|要求|条件|费用|金额|编号|期限|名称|电话|依据|主题|规模)[:：]"
)
CONTENTS = ("目录", "目次")  # a page of contents says nothing of the document's kind
SHORTEST_NAME = 2  # characters that no unit's name has
DATE = re.compile(r"(?:\d{4}年)?\d{1,2}月\d{1,2}日(?:[（(].{1,4}[)）])?|[\d\s.:：/-]+")
ADDRESS = re.compile(r"[^。；:：]{0,80}各[^。；:：]{1,80}[:：]")
FIGURE = re.compile(r"\d+(?!年|月|日|\d)|[一二两三四五六七八九十百千万]+[个所家条座户处项]")
LETTER = re.compile(r"[A-Za-z\u0400-\u04ff\u3040-\u30ff\uac00-\ud7a3]")
HAN = re.compile(r"[\u4e00-\u9fff]")


def looks_like(draft: PrintedList, lines: Sequence[str]) -> str:
    """What kind of document has no task of a list, though numbers stand in it; "" for a list.

    A title of a list, or else who is responsible, or a plan by quarters, makes a document a list.
    """
    draft = replace(draft, tasks=tuple(map(without_strange_names, draft.tasks)))
    text = "".join(lines)
    if len(LETTER.findall(text)) > 2 * len(HAN.findall(text)):
        return "外文文件"
    before = before_tasks(draft)
    kind = said_kind(lines, before)
    if kind and not announces_list(before, kind):
        return kind
    if tells_results(draft, before):
        return "工作报告"
    if mostly_fields(draft):
        return "一般公文"
    if any(task.lead or task.cells for task in draft.tasks) and mostly_texts(draft):
        return ""
    if is_addressed(before) and not any(FIGURE.search(task.text.text) for task in draft.tasks):
        return "通知正文"  # what stands between 各县区： and the annex asks for zeal, and promises nothing
    soft = next((kind for kind, saying in SOFT if any(saying.fullmatch(line) for line in before)), "")
    if soft or (mostly_texts(draft) and any(LIST_WORD.search(line) for line in before)):
        return soft
    return "一般公文" if draft.tasks else ""


def said_kind(lines: Sequence[str], before: Sequence[str]) -> str:
    """The kind of document that a line says, but for a list; "" where none does."""
    filled = [line for line in lines if line and line not in CONTENTS]
    own = [REMARK.sub("", line) for line in islice(filled, HEAD) if line in before or not before]
    head = [*own, *(above + below for above, below in pairwise(own))]  # a title may run over two lines
    for kind, saying in ANYWHERE:
        if any(saying.match(line) for line in filled):
            return kind
    for kind, saying in SIGNS:
        if any(saying.fullmatch(line) and (kind in SURE or not BREAKDOWN.search(line)) for line in head):
            return kind
    if any(NEWS.fullmatch(line) for line in before):
        return "新闻报道"
    if any(GOODS.search(line) for line in islice(filled, HEAD)) and not any(
        LIST_WORD.search(line) for line in before
    ):
        return "采购清单"
    return ""


def announces_list(before: Sequence[str], kind: str) -> bool:
    """Whether a line above the tasks is the title of a list, and does not say the other kind itself."""
    saying = next((saying for name, saying in SIGNS if name == kind), None)
    titles = [line for line in before if LIST_TITLE.fullmatch(line)]
    return any(not (saying and saying.fullmatch(line)) for line in titles)


def is_addressed(before: Sequence[str]) -> bool:
    """Whether the lines above the points are a notice's: 各县区：… with no annex's title below it."""
    places = [place for place, line in enumerate(before) if ADDRESS.fullmatch(line)]
    below = before[places[-1] + 1 :] if places else ()
    return bool(places) and not any(
        LIST_TITLE.fullmatch(line) and not line.startswith("附件") and "通知" not in line for line in below
    )


def without_strange_names(task: PrintedTask) -> PrintedTask:
    """A task that names nobody where what stands for names are measures and the like: 亿元, 男, 85.2."""
    return replace(task, lead=()) if task.lead and not any(map(may_be_unit, task.lead)) else task


def may_be_unit(name: str) -> bool:
    """Whether a name is long enough for a unit's, and no measure."""
    return is_unit(name) or (len(name) > SHORTEST_NAME and not re.search(r"\d|元$", name))


def tells_results(draft: PrintedList, before: Sequence[str]) -> bool:
    """Whether a document is titled 进展情况的通报 and most points say what is done: 已开工2所.

    The title alone is not enough: a list may be sent with a bulletin on the year before.
    """
    titles = [*before, *(above + below for above, below in pairwise(before))]
    reporting = sum(bool(RESULT.search(task.text.text)) for task in draft.tasks)
    return reporting * 2 > len(draft.tasks) and any(RESULTS.fullmatch(line) for line in titles)


def mostly_fields(draft: PrintedList) -> bool:
    """Whether the points are the fields of a form or notice: 培训对象：…, 时间：…, 地点：…."""
    return sum(bool(FIELD.match(task.text.text)) for task in draft.tasks) * 2 > len(draft.tasks)


def mostly_texts(draft: PrintedList) -> bool:
    """Whether most of the tasks have a text: the rows of a list of names or lines have none."""
    return sum(bool(DATE.sub("", task.text.text.strip())) for task in draft.tasks) * 2 >= len(draft.tasks)


def before_tasks(draft: PrintedList) -> list[str]:
    """The lines before the first task, without white space."""
    return ["".join(line.text.split()) for line in draft.before]
