"""Whatever the text: a reading, never a traceback."""

import json
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from projects.parsing.findings import CODES
from projects.parsing.parsed import ParsedList
from projects.parsing.reading import read
from projects.parsing.vocabulary import words
from tests.projects.parsing.documents import LISTS, PLAN, codes, raw, read_text

PIECES = words(
    "1. 2、 （3） 第4项 一、 （二） 三是 ① 10. 序号 目标任务"
    " 第一季度 第二季度 第三季度 第四季度 责任单位 牵头单位： 共同责任单位："
    " ； 、 ， 。 （ ） ( ) “ ” 《 》 市教育局 各县区 新建学校 5所 2.5万人 牵头 配合 会同 负责 抄送 附件 規劃"
    " <b> </b> <p> <br> ** # | 2023年 1月20日 连政发〔2023〕6号 关于印发民生实事方案的通知 — 4 —"
)
SOUP = st.lists(st.sampled_from([*PIECES, "\n", "\n\n", "\t", " ", " \n", "\f", "\u3000"]), max_size=120).map(
    "".join
)
KINDS = {"breakdown", "schedule", "plan"}


def is_a_reading(parsed):
    printed = json.dumps(parsed.as_json(), ensure_ascii=False)
    assert isinstance(parsed, ParsedList) and parsed.kind in KINDS and printed
    assert all(finding.code in CODES for finding in parsed.findings)
    assert all(len(task.text) == len(task.source_text) for task in parsed.tasks)


@settings(max_examples=300)
@given(SOUP)
def test_any_soup_of_words_is_read(text):
    is_a_reading(read(text.encode(), "a.txt"))


@settings(max_examples=200)
@given(st.text(max_size=300))
def test_any_text_is_read(text):
    is_a_reading(read(text.encode("utf-8", "replace"), "a.txt"))


@settings(max_examples=200)
@given(st.binary(max_size=300), st.sampled_from(["a.txt", "a.docx", "", "。"]))
def test_any_bytes_are_read(data, name):
    is_a_reading(read(data, name))


@settings(max_examples=25)
@given(st.sampled_from([*LISTS, PLAN]), st.data())
def test_a_real_document_with_a_piece_cut_out_or_put_in_is_read(name, data):
    text = raw(name)
    start = data.draw(st.integers(0, len(text)))
    end = min(len(text), start + data.draw(st.integers(0, 400)))
    is_a_reading(read((text[:start] + data.draw(SOUP) + text[end:]).encode(), "a.txt"))


MONOTONOUS = [
    *"（）“。、9改|\t\n ",
    "1.",
    "1.\n",
    "（1）",
    "（牵头单位：",
    "牵头单位：甲局；",
    "<b>",
    "一、",
    "甲局牵头，",
    "1.甲（乙局负责）",
    "1\t甲\n",
    '1\t"甲\n',
]


@pytest.mark.parametrize("piece", MONOTONOUS)
def test_endless_repetition_is_read(piece):
    is_a_reading(read((piece * (40_000 // len(piece))).encode(), "a.txt"))


LIST = (
    "2024年某市民生实事任务分解方案\n1.建园。（牵头单位：市教育局）\n"
    "2.修路3公里。（市交通局牵头，市财政局配合）\n"
)
STACK = "序号\n目标任务\n完成时限\n责任单位\n1\n建校\n6月\n市教育局\n2\n"
PARAGRAPH = "2024年某市民生实事任务分解方案\n一、教育（一）建校5所。（市教育局负责）"
WORST = [  # what stands before an endless repetition, and what is repeated
    ("", "<table>"),
    (LIST, "9"),
    (f"{LIST}3.新建学校", "1.\n"),
    (f"{LIST}3.新建学校", "①\n"),
    (f"{LIST}3.新建学校", "甲，"),
    (f"{LIST}3.新建学校", "市教育局（牵头"),
    (f"{LIST}3.新建学校", "牵头单位："),
    (f"{LIST}3.新建学校", "（牵头单位："),
    (f"{LIST}3.新建学校", "责任单位：市教育局、"),
    (f"{LIST}3.新建学校（牵头单位：市教育局、", "牵头"),
    (f"{LIST}3.新建学校（牵头单位：市教育局、", "责任单位\n"),
    (LIST + STACK, "（"),
    (f"{PARAGRAPH}（二）建园。（市教育局负责）", "①"),
]
ROOM = 10  # a reading in proportion takes 4 times as long, a rescan from every place 16 times


def seconds_for(before, piece, length):
    """What the processor takes for an endless repetition at its best of three; little times taken as one."""
    data = (before + piece * (length // len(piece))).encode()
    times = []
    for _ in range(3):
        begin = process_time()
        is_a_reading(read(data, "a.txt"))
        times.append(process_time() - begin)
    return max(min(times), 0.05)


@pytest.mark.parametrize(("before", "piece"), WORST, ids=map(str, range(len(WORST))))
def test_reading_takes_as_long_as_the_text_is(before, piece):
    assert seconds_for(before, piece, 40_000) < ROOM * seconds_for(before, piece, 10_000)


@pytest.mark.parametrize("encoding", ["gbk", "gb18030", "utf-16", "utf-8-sig"])
def test_a_document_reads_the_same_in_any_encoding_and_with_any_line_ends(encoding):
    text = raw("2023-breakdown")
    plain = read(text.encode(), "a.txt")
    assert read(text.replace("\n", "\r\n").encode(encoding), "a.txt") == plain


def test_a_file_that_cannot_be_opened_is_a_finding():
    assert codes(read(b"%PDF-1.7", "a.pdf")) == ["unreadable"]


def test_a_text_without_tasks_is_a_finding():
    assert codes(read("今天天气很好。".encode(), "a.txt")) == ["no_title", "no_year", "nothing_read"]


def test_broken_bytes_are_a_finding():
    assert codes(read(raw("2023-breakdown").encode() + b"\xff\xff", "a.txt"))[0] == "bad_bytes"


RESULT_POINTS = (
    "1.新建小学5所，已开工2所。（市教育局）\n2.新建助餐点10个，累计建成3个，完成率30%。（市民政局）\n"
    "3.改造道路8公里。（市住建局）\n"
)
PLAN_POINTS = (
    "1.新建小学5所。（市教育局）\n2.新建助餐点10个。（市民政局）\n"
    "3.改造道路，已开工路段年内通车。（市住建局）\n"
)


@pytest.mark.parametrize(
    "title",
    [
        "关于2024年民生实事任务进展情况的通报",
        "市政府办公室关于2024年一季度\n民生实事项目推进情况的通报",
        "2024年民生实事项目完成情况公示",
    ],
)
def test_a_bulletin_of_results_is_no_list(title):
    parsed = read_text(f"{title}\n各县区、各部门：\n{RESULT_POINTS}")
    assert parsed.tasks == ()
    assert [each.message for each in parsed.findings if each.code == "nothing_read"] == [
        "文件像是工作报告，没有读到带序号的任务，请确认文件是任务分解方案或序时进度安排方案。"
    ]


@pytest.mark.parametrize(
    "head",
    [
        "关于2023年民生实事完成情况的通报\n附件\n2024年民生实事任务分解方案\n",
        "关于印发2024年民生实事任务分解方案的通知\n各县区：\n请按月报送进展情况，市政府将进行通报。\n",
    ],
)
def test_a_list_beside_a_bulletin_is_a_list(head):
    assert len(read_text(head + PLAN_POINTS).tasks) == 3


def test_a_list_that_tells_what_is_built_already_is_a_list():
    parsed = read_text(f"关于印发2024年民生实事任务分解方案的通知\n{RESULT_POINTS}")
    assert len(parsed.tasks) == 3
