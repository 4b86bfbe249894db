"""What one cell writes otherwise than the others: found by most of them, and only where it is sure."""

import pytest

from tests.projects.parsing.documents import codes, found, schedule

TEXT = "建设口袋公园20个。\t完成选址。\t{}\t建成口袋公园13个。\t建成口袋公园20个。\t牵头单位：市园林局\n"
NAMED = (
    "推进人民东路改造、海棠路北延。\t1.人民东路改造工程：完成设计。2.海棠路北延工程：完成招标。"
    "\t{}\t1.人民东路改造工程：完成路面施工。2.海棠路北延工程：完成路基施工。"
    "\t1.人民东路改造工程：建成通车。2.海棠路北延工程：建成通车。\t牵头单位：市住建局\n"
)


@pytest.mark.parametrize("cell", ["建成街角公园6个。", "建成口袋花园6个。"])
def test_a_thing_that_all_others_call_otherwise_is_doubted(cell):
    assert found(schedule("1\t" + TEXT.format(cell)), "label_drift") == [(1, 2)]


@pytest.mark.parametrize(
    "cell",
    [
        "1.人民路改造工程：完成路基施工。2.海棠路北延工程：完成管线迁改。",
        "1.人民东路改造工程：完成路基施工。2.海堂路北延工程：完成管线迁改。",
    ],
)
def test_a_name_before_a_colon_that_lost_or_changed_a_character_is_doubted(cell):
    parsed = schedule("1\t" + NAMED.format(cell))
    assert [*found(parsed, "label_drift"), *found(parsed, "miswritten")] == [(1, 2)]


@pytest.mark.parametrize("cell", ["建口袋公园6个。", "建成口公园6个。"])
def test_a_character_lost_near_the_beginning_or_the_end_of_a_clause(cell):
    parsed = schedule("1\t" + TEXT.format(cell))
    assert {"miswritten", "label_drift"} & set(codes(parsed))


@pytest.mark.parametrize(
    "cell", ["建成口袋公园6个。", "口袋公园开工6个。", "建成口袋公园6个、街角公园2个。", "新建绿地2处。"]
)
def test_a_stage_another_thing_and_a_word_before_are_no_doubt(cell):
    parsed = schedule("1\t" + TEXT.format(cell))
    assert not {"label_drift", "miswritten"} & set(codes(parsed))


def test_what_is_finished_twice_is_doubted_by_its_name_and_for_short_words_too():
    twice = "1.人民东路改造工程：完成路面施工。2.海棠路北延工程：完成招标。"
    assert found(schedule("1\t" + NAMED.format(twice)), "repeated_milestone") == [(1, 2), (1, 3)]


def test_a_list_of_items_that_begins_with_a_2_is_doubted():
    late = "2.人民东路改造工程：完成路基施工。2.海棠路北延工程：完成管线迁改。"
    assert (1, 2) in found(schedule("1\t" + NAMED.format(late)), "item_number")


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("建成口袋公园6座。", "measure_differs"),
        ("建成口袋公园6个个。", "repeated_words"),
        ("建成口袋公园1O个。", "miswritten"),
        ("建成口袋公园6坐。", "miswritten"),
        ("制定了建设口袋公园的。", "odd_sentence"),
    ],
)
def test_measures_letters_and_sentences_that_are_no_more_than_slips(cell, code):
    assert code in codes(schedule("1\t" + TEXT.format(cell)))


def test_a_letter_behind_a_number_and_a_measure_of_another_thing_are_no_slips():
    said = codes(schedule("1\t" + TEXT.format("建成5G基站6座、公园驿站2座，栽植苗木10万株。")))
    assert not {"measure_differs", "miswritten"} & set(said)
