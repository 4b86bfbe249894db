"""The log's details in words."""

import re
from pathlib import Path

import pytest

from progress.coordination.actions import MEETING_FIELDS
from progress.models import Coordination, ListSettings
from progress.opening.settings_forms import SettingsForm
from projects.log.words import NAMES, detail_words

ROOT = Path(__file__).parents[3]


def test_a_step_is_told_in_the_words_that_were_recorded():
    assert detail_words({"from": "待审签", "to": "已签"}) == [("原状态", "待审签"), ("现状态", "已签")]


def test_a_step_recorded_in_codes_is_told_in_words():
    assert detail_words({"from": "", "to": "draft"}) == [("原状态", "未填报"), ("现状态", "草稿")]
    assert detail_words({"from": "awaiting", "to": "draft", "word": "请核对。"})[-1] == ("意见", "请核对。")


def test_a_changed_setting_is_told_by_its_name_old_and_new():
    assert detail_words({"grace_days": ["3", "5"]}) == [("宽限期（工作日）", "3 → 5")]


@pytest.mark.parametrize(
    ("model", "names"), [(ListSettings, SettingsForm.base_fields), (Coordination, MEETING_FIELDS)]
)
def test_what_can_be_changed_is_named_as_the_form_names_it(model, names):
    assert {name: NAMES.get(name) for name in names} == {
        name: model._meta.get_field(name).verbose_name for name in names
    }


def test_everything_that_an_action_records_has_a_name():
    actions = "".join(
        path.read_text(encoding="utf-8") for path in ROOT.glob("pro*/**/*.py") if "actions" in str(path)
    )
    recorded = {
        key
        for detail in re.findall(r"detail=\{([^{}]*)", actions)
        for key in re.findall(r'"([a-z_]+)":', detail)
    }
    assert len(recorded) > 20
    assert recorded <= set(NAMES)


def test_a_verdict_that_was_not_named_is_the_computed_one_and_no_reason_is_no_reason():
    assert detail_words({"verdict": "", "reason": ""}) == [("进度评价", "按系统测算")]


def test_moved_dates_are_told_old_and_new():
    assert detail_words({"due_on": ["2021-07-12", "2021-07-15"], "as_of": ["2021-06-30", "2021-06-30"]}) == [
        ("报送期限", "2021-07-12 → 2021-07-15"),
        ("截至日期", "2021-06-30"),
    ]


def test_what_was_done_in_the_admin_is_told():
    assert detail_words({"table": "用户", "changes": [{"changed": {"fields": ["姓名", "电话"]}}]}) == [
        ("名录", "用户"),
        ("修改内容", "修改姓名、电话"),
    ]


def test_what_has_no_word_stays_as_it_is():
    assert detail_words({"unheard_of": 3}) == [("unheard_of", "3")]
