"""Items merged, split and taken away, on plain values."""

from hypothesis import given
from hypothesis import strategies as st

from projects.rules.item_edits import MERGE, REMOVE, SPLIT, ItemEdit, arrange


def texts(*rows):
    return [row.text for row in arrange(rows)]


def words(text):
    return [letter for letter in text if letter in "甲乙"]


def test_rows_that_are_kept_stay_as_they_are():
    rows = [ItemEdit("开工建设。", "1"), ItemEdit("力争完工。", "2", is_soft=True)]
    assert arrange(rows) == rows


def test_a_merged_row_continues_the_one_before():
    assert texts(ItemEdit("开工建设，"), ItemEdit("完成主体。", treatment=MERGE)) == ["开工建设，完成主体。"]


def test_a_merged_row_continues_the_last_of_several_and_what_is_removed_ends_nothing():
    rows = [ItemEdit("甲。"), ItemEdit("乙，", "2", 7, is_soft=True), ItemEdit("丁。", treatment=REMOVE)]
    merged = arrange([*rows, ItemEdit("丙。", "3", treatment=MERGE, is_soft=True)])
    assert merged == [ItemEdit("甲。"), ItemEdit("乙，丙。", "2", 7, is_soft=True)]


def test_a_hard_item_merged_into_a_soft_one_makes_it_hard():
    assert not arrange([ItemEdit("推进建设，", is_soft=True), ItemEdit("完成主体。", treatment=MERGE)])[
        0
    ].is_soft


def test_a_first_row_has_nothing_to_merge_with_and_stays():
    assert texts(ItemEdit("开工。", treatment=MERGE)) == ["开工。"]


def test_a_row_is_split_into_its_sentences():
    assert texts(ItemEdit("开工建设；完成“主体。”封顶。", treatment=SPLIT)) == [
        "开工建设；",
        "完成“主体。”",
        "封顶。",
    ]


def test_the_label_stays_with_the_first_part():
    assert [row.label for row in arrange([ItemEdit("甲。乙。", "1", treatment=SPLIT)])] == ["1", ""]


def test_a_line_break_splits_a_row():
    assert texts(ItemEdit("甲，\r\n 乙。")) == ["甲，", "乙。"]


def test_a_removed_row_goes():
    assert texts(ItemEdit("甲。"), ItemEdit("乙。", treatment=REMOVE)) == ["甲。"]


def test_parts_stay_in_their_sub_project():
    assert {row.sub_project for row in arrange([ItemEdit("甲。乙。", sub_project=7, treatment=SPLIT)])} == {7}


@given(st.text(alphabet="甲乙。；”", max_size=20).filter(lambda text: text.strip()))
def test_splitting_and_merging_again_loses_no_word(text):
    parts = arrange([ItemEdit(text, treatment=SPLIT)])
    assert words("".join(part.text for part in parts)) == words(text)
