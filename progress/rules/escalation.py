"""督办单 as rules: which level may follow, and on which grounds one is proposed (domain.md, Chasing).

Where the page is silent:
- obeyed in time is answered by the deadline and done by the date that the unit itself named; what the office
  is slow to decide is not the unit's fault; a reply that came late was not in time;
- a later level skips none unless an urgency is stated, and a level never follows its like;
- a report that is missing is chased as missing, whatever the other leads' figures say.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from progress.rules.states import (
    RUNNING,
    UNANSWERED,
    FilingState,
    NoticeGround,
    NoticeLevel,
    NoticeState,
    Punctuality,
    VerdictClass,
)
from projects.rules.calendar import day_words, slip_of_year
from projects.rules.quarters import NUMBERS, Quarter


@dataclass(frozen=True)
class Chase:
    """One issued notice as its dates tell it; `replied_on` and `finish_by` are of the reply not returned."""

    level: str
    state: str
    reply_by: date
    replied_on: date | None = None
    finish_by: date | None = None


@dataclass(frozen=True)
class Lag:
    """What a quarter says of a unit's task: the class, since how many quarters, and the filing."""

    code: str
    streak: int
    filing: str
    chased_after: date


@dataclass(frozen=True)
class Fact:
    """What stands against a unit about one task in a quarter, as the notice that rests on it keeps it."""

    number: int  # of the task
    kind: str  # the line of the overdue desk: missing, late, not refiled, behind
    word: str  # 未报, 严重滞后
    seal: str  # of what the notice says about it: figures, class, days


def is_unanswered(state: str, reply_by: date, on: date) -> bool:
    """Whether the deadline has passed without a reply; the day itself is in time."""
    return state in UNANSWERED and on > reply_by


def is_left_alone(state: str, *, is_in_use: bool) -> bool:
    """Whether it runs and its unit is out of use: nobody signs for it, replies, or replies again."""
    return state in RUNNING and not is_in_use


def is_disobeyed(chase: Chase, on: date) -> bool:
    """Whether it was not obeyed in time: no reply by the deadline, a late one, or not done as promised."""
    if chase.state not in RUNNING:
        return False
    if chase.replied_on is None:
        return on > chase.reply_by
    return chase.replied_on > chase.reply_by or (chase.finish_by is not None and on > chase.finish_by)


def day_obstacle(finish_by: date | None, *, is_done: bool, on: date, issued_on: date) -> str:
    """Why the day of a reply cannot be, as a sentence; it lies ahead, or it is done and lies behind."""
    if finish_by is None:
        return "请填写完成时限。"
    if is_done and finish_by > on:
        return "已办结的，完成时限应为今天或以前的日期。"
    if not is_done and finish_by < on:
        return "完成时限已过：请填写今天以后的日期；已经办完的，请勾选“已办结”。"
    return slip_of_year(finish_by, issued_on if is_done else on, "完成时限")


def next_level(level: str) -> str:
    """The level above, "" above 挂牌督办."""
    levels = list(NoticeLevel)
    place = levels.index(level) + 1
    return levels[place] if place < len(levels) else ""


def is_over(state: str | None) -> bool:
    """Whether a notice, where there is one, was closed, raised or withdrawn, so that none can follow it."""
    return bool(state) and state not in RUNNING


def over_word(state: str | None) -> str:
    """已办结 of a notice that nothing can follow any more, "" of one that runs."""
    return NoticeState(state).word if is_over(state) else ""


def obstacle(level: str, previous: Chase | None, urgency: str, on: date) -> str:
    """Why a notice of this level may not follow, as a sentence; "" where it may."""
    if previous is not None and is_over(previous.state):
        return f"上一级{NoticeLevel(previous.level).word}现为“{over_word(previous.state)}”，不能在其上升级。"
    if previous is not None and list(NoticeLevel).index(level) <= list(NoticeLevel).index(previous.level):
        return f"已发{NoticeLevel(previous.level).word}，升级应高于这一级。"
    if urgency.strip() or (previous is None and level == NoticeLevel.ALERT):
        return ""
    if previous is None or next_level(previous.level) != level:
        return f"{NoticeLevel(level).word}须在上一级逾期未落实后使用；情况紧急的，请写明紧急事由。"
    return (
        ""
        if is_disobeyed(previous, on)
        else f"上一级{NoticeLevel(previous.level).word}尚在办理期限内；情况紧急的，请写明紧急事由。"
    )


def grounds_of(lag: Lag, on: date) -> tuple[str, ...]:
    """The grounds of a proposal: missing after the grace days; else far behind, or behind once more."""
    if lag.filing == FilingState.MISSING:
        return (NoticeGround.MISSING,) if on > lag.chased_after else ()
    grounds = []
    if lag.code == VerdictClass.FAR_BEHIND:
        grounds.append(NoticeGround.FAR_BEHIND)
    if lag.streak >= 2:
        grounds.append(NoticeGround.BEHIND_AGAIN)
    return tuple(grounds)


def not_borne_out(kept: Collection[Fact], now: Collection[Fact], quarter: str) -> list[str]:
    """Where what a notice rests on does not stand any more as it stood, a sentence for each fact.

    What has come since takes nothing away from it.
    """
    sentences = []
    for fact in kept:
        if fact not in now:
            sentences.append(
                f"第{fact.number}项{quarter}本件依据的是“{fact.word}”，{_stands_now(fact, now)}。"
            )
    return list(dict.fromkeys(sentences))


def _stands_now(fact: Fact, now: Collection[Fact]) -> str:
    about = [each for each in now if each.number == fact.number]
    alike = [each for each in about if each.kind == fact.kind] or about
    if not alike:
        return "现在没有这一情形"
    words = "、".join(dict.fromkeys(each.word for each in alike))
    return "具体情况已有变动" if words == fact.word else f"现在为“{words}”"


def reference(prefix: str, year: int, number: int) -> str:
    """督〔2021〕3号: the city's 代字, the year, the number."""
    return f"{prefix}〔{year}〕{number}号"


def missing_words(when: Quarter, due_on: date, numbers: Sequence[int], on: date) -> str:
    """事由 of reports that are missing."""
    named = "、".join(f"第{number}项" for number in numbers)
    due = f"{when.year}年{when.progress}应于{day_words(due_on)}前报送。"
    return f"{due}截至{day_words(on)}，你单位{named}仍未报送。"


def lagging_words(when: Quarter, as_of: date, number: int, word: str, why: str, streak: int) -> str:
    """事由 of one task that lags, with the sentences that say what is behind; its text stands above them."""
    again = f"已连续{streak}个季度滞后。" if streak > 1 else ""
    judged = f"{when.long_label}（截至{day_words(as_of)}）进度评价为“{word}”。"
    return f"你单位牵头的第{number}项任务，{judged}{again}{why}"


def late_words(when: Quarter, due_on: date, number: int, days: int) -> str:
    """事由 of one report that came late."""
    return f"{when.year}年第{number}项{when.progress}应于{day_words(due_on)}前报送，你单位迟报{days}天。"


def not_refiled_words(when: Quarter, refile_by: date, number: int, on: date) -> str:
    """事由 of one report that was returned and has not come back."""
    due = f"{when.year}年第{number}项{when.progress}退回后应于{day_words(refile_by)}前重报。"
    return f"{due}截至{day_words(on)}，你单位仍未重报。"


def demand_words(kinds: Collection[str] = (), *, quarter: int) -> str:
    """办理要求 to begin with, by what is on the overdue desk; the office writes it on."""
    if FilingState.MISSING in kinds:
        return "请立即补报，说明未按期报送的原因和今后按期报送的措施。"
    if FilingState.NOT_REFILED in kinds and VerdictClass.BEHIND not in kinds:
        return "请按退回意见立即重报，说明未按期重报的原因和今后按期报送的措施。"
    if Punctuality.LATE in kinds and VerdictClass.BEHIND not in kinds:
        return "请说明未按期报送的原因和今后按期报送的措施。"
    aim = "完成年度任务" if quarter >= NUMBERS[-1] else "赶上序时进度"
    return f"请分析滞后原因，制定{aim}的具体措施，明确完成时限和责任人。"


def raising_words(level: str, reference: str, reply_by: date, *, is_answered: bool) -> str:
    """The sentence that leads the 事由 of the next level."""
    failed = "所报措施未按时落实" if is_answered else f"至{day_words(reply_by)}期限未回复"
    return f"{NoticeLevel(level).word}（{reference}）发出后，你单位{failed}。"
