"""The public version: no persons, no telephone numbers, no internal remarks; words and amounts stay."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from progress.bulletins.public import public_figures, public_paragraphs, scrubbed
from progress.rules.figures import Changed, CorrectedReport, LateTask, UnitFiling
from progress.rules.states import VerdictClass
from projects.paper.paragraphs import PART, SECTION, Paragraph
from tests.progress.bulletins.bulletin_values import figures, laggard, task

ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.parametrize(
    ("internal", "public"),
    [
        ("已开工4所。联系人：张建国，电话：0518-85821234。", "已开工4所。"),
        ("已开工4所（联系人：张建国，电话13812345678）。", "已开工4所。"),
        ("已开工4所，联系人：张建国，下月完工。", "已开工4所，下月完工。"),
        ("已开工4所（联系电话：0518-85821234）。", "已开工4所。"),
        ("请拨打0518-85821234咨询。", "请拨打（略）咨询。"),
        ("可打138 1234 5678联系。", "可打（略）联系。"),
        ("已完成，电话85821234。", "已完成。"),
        ("发至a.b@lyg.gov.cn。", "发至（略）。"),
        ("由王建国局长带队督查。", "由×××局长带队督查。"),
        ("李梅同志负责。", "×××同志负责。"),
        ("责任人王小明，下月完工。", "责任人×××，下月完工。"),
        ("项目负责人为李梅（设计单位另定）。", "项目负责人为×××（设计单位另定）。"),
    ],
)
def test_contacts_and_persons_are_taken_out(internal, public):
    assert scrubbed(internal) == public


@pytest.mark.parametrize(
    "text",
    [
        "累计新改扩建中小学6所，完成投资13800000000元。",
        "受理12345热线办件85821234件，办结率99.8%。",
        "落实责任人，建立周调度机制；市教育局局长办公会已研究。",
        "连政发〔2021〕10号文件要求，2021年6月30日前完成。",
        "项目负责人高度重视，责任人落实到位，责任人、责任时限已明确。",
        "申报创建文明城市，打造高峰学科。",
        "G204国道改扩建11.38公里，发放手机12部。",
    ],
)
def test_words_and_amounts_stay(text):
    assert scrubbed(text, ["文明", "高峰"]) == text


@pytest.mark.parametrize("title", ["局长", "主任", "书记"])
def test_no_unit_of_the_register_is_taken_for_a_person(title):
    names = [
        row["fields"]["name"]
        for row in json.loads((ROOT / "fixtures/units.json").read_text())
        if row["model"] == "projects.unit"
    ]
    assert [name for name in names if scrubbed(f"{name}{title}") != f"{name}{title}"] == []


def test_a_known_name_is_taken_out_wherever_it_stands():
    assert scrubbed("请欧阳建华协调，并由高峰负责。", ["欧阳建华", "高峰"]) == "请×××协调，并由×××负责。"


@given(
    st.from_regex(r"\A1[3-9][0-9]{9}\Z"),
    st.sampled_from(["", "电话", "手机：", "，", "（", "请联系"]),
    st.sampled_from(["", "。", "）", "，谢谢"]),
)
def test_no_mobile_number_is_left(number, before, after):
    assert number not in scrubbed(f"已完成{before}{number}{after}")


@given(st.from_regex(r"\A0518-?8[0-9]{7}\Z"), st.sampled_from(["", "电话", "传真：", "，"]))
def test_no_landline_is_left(number, before):
    assert number not in scrubbed(f"已完成{before}{number}。")


def test_every_text_of_the_figures_is_scrubbed():
    told = "联系王建国局长，13812345678。"
    row = task(1, VerdictClass.BEHIND, progress=told, problems=told, next_steps=told)
    lines = (laggard(1, situation=told, cause=told, next_steps=told),)
    corrected = CorrectedReport(1, 1, "市教育局", "新建。", (Changed("进展情况", told, told),))
    kept = repr(public_figures(figures(row, laggards=lines, corrections=(corrected,))))
    assert "王建国" not in kept and "13812345678" not in kept


def test_internal_remarks_are_left_out():
    row = task(1, remarks=("第1季度销号", "已报送待审核", "待核对", "迟报", "连续2季", "部分未报"))
    shown = public_figures(figures(row, laggards=(laggard(1, note="现场核查不符。"),)))
    assert shown.tasks[0].remarks == ("第1季度销号", "连续2季")
    assert shown.laggards[0].note == ""


def test_what_was_returned_is_left_out():
    filings = (
        UnitFiling("甲局", not_refiled=(3,)),
        UnitFiling("乙局", not_refiled=(4,), late=(LateTask(5, 1),)),
    )
    shown = public_figures(figures(task(), unit_filings=filings)).unit_filings
    assert [(each.unit, each.not_refiled) for each in shown] == [("乙局", ())]


def test_paragraphs_about_returns_are_left_out_with_a_heading_left_bare():
    told = [
        Paragraph("filing", head="报送情况", level=SECTION),
        Paragraph("filing.not_refiled", "退回后未按期重报。", "退回未重报", PART),
    ]
    assert public_paragraphs(told) == ()


def test_an_edited_paragraph_is_scrubbed_too():
    assert public_paragraphs([Paragraph("own:1", "特此通报。联系人：张建国。")]) == (
        Paragraph("own:1", "特此通报。"),
    )


def test_the_counts_stay_the_same():
    found = figures(task(1), task(2, VerdictClass.BEHIND))
    assert public_figures(found).tally == found.tally
