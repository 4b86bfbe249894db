"""The words of a clause that say a role: labels (牵头单位：…), sayings (…牵头，…配合), and remarks beside."""

import re

from projects.parsing.unit_names import CO, LEAD, OTHER, PLAIN, one_of

PREFIX = (
    "(?:市级|县级|区级|省级|市直|县直|省直|市|县区|县|区|镇|属地|第[一二三]|首要|主要|主体|共同|具体|直接|业务|行业|项目"
    "|分项|总|各|其他|其它|相关|有关)?"
)
ROLE = one_of(
    "牵头 责任 负责 主办 承办 协办 主管 主责 配合 协同 协作 协助 参与 参加 实施 落实 支持 指导 提供 督办"
    " 监督 督查 考核 监管 分管 联系 包保 包抓 挂钩 完成 成员 联合 统筹"
)
NOUN = one_of("单位 部门 处室 科室 领导 市领导 人员 人 县区 地区 主体 方 时限 时间 期限 方式 电话")
BARE_ROLE = "牵头|主办|主责|责任|负责|承办|配合|协办|协同|协作|协助"  # （牵头：市教育局；配合：市财政局）
PERSON_TOO = "(?:(?:及|和|、|/|／)(?:责任|负责|联系)人)?"  # 责任单位/责任人
LEADER = (
    "(?:牵头|责任|分管|包联|包保|包抓|联系|挂钩|挂点|督办|协管)"
    "(?:副?[市县区州镇乡]长|[市县区州](?:委?常委|级?领导)|领导|书记|常委)"
)
BUILDER = "(?:建设|业主|代建|承建|运营|组织)(?:单位|部门|主体)"
LABEL = re.compile(
    rf"(?P<label>{PREFIX}(?:数据|信息|技术|资金|材料)?{ROLE}(?:及|和|、|/)?{ROLE}{{0,3}}{NOUN}{{1,4}}{PERSON_TOO}"
    rf"|(?:总|分项)?(?:{BARE_ROLE})|{BUILDER}|{LEADER}|(?:责任|职责)分工)"
    r"\s*(?P<mark>[:：﹕∶])"
)
# 【责任单位】市教育局, 责任单位——市教育局, 责任单位（牵头）：市教育局: what stands for a colon, or label
BRACKETED_LABEL = re.compile(
    rf"[【［\[〔](?P<label>{PREFIX}{ROLE}(?:单位|部门))[】］\]〕](?!\s*[:：])"
    rf"|(?P<dashed>{PREFIX}{ROLE}(?:单位|部门))\s?[—－–]{{2}}\s?(?=[市县区省州各国团])"
    rf"|{ROLE}(?:单位|部门)[（(](?P<role>牵头|主办|主责|配合|协办|协同)[)）]\s?[:：]"
)
# what a clause says beside units: （负责部门：…；适用范围：全市）
ASIDE = re.compile(r"(?:^|(?<=[，,；;。、\s]))(?P<label>[一-鿿]{2,10})\s*[:：﹕∶]")
# the same where a space stood between: 市财政局实际完成情况：
GLUED_ASIDE = re.compile(
    r"(?<=[局委办部府会区县市镇院团司])(?P<label>(?:项目|实际|完成|目前|主要|存在|进展|工作|具体|下步)[一-鿿]{2,6})[:：﹕∶]"
)
UNMARKED = re.compile(
    rf"(?P<label>{PREFIX}(?:牵头|共同责任|责任|主办|承办|协办|配合|协同|参与)(?:单位|部门))\s*(?P<mark>[;；、,，.。—-]|为|是|)"
)
PERSONS = re.compile(
    one_of(
        "领导 责任人 负责人 联系人 分管 人员 电话 时限 时间 期限 数据 信息 提供 督办 督查 监督 考核 方式"
        " 科室 处室 范围 地点 依据 标准 来源 备注 说明"
        " 包保 包抓 挂钩 完成"
    )
)
HOW = (
    r"(?:共同|分别|分头|分工|具体|各自|按(?:照)?(?:各自)?职责(?:分工)?|积极|密切|协同|统筹|联合|予以|给予|加强|做好|主动|全力|大力"
    r"|主体|属地|直接|行业|业务|技术|总|为|是)"
)
# 市财政局给予资金保障 helps; 保障 alone is what a unit may be called
HELP = (
    r"(?:给予|予以|做好|提供|加强|强化|落实|负责)[一-鿿]{0,6}(?:保障|支持|服务|指导|监督|配合|监管|协调|工作)"
)
SAID = one_of(
    "牵头 抓总 主导 主办 主责 主管 负总责 负责 承办 承担 实施 落实 配合 协办 协助 协同 参与 参加 支持 组织"
    " 督导 督促 督办 指导 主责单位 主责部门 牵头单位 牵头部门 责任单位 责任部门 主办单位"
    " 配合单位 配合部门 协办单位 参与单位"
    " 统筹 为主 抓落实 抓好落实 主抓 共抓 齐抓 代建 承建 协作 跟进 协调 会办"
    " 责任主体 实施主体 各司其职 各负其责"
)
DONE = one_of("推进 推动 开展 完成 做好 抓好")  # 牵头推进 says who leads, 推进 alone says nothing
# 市住建局负责建设, 各区配合做好选址: what is done stands behind the saying
DUTY = (
    r"(?:负责\d[\d.]*万?[一-鿿]{1,3}|负责(?!人)[^的了，,。；;、\d]{1,8}|落实[一-鿿]{0,4}(?:责任|要求|任务|措施)"
    rf"|(?:牵头(?:负责)?|(?:配合|协助|参与|支持){DONE}?|保障)"
    r"(?!单位|部门)(?:规划|设计|建设|改造|施工|选址|用地|征地|拆迁|资金|经费|要素|运营|运维|管理|管护|维护"
    r"|监管|验收|审批|宣传|征收|筹资|日常|项目|前期|技术|后续|[、和及与]|工作|服务|保障){1,6})"
)
SAYING = re.compile(rf"{HOW}{{0,4}}(?P<saying>{HELP}|{DUTY}|{SAID}(?:(?:并|和)?(?:{SAID}|{DONE})){{0,2}})$")
LEADING = re.compile(r"牵头|抓总|为主|主抓|主导|主办|主责|负总责|统筹")
PLAINLY = re.compile(r"各|主管|负责|承办|承担|实施|落实|抓好?落实|组织|责任")
FIRST_LEADS = re.compile(
    r"(?:(?:排[名序列位]?[在于]?(?:第一|首|最?前)|列[在于]?第一|第一(?:责任)?(?:单位|部门)(?=[为是系])|首位|第一位|第一个|首个|首列|列第一|排第一|第一家|排名第一|排在前面|排在最前|名列第一|居首|首家)[^。；]{0,14}(?:牵头|为主)"
    r"|牵头(?:单位|部门)?[^。；]{0,10}(?:为|是|系)[^。；]{0,10}(?:首位|第一位|第一个|首个|第一家|排名第一))"
)
WHEN = (
    r"(?:\d{4}年)?\d{1,2}月|\d{4}年|第?[一二三四1-4]季度|[上下]半年|全年|年内|年底"
    "|长期|常年|持续|常态|按(?:时|期|月|季)|即[行时]"
)
REMARK = re.compile(
    rf"(?:以下|下|后)(?:各项)?(?:均|皆|都|亦)?(?:相?同|照此)|.*{FIRST_LEADS.pattern}.*|按.{{0,6}}职责.*"
    r"|(?:带|标|加|注|有).{0,3}[*＊★☆▲△※].{0,6}(?:牵头|主办|责任).{0,6}"
    r"|(?:社会|群众|居民|业主|市场|企业)[一-鿿]{0,4}(?:参与|支持|监督|运作)"
    r"|[一-鿿·]{2,4}(?:常务)?副?(?:[市县区镇乡州]长|书记|秘书长|常委|局长|主任)"
    r"(?:总?牵头|负责|负总责|挂帅|包[抓保联]|分管|督办|主抓|协调|调度)?"
    r"|(?:其他|其余|其它|后面|后列).{0,8}(?:配合|协办|协同|责任).{0,4}"
)
# how a sentence behind names begins, and what says something of units without naming any
TELLS_MORE = re.compile("其[中余]|涉及|目前|截至|预计|计划|已[完开建竣启]|进展|进度")
SENTENCE = re.compile(
    r"(?:已|正在|拟|将(?!军)|该|目前|现已|预计|计划(?!生育)|力争|确保|争取|总投资|其中|涉及).*"
    r"|.*(?:的(?:为|是|有)|截至|尚未|尚缺|目前|预计|其[余中]|涉及|进展|滞后|已(?:完成|完工|开工|建成|竣工|启动)).*"
    r"|.*\d(?:个|座|所|条|处|户|公里|%|万).*"
)
TIMED = re.compile(
    rf"(?:{WHEN}).*|.*\d{{1,2}}月.*|(?:确保|力争|争取).*|.*(?:完成|启动|到位)"
)  # a remark where it names nobody


WATCHES = re.compile("负责(?:督|监督|考核|协调|指导)")


def role_of(label: str) -> str:
    """The role that a label gives the names behind it; persons, data providers, supervisors have none."""
    if re.fullmatch(LEADER, label):
        return OTHER
    if "牵头" in label and "领导" not in label and "人" not in label:
        return LEAD
    if PERSONS.search(label):
        return OTHER
    if "主办" in label or label.startswith(("第一", "首要", "统筹")):
        return LEAD
    if re.search(r"第[二三]|共同|配合|协|参与|参加|支持|其他|其它|相关|有关|指导|监管|成员|联合", label):
        return CO
    return PLAIN


def said_role(saying: str, whole: str = "") -> str:
    """The role that a saying gives the names before it: 牵头组织 leads, 组织实施 does it, 督促指导 helps.

    `whole` has the words before it as well: 总负责 leads.
    """
    if whole.startswith("总"):
        return LEAD
    if LEADING.search(saying) and not saying.startswith(("配合", "协助")):
        return LEAD
    if saying.startswith(("负责组织", "负责统筹")):
        return PLAIN
    helps = re.fullmatch(HELP, saying) or WATCHES.match(saying)
    return PLAIN if PLAINLY.match(saying) and not helps else CO
