"""What of last quarter's text moves on when it is copied."""

from datetime import date

import pytest

from progress.rules.carried import EarlierText, carried, carried_from
from projects.rules.quarters import Quarter

SPAN = {
    "was": Quarter(2021, 1),
    "was_as_of": date(2021, 3, 31),
    "now": Quarter(2021, 2),
    "now_as_of": date(2021, 6, 30),
}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("截至3月31日，累计改造7.2万平方米。", "截至6月30日，累计改造7.2万平方米。"),
        ("截至 3 月 31 日完成。", "截至 6月30日完成。"),
        ("截至2021年3月底完成。", "截至2021年6月30日完成。"),
        ("截止3月末完成。", "截止6月30日完成。"),
        ("一季度开工3所。第1季度投用1所。", "二季度开工3所。第2季度投用1所。"),
        ("3月31日签约，二季度开工。", "3月31日签约，二季度开工。"),
    ],
)
def test_the_as_of_date_and_the_quarters_name_move_on(before, after):
    assert carried(before, **SPAN) == after


@pytest.mark.parametrize(
    "span",
    [
        "一、二季度",
        "一、第二季度",
        "第一、二季度",
        "一至二季度",
        "1-2季度",
        "一——二季度",
        "一季度和二季度",
        "一季度至第二季度",
        "二季度、三季度",
        "前二季度",
        "上半年",
    ],
)
def test_a_quarter_within_a_span_stays(span):
    moving = {"was": Quarter(2021, 2), "was_as_of": date(2021, 6, 30), "now": Quarter(2021, 3)}
    told = carried(f"{span}累计建成3所，二季度投用1所。", **moving, now_as_of=date(2021, 9, 30))
    assert told == f"{span}累计建成3所，三季度投用1所。"


def test_the_years_end_speaks_of_the_fourth_quarter_still():
    last = {"was": Quarter(2021, 4), "was_as_of": date(2021, 12, 15)}
    end = {"now": Quarter(2021, 5), "now_as_of": date(2021, 12, 31)}
    assert carried("截至12月15日，四季度开工。", **last, **end) == "截至12月31日，四季度开工。"


FIRST = EarlierText(Quarter(2021, 1), date(2021, 3, 31), "截至3月31日，一季度完成选址。\n正在招标。")


@pytest.mark.parametrize(
    ("text", "quarter"),
    [
        (FIRST.text, FIRST.when),
        ("截至6月30日，二季度完成选址。\n正在招标。", FIRST.when),
        ("截至6月30日，二季度完成选址。 正在招标。\r\n", FIRST.when),
        ("截至6月30日，二季度完成选址。正在施工。", None),
        ("", None),
    ],
)
def test_a_text_that_was_only_copied_is_known(text, quarter):
    now = {"now": Quarter(2021, 2), "now_as_of": date(2021, 6, 30)}
    assert carried_from(text, [FIRST], **now) == quarter


def test_a_draft_without_a_text_is_nobodys_copy():
    now = {"now": Quarter(2021, 2), "now_as_of": date(2021, 6, 30)}
    assert carried_from(" ", [EarlierText(Quarter(2021, 1), date(2021, 3, 31), "")], **now) is None
