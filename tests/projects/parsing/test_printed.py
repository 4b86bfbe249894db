"""Text in two hands, and the white space that typesetting put in."""

import pytest

from projects.parsing.printed import Printed, together


def tidy(text):
    return Printed(text, text).tidy().text


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("新建中小学 15 所", "新建中小学15所"),
        ("提供\n2.5 万个", "提供2.5万个"),
        ("达 50% ； 2. 完成 “ 我的连云\n港”APP 第二版", "达50%；2.完成“我的连云港”APP第二版"),
        ("2. 18 所新建", "2. 18所新建"),
        ("1. 新改扩建", "1.新改扩建"),
        ("内 外 装 饰 70% ， 1#", "内外装饰70%，1#"),
        ("BRT system  of\nEPC", "BRT system of EPC"),
        ("96333 110", "96333 110"),
        ("A1 区, A3 施工", "A1区,A3施工"),
        ("　　全角　空格\u00a0和\u200b零宽\ufeff ", "全角空格和零宽"),
        ("", ""),
    ],
)
def test_white_space_of_wrapping_goes(printed, read):
    assert tidy(printed) == read


def test_both_hands_are_cut_alike():
    whole = Printed("新建 学校", "新建 學校").tidy()
    assert (whole.text, whole.source) == ("新建学校", "新建學校")
    assert whole[2:] == Printed("学校", "學校")
    assert (whole + Printed("。", "。")).strip().source == "新建學校。"


def test_parts_are_joined_as_one_person_would_write_them():
    parts = [Printed("建设EPC", "建设EPC"), Printed("BRT", "BRT"), Printed("专用道", "专用道")]
    assert together(parts).text == "建设EPC BRT专用道"
