"""The states and classes of the actual, as plain values: models take their choices from here, rules compare with them."""

# Where a report stands in its life (domain.md, A report's life); laid out at opening, not begun
NOT_BEGUN = ""
DRAFT = "draft"
AWAITING = "awaiting"
SUBMITTED = "submitted"
ACCEPTED = "accepted"
RETURNED = "returned"
REOPENED = "reopened"
REPORT_STATES = {
    DRAFT: "草稿",
    AWAITING: "待审签",
    SUBMITTED: "待审核",
    ACCEPTED: "已审核",
    RETURNED: "已退回",
    REOPENED: "重开",
}
LOCKED_STATES = (AWAITING, SUBMITTED, ACCEPTED)

# Filing state: what a report is on a given day, the first that fits in this order (domain.md, Judging progress)
FILED_ACCEPTED = "accepted"
FILED_PENDING = "pending"
NOT_REFILED = "not_refiled"
FILED_RETURNED = "returned"
MISSING = "missing"
FILED_AWAITING = "awaiting"
FILED_DRAFT = "draft"
NOT_DUE = "not_due"
FILING_STATES = {
    FILED_ACCEPTED: "已审核",
    FILED_PENDING: "待审核",
    NOT_REFILED: "退回未重报",
    FILED_RETURNED: "已退回",
    MISSING: "未报",
    FILED_AWAITING: "待审签",
    FILED_DRAFT: "草稿",
    NOT_DUE: "未到期",
}
FILING_TONES = {  # the colour beside the word
    FILED_ACCEPTED: "on",
    FILED_PENDING: "ahead",
    NOT_REFILED: "far",
    FILED_RETURNED: "behind",
    MISSING: "far",
    FILED_AWAITING: "behind",
    FILED_DRAFT: "none",
    NOT_DUE: "none",
}
LATE_MARK = "迟报"
LATE = "late"
IN_TIME_MARK = "按时"
IN_TIME = "in_time"

# Verdict on one task in one quarter, in the order of testing (domain.md, Judging progress)
COMPLETED = "completed"
NOT_FILED = "not_filed"
UNMEASURED = "unmeasured"
FAR_BEHIND = "far_behind"
BEHIND = "behind"
AHEAD = "ahead"
ON_SCHEDULE = "on_schedule"
VERDICTS = {
    COMPLETED: "已完成",
    NOT_FILED: "未报",
    UNMEASURED: "待评定",
    FAR_BEHIND: "严重滞后",
    BEHIND: "滞后（未达序时）",
    AHEAD: "超序时",
    ON_SCHEDULE: "达序时",
}
VERDICT_TONES = {
    COMPLETED: "done",
    NOT_FILED: "far",
    UNMEASURED: "none",
    FAR_BEHIND: "far",
    BEHIND: "behind",
    AHEAD: "ahead",
    ON_SCHEDULE: "on",
}  # the colour beside the word
COMPLETED_EARLY_WORD = "已提前完成"
LAGGING = (FAR_BEHIND, BEHIND)
GOOD = (ON_SCHEDULE, AHEAD, COMPLETED)

# What the overdue desk lists, tab by tab (domain.md, Chasing): three facts of filing, and the tasks that lag, far behind or not
OVERDUE_KINDS = {
    MISSING: FILING_STATES[MISSING],
    LATE: LATE_MARK,
    NOT_REFILED: FILING_STATES[NOT_REFILED],
    BEHIND: "滞后",
}

# From the worst to the best of what figures and items can say of one task or sub-project
WORST_FIRST = (FAR_BEHIND, BEHIND, UNMEASURED, ON_SCHEDULE, AHEAD)

# What a verdict, a filing or a figure carries beside its class
PARTLY_FILED_MARK = "部分未报"
DEFAULT_MARK = "默认"
UNSETTLED_MARK = "待核对"
NO_DATA_MARK = "本季无数据"
CARRIED_MARK = "上季结转"
YEAR_UNFINISHED_MARK = "未完成年度任务"
CAUGHT_UP_MARK = "已赶上序时"
CORRECTED_MARK = "通报后更正"

# State of an item in one quarter
DONE = "done"
PARTLY_DONE = "partly_done"
NOT_DONE = "not_done"
ITEM_STATES = {DONE: "已完成", PARTLY_DONE: "部分完成", NOT_DONE: "未完成"}

# What the coordinator decides on a submitted report
ACCEPT = "accept"
RETURN = "return"
REOPEN = "reopen"
REVIEW_DECISIONS = {ACCEPT: "审核通过", RETURN: "退回", REOPEN: "重开"}

# Where an asked-for extension or an applied-for closure stands
ASKED = "asked"
GRANTED = "granted"
REFUSED = "refused"
EXTENSION_STATES = {ASKED: "待批复", GRANTED: "已同意", REFUSED: "未同意"}
APPLIED = "applied"
AGREED = "agreed"
TAKEN_BACK = "taken_back"
CLOSURE_STATES = {APPLIED: "待审核", AGREED: "已销号", REFUSED: "未同意", TAKEN_BACK: "已撤销"}

# On which occasion a reminder goes out by itself (domain.md, Chasing)
BEFORE_DUE = "before_due"
PAST_DUE = "past_due"
PAST_REFILING = "past_refiling"
OCCASIONS = {BEFORE_DUE: "即将到期", PAST_DUE: "逾期未报", PAST_REFILING: "逾期未重报"}

# Where a conclusion of a meeting stands, computed from its dates
TO_DO = "to_do"
OVERDUE = "overdue"
REPORTED_DONE = "reported"
CONCLUDED = "concluded"
CONCLUSION_STATES = {TO_DO: "办理中", OVERDUE: "逾期未办结", REPORTED_DONE: "待确认办结", CONCLUDED: "已办结"}

# How the value of a target is typed: the total at the as-of date, or the quarter's own
ENTRY_TOTAL = "total"
ENTRY_OWN = "own"
ENTRIES = {ENTRY_TOTAL: "截至季末累计", ENTRY_OWN: "当季"}


def verdict_word(code: str, quarter: int) -> str:
    """The word on the page; a task closed before the fourth quarter is 已提前完成 until then (domain.md, Judging progress)."""
    return COMPLETED_EARLY_WORD if code == COMPLETED and quarter < 4 else VERDICTS[code]
