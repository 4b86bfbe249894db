"""What changed between two texts: words where they are short, sentences where they are long."""

import pytest

from progress.rules.differences import passages


def marked(before, after):
    signs = {"kept": " ", "added": "+", "taken": "-"}
    return [signs[each.kind] + each.text for each in passages(before, after)]


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        ("已开工。", "已开工。", [" 已开工。"]),
        ("", "", []),
        ("", "开工", ["+开工"]),
        ("开工", "", ["-开工"]),
        ("完成12.5%。", "完成13.5%。", [" 完成", "-12.5%", "+13.5%", " 。"]),
        ("开工3所。", "开工13所，投用。", [" 开工", "-3", "+13", " 所", "+，投用", " 。"]),
    ],
)
def test_a_figure_changes_as_one_word(before, after, shown):
    assert marked(before, after) == shown


def test_words_that_a_text_repeats_are_compared_too():
    before = "第一所已开工。" * 60
    assert marked(before, f"另建二处，{before}") == ["+另建二处，", f" {before}"]


@pytest.mark.parametrize("length", [2000, 2001])
@pytest.mark.parametrize("grown", ["before", "after"])
def test_a_long_text_is_compared_by_its_sentences(length, grown):
    filling = "字" * (length - len("一所。完成三所。")) + "。"
    short, long = "一所。完成三所。", f"一所。完成二所{filling}"
    texts = (short, long) if grown == "after" else (long, short)
    whole = length > 2000
    assert ("完成" in "".join(each[1:] for each in marked(*texts) if each[0] == " ")) == (not whole)
