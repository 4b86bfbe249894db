"""补录 on its pages: the workbook out, filled in and back; who sees and does what."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook, load_workbook
from openpyxl.utils import get_column_letter

from lianyungang.demo_city import LIANYUNGANG
from progress.bulletins.public_actions import keep_what_is_lacking
from progress.ledger.issued import issued_quarters
from progress.models import Backfill, Bulletin, Evidence, Measurement, Report
from progress.rules.states import BackfillState, ReportState
from projects.models import Target
from projects.parsing.formats.office import CONVERTER, converted
from tests.factories import make_user
from tests.progress.backfill.conftest import NO_ISSUE
from tests.progress.unit_workbook.test_views import column, put, words
from tests.sample_files import uploaded

pytestmark = pytest.mark.django_db
PAGE, OUT, BACK = "/2021/backfill/", "/2021/backfill/q1/workbook.xlsx", "/2021/backfill/q1/"
ISSUE = {"version": 0, "issue": "with", "number": "1", "issued_on": "2021-04-20"}


@pytest.fixture
def client(yearly_list, coordinator, enter):
    return enter(coordinator)


def out(client):
    return load_workbook(BytesIO(client.get(OUT).content))


def fill(book, row=4, *, text="已开工。", value=1, done="已完成"):
    put(book, "进展", "进展情况", text, row)
    put(book, "完成值", "本次累计", value, row)
    put(book, "事项", "完成情况", done, row if row == 4 else 6)
    return book


def posted(client, content, act="check", name="补录.xlsx"):
    if not isinstance(content, bytes):
        buffer = BytesIO()
        content.save(buffer)
        content = buffer.getvalue()
    return client.post(BACK, {"file": SimpleUploadedFile(name, content), act: "1"})


def save(client, page, **issue):
    return client.post(BACK, {**ISSUE, "lines": page.context["lines"], "save": "1", **issue})


def test_the_workbook_goes_out_comes_back_and_waits_for_another(client, other, enter):
    book = out(client)
    heads = [cell.value for cell in book["进展"][3]]
    assert heads[:6] == ["序号", "牵头单位", "单位代码", "目标任务", "序时进度", "上季度进展"]
    assert book["进展"].column_dimensions["C"].hidden
    page = posted(client, fill(book))
    assert "第37项没有填写，不列入补录" in words(page) and not Report.objects.exists()
    assert save(client, page, scan=uploaded()).status_code == 302
    backfill = Backfill.objects.get()
    assert (backfill.state, backfill.issue_words) == (BackfillState.LOADED, "第1期，2021-04-20印发")
    assert "待其他协调员或督查员审核" in words(client.get(BACK))
    deciding = enter(other)
    shown = words(deciding.get(BACK))
    assert "已开工。" in shown and "达序时" in shown
    named = {"version": backfill.version, "action": "accept"}
    assert deciding.post(f"{BACK}decide/", named).status_code == 302
    assert Report.objects.get().state == ReportState.ACCEPTED
    assert "已补录" in words(deciding.get(PAGE))


def test_the_workbook_goes_out_with_what_was_loaded(client, load, yearly_list):
    load()
    sheet = out(client)["进展"]
    assert [sheet.cell(row, column(sheet, "进展情况")).value for row in (4, 5)] == ["已开工。", "已开工。"]


def test_every_error_and_every_lack_is_told_at_once_by_its_cell(client):
    book = fill(fill(out(client), value="两个", text=None), row=5, value=12, done=None)
    page = posted(client, book)
    told = {(each.sheet, each.cell): each.words for each in page.context["found"].problems}
    places = {
        head: get_column_letter(column(book[sheet], head))
        for sheet, head in (("进展", "进展情况"), ("完成值", "本次累计"), ("事项", "完成情况"))
    }
    assert "请填写进展情况" in told["进展", f"{places['进展情况']}4"]
    assert "没有看懂“两个”" in told["完成值", f"{places['本次累计']}4"]
    assert "请核对" in told["完成值", f"{places['本次累计']}5"]
    assert "请选择完成情况" in told["事项", f"{places['完成情况']}6"]
    assert len(told) == 4
    marked = load_workbook(BytesIO(posted(client, book, "mark").content))
    assert "请填写" in marked["进展"][f"{places['进展情况']}4"].comment.text


def test_a_missing_registration_loses_nothing_typed(client):
    page = save(client, posted(client, fill(out(client))), number="", issued_on="2021-04-20")
    assert page.status_code == 400 and "请填写期号" in words(page) and "请上传纸质通报" in words(page)
    assert 'value="2021-04-20"' in words(page)
    again = save(client, page, issue="without")
    assert again.status_code == 302 and Backfill.objects.get().issue_number is None


def test_another_years_or_quarters_workbook_or_a_units_is_named(client):
    book = fill(out(client))
    book["标识"].cell(2, column(book["标识"], "季度")).value = "2"
    assert "这是二季度的工作簿" in words(posted(client, book))
    assert "不是从本页下载的" in words(posted(client, load_workbook(BytesIO(a_workbook()))))


def a_workbook():
    buffer = BytesIO()
    Workbook().save(buffer)
    return buffer.getvalue()


@pytest.mark.skipif(not CONVERTER, reason="no LibreOffice")
def test_a_workbook_saved_by_libreoffice_is_taken(client):
    buffer = BytesIO()
    fill(out(client), value="=0+1").save(buffer)
    page = posted(client, converted(buffer.getvalue(), "补录.xlsx", "xlsx"))
    assert save(client, page, issue="without").status_code == 302
    assert Backfill.objects.get().entries[0]["values"].popitem()[1]["value"] == "1"


def test_who_sees_what(client, load, accept, enter, unit, supervisor, yearly_list):
    loaded = load()
    filer = enter(make_user("filer", unit=unit))
    scan = Evidence.objects.get()
    assert filer.get(BACK).status_code == 403 and filer.get(scan.address).status_code == 404
    overseer = enter(supervisor)
    assert "审核通过" in words(overseer.get(BACK)) and overseer.get(OUT).status_code == 403
    assert overseer.post(BACK, {"save": "1"}).status_code == 403
    accept(loaded)
    answer = filer.get(scan.address)
    assert answer.status_code == 200 and b"".join(answer.streaming_content), "an issue is everybody's"
    page = words(filer.get("/2021/bulletins/1/"))
    assert "本期在系统启用前以纸质印发" in page and scan.address in page
    assert "补录" in words(filer.get("/2021/tasks/36/"))
    assert "纸质通报" in words(filer.get("/2021/bulletins/"))


def test_refused_with_a_word_that_the_loader_reads(client, load, enter, other):
    backfill = load()
    named = {"version": backfill.version, "action": "refuse", "word": "第37项与通报不符"}
    enter(other).post(f"{BACK}decide/", named)
    page = words(client.get(BACK))
    assert "不同意：第37项与通报不符" in page and "下载本季度的工作簿" in page


def test_taken_back_by_who_loaded_it(client, load):
    backfill = load()
    client.post(f"{BACK}take-back/", {"version": backfill.version})
    assert Backfill.objects.get().state == BackfillState.TAKEN_BACK


def test_the_pages_of_the_quarter_say_it(client, load, accept, issue=None):
    accept(load())
    assert "补录" in words(client.get("/2021/q1/"))
    for page in ("/2021/q1/", "/2021/q1/review/", "/2021/q1/overdue/"):
        assert "前报送" not in words(client.get(page)), "it had no day"
    assert "补录的季度" in words(client.get("/2021/")), "the map's legend"
    assert "补2" in words(client.get("/2021/")) or "补1" in words(client.get("/2021/"))
    assert "补录" in words(client.get("/2021/q1/tasks/36/"))
    assert "补录" in words(client.get("/units/sjyj/"))
    assert client.get("/2021/q1/overdue/").status_code == 200


def test_a_quarter_without_an_issue_says_so(client, load, accept):
    accept(load(issue=NO_ISSUE))
    assert "本季度无通报" in words(client.get("/2021/q1/bulletin/"))
    assert client.get("/2021/bulletins/0/").status_code == 404
    assert "无通报" not in words(client.get("/2021/bulletins/")) and Bulletin.objects.count() == 1


def test_the_desks_tell_what_waits(client, load, enter, supervisor, coordinator):
    load()
    assert "/2021/backfill/q1/" in words(enter(supervisor).get("/"))
    assert "/2021/backfill/q1/" not in words(client.get("/")), "not who loaded it"


def test_a_refusal_of_what_was_loaded_anew_keeps_its_word(client, load, enter, other):
    old = load()
    new = load(based_on=old.version)
    answer = enter(other).post(f"{BACK}decide/", {"version": old.version, "action": "refuse", "word": "不符"})
    page = answer.content.decode()
    assert answer.status_code == 400 and ">\n不符</textarea>" in page
    assert f'name="version" value="{new.version}"' in page
    assert Backfill.objects.get().state == BackfillState.LOADED


def test_what_did_not_come_out_here_is_not_told_in_public_and_not_as_an_issue(client, load, accept):
    backfill = accept(load(issue=NO_ISSUE))
    assert keep_what_is_lacking(city=LIANYUNGANG) == 0
    page = words(client.get("/2021/q1/tasks/36/"))
    assert "第0期" not in page
    assert issued_quarters(backfill.yearly_list)[1].label == "补录（无通报）"


def test_a_quarters_own_is_loaded_as_a_total(client, other, enter):
    Target.objects.filter(task__number=36).update(is_own_entry=True)
    book = out(client)
    sheet = book["完成值"]
    said = [sheet.cell(row, column(sheet, "填报口径")).value for row in (4, 5)]
    assert said == ["本季完成", "累计"]
    assert save(client, posted(client, fill(book, value=2)), scan=uploaded()).status_code == 302
    enter(other).post(f"{BACK}decide/", {"version": Backfill.objects.get().version, "action": "accept"})
    assert Measurement.objects.get(target__task__number=36).value == 2


def test_a_workbook_whose_figures_are_all_totals_asks_nothing_about_it(client):
    book = out(client)
    assert "填报口径" not in [cell.value for cell in book["完成值"][3]]
