from dataclasses import replace
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from projects.models import Plan
from projects.plans.unit_rows import INVESTMENT, PLANS, TOTALS
from projects.rules.plan_content import from_json
from projects.rules.plan_states import PlanState
from tests.factories import make_unit, make_user
from tests.projects.plans.plan_papers import content_of, owed, saved, submitted

pytestmark = pytest.mark.django_db

OUT, BACK = "/2023/plans/workbook.xlsx", "/2023/plans/workbook/"
FILLED = {
    "一季度安排": "完成选址。",
    "二季度安排": "累计建成2个。",
    "三季度安排": "累计建成4个。",
    "四季度安排": "累计建成5个。",
    "四季度事项": "建成东湖公园\n建成西山公园",
    "路线图": "设计｜3月底前｜规划科\n施工｜11月底前｜工程科",
    "联系人": "李四",
}


@pytest.fixture
def client(filer):
    client = Client()
    client.force_login(filer)
    return client


def out(client):
    return load_workbook(BytesIO(client.get(OUT).content))


def column(sheet, head):
    return next(cell.column for row in sheet.iter_rows(max_row=6) for cell in row if cell.value == head)


def fill(book, row=4, totals=("", "2", "4", "5"), **cells):
    sheet = book[PLANS]
    for head, text in {**FILLED, **cells}.items():
        sheet.cell(row, column(sheet, head)).value = text
    for head, total in zip(("一季度累计", "二季度累计", "三季度累计", "四季度累计"), totals, strict=True):
        book[TOTALS].cell(row, column(book[TOTALS], head)).value = total
    return book


def posted(client, book, act="check"):
    buffer = BytesIO()
    book.save(buffer)
    return client.post(BACK, {"file": SimpleUploadedFile("方案.xlsx", buffer.getvalue()), act: "1"})


def test_out_filled_in_and_back_is_saved_as_drafts(plan, client):
    page = posted(client, fill(out(client)))
    assert "新填" in page.content.decode() and "改动的内容" in page.content.decode()
    target = plan.task.targets.get().in_print
    changed = [tuple(each)[1:] for each in page.context["changed"]]
    assert ("四季度事项", "", "建成东湖公园\n建成西山公园") in changed
    assert changed[-3:] == [
        (f"{target}　{quarter}季度累计", "", total) for quarter, total in zip("二三四", "245", strict=True)
    ]
    lines = page.context["lines"]
    assert Plan.objects.get().state == PlanState.NOT_BEGUN  # looked at, not saved
    assert client.post(BACK, {"lines": lines, "save": "1"}).status_code == 302
    kept = from_json(Plan.objects.get().content)
    assert [str(total) for total in kept.totals_of(plan.task.targets.get().pk)[1:]] == ["2", "4", "5"]
    assert [item.text for item in kept.quarters[3].items] == ["建成东湖公园", "建成西山公园"]
    assert [step.who for step in kept.steps] == ["规划科", "工程科"]
    assert kept.contact == "李四"


def test_what_goes_out_and_comes_back_untouched_is_the_same(plan, filer, client):
    content = content_of(plan)
    saved(plan, filer, content=replace(content, quarters=content.quarters))
    page = posted(client, out(client))
    assert "不变" in page.content.decode() and page.context["found"].to_save == ()


def test_every_error_is_told_at_once_and_marked_in_the_users_file(plan, client):
    book = fill(out(client), totals=("", "两个", "4", "5 6"), 路线图="设计，3月")
    page = posted(client, book)
    words = page.content.decode()
    assert page.status_code == 400
    assert "没有看懂“两个”" in words and "有2个数（5、6）" in words and "第1步请写成" in words
    marked = load_workbook(BytesIO(posted(client, book, "mark").content))
    cell = marked[TOTALS].cell(4, column(marked[TOTALS], "二季度累计"))
    assert "没有看懂" in cell.comment.text and cell.fill.start_color.rgb.endswith("FFC7CE")
    assert Plan.objects.get().state == PlanState.NOT_BEGUN


def test_another_years_and_another_units_workbook_are_named(plan, coordinator, client):
    other = make_unit("smzj", name="市民政局")
    owed(coordinator, unit=other, number=40, yearly_list=plan.task.yearly_list)
    stranger = Client()
    stranger.force_login(make_user(unit=other))
    assert "其他单位的工作簿" in posted(client, out(stranger)).content.decode()
    book = out(client)
    book["标识"].cell(2, 1).value = "2021"
    assert "这是2021年的工作簿" in posted(client, book).content.decode()
    assert "没有保存" in client.post(BACK, {"file": SimpleUploadedFile("a.txt", b"x")}).content.decode()


def test_what_was_submitted_is_never_touched(plan, filer, client):
    book = fill(out(client))
    submitted(plan, filer)
    page = posted(client, book)
    assert "待备案，未改动" in page.content.decode() and page.context["found"].drafts == ()


def test_what_somebody_saved_since_the_download_is_told(plan, filer, client):
    book = fill(out(client))
    saved(plan, filer)
    page = posted(client, book)
    assert page.status_code == 400 and "请重新下载后填写" in page.content.decode()


def test_a_stale_save_keeps_all_drafts_as_they_were(plan, filer, client):
    lines = posted(client, fill(out(client))).context["lines"]
    saved(plan, filer)
    assert client.post(BACK, {"lines": lines, "save": "1"}).status_code == 400
    assert from_json(Plan.objects.get().content) == content_of(plan)


def test_a_total_above_its_target_is_meant_as_long_as_it_stays(plan, filer, client):
    saved(plan, filer, totals=(None, 2, 4, 6), exceeds_knowingly=True)
    book = out(client)
    assert posted(client, book).context["found"].drafts[0].kind == "same"
    fill(book, totals=("", "2", "4", "7"))
    assert not posted(client, book).context["found"].drafts[0].content.exceeds_knowingly


def test_keys_are_hidden_and_what_is_known_is_locked(plan, client):
    sheet = out(client)[PLANS]
    assert sheet.protection.sheet and sheet.cell(4, 1).protection.locked
    assert not sheet.cell(4, 3).protection.locked
    assert sheet.column_dimensions[get_column_letter(column(sheet, "版本"))].hidden


def fill_one(book, sheet, row=4, **cells):
    """Only these cells of one row."""
    for head, text in cells.items():
        book[sheet].cell(row, column(book[sheet], head)).value = text
    return book


def test_what_is_a_number_is_one(plan, client):
    page = posted(client, fill(out(client)))
    client.post(BACK, {"lines": page.context["lines"], "save": "1"})
    totals = out(client)[TOTALS]
    found = [totals.cell(4, column(totals, f"{word}季度累计")).value for word in "一二三四"]
    assert found == [None, 2, 4, 5]
    assert totals.cell(4, column(totals, "序号")).value == plan.task.number


@pytest.mark.parametrize(
    ("sheet", "head", "text"),
    [
        (TOTALS, "四季度累计", "5"),
        (PLANS, "路线图", "设计｜3月底前｜规划科"),
        (PLANS, "四季度事项", "建成东湖公园"),
        (PLANS, "一季度无安排的原因", "项目尚未立项"),
        (PLANS, "备注", "资金已落实。"),
    ],
)
def test_whatever_was_filled_in_first_is_kept(plan, client, sheet, head, text):
    page = posted(client, fill_one(out(client), sheet, **{head: text}))
    assert "新填" in page.content.decode()
    assert client.post(BACK, {"lines": page.context["lines"], "save": "1"}).status_code == 302
    assert text.partition("｜")[0] in str(Plan.objects.get().content)


def test_a_plan_not_begun_comes_back_untouched_with_the_people_of_the_register(plan, client):
    type(plan.unit).objects.update(leader="王五", liaison="赵六", liaison_telephone="0000-2")
    assert posted(client, out(client)).context["found"].to_save == ()


def test_what_the_form_saved_over_several_lines_comes_back_untouched(plan, filer, client):
    """A browser ends its lines otherwise than a workbook does."""
    text = "完成选址。\r\n完成设计。"
    client.post("/2023/tasks/36/plan/", {"version": 0, "text-1": text, "note": text, "reason-2": "尚未立项"})
    assert Plan.objects.get().state == PlanState.DRAFT
    assert posted(client, out(client)).context["found"].to_save == ()


def test_a_total_may_carry_its_unit_as_in_the_form(plan, client):
    plan.task.targets.update(unit="个")
    page = posted(client, fill(out(client), totals=("", "2个", "4", "5个")))
    assert "新填" in page.content.decode()


def test_a_row_of_totals_that_stands_twice_is_told(plan, client):
    book = fill(out(client))
    sheet = book[TOTALS]
    for place in range(1, sheet.max_column + 1):
        sheet.cell(5, place).value = sheet.cell(4, place).value
    page = posted(client, book)
    assert page.status_code == 400 and "此行与上一行重复" in page.content.decode()


def test_steps_are_as_many_and_as_long_as_the_form_takes(plan, client):
    long = "｜".join(("设计", "月" * 65, "规划科"))
    words = posted(
        client, fill(out(client), 路线图="\n".join([long, *["施工｜3月｜工程科"] * 30]))
    ).content.decode()
    assert "第1步完成时间超过64字" in words and "路线图超过30步" in words


@pytest.mark.parametrize("content", [None, b"x" * 5_000_001, b"name,value"])
def test_what_is_no_workbook_is_refused_with_a_sentence(content, client, plan):
    file = {} if content is None else {"file": SimpleUploadedFile("方案.xlsx", content)}
    page = client.post(BACK, {**file, "check": "1"})
    assert page.status_code == 400 and page.context["refusal"] in page.content.decode()


def test_a_workbook_of_a_year_without_a_list_has_no_address(client):
    assert client.post("/1999/plans/workbook/", {"check": "1"}).status_code == 404
    assert client.get("/1999/plans/workbook.xlsx").status_code == 404


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("12", ()),
        ("1.1亿", ("计划投资“1.1亿”，读作1.1亿元。",)),
        ("100亿", ("请核对：计划投资100亿元，达到100亿元以上，本栏按“万元”填写。",)),
        ("1", ("请核对：计划投资1万元，不足10万元，本栏按“万元”填写。",)),
    ],
)
def test_a_doubtful_investment_is_told_once(plan, client, typed, told):
    (draft,) = posted(client, fill(out(client), **{INVESTMENT: typed})).context["found"].drafts
    assert len(draft.hints) == len(told)
    assert all(hint.startswith(words) for hint, words in zip(draft.hints, told, strict=True))
