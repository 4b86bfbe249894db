"""The states and classes of the plan, as plain values: models take their choices from here, rules compare with them."""

# Stage of a yearly list (domain.md, Words)
DRAFT = "draft"
FILING_PLANS = "filing_plans"
RUNNING = "running"
CONCLUDED = "concluded"
ARCHIVED = "archived"
STAGES = {DRAFT: "起草", FILING_PLANS: "计划备案", RUNNING: "执行中", CONCLUDED: "已办结", ARCHIVED: "仅存档"}

# Role of a unit in a task
LEAD = "lead"
CO = "co"
ASSIGNMENT_ROLES = {LEAD: "牵头", CO: "共同责任"}

# Nature and direction of a target (domain.md, Targets and items)
COUNT = "count"
LEVEL = "level"
NATURES = {COUNT: "数量", LEVEL: "水平"}
UP = "up"
DOWN = "down"
DIRECTIONS = {UP: "越高越好", DOWN: "越低越好"}
QUALIFIERS = {"at_least": "不少于", "at_most": "不超过", "about": "约", "over": "超过"}

# Basis of a planned value
YTD = "ytd"
OWN = "own"
BASES = {YTD: "累计", OWN: "当季"}

# Kind of a unit, in the official order
UNIT_KINDS = {
    "party": "市委部门",
    "department": "市直部门",
    "mass": "群团组织",
    "institution": "事业单位",
    "district": "县区",
    "zone": "功能板块",
    "enterprise": "市属国企",
    "stationed": "驻连单位",
}

# Kind of a source document
BREAKDOWN = "breakdown"
SCHEDULE = "schedule"
PLAN = "plan"
DOCUMENT_KINDS = {BREAKDOWN: "任务分解方案", SCHEDULE: "序时进度安排方案", PLAN: "规划"}
