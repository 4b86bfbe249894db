"""承接: the pairs proposed between the city's three real lists, measured against pairs told by eye.

truth/successions.tsv was written before the rule, from the printed texts: year and number, the earlier year
and number, whether it is the `same` matter again or only a `near` one (a person may confirm it, nothing is
missed without it), and which matter.
"""

import csv
import json
from collections import defaultdict
from functools import cache
from pathlib import Path

import pytest

from projects.rules.succession import Likely, TaskWords, followed_by, likely_pairs

ROOT = Path(__file__).parents[3]
TRUTH = Path(__file__).parent / "truth" / "successions.tsv"

# As measured; a change of the rule that lowers one of them has to give a reason.
LEAST_FOUND, LEAST_RIGHT, MOST_PROPOSED = 0.85, 0.80, 150


def told(kind):
    rows = csv.reader(TRUTH.read_text(encoding="utf-8").splitlines(), delimiter="\t")
    return {((int(a), int(b)), (int(c), int(d))) for a, b, c, d, found, _ in rows if found == kind}


@cache
def words(year):
    rows = json.loads((ROOT / "fixtures" / f"{year}.json").read_text(encoding="utf-8"))
    texts, labels, leads = {}, defaultdict(list), defaultdict(list)
    for row in rows:
        fields = row["fields"]
        if row["model"] == "projects.task":
            texts[year, fields["number"]] = fields["text"]
        elif row["model"] == "projects.target":
            labels[tuple(fields["task"])].append(fields["label"])
        elif row["model"] == "projects.assignment" and fields["role"] == "lead":
            leads[tuple(fields["task"])].append((fields["unit"] or fields["group"])[0])
    return [
        TaskWords(key, text, tuple(labels[key]), tuple(leads[key])) for key, text in sorted(texts.items())
    ]


@cache
def of_the_city():
    """Each list against all before it, the earlier pairs known."""
    first = likely_pairs(words(2021), words(2019))
    second = likely_pairs(words(2023), [*words(2021), *words(2019)], known=by_later(first))
    return {(pair.later, pair.earlier): pair for pair in (*first, *second)}


def by_later(pairs):
    found = defaultdict(set)
    for pair in pairs:
        found[pair.later].add(pair.earlier)
    return dict(found)


def reached(pairs):
    known = defaultdict(set)
    for later, earlier in pairs:
        known[later].add(earlier)
    return {(later, one) for later in list(known) for one in followed_by(later, known)}


def test_nearly_all_tasks_that_go_on_are_found():
    same = told("same")
    assert len(same & reached(of_the_city())) / len(same) >= LEAST_FOUND


def test_most_of_what_is_proposed_is_right():
    right = reached(told("same") | told("near"))
    assert len(of_the_city().keys() & right) / len(of_the_city()) >= LEAST_RIGHT
    assert len(of_the_city()) <= MOST_PROPOSED


@pytest.mark.parametrize(
    "later, earlier, reason",
    [
        ((2023, 7), (2021, 9), "两项都写有“产教融合”“企业”，都由sfgw牵头"),
        ((2023, 85), (2021, 120), "两项都写有“石梁河生态修复”，都由sslj牵头"),
        ((2021, 19), (2019, 7), "两项都写有“互联网医院”"),
    ],
)
def test_a_proposal_gives_its_reason(later, earlier, reason):
    assert of_the_city()[later, earlier].reason == reason


def test_who_follows_a_task_follows_what_it_follows_without_a_pair_of_its_own():
    assert {((2023, 71), (2021, 39)), ((2021, 39), (2019, 20))} <= of_the_city().keys()
    assert ((2023, 71), (2019, 20)) not in of_the_city()


def test_a_task_may_follow_several_and_be_followed_by_several():
    pairs = of_the_city().keys()
    assert {((2023, 1), (2021, 1)), ((2023, 1), (2021, 3))} <= pairs
    assert {((2023, 22), (2021, 25)), ((2023, 23), (2021, 25))} <= pairs


def test_the_same_lists_give_the_same_pairs_in_the_order_of_the_tasks():
    once, again = (likely_pairs(words(2021), words(2019)) for _ in range(2))
    assert once == again
    assert [pair.later for pair in once] == sorted(pair.later for pair in once)


def test_nothing_is_proposed_between_lists_of_other_matters():
    assert likely_pairs([TaskWords(1, "新建公厕10座。")], [TaskWords(2, "发放低保金。")]) == ()
    assert likely_pairs([], [TaskWords(2, "发放低保金。")]) == likely_pairs([TaskWords(1, "。")], []) == ()


def test_words_that_all_tasks_say_speak_for_nothing():
    assert likely_pairs([TaskWords(1, "新建公园。")], [TaskWords(2, "新建公园。")]) == ()


# Tasks of other matters, so that the words of the two compared are rare.
OTHERS = tuple(TaskWords(100 + number, chr(0x5000 + number) + chr(0x6000 + number)) for number in range(200))


def test_the_heading_of_an_older_list_is_no_matter():
    later = [TaskWords(1, "建设生态园林。")]
    alone, headed = TaskWords(2, "建设生态园林。"), TaskWords(2, "建设生态园林。改造便民桥梁8座。")
    assert [pair.earlier for pair in likely_pairs(later, [alone, *OTHERS])] == [2]
    assert likely_pairs(later, [headed, *OTHERS]) == ()


def likeness(*leads):
    later = TaskWords(1, "新建公厕10座。", (), leads[:1])
    found = likely_pairs([later], [TaskWords(2, "新建二类公厕。", (), leads[1:]), *OTHERS])
    return found[0].likeness if found else 0


def test_another_lead_speaks_against_a_pair_and_the_same_lead_for_it():
    assert likeness("市城管局", "市城管局") > likeness() > likeness("市城管局", "市水利局")


def test_what_a_task_follows_is_told_back_through_the_years_and_ends():
    assert followed_by(3, {3: {2}, 2: {1}, 1: {3}}) == {1, 2, 3}
    assert followed_by(3, {}) == set()


@pytest.mark.parametrize(
    ("later", "earlier", "likeness", "shared"),
    [
        ("农村公路、公路。", "农村公路；公路。", 100, ("农村公路",)),  # no word within another
        ("精品公厕运维。", "公厕运维管护。", 51, ("公厕运维",)),
        ("精品垃圾分类新建公厕。", "垃圾分类新建公厕。", 83, ("垃圾分类", "公厕")),
        ("公厕新建垃圾分类。", "垃圾分类新建公厕。", 89, ("垃圾分类", "公厕")),
    ],
)
def test_likeness_is_told_in_per_cent_and_the_last_word_counts_more(later, earlier, likeness, shared):
    (pair,) = likely_pairs([TaskWords(1, later)], [TaskWords(2, earlier), *OTHERS])
    assert (pair.likeness, pair.words) == (likeness, shared)


def test_the_likeness_of_real_tasks():
    pairs = [((2021, 7), (2019, 4)), ((2023, 35), (2021, 86)), ((2023, 109), (2021, 102))]
    assert [of_the_city()[pair].likeness for pair in pairs] == [75, 72, 98]
    assert max(pair.likeness for pair in of_the_city().values()) == 100


def test_a_reason_names_four_words_at_most():
    assert Likely(1, 2, 50, ("公厕", "桥梁", "农路", "车站", "公园"), ()).reason == (
        "两项都写有“公厕”“桥梁”“农路”“车站”"
    )
