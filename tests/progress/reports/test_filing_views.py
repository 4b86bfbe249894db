"""The unit's filing desk: what it owes, what it signs, what it asks for."""

from decimal import Decimal
from io import BytesIO

import pytest
from docx import Document
from openpyxl import load_workbook

from progress.models import Round
from progress.reports import actions
from progress.rules.states import ReportState
from projects.rules.states import AssignmentRole
from tests.as_read import as_read
from tests.factories import NOW, make_assignment, make_report, make_task, make_unit, make_user
from tests.pages import one_line
from tests.progress.conftest import owed, saved, submitted

pytestmark = pytest.mark.django_db

DESK = "/2021/q2/filing/"


def html(client, path=DESK):
    return one_line(client.get(path).content.decode())


def test_what_the_unit_leads_stands_with_state_and_due_day(report, filer, enter):
    page = html(enter(filer))
    assert all(words in page for words in ("建设5个城市公园。", "完成主体工程。", "7月12日前报送"))


def test_another_units_tasks_are_not_there(report, filer, unit, enter):
    owed(make_user("stranger").unit, 37, report.task.yearly_list)
    assert [line.task.number for line in enter(filer).get(DESK).context["lines"]] == [36]


def test_what_the_unit_only_helps_with_is_folded(report, filer, unit, enter):
    make_assignment(
        make_task(report.task.yearly_list, number=90, text="新建泵站。"), unit, role=AssignmentRole.CO
    )
    assert "新建泵站。" in html(enter(filer)).split("我配合")[1]


def test_the_lines_are_narrowed_by_state(report, unit, filer, enter):
    submitted(owed(unit, 37, report.task.yearly_list), filer)
    assert [line.task.number for line in enter(filer).get(DESK + "?state=pending").context["lines"]] == [37]


def test_a_quarter_not_opened_says_so(report, filer, enter):
    assert "本季度尚未开启填报" in html(enter(filer), "/2021/q3/filing/")
    assert enter(filer).get("/2022/q1/filing/").status_code == 404


def awaiting(unit, filer, yearly_list, numbers):
    return [
        as_read(actions.send_for_signature, saved(owed(unit, number, yearly_list), filer), at=NOW, by=filer)
        for number in numbers
    ]


def ticked(*reports):
    """What the list posts: the boxes, and the version of each report on the page."""
    versions = {f"version-{each.pk}": each.version for each in reports}
    return {"report": [each.pk for each in reports], **versions}


def test_a_signer_submits_many_on_one_page(report, unit, filer, signer, enter):
    sent = awaiting(unit, filer, report.task.yearly_list, (37, 38, 39))
    enter(signer).post(DESK + "sign/", ticked(*sent[:2]))
    for each in sent:
        each.refresh_from_db()
    assert [each.state for each in sent] == [
        ReportState.SUBMITTED,
        ReportState.SUBMITTED,
        ReportState.AWAITING,
    ]


def test_what_cannot_be_signed_is_said_by_name_and_the_rest_goes_through(report, unit, filer, signer, enter):
    sent = awaiting(unit, filer, report.task.yearly_list, (37,))
    answer = enter(signer).post(DESK + "sign/", ticked(report, sent[0]), follow=True)
    said = [str(message) for message in answer.context["messages"]]
    assert said[0].startswith("第36项：")
    assert said[1] == "已审签报送1份。"


def test_another_units_report_is_not_signed(report, filer, signer, enter):
    stranger = make_user("stranger")
    theirs = saved(owed(stranger.unit, 37, report.task.yearly_list), stranger)
    enter(signer).post(DESK + "sign/", ticked(theirs))
    theirs.refresh_from_db()
    assert theirs.submitted_at is None


def test_the_whole_quarter_is_printed_with_head_and_foot(report, filer, enter):
    saved(report, filer)
    page = html(enter(filer), DESK + "print/")
    assert all(words in page for words in ("2021年连云港市民生实事", "已建成2个公园。", "单位（盖章）"))


def test_the_desk_asks_the_database_as_often_for_thirty_tasks_as_for_one(
    report, unit, filer, signer, enter, django_assert_max_num_queries
):
    client = enter(filer)
    client.get(DESK)
    with django_assert_max_num_queries(12) as one:
        client.get(DESK)
    for number in range(37, 66):
        saved(owed(unit, number, report.task.yearly_list), filer)
    with django_assert_max_num_queries(12) as many:
        client.get(DESK)
    assert len(many) - len(one) <= 1, "a first draft adds its items"


def came_back(report, signer):
    """A report of the quarter before that was submitted and is being written again."""
    earlier = make_report(report.task, report.unit, quarter=1, state=ReportState.REOPENED)
    content = {"text": "已开工。"}
    Round.objects.create(report=earlier, number=1, submitted_at=NOW, submitted_by=signer, content=content)


@pytest.mark.parametrize("path", [DESK, DESK + "print/", DESK + "quarter.xlsx"])
def test_earlier_reports_that_came_back_cost_no_query(
    path, report, unit, filer, signer, enter, django_assert_max_num_queries
):
    first, *others = awaiting(unit, filer, report.task.yearly_list, (37, 38, 39, 40))
    came_back(first, signer)
    client = enter(signer)
    assert client.get(path).status_code == 200
    with django_assert_max_num_queries(30) as before:
        client.get(path)
    for each in others:
        came_back(each, signer)
    with django_assert_max_num_queries(len(before)):
        client.get(path)


def test_the_printed_quarter_has_the_figures(report, filer, enter):
    saved(report, filer)
    page = html(enter(filer), DESK + "print/")
    assert all(words in page for words in ("截至季末累计", "城市公园：<b>2</b>个，计划 2，完成率 40.0%"))


def test_what_is_ticked_is_named_beside_the_tick(report, unit, filer, signer, enter):
    awaiting(unit, filer, report.task.yearly_list, (37,))
    assert "<span>审签第37项</span></label>" in html(enter(signer))


def test_what_the_unit_only_helps_with_names_who_leads(report, filer, unit, enter):
    pump = make_task(report.task.yearly_list, number=90, text="新建泵站。", lead=make_unit(name="市水利局"))
    make_assignment(pump, unit, role=AssignmentRole.CO)
    assert "市水利局" in html(enter(filer)).split("我配合")[1]


def test_who_ticked_what_was_taken_back_since_is_not_asked_to_tick(report, unit, filer, signer, enter):
    (sent,) = awaiting(unit, filer, report.task.yearly_list, (37,))
    read = ticked(sent)
    as_read(actions.take_back, sent, at=NOW, by=filer)
    said = enter(signer).post(DESK + "sign/", read, follow=True).context["messages"]
    assert ["第37项" in str(message) for message in said] == [True]


def test_what_was_taken_back_since_the_list_was_read_is_not_signed(report, unit, filer, signer, enter):
    """Half a sentence, autosaved after 取回, went out by a list that still showed the whole one."""
    sent = awaiting(unit, filer, report.task.yearly_list, (37, 38))
    read = ticked(*sent)
    as_read(actions.take_back, sent[0], at=NOW, by=filer)
    saved(sent[0], filer, text="已建")
    answer = enter(signer).post(DESK + "sign/", read, follow=True)
    said = [str(message) for message in answer.context["messages"]]
    assert said[0].startswith("第37项：该报告现为“草稿”，不在待审签状态")
    assert "sjyj某已于7月14日 09:30保存草稿" in said[0]
    assert said[1] == "已审签报送1份。"


def test_what_was_sent_anew_since_the_list_was_read_is_not_signed(report, unit, filer, signer, enter):
    (sent,) = awaiting(unit, filer, report.task.yearly_list, (37,))
    read = ticked(sent)
    as_read(actions.take_back, sent, at=NOW, by=filer)
    as_read(actions.send_for_signature, saved(sent, filer, text="另一段。"), at=NOW, by=filer)
    answer = enter(signer).post(DESK + "sign/", read, follow=True)
    sent.refresh_from_db()
    assert sent.state == ReportState.AWAITING
    assert "送审签，没有办理" in answer.content.decode()


def test_the_signer_reads_figures_class_problems_and_marks_before_signing(report, unit, filer, signer, enter):
    awaiting(unit, filer, report.task.yearly_list, (37,))
    page = html(enter(signer)).split('id="sign"')[1].split("</section>")[0]
    assert all(
        words in page
        for words in ("城市公园：<b>2</b>个", "计划 2", "完成率 40.0%", "已建成2个公园。", "达序时")
    )


def test_nothing_that_carries_a_mark_is_ticked_beforehand(report, unit, filer, signer, enter, monkeypatch):
    before_the_due_day = NOW.replace(day=9)
    monkeypatch.setattr("lianyungang.middleware.timezone.localtime", lambda *_: before_the_due_day)
    (plain,) = awaiting(unit, filer, report.task.yearly_list, (39,))
    told = saved(owed(unit, 38, report.task.yearly_list), filer, value=1)
    type(told).objects.filter(pk=told.pk).update(problems="用地未落实。", next_steps="本月底前落实。")
    as_read(actions.send_for_signature, told, at=NOW, by=filer)
    answer = enter(signer).get(DESK)
    marks = {each.sheet.report.pk: each.marks for each in answer.context["to_sign"]}
    assert marks == {plain.pk: (), told.pk: ("填有存在问题", "滞后（未达序时）")}
    page = one_line(answer.content.decode())
    assert f'value="{plain.pk}" checked>' in page
    assert f'value="{told.pk}">' in page


def test_at_the_end_of_a_sitting_the_desk_says_that_all_waits_for_the_signer(
    report, unit, filer, signer, enter
):
    (sent,) = awaiting(unit, filer, report.task.yearly_list, (37,))
    assert "全部填完，等待审签" not in html(enter(filer)), "one is still to be written"
    as_read(actions.send_for_signature, saved(report, filer), at=NOW, by=filer)
    assert "全部填完，等待审签。</b>2 份由本单位审签人报送" in html(enter(filer))
    assert "全部填完，等待审签" not in html(enter(signer)), "the signer has the list"


def test_a_filer_has_no_signing_list(report, unit, filer, signer, enter):
    awaiting(unit, filer, report.task.yearly_list, (37,))
    assert 'id="sign"' not in html(enter(filer))


def test_the_whole_quarter_goes_out_as_a_workbook_and_as_a_document(report, filer, unit, enter):
    owed(make_user("stranger").unit, 37, report.task.yearly_list)
    client = enter(filer)
    sheet = load_workbook(BytesIO(client.get(f"{DESK}quarter.xlsx").content)).active
    assert sheet["A1"].value == "2021年连云港市民生实事二季度进展情况表"
    assert sheet["A2"].value == f"填报单位：{unit.full_name or unit.name}　截至2021年6月30日"
    assert [row[0].value for row in sheet.iter_rows(min_row=4)][:-1] == [36]
    document = Document(BytesIO(client.get(f"{DESK}quarter.docx").content))
    cells = [cell.text for cell in document.tables[0].rows[1].cells]
    assert cells[:3] == ["36", "建设5个城市公园。", "完成主体工程。"]
    assert document.paragraphs[-1].text.startswith("填报人：")


def test_the_files_of_a_quarter_that_is_not_opened_are_not_there(report, filer, enter):
    assert enter(filer).get("/2021/q3/filing/quarter.xlsx").status_code == 404


def test_what_can_hardly_be_is_confirmed_by_the_signer_too(report, filer, signer, unit, enter):
    key = report.task.targets.get().pk
    mark = "12.5|over_target+fraction"
    sent = as_read(
        actions.send_for_signature,
        saved(report, filer, value=Decimal("12.5"), confirmed={key: mark}),
        at=NOW,
        by=filer,
    )
    client = enter(signer)
    page = html(client)
    assert all(words in page for words in ("超过全年目标5个的两倍", "填报 sjyj某 7月", "数字需核对"))
    assert "checked" not in page
    answer = client.post(DESK + "sign/", ticked(sent), follow=True).content.decode()
    sent.refresh_from_db()
    assert sent.state == ReportState.AWAITING
    assert "请核对，确实无误的请勾选" in answer
    client.post(DESK + "sign/", ticked(sent) | {f"confirm-{sent.pk}-{key}": mark})
    sent.refresh_from_db()
    assert sent.state == ReportState.SUBMITTED
    assert [each["by_whom"] for each in sent.confirmations] == ["filer", "signer"]


def test_signing_one_report_by_itself_asks_likewise(report, filer, signer, enter):
    key = report.task.targets.get().pk
    mark = "12.5|over_target+fraction"
    sent = as_read(
        actions.send_for_signature,
        saved(report, filer, value=Decimal("12.5"), confirmed={key: mark}),
        at=NOW,
        by=filer,
    )
    client, posted = enter(signer), {"version": sent.version, "action": "submit"}
    page = client.post("/2021/q2/tasks/36/move/", posted, follow=True).content.decode()
    assert "没有报送" in page
    assert f'name="confirm-{key}" value="{mark}"' in page
    client.post("/2021/q2/tasks/36/move/", posted | {f"confirm-{key}": mark})
    sent.refresh_from_db()
    assert sent.state == ReportState.SUBMITTED
