"""The log's details in words."""

from progress.states import EXTENSION_STATES, REPORT_STATES, VERDICTS
from projects.recorded import CODES, told


def test_states_and_classes_are_said_as_the_pages_say_them():
    assert {
        code: CODES[code] for words in (REPORT_STATES, VERDICTS, EXTENSION_STATES) for code in words
    } == REPORT_STATES | VERDICTS | EXTENSION_STATES


def test_a_step_is_told_in_words():
    assert told({"from": "", "to": "draft"}) == [("原状态", "未填报"), ("现状态", "草稿")]
    assert told({"from": "awaiting", "to": "draft", "word": "请核对。"})[-1] == ("意见", "请核对。")


def test_a_verdict_that_was_not_named_is_the_computed_one_and_no_reason_is_no_reason():
    assert told({"verdict": "", "reason": ""}) == [("进度评价", "按系统测算")]


def test_moved_dates_are_told_old_and_new():
    assert told({"due_on": ["2021-07-12", "2021-07-15"], "as_of": ["2021-06-30", "2021-06-30"]}) == [
        ("报送期限", "2021-07-12 → 2021-07-15"),
        ("截至日期", "2021-06-30"),
    ]


def test_what_was_done_in_the_admin_is_told():
    assert told({"table": "用户", "changes": [{"changed": {"fields": ["姓名", "电话"]}}]}) == [("名录", "用户"), ("修改内容", "修改姓名、电话")]


def test_what_has_no_word_stays_as_it_is():
    assert told({"unheard_of": 3}) == [("unheard_of", "3")]
