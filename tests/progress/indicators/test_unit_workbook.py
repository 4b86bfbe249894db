"""A unit's yearly values as a workbook: out, filled in, back: checked, shown, saved, all or nothing."""

from datetime import date
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from progress.indicators import actions
from progress.indicators.reads import indicators_waiting, own_papers
from progress.models import YearlyValue
from progress.rules.states import YearlyValueState
from projects.models import Indicator
from tests.factories import NOW, make_indicator, make_unit, make_user
from tests.progress.indicators.conftest import SAID

pytestmark = pytest.mark.django_db
OUT, BACK = "/plans/2021-2025/values/2021/workbook.xlsx", "/plans/2021-2025/values/2021/workbook/"
FILLED = {"年度值": "2.6", "数据来源": "市统计局", "现状": "新增托位600个。"}


@pytest.fixture
def both(indicator, unit):
    """Two indicators of the unit, and one of another."""
    document = indicator.plan.document
    make_indicator(document, make_unit("other", name="市民政局"), number=4)
    return indicator, make_indicator(document, unit, number=3, name="学位供给", base_printed="100")


@pytest.fixture
def desk(client, filer):
    client.force_login(filer)
    return client


def book_of(desk):
    return load_workbook(BytesIO(desk.get(OUT).content))


def rows_of(book):
    """The row of each indicator, by number, with its columns by head."""
    sheet = book["年度值"]
    top = next(row for row in range(1, 8) if sheet.cell(row, 1).value == "序号")
    heads = {sheet.cell(top, column).value: column for column in range(1, sheet.max_column + 1)}
    return {str(sheet.cell(row, 1).value): row for row in range(top + 1, sheet.max_row + 1)}, heads


def filled(book, number, **values):
    rows, heads = rows_of(book)
    for head, value in values.items():
        book["年度值"].cell(rows[number], heads[head]).value = value
    return book


def sent(desk, book, address=BACK, **buttons):
    out = BytesIO()
    book.save(out)
    file = SimpleUploadedFile("年度值.xlsx", out.getvalue())
    return desk.post(address, {"file": file, **(buttons or {"check": "1"})})


def test_it_goes_out_with_the_units_own_indicators_alone(both, desk):
    rows, heads = rows_of(book_of(desk))
    assert list(rows) == ["2", "3"]
    sheet = book_of(desk)["年度值"]
    assert sheet.cell(rows["2"], heads["指标"]).value == "每千人口托位数"
    assert sheet.protection.sheet and not sheet.cell(rows["2"], heads["年度值"]).protection.locked
    assert sheet.cell(rows["2"], heads["规划目标"]).protection.locked


def test_a_paper_stays_with_the_unit_that_began_it(both, desk, draft, filer, client):
    indicator, _ = both
    other = make_user("other-filer", unit=make_unit("third", name="市卫健委"))
    Indicator.objects.filter(pk=indicator.pk).update(unit=other.unit)
    assert list(rows_of(book_of(desk))[0]) == ["2", "3"]
    assert sum(each.unit_id == filer.unit_id for each in own_papers(indicator.plan, 2021, other)) == 0
    Indicator.objects.filter(number=3).update(unit=other.unit)
    client.force_login(other)
    saved = sent(client, filled(book_of(client), "3", **FILLED))
    assert list(rows_of(book_of(client))[0]) == ["3"] and saved.status_code == 200
    assert client.post(BACK, {"lines": saved.context["lines"], "save": "1"}).status_code == 302
    assert [each.kind for each in indicators_waiting(filer, date(2022, 2, 1))] == ["规划指标"]


def test_it_comes_back_through_a_preview_and_is_saved_as_drafts(both, desk):
    shown = sent(desk, filled(book_of(desk), "2", **FILLED))
    assert shown.status_code == 200 and shown.text.count("新填") == 1 and "不变" in shown.text
    assert ("2", "年度值", "", "2.6") in shown.context["changed"] and "改动的内容" in shown.text
    assert {each.number for each in shown.context["changed"]} == {"2"}
    assert not YearlyValue.objects.exists()
    saved = desk.post(BACK, {"lines": shown.context["lines"], "save": "1"})
    assert saved.status_code == 302
    paper = YearlyValue.objects.get()
    assert (paper.indicator.number, str(paper.value), paper.source) == (2, "2.6000", "市统计局")
    assert paper.state == YearlyValueState.DRAFT


def test_every_error_is_named_at_its_cell_and_nothing_is_saved(both, desk):
    book = filled(book_of(desk), "2", **{**FILLED, "年度值": "二点六左右"})
    rows, heads = rows_of(book)
    book["年度值"].cell(rows["3"], heads["序号"]).value = "4"
    answer = sent(desk, book)
    assert answer.status_code == 400
    assert [each.cell[-len(str(rows["2"])) :] for each in answer.context["found"].problems] == [
        str(rows["2"]),
        str(rows["3"]),
    ]
    assert "不是本单位负责的指标" in answer.text and not YearlyValue.objects.exists()


def test_the_users_own_file_comes_back_with_the_cells_marked(both, desk):
    answer = sent(desk, filled(book_of(desk), "2", 年度值="很多"), mark="1")
    rows, heads = rows_of(load_workbook(BytesIO(answer.content)))
    cell = load_workbook(BytesIO(answer.content))["年度值"].cell(rows["2"], heads["年度值"])
    assert cell.comment is not None


def test_another_years_or_units_workbook_is_named_and_not_read(both, desk, client):
    book = filled(book_of(desk), "2", **FILLED)
    answer = sent(desk, book, BACK.replace("2021/", "2022/"))
    assert answer.status_code in (400, 404)
    client.force_login(make_user(unit=both[0].plan.indicators.get(number=4).unit))
    answer = sent(client, book)
    assert answer.status_code == 400 and "其他单位的工作簿" in answer.text


def test_what_was_submitted_is_never_touched_and_said(both, submitted, desk):
    book = filled(book_of(desk), "2", **{**FILLED, "年度值": "9"})
    shown = sent(desk, filled(book, "3", 年度值="120", 数据来源="市教育局", 现状="扩建。"))
    assert "序号2的指标已送审签或报送，未改动" in shown.text
    desk.post(BACK, {"lines": shown.context["lines"], "save": "1"})
    assert {each.indicator.number: float(each.value) for each in YearlyValue.objects.all()} == {
        2: 2.6,
        3: 120,
    }


def test_what_was_saved_since_it_went_out_is_refused_with_all_of_it(both, draft, desk, filer):
    book = filled(book_of(desk), "2", 年度值="3")
    actions.save_draft(
        draft, content={**SAID, "source": "另一来源"}, based_on=draft.version, at=NOW, by=filer
    )
    shown = sent(desk, filled(book, "3", **FILLED))
    refused = desk.post(BACK, {"lines": shown.context["lines"], "save": "1"})
    assert refused.status_code == 400 and "第2项指标" in refused.text
    assert YearlyValue.objects.count() == 1 and YearlyValue.objects.get().source == "另一来源"


def test_who_is_responsible_for_nothing_finds_nothing(both, client):
    client.force_login(make_user(unit=make_unit("none", name="市审计局")))
    assert client.get(OUT).status_code == client.get(BACK).status_code == 404


def test_the_plan_offers_it_to_the_responsible_alone(both, desk, client):
    assert BACK in desk.get("/plans/2021-2025/?year=2021").text
    client.force_login(make_user(unit=make_unit("none", name="市审计局")))
    assert BACK not in client.get("/plans/2021-2025/?year=2021").text


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("-5", "年度值-5%低于0，比率不能为负数，请更正。"),
        ("105", "年度值105%高于100%，请核对数值和计量单位并说明原因。"),
        ("1", "比2020年的2退步，请核对并说明原因。"),
        ("2.6%", ""),
    ],
)
def test_what_can_hardly_be_is_said_once_in_preview_and_on_the_page(both, desk, typed, said):
    Indicator.objects.filter(pk=both[0].pk).update(measure="%")
    preview = sent(desk, filled(book_of(desk), "2", 年度值=typed))
    (draft, _) = preview.context["found"].drafts
    assert draft.hints == ((said,) if said else ())
    desk.post(BACK, {"lines": preview.context["lines"], "save": "1"})
    page = "/plans/2021-2025/indicators/2/2021/"
    assert desk.get(page).context["asked"] == draft.hints
    version = YearlyValue.objects.get().version
    whole = {"version": version, "value": typed, "source": "市统计局", "situation": "新增。"}
    refused = desk.post(page, {**whole, "action": "submit"}).content.decode()
    assert refused.count("请填写原因") == (1 if "说明原因" in said else 0), "a figure that cannot be has none"
