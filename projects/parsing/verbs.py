"""Verbs of Chinese official texts: what is done with the thing that a number counts."""

import re

from projects.parsing.vocabulary import any_of, words

VERB_WORDS = words("""
融资 授信 减负 让利 降费 办好 拉动 消除 增配 减免 减除 压实 报废 淘汰 替换 招商 招生 上架 推介 认养 播出
播放 出版 翻修 试点 轮换 撤并 合并 归并 关停 回迁 分流 搬离 清运 转运 疏导 新（扩）建 新（改）建
新（改、扩）建 新（改扩）建 改（扩）建 新(改)建 新(扩)建 新(改、扩)建 新建（改建） 新建（改造）
改造（新建） 新改扩建 新改（扩）建 新改建 新扩建 改扩建 改（扩）建 新建 改建 扩建 续建 重建 翻建 兴建
修建 修缮 建成 建设 建立 建造 建 改造 升级改造 升级 提升 提优 提质 提高 优化 完善 完成 实施 实现 开展
举办 承办 组织 打造 创建 创成 创 培育 培养 培训 辅导 发展 发放 发行 投放 投入 投资 投用 投运 新增加 新增
增加 增设 净增 增 提供 提取 支持 扶持 帮扶 援助 救助 资助 补助 补贴 帮助 解决 开发 开设 开通 开办 开建
新辟 开辟 调整 新开工 开工 动工 启动 启用 竣工 完工 交付 通车 招聘 招募 招引 招收 引进 引导 引育 吸引
吸纳 安排 安置 安装 分配 配租 配建 配备 配置 配齐 配套 收购 筹集 筹建 更新 更换 更替 维修 养护 加固 检修
治理 整治 修复 复垦 复绿 疏浚 清淤 清理 清洗 回收 处置 处理 绿化 补种 补建 补植 种植 栽植 打通 畅通 疏通
抽检 抽查 抽样 检测 检查 监测 巡查 排查 筛查 普查 接种 接入 惠及 覆盖 受益 带动 转移 减收 减免 降低 减少
减轻 压降 压减 削减 增长 达到 认定 评选 评定 命名 遴选 推荐 选树 选派 设立 设置 成立 组建 加装 加快 布设
架设 铺设 敷设 改善 改良 推广 推动 推进 推出 签约 签订 落地 落实 入驻 上线 整合 归集 办理 受理 化解 调解
查处 打击 破获 演出 放映 送 编制 制定 出台 发布 搭建 建档 保障 保护 供应 搬迁 拆除 拆建 拆迁 征收 腾退
盘活 施划 划定 宣传 宣讲 巡讲 推送 赠送 捐赠 慰问 走访 探访 关爱 代缴 缴纳 购买 采购 配送 投保 参保 纳入
兑现 兑付 拨付 下达 销售 储备 生产 申报 争取 获批 取得 验收 公布 统一 扩大 拓展 延伸 形成 促成 促进 服务
指导 规范 登记 新登记 迁移 迁建 移建 置换 收储 供给 供地 审批 受训 参与 享受 选拔 执行 抓获 收集 梳理 汇集
汇聚 联网 维护 防治 封育 造 购置 添置 研发 攻克 转化 孵化 认证 培优 壮大 做强 做优 聘请 聘用 招录 录用
见习 轮训 复训 免除 免费 收看 给予 受助 接收 接纳 接诊 再就业 挽回 追回 开放 发卡 结对 走进 下派 选聘 集聚
""")
# verbs that also stand at the head of nouns (服务中心): they do not go on a chain of verbs (改造提升)
_ALSO_NOUNS = words("""
服务 保障 保护 培训 指导 监测 检测 检查 抽检 供应 供给 救助 补助 补贴 帮扶 扶持 帮助 援助 处置 处理 宣传
登记 见习 养护 维护 组织 配套 回收 演出 放映 关爱 投资 建档 认证 绿化 送 建 创 造 增
""")
# verbs that part two amounts which no mark parts: 24个产业园新增车间50个
_STRONG_WORDS = words("""
新改扩建 新改建 改扩建 新建 扩建 改建 建成 新增加 新增 净增 增设 增加 发放 提供 购买 开展 实施 举办 改造
创建 打造 培育 提升 改善 代缴 给予 带动 实现 达到 投入 配备 安装 开设 设立 组织 覆盖 惠及 参加 加入 赴
接受 收看 享受 入住 纳入 落实 办理 支持 资助 补助 培训 融资 授信 减负 让利
""")
_ADVERB = (
    "全面|基本|累计|新|再|计划|力争|继续|持续|重点|共|全部|着力|大力|加快|拟|统筹"
    "|积极|直接|深入|有序|分批|常态化?|全年|集中|规范|精准|高质量|高标准"
)
_CHAINED = any_of(word for word in VERB_WORDS if word not in _ALSO_NOUNS)
_NOT_A_NOUN = "(?![性型式率者员])"

VERBS = re.compile(
    rf"(?:{_ADVERB})?(?:{any_of(VERB_WORDS)}){_NOT_A_NOUN}"
    rf"(?:(?:(?<![惠普涉])及|[、和或与并])?(?:{_ADVERB})?(?:{_CHAINED}){_NOT_A_NOUN}){{0,4}}"
)
CHAINED_VERB = re.compile(rf"(?:{_CHAINED}){_NOT_A_NOUN}")
STRONG_VERB = re.compile(any_of(_STRONG_WORDS))
PREPOSITION = re.compile(r"(?:为|向|对|给|将|让|使|帮助|组织|面向|针对)(?!了)")
_LAST_VERB = re.compile(rf"(?:{_CHAINED})$")
_DEED = any_of({*(word for word in VERB_WORDS if len(word) > 1), *words("体检 救治 诊治 补贴 家访")})
# what is done, said last: 3000名儿童救助, 160个地下室5G信号全覆盖
DEED_LAST = re.compile(rf"(?:[0-9A-Za-z]*[一-鿿]{{0,4}}全覆盖|(?:{_DEED}){{1,2}})$")
LIGHT_VERB = re.compile(r"(?:全面|基本|计划|再)?(?:完成|实现|实施|开展|推进|推动|做好|落实|组织)$")
REACH = re.compile(r"(?:预计)?(?:惠及|覆盖|受益|带动|涉及|辐射|吸引|服务)$")


def leading_verb(head: str) -> str:
    """The verb that the words before a number begin with, or the preposition before it; "" without any."""
    found = PREPOSITION.match(head) or VERBS.match(head)
    return found[0] if found else ""


def deed_behind(head: str, tail: str) -> str:
    """What is done with a thing, named behind it, where the verb before it says no more than 完成."""
    found = DEED_LAST.search(tail, 2)  # the thing itself takes two characters
    if found is None or not (found[0].endswith("全覆盖") or not head or LIGHT_VERB.match(head)):
        return ""
    return found[0]


def has_verb(head: str) -> bool:
    """Whether the words before a number say what is done, at their beginning, their end or between."""
    return bool(leading_verb(head) or STRONG_VERB.search(head) or _LAST_VERB.search(head))


def is_verb(head: str) -> bool:
    """Whether the words before a number are a verb alone, its object left out."""
    return VERBS.fullmatch(head) is not None
