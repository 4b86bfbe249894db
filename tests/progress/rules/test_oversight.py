"""人大监督 as values: what cannot be, and what stands of each kind in words."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from progress.rules.oversight import DomainScore, OversightEntry, faults

VOTE = OversightEntry(
    "vote", date(2021, 1, 20), "市人大会议", "人大公报1号", agreed=297, opposed=2, abstained=1
)
RATING = OversightEntry(
    "rating", date(2021, 7, 1), "市人大常委会会议", "会议纪要", satisfied=30, fairly_satisfied=6,
    dissatisfied=3, abstained=1, task=36,
)  # fmt: skip
VISIT = OversightEntry("inspection", date(2021, 5, 9), "代表视察养老服务", "视察报告", findings="床位偏少。")
SURVEY = OversightEntry(
    "survey", date(2021, 6, 1), "市统计局", "调查报告", answers=1200, score=Decimal("88.5"),
    scores=(DomainScore("教育惠民", Decimal("91")), DomainScore("住房保障", Decimal("84.25"))),
)  # fmt: skip
ALL = (VOTE, RATING, VISIT, SURVEY)


def found(entry):
    known = {"tasks": frozenset({36}), "matters": frozenset({3})}
    return [name for name, _ in faults(entry, year=2021, today=date(2021, 7, 14), **known)]


def test_what_can_be_is_not_asked_about():
    assert [found(each) for each in ALL] == [[]] * 4


@pytest.mark.parametrize(
    ("entry", "field"),
    [
        (replace(VOTE, opposed=-1), "opposed"),
        (replace(VOTE, abstained=None), "abstained"),
        (replace(VOTE, agreed=0, opposed=0, abstained=0), ""),
        (replace(VOTE, ballots=299), "ballots"),
        (replace(VOTE, held_on=date(2021, 7, 15)), "held_on"),
        (replace(VOTE, held_on=date(2012, 1, 20)), "held_on"),
        (replace(VOTE, source=""), "source"),
        (replace(VOTE, title=""), "title"),
        (replace(RATING, task=37), "task"),
        (replace(RATING, task=None, matter=4), "matter"),
        (replace(RATING, matter=3), "matter"),
        (replace(VISIT, findings=""), "findings"),
        (replace(VISIT, is_done=True), "answer"),
        (replace(SURVEY, score=Decimal("100.01")), "score"),
        (replace(SURVEY, score=None), "score"),
        (replace(SURVEY, score=Decimal("-0.01")), "score"),
        (replace(SURVEY, answers=None), "answers"),
        (replace(SURVEY, answers=0), "answers"),
        (replace(SURVEY, scores=(DomainScore("教育", Decimal("100.01")),)), "scores"),
        (replace(SURVEY, scores=(DomainScore("教育", Decimal("-0.01")),)), "scores"),
        (
            replace(SURVEY, scores=(DomainScore("教育", Decimal(1)), DomainScore("教育", Decimal(2)))),
            "scores",
        ),
    ],
)
def test_what_cannot_be_is_named_by_its_field(entry, field):
    assert found(entry) == [field]


def test_votes_that_agree_with_the_valid_ones_are_taken():
    assert found(replace(VOTE, ballots=300)) == []


@pytest.mark.parametrize(
    "entry",
    [
        replace(VOTE, opposed=0, abstained=0),
        replace(VOTE, agreed=1, opposed=0, abstained=0),
        replace(VOTE, held_on=date(2021, 7, 14)),
        replace(RATING, task=None, matter=3),
        replace(VISIT, is_done=True, answer="已增加床位。"),
        replace(SURVEY, answers=1, score=Decimal(0)),
        replace(
            SURVEY,
            score=Decimal(100),
            scores=(DomainScore("教育", Decimal(100)), DomainScore("卫生", Decimal(0))),
        ),
    ],
)
def test_the_ends_of_what_can_be_are_taken(entry):
    assert found(entry) == []


def test_a_list_of_matters_is_asked_for_where_one_is_named():
    entry = replace(VOTE, matter=1)
    assert [words for _, words in faults(entry, year=2021, today=date(2021, 7, 14), tasks=frozenset())] == [
        "2021年清单没有第1件。"
    ]


def test_a_count_that_differs_from_the_valid_ones_is_told_with_both():
    entry = replace(VOTE, ballots=299)
    assert [words for _, words in faults(entry, year=2021, today=date(2021, 7, 14), tasks=frozenset())] == [
        "赞成、反对、弃权合计300票，与有效票299票不符，请核对。"
    ]


@pytest.mark.parametrize(
    ("entry", "about", "when", "result"),
    [
        (VOTE, "", "2021年1月20日", "赞成297票、反对2票、弃权1票"),
        (replace(VOTE, abstained=None), "", "2021年1月20日", "赞成297票、反对2票、弃权0票"),
        (RATING, "第36项", "2021年7月1日", "满意30票、基本满意6票、不满意3票、弃权1票"),
        (replace(VISIT, matter=3), "第3件", "2021年5月9日", "正在办理"),
        (replace(VISIT, is_done=True), "", "2021年5月9日", "已办结"),
        (SURVEY, "", "2021年6月", "综合得分88.5分，收回答卷1200份"),
    ],
)
def test_each_kind_says_what_it_is_about_when_it_was_and_what_came_of_it(entry, about, when, result):
    assert (entry.about, entry.when, entry.result) == (about, when, result)


def test_a_survey_names_what_each_domain_was_given():
    assert SURVEY.score_words == "教育惠民91分、住房保障84.25分"
    assert (VOTE.kind_word, SURVEY.kind_word) == ("票决", "满意度调查")
