"""The states and classes of the actual, one enum each; models and rules both take them from here."""

from projects.rules import filing
from projects.rules.words import Worded


class ReportState(Worded):
    """Where a report stands in its life (domain.md, A report's life); laid out at opening, not begun."""

    NOT_BEGUN = "", "未填报"
    DRAFT = "draft", "草稿"
    AWAITING = "awaiting", "待审签"
    SUBMITTED = "submitted", "待审核"
    ACCEPTED = "accepted", "已审核"
    RETURNED = "returned", "已退回"
    REOPENED = "reopened", "重开"


LOCKED_STATES = tuple(ReportState(state) for state in filing.LOCKED)
WRITABLE_STATES = tuple(ReportState(state) for state in filing.WRITABLE)


class FilingState(Worded):
    """What a report is on a given day, the first that fits in this order (domain.md, Judging progress)."""

    ACCEPTED = "accepted", "已审核", "on"
    PENDING = "pending", "待审核", "ahead"
    NOT_REFILED = "not_refiled", "退回未重报", "far"
    RETURNED = "returned", "已退回", "behind"
    MISSING = "missing", "未报", "far"
    AWAITING = "awaiting", "待审签", "behind"
    DRAFT = "draft", "草稿"
    NOT_DUE = "not_due", "未到期"


class Punctuality(Worded):
    """The mark beside the filing state: whether the first submission came by its day."""

    LATE = "late", "迟报"
    IN_TIME = "in_time", "按时"
    BACKFILLED = "backfilled", "补录"  # of a quarter before the list was kept here: neither


class VerdictClass(Worded):
    """Verdict on one task in one quarter, in the order of testing (domain.md, Judging progress)."""

    COMPLETED = "completed", "已完成", "done"
    NOT_FILED = "not_filed", "未报", "far"
    UNMEASURED = "unmeasured", "待评定"
    FAR_BEHIND = "far_behind", "严重滞后", "far"
    BEHIND = "behind", "滞后（未达序时）", "behind"
    AHEAD = "ahead", "超序时", "ahead"
    ON_SCHEDULE = "on_schedule", "达序时", "on"


class OpenReason(Worded):
    """Why a task is 待评定, the first that fits: who or what it waits for."""

    PENDING = "pending", "待审核"
    INACTIVE = "inactive", "牵头单位已停用"
    UNCONFIRMED = "unconfirmed", "待确认"
    UNPLANNED = "unplanned", "未备案"
    UNFILED = "unfiled", "待报送"
    BASELESS = "baseless", "无可评依据"


LAST_QUARTER = 4  # it tells the year, and so does the 年底核定 behind it
COMPLETED_EARLY_WORD = "已提前完成"
LAGGING = (VerdictClass.FAR_BEHIND, VerdictClass.BEHIND)
GOOD = (VerdictClass.ON_SCHEDULE, VerdictClass.AHEAD, VerdictClass.COMPLETED)

SELF_ASSESSED = (  # what a unit may say of itself
    VerdictClass.COMPLETED,
    VerdictClass.AHEAD,
    VerdictClass.ON_SCHEDULE,
    VerdictClass.BEHIND,
    VerdictClass.FAR_BEHIND,
)

# From the worst to the best of what figures and items can say of one task or sub-project
WORST_FIRST = (
    VerdictClass.FAR_BEHIND,
    VerdictClass.BEHIND,
    VerdictClass.UNMEASURED,
    VerdictClass.ON_SCHEDULE,
    VerdictClass.AHEAD,
    VerdictClass.COMPLETED,
)


class OverdueKind(Worded):
    """What the overdue desk lists, tab by tab: three facts of filing, and the tasks that lag."""

    MISSING = FilingState.MISSING.value, FilingState.MISSING.word
    LATE = Punctuality.LATE.value, Punctuality.LATE.word
    NOT_REFILED = FilingState.NOT_REFILED.value, FilingState.NOT_REFILED.word
    BEHIND = VerdictClass.BEHIND.value, "滞后"


# What a verdict, a filing or a figure carries beside its class
PARTLY_FILED_MARK = "部分未报"
UNREPORTED_MARK = "本季未报"  # of a task that is 已完成 by earlier figures
INACTIVE_MARK = "牵头单位已停用"
UNPLANNED_MARK = "未备案"  # neither a milestone nor a recorded plan
DEFAULT_MARK = "默认"
UNSETTLED_MARK = "待核对"
NO_DATA_MARK, YEAR_NO_DATA_MARK = "本季无数据", "无数据"  # the latter where the whole year is judged
CARRIED_MARK = "上季结转"
YEAR_UNFINISHED_MARK = "未完成年度任务"
PLAN_LOST_MARK = "计划口径待核"
FORMER_PLAN_MARK = "按调整前的计划评价"
CAUGHT_UP_MARK = "已赶上序时"
CORRECTED_MARK = "通报后更正"
FILED_AFTER_MARK = "通报后补报"
NEWER_MARK = "有更新"


class Completion(Worded):
    """How far an item is in one quarter (事项状态)."""

    DONE = "done", "已完成"
    PARTLY_DONE = "partly_done", "部分完成"
    NOT_DONE = "not_done", "未完成"


class ReviewDecision(Worded):
    """What is decided on a report, or on the verdict that was given with it."""

    ACCEPT = "accept", "审核通过"
    RETURN = "return", "退回"
    REOPEN = "reopen", "重开"
    JUDGE = "judge", "评定"
    REJUDGE = "rejudge", "更正评价"
    DISAGREE = "disagree", "不同意评价"
    BACKFILL = "backfill", "补录审核通过"


ACCEPTANCES = (ReviewDecision.ACCEPT, ReviewDecision.BACKFILL)
REPORT_DECISIONS = (*ACCEPTANCES, ReviewDecision.RETURN, ReviewDecision.REOPEN)


class ExtensionState(Worded):
    """Where an asked-for extension stands."""

    ASKED = "asked", "待批复"
    GRANTED = "granted", "已同意"
    REFUSED = "refused", "未同意"


class ClosureState(Worded):
    """Where an applied-for closure (销号) stands."""

    APPLIED = "applied", "待审核"
    AGREED = "agreed", "已销号"
    REFUSED = "refused", "未同意"
    TAKEN_BACK = "taken_back", "已撤销"


class ReminderKind(Worded):
    """On which occasion a reminder goes out by itself (domain.md, Chasing)."""

    OPENED = "opened", "填报开启"
    BEFORE_DUE = "before_due", "即将到期"
    PAST_DUE = "past_due", "逾期未报"
    PAST_REFILING = "past_refiling", "逾期未重报"
    TO_SIGN = "to_sign", "等待审签"


class BackfillState(Worded):
    """Where an earlier quarter stands that was loaded from a workbook (补录)."""

    LOADED = "loaded", "待审核", "behind"
    ACCEPTED = "accepted", "已补录", "done"
    REFUSED = "refused", "未同意", "far"
    TAKEN_BACK = "taken_back", "已撤回"


class ConclusionState(Worded):
    """Where a conclusion of a meeting stands, computed from its dates."""

    TO_DO = "to_do", "办理中"
    OVERDUE = "overdue", "逾期未办结"
    REPORTED = "reported", "待确认办结"
    CONCLUDED = "concluded", "已办结"


class NoticeLevel(Worded):
    """The three levels of a notice, from the lowest: blue, orange, red (domain.md, Chasing)."""

    ALERT = "alert", "提醒单", "info"
    ORDER = "order", "督办单", "behind"
    LISTED = "listed", "挂牌督办", "far"


SIGNED_LEVELS = (NoticeLevel.ORDER, NoticeLevel.LISTED)  # signed by the supervisor


class NoticeState(Worded):
    """Where a notice stands, from the draft to its end."""

    DRAFT = "draft", "草稿"
    AWAITING = "awaiting", "待签发", "behind"
    ISSUED = "issued", "待签收", "behind"
    RECEIVED = "received", "待回复", "behind"
    REPLIED = "replied", "已回复", "ahead"
    CLOSED = "closed", "已办结", "done"
    RAISED = "raised", "已升级", "far"
    WITHDRAWN = "withdrawn", "已作废"


class ReplyState(Worded):
    """Where a unit's reply to a notice stands: a paper like a report."""

    NOT_BEGUN = "", "未填写"
    DRAFT = "draft", "草稿"
    AWAITING = "awaiting", "待审签", "behind"
    SUBMITTED = "submitted", "待审核", "ahead"
    ACCEPTED = "accepted", "已办结", "done"
    RETURNED = "returned", "已退回", "behind"


UNISSUED = (NoticeState.DRAFT, NoticeState.AWAITING)
UNANSWERED = (NoticeState.ISSUED, NoticeState.RECEIVED)
RUNNING = (*UNANSWERED, NoticeState.REPLIED)
OPEN = (*UNISSUED, *RUNNING)
OVERDUE_WORD = "逾期未回复"


class OutcomeKind(Worded):
    """What becomes of a task that the year leaves unfinished (domain.md, The year's end)."""

    CARRIED = "carried", "结转下年"
    ENDED = "ended", "终止"
    GOING_ON = "going_on", "继续办理"


class FollowUpState(Worded):
    """Where the report on a task that goes on after the year stands: a paper like a report."""

    NOT_BEGUN = "", "未填报"
    DRAFT = "draft", "草稿"
    AWAITING = "awaiting", "待审签", "behind"
    SUBMITTED = "submitted", "待审核", "ahead"
    ACCEPTED = "accepted", "已审核", "done"
    RETURNED = "returned", "已退回", "behind"


class ContributionState(Worded):
    """Where a co-responsible unit's part stands: sent to the lead, which signs for it (domain.md, 分解)."""

    NOT_BEGUN = "", "未填报"
    DRAFT = "draft", "草稿"
    SUBMITTED = "submitted", "已报", "ahead"
    RETURNED = "returned", "已退回", "behind"
    ACCEPTED = "accepted", "已采用", "done"


class YearlyValueState(Worded):
    """Where an indicator's value of a year stands: a paper like a report."""

    NOT_BEGUN = "", "未填报"
    DRAFT = "draft", "草稿"
    AWAITING = "awaiting", "待审签", "behind"
    SUBMITTED = "submitted", "待审核", "ahead"
    ACCEPTED = "accepted", "已审核", "done"
    RETURNED = "returned", "已退回", "behind"
    REOPENED = "reopened", "已重开", "behind"


class ObjectionState(Worded):
    """Where what a unit says against a line of its scorecard stands (申诉)."""

    ASKED = "asked", "待答复"
    UPHELD = "upheld", "申诉成立"
    REJECTED = "rejected", "申诉不成立"


class NoticeGround(Worded):
    """On which ground a notice is proposed."""

    MISSING = "missing", "未报"
    FAR_BEHIND = "far_behind", "严重滞后"
    BEHIND_AGAIN = "behind_again", "连续滞后"


def verdict_word(code: str, quarter: int) -> str:
    """The word on the page; a task completed before the fourth quarter is 已提前完成 until then.

    The fourth quarter tells the year: what lags there is not finished.
    """
    if code == VerdictClass.COMPLETED and quarter < LAST_QUARTER:
        return COMPLETED_EARLY_WORD
    if code == VerdictClass.BEHIND and quarter >= LAST_QUARTER:
        return f"滞后（{YEAR_UNFINISHED_MARK}）"
    return VerdictClass(code).word
