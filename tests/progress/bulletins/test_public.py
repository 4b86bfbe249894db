"""The public version: no persons, no telephone numbers, no internal remarks; words and amounts stay."""

from progress.bulletins.public import public_figures, public_paragraphs
from progress.rules.figures import Changed, CorrectedReport, LateTask, UnitFiling
from progress.rules.states import VerdictClass
from projects.paper.paragraphs import PART, SECTION, Paragraph
from tests.progress.bulletins.bulletin_values import figures, laggard, task


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
