"""Causes in the leads' own words, by kinds."""

import pytest

from progress.rules.causes import KINDS, kind_of, kind_word, without_idle_end


@pytest.mark.parametrize(
    ("cause", "kind"),
    [
        ("前期雨水天气较多，土建有效作业时间减少。", "weather"),
        ("首次招标有效投标人不足，重新组织招标", "tender"),
        ("用地手续尚在办理，进场时间推迟", "land"),
        ("部分附属工程尚未完工，验收时间顺延", "works"),
        ("部分住户意见尚未统一，入户施工受影响", "people"),
        ("上半年集中培训班次减少，参训人数低于预期", "turnout"),
        ("上级补助资金下达时间晚于预期", "money"),
        ("部门间数据核对用时较长", "data"),
        ("个别县区工作启动较晚", "start"),
        ("配套方案征求意见时间较长", "policy"),
        ("受疫情影响，资金拨付推迟", "epidemic"),
        ("说不清楚", "other"),
        ("", "other"),
    ],
)
def test_a_cause_is_of_the_kind_that_it_names_first(cause, kind):
    assert kind_of(cause) == kind


def test_what_is_settled_is_no_cause():
    assert kind_of("资金已全部到位，但招标流标。") == "tender"
    assert kind_of("用地手续已办妥。") == "other"


def test_every_kind_has_a_word_of_its_own():
    words = [kind_word(kind) for kind in (*KINDS, "other")]
    assert len(set(words)) == len(words)
    assert kind_word("weather") == "天气影响施工"


def test_no_word_of_a_cause_begins_as_another_does():
    words = [word for _, told in KINDS.values() for word in told]
    assert [(one, other) for one in words for other in words if one != other and other.startswith(one)] == []


@pytest.mark.parametrize(
    ("cause", "told"),
    [
        ("雨水多，影响本季度进度。", "雨水多"),
        ("雨水多，影响了工程进度", "雨水多"),
        ("缺资金；从而影响建设进展。", "缺资金"),
        ("影响进度的主要是资金。", "影响进度的主要是资金"),
        ("影响本季度进度。", "影响本季度进度"),
    ],
)
def test_a_cause_ends_with_what_it_says(cause, told):
    assert without_idle_end(cause) == told
