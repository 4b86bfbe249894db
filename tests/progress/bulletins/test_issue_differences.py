"""What a correction issue begins with: from what to what, and why."""

from datetime import timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from docx import Document
from openpyxl import load_workbook

from lianyungang.demo_city import LIANYUNGANG
from progress.bulletins import actions
from progress.bulletins.document import bulletin_document
from progress.bulletins.draft import bulletin_draft
from progress.bulletins.imprint import Imprint
from progress.bulletins.issue_differences import corrected_filings, task_changes
from progress.bulletins.past_prose import changes_in_words
from progress.bulletins.quarter_figures import figures
from progress.models import Verdict
from progress.reports import review_actions, verdict_actions
from progress.rules.figures import Changed, LateTask, UnitFiling
from progress.rules.states import VerdictClass
from tests.acceptance import accept_as_shown
from tests.as_read import as_read
from tests.factories import NOW, make_bulletin
from tests.progress.bulletins import bulletin_values as values
from tests.progress.conftest import submitted

ON = NOW.date()
LATER = NOW + timedelta(hours=3)


def changes(before, now):
    return [(each.label, each.before, each.after) for each in task_changes(before, now)]


def test_the_same_task_is_not_corrected():
    task = values.task(targets=(values.target(),))
    assert changes(task, task) == []


def test_class_figure_plan_and_texts_are_told_from_what_to_what():
    before = values.task(targets=(values.target("4", "4"),), progress="已开工4所。")
    now = values.task(code=VerdictClass.BEHIND, targets=(values.target("3", "5"),), progress="已开工3所。")
    assert changes(before, now) == [
        ("进度评价", "达序时", "滞后（未达序时）"),
        ("新建幼儿园计划", "4所", "5所"),
        ("新建幼儿园", "4所", "3所"),
        ("进展情况", "已开工4所。", "已开工3所。"),
    ]


def test_a_plan_that_older_issues_did_not_tell_is_no_correction():
    told = values.target("4", "4")._replace(planned=None)
    before, now = values.task(targets=(told,)), values.task(targets=(values.target("4", "4"),))
    assert changes(before, now) == []


def test_a_value_that_was_not_told_stands_against_nothing():
    before, now = values.task(targets=()), values.task(targets=(values.target("3"),))
    assert ("新建幼儿园", "", "3所") in changes(before, now)


def test_units_that_are_missing_or_late_otherwise_are_told():
    told = values.figures(unit_filings=(UnitFiling("市教育局", missing=(3,)), UnitFiling("市民政局", (5,))))
    late = UnitFiling("市教育局", late=(LateTask(3, 2),))
    now = values.figures(unit_filings=(late, UnitFiling("市民政局", (5,))))
    assert [(each.label, each.before, each.after) for each in corrected_filings(told, now)] == [
        ("市教育局", "未报第3项", "迟报第3项")
    ]


@pytest.fixture
def corrected(report, filer, coordinator):
    """A quarter issued, one report of it reopened and accepted with another figure, its verdict changed."""
    sent = submitted(report, filer)
    accept_as_shown(sent, at=NOW, by=coordinator)
    make_bulletin(report.period, told=figures(report.period, ON), issued_at=NOW)
    by = {"at": LATER, "by": coordinator}
    reopened = as_read(review_actions.reopen, report, reason="口径有误。", **by)
    submitted(reopened, filer, value=3)
    accept_as_shown(report, **by)
    given = {"code": VerdictClass.BEHIND, "reason": "核查未完工。"}
    as_read(verdict_actions.rejudge, Verdict.objects.get(), **given, **by)
    return report.period


def test_the_draft_of_a_correction_begins_with_what_and_why(corrected):
    text = bulletin_draft(corrected, ON, city=LIANYUNGANG).text
    assert [each.key for each in text[:4]] == ["corrected", "corrected:36", "opening", "overall"]
    assert "由“达序时”更正为“滞后（未达序时）”" in text[1].text and "由2个更正为3个" in text[1].text
    assert text[1].text.endswith("。原因：口径有误；核查未完工。")


def test_what_was_opened_again_and_not_accepted_since_is_not_told_as_changed(report, filer, coordinator):
    accept_as_shown(submitted(report, filer), at=NOW, by=coordinator)
    make_bulletin(report.period, told=figures(report.period, ON), issued_at=NOW)
    as_read(review_actions.reopen, report, reason="口径有误。", at=LATER, by=coordinator)
    told = bulletin_draft(report.period, ON, city=LIANYUNGANG).text[1].text
    assert told == ("进度评价由“达序时”更正为“待评定”，原通报的完成值和文字本期不采用。原因：口径有误。")


def test_of_several_leads_one_may_count_no_more():
    told = changes_in_words(
        (
            Changed("完成湿地修复", "270亩", ""),
            Changed("进展情况", "已修复270亩。按计划推进。", "按计划推进。"),
        )
    )
    assert told == "完成湿地修复原通报270亩，本期不采用，进展情况文字有变动"


def test_a_first_issue_begins_with_its_basis(report):
    draft = bulletin_draft(report.period, ON, city=LIANYUNGANG)
    assert (draft.figures.corrects, draft.text[0].key) == (None, "opening")


def test_the_correction_stands_first_in_workbook_and_document_and_not_its_reasons_in_public(
    corrected, coordinator
):
    seen = bulletin_draft(corrected, ON, city=LIANYUNGANG).mark
    given = {"seen": seen, "knowingly": True, "city": LIANYUNGANG, "at": LATER, "by": coordinator}
    issued = actions.correct(corrected.bulletins.get(), reason="第36项有误。", **given)
    files = {file.kind: bytes(file.content) for file in issued.files.all()}
    book = load_workbook(BytesIO(files["workbook"]))
    assert book.sheetnames[0] == "更正说明"
    cells = [str(cell.value) for row in book["更正说明"].iter_rows() for cell in row]
    assert {"2个", "3个", "口径有误；核查未完工"} <= set(cells)
    paper, public = (
        "\n".join(each.text for each in Document(BytesIO(files[kind])).paragraphs)
        for kind in ("document", "public")
    )
    assert "更正原因：第36项有误。" in paper and "原因：口径有误" in paper
    assert "由2个更正为3个" in public and "口径有误" not in public


def test_an_ordinary_issue_has_no_sheet_of_corrections():
    content = bulletin_document(values.figures(values.task()), (), Imprint())
    assert "更正情况表" not in "\n".join(each.text for each in Document(BytesIO(content)).paragraphs)


def test_the_figures_of_a_correction_keep_what_was_told_and_what_stands(corrected):
    drawn = figures(corrected, ON)
    assert drawn.corrected[0].changes[0].before == "达序时"
    assert drawn.tasks[0].targets[0].actual == Decimal(3)
