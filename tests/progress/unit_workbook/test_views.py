"""A unit's workbook of a quarter: out, filled in, checked, previewed, saved; and what goes wrong."""

from decimal import Decimal
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from progress.models import ItemState, Measurement, Report
from progress.reports import actions
from progress.rules.states import Completion, ReportState
from progress.unit_workbook.workbook import FIGURES, ITEMS, TASKS
from projects.parsing.formats.office import CONVERTER, converted
from tests.as_read import as_read
from tests.factories import NOW, make_report, make_target, make_unit, make_user
from tests.progress.conftest import owed, saved

pytestmark = pytest.mark.django_db

OUT, BACK = "/2021/q2/filing/workbook.xlsx", "/2021/q2/filing/workbook/"


@pytest.fixture
def client(report, filer, enter):
    return enter(filer)


def out(client, address=OUT):
    return load_workbook(BytesIO(client.get(address).content))


def column(sheet, head):
    return next(cell.column for row in sheet.iter_rows(max_row=6) for cell in row if cell.value == head)


def put(book, sheet, head, value, row=4):
    book[sheet].cell(row, column(book[sheet], head)).value = value


def fill(book, row=4, *, text="已建成2个公园。", value=2, done="已完成"):
    put(book, TASKS, "进展情况", text, row)
    put(book, FIGURES, "本次累计", value, row)
    put(book, ITEMS, "完成情况", done, row)
    return book


def posted(client, book, act="check", address=BACK):
    buffer = BytesIO()
    book.save(buffer)
    return client.post(address, {"file": SimpleUploadedFile("填报.xlsx", buffer.getvalue()), act: "1"})


def save(client, page):
    return client.post(BACK, {"lines": page.context["lines"], "save": "1"})


def words(page):
    return page.content.decode()


def test_out_filled_in_and_back_is_previewed_and_saved_as_a_draft(client):
    page = posted(client, fill(out(client)))
    assert "新填" in words(page) and Report.objects.get().version == 0, "looked at, not saved"
    assert save(client, page).status_code == 302
    report = Report.objects.get()
    assert (report.state, report.version, report.text) == (ReportState.DRAFT, 1, "已建成2个公园。")
    assert Measurement.objects.get().value == 2
    assert ItemState.objects.get().state == Completion.DONE


def test_the_preview_says_cell_by_cell_what_changes(client, report, filer):
    saved(report, filer, text="一。\r\n二。", value="2")
    page = posted(client, fill(out(client), text="<已建成>3个公园。", value=3, done="部分完成"))
    assert page.context["changed"] == (
        ("36", "进展情况", "一。\n二。", "<已建成>3个公园。"),
        ("36", "城市公园　本次累计", "2", "3"),
        ("36", "完成主体工程　完成情况", "已完成", "部分完成"),
    )
    told = words(page)
    assert "改动的内容，共 3 处" in told and "&lt;已建成&gt;3个公园。" in told


def test_two_figures_that_changed_places_are_seen_in_the_preview(client, report, filer):
    saved(report, filer, value="2")
    make_target(report.task, label="口袋公园", quantity=9)
    book = out(client)
    put(book, FIGURES, "本次累计", 7, 4)
    put(book, FIGURES, "本次累计", 2, 5)
    found = [tuple(each) for each in posted(client, book).context["changed"]]
    assert found == [("36", "城市公园　本次累计", "2", "7"), ("36", "口袋公园　本次累计", "", "2")]


def test_plan_and_last_quarter_stand_beside(client, report, unit):
    make_report(report.task, unit, quarter=1, state=ReportState.SUBMITTED, submitted_at=NOW, text="已开工。")
    book = out(client)
    told = [cell.value for cell in book[TASKS][4]]
    assert told[:4] == [36, "建设5个城市公园。", "完成主体工程。", "已开工。"]
    assert [cell.value for cell in book[FIGURES][4]][1:6] == ["城市公园", "个", "5个", "2", None]


def test_what_goes_out_and_comes_back_untouched_is_the_same(client, report, filer):
    saved(report, filer, text="一。\r\n二。", value="12345.6789")
    page = posted(client, out(client))
    assert "不变" in words(page) and page.context["found"].to_save == page.context["changed"] == ()
    assert "改动的内容" not in words(page)


@pytest.fixture
def own(report):
    """The target is one of 本季填报, and the first quarter was filed with a total of 1.5."""
    report.task.targets.update(is_own_entry=True, unit="公里")
    first = make_report(report.task, report.unit, quarter=1, state=ReportState.SUBMITTED, submitted_at=NOW)
    first.measurements.create(target=report.task.targets.get(), value="1.5")
    return first


def stored():
    return Measurement.objects.get(report__period__quarter=2).value


def test_the_quarters_own_comes_back_as_a_total(client, own):
    book = out(client)
    sheet = book[FIGURES]
    assert sheet.cell(4, column(sheet, "填报口径")).value == "本季完成"
    assert "填报口径为“本季完成”的，“本次累计”列填本季完成数" in sheet.cell(2, 1).value
    save(client, posted(client, fill(book)))
    assert stored() == Decimal("3.5")
    again = out(client)
    assert again[FIGURES].cell(4, column(again[FIGURES], "本次累计")).value == 2
    page = posted(client, again)
    assert "不变" in words(page) and page.context["found"].to_save == ()


def test_a_workbook_sent_out_before_a_correction_leaves_the_draft_as_it_is(client, own):
    save(client, posted(client, fill(out(client))))
    book = out(client)
    own.measurements.update(value=2)
    save(client, posted(client, fill(book, text="已建成3.5公里。")))
    assert (stored(), Report.objects.get(period__quarter=2).text) == (Decimal("3.5"), "已建成3.5公里。")


def test_a_workbook_that_asked_for_the_total_means_the_total(client, own):
    own.task.targets.update(is_own_entry=False)
    book = out(client)
    assert "填报口径" not in [cell.value for cell in book[FIGURES][3]]
    own.task.targets.update(is_own_entry=True)
    save(client, posted(client, fill(book, value=4)))
    assert stored() == 4


def test_the_second_upload_of_one_workbook_changes_nothing(client):
    book = fill(out(client))
    save(client, posted(client, book))
    page = posted(client, book)
    assert page.status_code == 200 and "不变" in words(page)
    assert save(client, page).status_code == 302
    assert Report.objects.get().version == 1


def test_what_somebody_saved_since_the_download_is_told_by_its_cell(client, report, filer):
    book = fill(out(client))
    saved(report, filer, value=3)
    page = posted(client, book)
    assert page.status_code == 400 and "保存草稿；请重新下载后填写" in words(page)
    assert Measurement.objects.get().value == 3


def test_what_changed_between_preview_and_save_is_not_saved(client, report, filer, unit):
    other = owed(unit, 37, report.task.yearly_list)
    page = posted(client, fill(fill(out(client)), row=5, value=4))
    saved(report, filer, value=3)
    assert save(client, page).status_code == 400
    other.refresh_from_db()
    assert other.version == 0, "all or nothing"


def test_every_error_is_told_at_once_and_marked_in_the_users_file(client, report, unit):
    owed(unit, 37, report.task.yearly_list)
    book = fill(fill(out(client), value="两个", done="差不多"), row=5, value="5 6")
    put(book, FIGURES, "本季无数据的原因", "尚未统计", row=5)
    page = posted(client, book)
    assert page.status_code == 400
    told = {(each.sheet, each.cell): each.words for each in page.context["found"].problems}
    value, done = (
        get_column_letter(column(book[s], h)) for s, h in ((FIGURES, "本次累计"), (ITEMS, "完成情况"))
    )
    assert "没有看懂“两个”" in told[FIGURES, f"{value}4"]
    assert "这一格里有2个数" in told[FIGURES, f"{value}5"]
    assert "“差不多”不在可选范围内" in told[ITEMS, f"{done}4"]
    assert len(told) == 3, "none that only follows from another"
    marked = load_workbook(BytesIO(posted(client, book, "mark").content))
    cell = marked[FIGURES][f"{value}4"]
    assert "没有看懂" in cell.comment.text and cell.fill.start_color.rgb.endswith("FFC7CE")
    assert marked[TASKS].cell(4, column(marked[TASKS], "进展情况")).value == "已建成2个公园。"
    assert not Measurement.objects.exists()


@pytest.mark.parametrize(
    ("mark", "other", "told"),
    [
        ("年度", "2020", "这是2020年的工作簿"),
        ("季度", "1", "这是一季度的工作簿"),
        ("表式", "旧", "版式已经更新"),
    ],
)
def test_another_years_quarters_or_templates_workbook_is_named(client, mark, other, told):
    book = fill(out(client), value="两个")
    sheet = book["标识"]
    sheet.cell(2, column(sheet, mark)).value = other
    page = posted(client, book)
    assert told in words(page) and "没有看懂" not in words(page), "first whether it is the right one"


def test_another_units_workbook_is_named(client, report, enter):
    stranger = make_user("smzj", unit=make_unit("smzj", name="市民政局"))
    owed(stranger.unit, 40, report.task.yearly_list)
    assert "这是其他单位的工作簿，不是市教育局的" in words(posted(client, out(enter(stranger))))


def test_what_is_no_such_workbook_is_refused_with_a_sentence(client, unit):
    assert "不是 xlsx 文件" in words(client.post(BACK, {"file": SimpleUploadedFile("a.txt", b"x")}))
    assert "请先选择文件" in words(client.post(BACK, {"check": "1"}))
    assert "不是从本页下载的进展填报工作簿" in words(
        posted(client, out(client, "/2021/q2/filing/quarter.xlsx"))
    )
    assert "内容不完整" in words(client.post(BACK, {"lines": "[1]", "save": "1"}))


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"\xd0\xcf\x11\xe0" + bytes(600), "的内容是旧版 Excel 或 WPS 表格，只改文件名不行"),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "设有密码，请取消密码后再导入"),
        ("序号,进展情况\n1,已完成\n".encode(), "的内容是文本，只改文件名不行"),
        (b"<html><table></table></html>", "的内容是网页，只改文件名不行"),
        (b"PK\x03\x04....", "已损坏"),
    ],
)
def test_what_is_only_called_a_workbook_is_named_for_what_it_is(client, unit, content, told):
    page = client.post(BACK, {"file": SimpleUploadedFile("填报.xlsx", content), "check": "1"})
    assert page.status_code == 400 and told in words(page)


def test_a_sheet_that_was_renamed_or_taken_away_is_named(client):
    book = fill(out(client))
    book[FIGURES].title = "完成值1"
    assert "没有“完成值”表" in words(posted(client, book))
    del book["事项"]
    assert "没有“完成值、事项”表" in words(posted(client, book))
    del book["标识"]
    assert "不是从本页下载的" in words(posted(client, book))


def test_moved_columns_are_found_by_their_heads_and_a_missing_one_is_named(client):
    book = fill(out(client))
    sheet = book[FIGURES]
    sheet.unmerge_cells(str(next(iter(sheet.merged_cells.ranges))))
    value, reason = column(sheet, "本次累计"), column(sheet, "本季无数据的原因")
    for row in range(3, 5):
        left, right = sheet.cell(row, value), sheet.cell(row, reason)
        left.value, right.value = right.value, left.value
    assert save(client, posted(client, book)).status_code == 302
    assert Measurement.objects.get().value == 2
    sheet.cell(3, reason).value = "今年累计"
    assert "“完成值”缺少“本次累计”列" in words(posted(client, book))


def test_a_formula_without_a_result_is_told_and_never_read_as_nothing(client, report, filer):
    saved(report, filer)
    page = posted(client, fill(out(client), value="=1+1"))
    assert page.status_code == 400 and "这一格是公式" in words(page)


@pytest.mark.skipif(not CONVERTER, reason="no LibreOffice")
def test_a_workbook_saved_by_libreoffice_is_taken_with_what_its_formulas_come_to(client):
    buffer = BytesIO()
    fill(out(client), value="=1+1").save(buffer)
    content = converted(buffer.getvalue(), "填报.xlsx", "xlsx")
    sheet = load_workbook(BytesIO(content))[TASKS]
    assert sheet.column_dimensions[get_column_letter(column(sheet, "版本"))].hidden, "keys stay hidden"
    page = client.post(BACK, {"file": SimpleUploadedFile("填报.xlsx", content), "check": "1"})
    assert "新填" in words(page) and save(client, page).status_code == 302
    assert Measurement.objects.get().value == 2
    assert ItemState.objects.get().state == Completion.DONE


def test_rows_that_were_filed_are_never_touched(client, report, filer, signer, unit):
    owed(unit, 37, report.task.yearly_list)
    book = fill(fill(out(client), value=9), row=5)
    as_read(actions.send_for_signature, saved(report, filer), at=NOW, by=filer)
    page = posted(client, book)
    assert "第36项已送审签、报送或填报已关闭，未改动。" in words(page)
    save(client, page)
    assert dict(Measurement.objects.values_list("report__task__number", "value")) == {36: 2, 37: 2}


def test_a_row_that_was_taken_out_leaves_its_report_alone(client, report, unit):
    owed(unit, 37, report.task.yearly_list)
    book = fill(out(client), row=5)
    for sheet in (TASKS, FIGURES, ITEMS):
        book[sheet].delete_rows(4)
    save(client, posted(client, book))
    assert list(Report.objects.order_by("task__number").values_list("version", flat=True)) == [0, 1]


def test_a_strange_row_and_a_row_twice_are_told(client):
    book = fill(out(client))
    put(book, TASKS, "序号", 99, row=5)
    sheet = book[FIGURES]
    for place in range(1, sheet.max_column + 1):
        sheet.cell(5, place).value = sheet.cell(4, place).value
    told = words(posted(client, book))
    assert "“99”不是本单位应报的任务" in told and "此行与上一行重复" in told


def test_what_is_still_empty_keeps_its_room(client):
    """Widths that follow the content would leave nothing to type into."""
    book = out(client)
    widths = {
        (sheet, head): book[sheet].column_dimensions[get_column_letter(column(book[sheet], head))].width
        for sheet, head in ((TASKS, "进展情况"), (FIGURES, "本次累计"), (ITEMS, "完成情况"), (ITEMS, "说明"))
    }
    assert list(widths.values()) == [44, 14, 12, 34]


def test_keys_are_hidden_heads_locked_and_choices_drop_down(client):
    book = out(client)
    tasks, items = book[TASKS], book[ITEMS]
    assert tasks.protection.sheet and tasks.cell(4, 1).protection.locked
    assert not tasks.cell(4, column(tasks, "进展情况")).protection.locked
    assert tasks.column_dimensions[get_column_letter(column(tasks, "版本"))].hidden
    assert book["标识"].sheet_state == "hidden"
    assert "已完成,部分完成,未完成" in items.data_validations.dataValidation[0].formula1


def test_what_was_filed_is_locked_in_the_workbook(client, report, filer, signer):
    as_read(actions.send_for_signature, saved(report, filer), at=NOW, by=filer)
    sheet = out(client)[TASKS]
    assert sheet.cell(4, column(sheet, "进展情况")).protection.locked


def test_a_doubtful_figure_is_pointed_at_in_the_preview(client):
    assert "请核对：城市公园12个，超过全年目标5个的两倍" in words(posted(client, fill(out(client), value=12)))


def test_a_doubtful_figure_is_confirmed_in_the_workbook_and_only_by_who_fills_it_in(client):
    book = fill(out(client), value=12)
    put(book, FIGURES, "确认无误", "确认无误")
    page = posted(client, book)
    assert "请核对" not in words(page) and save(client, page).status_code == 302
    assert [each["mark"] for each in Report.objects.get().confirmations] == ["12|over_target"]
    again = out(client)
    assert again[FIGURES].cell(4, column(again[FIGURES], "确认无误")).value == "确认无误", "as it was said"
    put(again, FIGURES, "本次累计", 13)
    save(client, posted(client, again))
    assert [each["mark"] for each in Report.objects.get().confirmations] == ["13|over_target"], (
        "said of what stands"
    )
    put(again := out(client), FIGURES, "确认无误", None)
    save(client, posted(client, again))
    assert Report.objects.get().confirmations == [], "taken back"


def test_a_confirmation_of_a_figure_that_nobody_doubts_is_nothing(client):
    book = fill(out(client))
    put(book, FIGURES, "确认无误", "确认无误")
    assert save(client, posted(client, book)).status_code == 302
    assert Report.objects.get().confirmations == []


def test_a_copy_sent_out_before_it_had_the_column_is_taken(client):
    book = fill(out(client))
    sheet = book[FIGURES]
    sheet.unmerge_cells(str(next(iter(sheet.merged_cells.ranges))))
    sheet.delete_cols(column(sheet, "确认无误"))
    assert save(client, posted(client, book)).status_code == 302
    assert Measurement.objects.get().value == 2


def test_the_fourth_quarter_asks_what_the_year_will_come_to(client, report, unit):
    make_report(report.task, unit, quarter=4)
    book = out(client, "/2021/q4/filing/workbook.xlsx")
    put(book, FIGURES, "预计年底", 5)
    page = posted(client, book, address="/2021/q4/filing/workbook/")
    client.post("/2021/q4/filing/workbook/", {"lines": page.context["lines"], "save": "1"})
    assert Measurement.objects.get().expected_at_year_end == 5


def test_text_that_begins_like_a_formula_stays_text(client, report, filer):
    saved(report, filer, text="=累计")
    assert posted(client, out(client)).context["found"].to_save == ()


def test_a_quarter_not_opened_has_no_workbook(client):
    assert client.get("/2021/q3/filing/workbook.xlsx").status_code == 404
    assert client.get("/2021/q3/filing/workbook/").status_code == 404


UNUSABLE = {
    "nothing": (None, "请先选择文件。"),
    "too large": (b"x" * 5_000_001, "文件超过 5 MB，不像是进展填报工作簿，未读取。"),
    "no workbook": (b"name,value", ""),
}


@pytest.mark.parametrize("kind", UNUSABLE)
def test_what_is_no_workbook_is_refused_with_a_sentence_and_saves_nothing(kind, client):
    content, sentence = UNUSABLE[kind]
    file = {} if content is None else {"file": SimpleUploadedFile("填报.xlsx", content)}
    page = client.post(BACK, {**file, "check": "1"})
    assert page.status_code == 400 and page.context["refusal"]
    assert sentence in words(page)
    assert Report.objects.get().version == 0


@pytest.mark.parametrize("lines", ["[]x", '[["任务", 1]]'])
def test_lines_that_no_page_showed_save_nothing(lines, client):
    assert client.post(BACK, {"lines": lines, "save": "1"}).status_code == 400
    assert Report.objects.get().version == 0


@pytest.mark.parametrize("address", ["/2021/q3/filing/workbook/", "/2020/q2/filing/workbook/"])
def test_a_workbook_of_a_quarter_that_is_not_open_has_no_address(address, client):
    book = fill(out(client))
    assert posted(client, book, address=address).status_code == 404
    assert Report.objects.get().version == 0
