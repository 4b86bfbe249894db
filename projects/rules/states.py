"""The states and kinds of the plan, one enum each: models choose from them, rules compare with them."""

from projects.rules.words import Worded


class ListStage(Worded):
    """Stage of a yearly list (domain.md, Words)."""

    DRAFT = "draft", "起草"
    FILING_PLANS = "filing_plans", "计划备案"
    RUNNING = "running", "执行中"
    CONCLUDED = "concluded", "已办结"
    ARCHIVED = "archived", "仅存档"


class AssignmentRole(Worded):
    """Role of a unit in a task."""

    LEAD = "lead", "牵头"
    CO = "co", "共同责任"


class Nature(Worded):
    """Nature of a target: what adds up, and what never does (domain.md, Targets and items)."""

    COUNT = "count", "数量"
    LEVEL = "level", "水平"


class Direction(Worded):
    """Whether more of a target is better."""

    UP = "up", "越高越好"
    DOWN = "down", "越低越好"


class Qualifier(Worded):
    """What the document says before a quantity."""

    AT_LEAST = "at_least", "不少于"
    AT_MOST = "at_most", "不超过"
    ABOUT = "about", "约"
    OVER = "over", "超过"


class Basis(Worded):
    """Basis of a planned value."""

    YTD = "ytd", "累计"
    OWN = "own", "当季"


class UnitKind(Worded):
    """Kind of a unit, in the official order."""

    PARTY = "party", "市委部门"
    DEPARTMENT = "department", "市直部门"
    MASS = "mass", "群团组织"
    INSTITUTION = "institution", "事业单位"
    DISTRICT = "district", "县区"
    ZONE = "zone", "功能板块"
    ENTERPRISE = "enterprise", "市属国企"
    STATIONED = "stationed", "驻地单位"


class DocumentKind(Worded):
    """Kind of a source document."""

    BREAKDOWN = "breakdown", "任务分解方案"
    SCHEDULE = "schedule", "序时进度安排方案"
    PLAN = "plan", "规划"


class ActResult(Worded):
    """How a recorded act ended."""

    DONE = "done", "成功"
    REFUSED = "refused", "拒绝"
    FAILED = "failed", "失败"
