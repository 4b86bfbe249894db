"""The rules of 督办单 (domain.md, Chasing), tried on made-up values too."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from progress.rules.escalation import (
    Chase,
    Fact,
    Lag,
    day_obstacle,
    demand_words,
    grounds_of,
    is_disobeyed,
    is_left_alone,
    is_unanswered,
    lagging_words,
    late_words,
    missing_words,
    next_level,
    not_borne_out,
    not_refiled_words,
    obstacle,
    over_word,
    raising_words,
    reference,
)
from progress.rules.states import (
    RUNNING,
    FilingState,
    NoticeGround,
    NoticeLevel,
    NoticeState,
    Punctuality,
    VerdictClass,
)
from projects.rules.quarters import Quarter

SECOND = Quarter(2021, 2)
BY = date(2021, 7, 20)
NEXT = BY + timedelta(days=1)
DAYS = st.sampled_from([date(2021, 7, 1) + timedelta(days=each) for each in range(62)])
CHASES = st.builds(
    Chase,
    st.sampled_from(list(NoticeLevel)),
    st.sampled_from(list(NoticeState)),
    DAYS,
    st.none() | DAYS,
    st.none() | DAYS,
)
LAGS = st.builds(
    Lag, st.sampled_from(list(VerdictClass)), st.integers(0, 4), st.sampled_from(list(FilingState)), DAYS
)


@pytest.mark.parametrize(
    ("state", "on", "late"),
    [
        (NoticeState.ISSUED, BY, False),
        (NoticeState.ISSUED, NEXT, True),
        (NoticeState.RECEIVED, NEXT, True),
        (NoticeState.REPLIED, NEXT, False),
    ],
)
def test_the_last_day_is_in_time(state, on, late):
    assert is_unanswered(state, BY, on) is late


def test_no_reply_by_the_deadline_is_not_obeyed():
    assert not is_disobeyed(Chase(NoticeLevel.ALERT, NoticeState.RECEIVED, BY), BY)
    assert is_disobeyed(Chase(NoticeLevel.ALERT, NoticeState.RECEIVED, BY), NEXT)


def test_a_reply_in_time_is_obeyed_until_the_date_that_the_unit_named():
    chase = Chase(NoticeLevel.ALERT, NoticeState.REPLIED, BY, replied_on=BY, finish_by=date(2021, 7, 31))
    assert not is_disobeyed(chase, date(2021, 7, 31))
    assert is_disobeyed(chase, date(2021, 8, 1))


def test_a_late_reply_was_not_in_time():
    assert is_disobeyed(
        Chase(NoticeLevel.ALERT, NoticeState.REPLIED, BY, replied_on=NEXT, finish_by=date(2021, 12, 31)), NEXT
    )


@given(CHASES, DAYS)
def test_only_what_runs_is_disobeyed_and_it_stays_so(chase, on):
    if is_disobeyed(chase, on):
        assert chase.state in RUNNING
        assert is_disobeyed(chase, on + timedelta(days=30))


def test_the_levels_follow_each_other():
    assert [next_level(each) for each in NoticeLevel] == [NoticeLevel.ORDER, NoticeLevel.LISTED, ""]


def test_a_first_notice_is_a_reminder_unless_it_is_urgent():
    assert obstacle(NoticeLevel.ALERT, None, "", BY) == ""
    assert "紧急事由" in obstacle(NoticeLevel.ORDER, None, " ", BY)
    assert obstacle(NoticeLevel.LISTED, None, "汛期将至。", BY) == ""


def test_after_an_alert_that_was_not_obeyed_comes_an_order():
    alert = Chase(NoticeLevel.ALERT, NoticeState.RECEIVED, BY)
    assert obstacle(NoticeLevel.ORDER, alert, "", NEXT) == ""
    assert "尚在办理期限内" in obstacle(NoticeLevel.ORDER, alert, "", BY)
    assert "须在上一级逾期未落实后" in obstacle(NoticeLevel.LISTED, alert, "", NEXT)


@given(CHASES, st.sampled_from(list(NoticeLevel)), DAYS)
def test_without_urgency_the_next_level_follows_exactly_what_was_not_obeyed(chase, level, on):
    may = obstacle(level, chase, "", on) == ""
    assert may is (next_level(chase.level) == level and is_disobeyed(chase, on))


@given(CHASES, st.sampled_from(list(NoticeLevel)), DAYS)
def test_urgency_never_lowers_a_level_nor_raises_what_has_ended(chase, level, on):
    levels = list(NoticeLevel)
    may = obstacle(level, chase, "汛期将至。", on) == ""
    assert may is (chase.state in RUNNING and levels.index(level) > levels.index(chase.level))


@pytest.mark.parametrize("state", [NoticeState.CLOSED, NoticeState.WITHDRAWN])
def test_what_has_ended_is_said_by_its_state(state):
    assert NoticeState(state).word in obstacle(
        NoticeLevel.ORDER, Chase(NoticeLevel.ALERT, state, BY), "汛期。", NEXT
    )


def test_only_what_has_ended_has_a_word_for_it():
    assert [over_word(state) for state in (None, "", *RUNNING)] == [""] * (2 + len(RUNNING))
    assert over_word(NoticeState.CLOSED) == NoticeState.CLOSED.word


ISSUED = date(2021, 7, 13)


@pytest.mark.parametrize(
    ("finish_by", "is_done", "words"),
    [
        (None, False, "请填写完成时限。"),
        (BY, False, ""),
        (BY, True, ""),
        (NEXT, False, ""),
        (NEXT, True, "已办结的，完成时限应为今天或以前的日期。"),
        (ISSUED, True, ""),
        (ISSUED, False, "完成时限已过：请填写今天以后的日期；已经办完的，请勾选“已办结”。"),
        (date(2020, 7, 13), True, ""),  # a year before it was issued
        (date(2020, 7, 1), True, "完成时限填的是2020年，与2021年7月13日相差1年以上，请核对年份。"),
        (date(2022, 7, 20), False, ""),
        (date(2022, 8, 1), False, "完成时限填的是2022年，与2021年7月20日相差1年以上，请核对年份。"),
    ],
)
def test_the_day_of_a_reply_lies_ahead_or_what_is_done_behind(finish_by, is_done, words):
    assert day_obstacle(finish_by, is_done=is_done, on=BY, issued_on=ISSUED) == words


BEHIND = Fact(36, "behind", "滞后", "50|100")


@pytest.mark.parametrize(
    ("now", "told"),
    [
        ([BEHIND, Fact(36, "late", "迟报", "3")], ""),
        ([], "现在没有这一情形"),
        ([Fact(37, "behind", "滞后", "50|100")], "现在没有这一情形"),
        ([Fact(36, "behind", "滞后", "60|100")], "具体情况已有变动"),
        ([Fact(36, "behind", "严重滞后", "10|100"), Fact(36, "late", "迟报", "3")], "现在为“严重滞后”"),
        ([Fact(36, "late", "迟报", "3"), Fact(36, "missing", "未报", "")], "现在为“迟报、未报”"),
    ],
)
def test_a_notice_says_where_what_it_rests_on_stands_no_more(now, told):
    said = [f"第36项二季度本件依据的是“滞后”，{told}。"] if told else []
    assert not_borne_out([BEHIND], now, "二季度") == said
    assert not_borne_out([BEHIND, BEHIND], now, "二季度") == said


def test_the_grounds_are_those_of_the_page():
    assert grounds_of(Lag(VerdictClass.FAR_BEHIND, 1, "accepted", BY), BY) == (NoticeGround.FAR_BEHIND,)
    assert grounds_of(Lag(VerdictClass.BEHIND, 2, "accepted", BY), BY) == (NoticeGround.BEHIND_AGAIN,)
    assert grounds_of(Lag(VerdictClass.FAR_BEHIND, 3, "accepted", BY), BY) == (
        NoticeGround.FAR_BEHIND,
        NoticeGround.BEHIND_AGAIN,
    )
    assert (
        grounds_of(Lag(VerdictClass.BEHIND, 1, "accepted", BY), BY)
        == grounds_of(Lag(VerdictClass.ON_SCHEDULE, 0, "accepted", BY), BY)
        == ()
    )


def test_missing_is_a_ground_only_after_the_days_of_grace():
    assert grounds_of(Lag("", 0, FilingState.MISSING, BY), BY) == ()
    assert grounds_of(Lag("", 0, FilingState.MISSING, BY), NEXT) == (NoticeGround.MISSING,)


@given(LAGS, DAYS)
def test_nothing_but_the_three_grounds_proposes(lag, on):
    found = grounds_of(lag, on)
    assert set(found) <= set(NoticeGround)
    assert bool(found) is (
        (on > lag.chased_after)
        if lag.filing == FilingState.MISSING
        else (lag.code == VerdictClass.FAR_BEHIND or lag.streak >= 2)
    )


@given(LAGS, DAYS, DAYS)
def test_a_longer_grace_never_proposes_more(lag, on, later):
    longer = Lag(lag.code, lag.streak, lag.filing, max(lag.chased_after, later))
    assert set(grounds_of(longer, on)) <= set(grounds_of(lag, on))


def test_the_number_is_written_as_the_office_writes_it():
    assert reference("连督", 2021, 3) == "连督〔2021〕3号"


def test_what_is_missing_is_named_with_its_day():
    words = missing_words(SECOND, date(2021, 7, 12), [36, 37], date(2021, 7, 16))
    assert (
        words
        == "2021年二季度进展情况应于2021年7月12日前报送。截至2021年7月16日，你单位第36项、第37项仍未报送。"
    )


def test_what_came_late_or_not_again_is_named_with_its_day():
    assert late_words(SECOND, date(2021, 7, 12), 36, 3) == (
        "2021年第36项二季度进展情况应于2021年7月12日前报送，你单位迟报3天。"
    )
    assert not_refiled_words(SECOND, date(2021, 7, 14), 36, date(2021, 7, 16)) == (
        "2021年第36项二季度进展情况退回后应于2021年7月14日前重报。截至2021年7月16日，你单位仍未重报。"
    )


def test_what_lags_is_named_by_its_number_for_its_text_stands_above():
    words = lagging_words(SECOND, date(2021, 6, 30), 98, "严重滞后", "滞后44个百分点。", 2)
    assert words == (
        "你单位牵头的第98项任务，2021年二季度（截至2021年6月30日）进度评价为“严重滞后”。"
        "已连续2个季度滞后。滞后44个百分点。"
    )


def test_a_single_quarter_behind_is_no_streak():
    words = lagging_words(SECOND, date(2021, 6, 30), 98, "滞后", "滞后5个百分点。", 1)
    assert "连续" not in words


def test_what_is_asked_for_follows_the_ground():
    assert "补报" in demand_words((FilingState.MISSING, VerdictClass.BEHIND), quarter=2)
    assert "赶上序时进度" in demand_words((Punctuality.LATE, VerdictClass.BEHIND), quarter=2)
    assert "立即重报" in demand_words((Punctuality.LATE, FilingState.NOT_REFILED), quarter=2)
    assert "未按期报送的原因" in demand_words((Punctuality.LATE,), quarter=2)
    assert "未按期重报的原因" in demand_words((FilingState.NOT_REFILED,), quarter=2)
    both = (FilingState.NOT_REFILED, VerdictClass.BEHIND)
    assert "分析滞后原因" in demand_words(both, quarter=2)
    assert demand_words(quarter=3) == "请分析滞后原因，制定赶上序时进度的具体措施，明确完成时限和责任人。"


@pytest.mark.parametrize("when", [Quarter(2021, 4), Quarter(2021, 5)])
def test_at_the_years_end_the_year_is_asked_for(when):
    assert "完成年度任务" in demand_words((VerdictClass.BEHIND,), quarter=when.number)
    words = missing_words(when, date(2022, 1, 10), [36], date(2022, 1, 14))
    assert words.startswith(
        f"2021年{'年底核定' if when.is_year_end else '四季度进展'}情况应于2022年1月10日前报送"
    )


def test_the_next_level_says_what_the_last_one_came_to():
    assert (
        raising_words(NoticeLevel.ALERT, "连督〔2021〕1号", BY, is_answered=False)
        == "提醒单（连督〔2021〕1号）发出后，你单位至2021年7月20日期限未回复。"
    )
    assert "未按时落实" in raising_words(NoticeLevel.ORDER, "连督〔2021〕2号", BY, is_answered=True)


@pytest.mark.parametrize("state", list(NoticeState))
def test_what_runs_is_left_alone_where_its_unit_is_out_of_use(state):
    runs = state in (NoticeState.ISSUED, NoticeState.RECEIVED, NoticeState.REPLIED)
    assert is_left_alone(state, is_in_use=False) == runs
    assert not is_left_alone(state, is_in_use=True)
