"""Whether a paper that came back says anything else than before."""

import pytest

from projects.rules.filing import PaperState
from projects.rules.refiling import CameBack, compared_with, same_words

THEN = {"进展情况": "已开工。", "公园": "2", "佐证材料": []}


@pytest.mark.parametrize(
    ("now", "named", "words"),
    [
        (THEN, (), "与退回前相同，没有改动"),
        (THEN, ("公园",), "与退回前相同，没有改动"),
        ({**THEN, "存在问题": ""}, (), "与退回前相同，没有改动"),
        ({**THEN, "公园": "3"}, (), ""),
        ({**THEN, "公园": "3"}, ("公园",), ""),
        ({**THEN, "公园": "3"}, ("进展情况", "公园"), "要求修改的“进展情况”没有改动"),
        ({**THEN, "存在问题": "雨水多。"}, ("进展情况", "公园"), "要求修改的“进展情况”、“公园”没有改动"),
        ({**THEN, "佐证材料": ["照片"]}, ("佐证材料",), ""),
        ({"进展情况": "已完工。"}, ("公园",), ""),
    ],
)
def test_what_is_sent_again_as_it_was_is_told(now, named, words):
    assert same_words(now, CameBack(THEN, {each: each for each in named})) == words


def test_what_never_came_back_is_not_compared():
    assert same_words(THEN, None) == ""


@pytest.mark.parametrize(
    ("rounds", "state", "compared"),
    [
        ([], PaperState.DRAFT, None),
        ([1], PaperState.SUBMITTED, None),
        ([1], PaperState.RETURNED, 1),
        ([1, 2, 3], PaperState.RETURNED, 3),
        ([1, 2, 3], PaperState.REOPENED, 3),
        ([1, 2, 3], PaperState.SUBMITTED, 2),
        ([1, 2, 3, 4], PaperState.ACCEPTED, 3),
    ],
)
def test_a_paper_is_compared_with_the_round_before_what_it_says_now(rounds, state, compared):
    assert compared_with(rounds, state) == compared
