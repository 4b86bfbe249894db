"""督办单 on its pages: list, one notice, steps, paper."""

from io import BytesIO

import pytest
from docx import Document
from openpyxl import load_workbook

from progress.models import Notice, NoticeReply
from progress.rules.states import NoticeLevel, NoticeState
from projects.rules.states import AssignmentRole
from tests.factories import NOW, make_assignment, make_notice, make_report, make_task, make_unit, make_user

pytestmark = pytest.mark.django_db

LIST = "/2021/notices/"
REPLY = {"version": "0", "cause": "雨水天气较多。", "measures": "增加班组。", "finish_by": "2021-07-31"}


@pytest.fixture(autouse=True)
def the_day(monkeypatch):
    """14 July 2021 by the server's clock."""
    monkeypatch.setattr("lianyungang.middleware.timezone.localtime", lambda *_: NOW)


def page(client, address=LIST):
    return client.get(address).content.decode()


def state():
    return Notice.objects.get().state


def test_the_list_says_level_unit_task_deadline_and_state(report, coordinator, enter):
    make_notice(report)
    html = page(enter(coordinator))
    assert all(
        words in html
        for words in (
            "连督〔2021〕1号",
            "提醒单",
            "市教育局",
            '<a href="/2021/tasks/36/">36</a>',
            "07-21",
            "待签收",
        )
    )


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("level=order", {2}),
        ("state=closed", {3}),
        ("state=overdue", {4}),
        ("unit=sjyj", {1, 2, 3, 4}),
        ("unit=smzj", set()),
        ("q=2号", {2}),
        ("q=36", {1, 2, 3, 4}),
        ("q=教育 汛期", {2}),
        ("quarter=1", set()),
        ("quarter=5", set()),
        ("level=nonsense", set()),
    ],
)
def test_the_list_is_narrowed(query, found, report, coordinator, enter):
    (
        make_notice(report),
        make_notice(report, level=NoticeLevel.ORDER, grounds="汛期将至。"),
        make_notice(report, state=NoticeState.CLOSED),
    )
    make_notice(report, state=NoticeState.RECEIVED, reply_by="2021-07-13")
    make_unit("smzj")
    shown = enter(coordinator).get(f"{LIST}?{query}").context["table"].data
    assert {row["number"] for row in shown} == found


def test_a_list_without_notices_says_what_to_do(report, coordinator, filer, enter):
    assert "看拟办建议" in page(enter(coordinator))
    assert "没有与本单位有关的督办单" in page(enter(filer))


def test_the_list_goes_out_as_a_workbook(report, coordinator, enter):
    make_notice(report, state=NoticeState.RECEIVED, reply_by="2021-07-13", grounds="=1+1")
    sheet = load_workbook(BytesIO(enter(coordinator).get("/2021/notices.xlsx").content)).active
    row = [cell.value for cell in sheet[4]]
    assert (row[:6], row[-1]) == (
        ["连督〔2021〕1号", "提醒单", "市教育局", "二季度", 36, "=1+1"],
        "待回复（逾期未回复）",
    )
    assert sheet["F4"].data_type == "s"


def test_a_narrowed_list_says_so_in_its_workbook(report, coordinator, enter):
    make_notice(report)
    sheet = load_workbook(BytesIO(enter(coordinator).get("/2021/notices.xlsx?q=教育").content)).active
    assert sheet["A2"].value == "筛选条件：查找 教育　2021年7月14日统计　共1件"


@pytest.mark.parametrize("address", [LIST, "/2021/notices/1/", "/2021/tasks/36/", "/units/sjyj/", "/"])
def test_a_page_asks_as_much_for_thirty_notices_as_for_one(
    address, report, coordinator, enter, django_assert_max_num_queries
):
    client = enter(coordinator)
    make_notice(report, state=NoticeState.REPLIED)
    client.get(address)
    with django_assert_max_num_queries(30) as one:
        client.get(address)
    for number in range(100, 130):
        task = make_task(number=number, lead=report.unit)
        make_notice(report, tasks=[report.task, task], state=NoticeState.REPLIED)
    with django_assert_max_num_queries(30) as thirty:
        client.get(address)
    assert len(one) == len(thirty)
    assert "notices" not in address or len(thirty) <= 12


def test_a_unit_signs_for_it_and_replies(report, filer, enter):
    make_notice(report)
    client = enter(filer)
    assert "签收" in page(client, LIST + "1/")
    client.post(LIST + "1/move/", {"action": "receive", "version": 0})
    assert state() == NoticeState.RECEIVED
    client.post(LIST + "1/reply/", {**REPLY, "action": "submit"})
    assert (state(), Notice.objects.get().rounds.get().measures) == (NoticeState.REPLIED, "增加班组。")


def test_an_incomplete_reply_keeps_what_was_typed(report, filer, enter):
    make_notice(report, state=NoticeState.RECEIVED)
    answer = enter(filer).post(LIST + "1/reply/", {**REPLY, "finish_by": "", "action": "submit"})
    assert (answer.status_code, state()) == (400, NoticeState.RECEIVED)
    assert "增加班组。" in answer.content.decode()


def test_a_reply_that_comes_too_late_keeps_what_was_typed(report, filer, enter):
    make_notice(report, state=NoticeState.CLOSED)
    answer = enter(filer).post(LIST + "1/reply/", REPLY)
    assert answer.status_code == 409
    assert all(words in answer.content.decode() for words in ("已办结", "增加班组。"))


@pytest.mark.parametrize(
    ("action", "posted", "after"),
    [
        ("close", {}, NoticeState.CLOSED),
        ("ask_again", {"word": "措施太笼统。", "reply_by": "2021-07-23"}, NoticeState.RECEIVED),
        ("ask_again", {"word": "措施太笼统。"}, NoticeState.RECEIVED),
        ("withdraw", {"word": "主送有误。"}, NoticeState.WITHDRAWN),
    ],
)
def test_the_office_judges_the_reply(action, posted, after, report, coordinator, enter):
    make_notice(report, state=NoticeState.REPLIED)
    assert (
        enter(coordinator).post(LIST + "1/move/", {"action": action, "version": 0, **posted}).status_code
        == 302
    )
    assert state() == after


def test_a_step_without_its_word_is_refused_on_the_page(report, coordinator, enter):
    make_notice(report, state=NoticeState.REPLIED)
    answer = enter(coordinator).post(LIST + "1/move/", {"action": "withdraw", "version": 0, "word": ""})
    assert (answer.status_code, state()) == (409, NoticeState.REPLIED)
    assert "请写明作废的理由" in answer.content.decode()


def test_a_step_typed_before_the_session_ended_comes_back(report, coordinator, enter):
    make_notice(report, state=NoticeState.REPLIED)
    answer = enter(coordinator).post(
        LIST + "1/move/", {"carried-action": "withdraw", "carried-word": "主送有误。"}
    )
    assert (answer.status_code, state()) == (200, NoticeState.REPLIED)
    assert "主送有误。" in answer.content.decode()


def test_what_is_not_ones_act_is_refused_with_a_sentence(report, filer, coordinator, enter):
    make_notice(report, level=NoticeLevel.ORDER)
    answer = enter(filer).post(LIST + "1/move/", {"action": "close", "version": 0, "word": "已完成。"})
    assert (answer.status_code, "督查员" in answer.content.decode()) == (403, True)
    assert (
        enter(coordinator)
        .post(LIST + "1/move/", {"action": "withdraw", "version": 0, "word": "有误。"})
        .status_code
        == 403
    )
    assert state() == NoticeState.ISSUED


def test_a_partner_reads_it_and_does_nothing(report, enter):
    partner = make_unit("smzj")
    make_assignment(report.task, partner, role=AssignmentRole.CO)
    make_notice(report)
    client = enter(make_user(unit=partner))
    assert "连督〔2021〕1号" in page(client)
    assert "签收</button>" not in page(client, LIST + "1/")
    assert client.post(LIST + "1/move/", {"action": "receive", "version": 0}).status_code == 403


def test_a_stranger_finds_nothing(report, enter):
    make_notice(report)
    client = enter(make_user())
    assert "连督〔2021〕1号" not in page(client)
    assert [client.get(LIST + "1/").status_code, client.post(LIST + "1/reply/", REPLY).status_code] == [
        404,
        404,
    ]
    assert "连督〔2021〕1号" not in page(client, "/2021/tasks/36/")


def test_a_draft_is_seen_by_the_two_offices_alone(report, filer, coordinator, supervisor, enter):
    draft = make_notice(report, state=NoticeState.DRAFT)
    assert [enter(who).get(draft.address).status_code for who in (filer, coordinator, supervisor)] == [
        404,
        200,
        200,
    ]
    assert "草稿" not in page(enter(filer))


def test_another_years_number_is_another_notice(report, coordinator, enter):
    make_notice(report)
    assert [
        enter(coordinator).get(address).status_code
        for address in ("/2020/notices/", "/2020/notices/1/", "/2021/notices/2/")
    ] == [404] * 3


def test_the_ladder_stands_on_the_pages_of_task_and_unit(report, filer, enter):
    first = make_notice(report, state="raised")
    make_notice(report, level=NoticeLevel.ORDER, previous=first)
    for address in ("/2021/tasks/36/", "/units/sjyj/"):
        html = page(enter(filer), address)
        assert html.index("连督〔2021〕1号") < html.index("连督〔2021〕2号")


def test_the_paper_is_a_word_document(report, filer, enter):
    make_notice(report)
    answer = enter(filer).get(LIST + "1/notice.docx")
    assert "连督〔2021〕1号" in [each.text for each in Document(BytesIO(answer.content)).paragraphs]
    assert "attachment" in answer.headers["Content-Disposition"]


def test_a_notice_leads_to_the_next_level(report, coordinator, enter):
    make_notice(report, state=NoticeState.REPLIED)
    assert "升级为督办单" in page(enter(coordinator), LIST + "1/")
    make_notice(
        report,
        state=NoticeState.AWAITING,
        level=NoticeLevel.ORDER,
        previous=Notice.objects.get(level=NoticeLevel.ALERT),
    )
    assert "升级为督办单" not in page(enter(coordinator), LIST + "1/")


def test_what_is_to_do_stands_on_the_desk(report, filer, supervisor, enter):
    make_notice(report), make_notice(report, state=NoticeState.AWAITING, level=NoticeLevel.ORDER)
    assert "督办单待签收" in page(enter(filer), "/")
    assert "待签发" in page(enter(supervisor), "/")


def test_the_overdue_desk_says_what_was_done(report, coordinator, enter):
    make_notice(report)
    assert "提醒单：连督〔2021〕1号" in page(enter(coordinator), "/2021/q2/overdue/")


def test_what_a_unit_replies_is_escaped(report, coordinator, enter):
    notice = make_notice(report, state=NoticeState.REPLIED)
    notice.rounds.update(cause="<script>alert(1)</script>")
    assert "<script>alert" not in page(enter(coordinator), LIST + "1/")


def test_another_units_notice_is_not_there(report, enter):
    other = make_unit()
    make_notice(make_report(make_task(number=37, lead=other), other))
    assert enter(make_user(unit=report.unit)).get(LIST + "1/").status_code == 404


@pytest.mark.parametrize(
    ("sort", "first"),
    [
        ("reference", 1),
        ("-reference", 2),
        ("unit__name", 1),
        ("-unit__name", 2),
        ("reply_by", 1),
        ("state", 1),
    ],
)
def test_the_list_is_sorted_as_asked(sort, first, report, coordinator, enter):
    other = make_unit("smzj", order=report.unit.order + 1)
    make_notice(report)
    make_notice(
        make_report(make_task(number=37, lead=other), other),
        reply_by="2021-07-22",
        state=NoticeState.RECEIVED,
    )
    table = enter(coordinator).get(f"{LIST}?sort={sort}").context["table"]
    assert next(iter(table.page.object_list.data))["number"] == first


@pytest.mark.parametrize(("changed", "is_same"), [({}, True), ({"measures": "再增加班组。"}, False)])
def test_the_list_and_the_desk_say_which_reply_came_back_unchanged(
    report, filer, supervisor, coordinator, enter, changed, is_same
):
    notice = make_notice(report, state=NoticeState.RECEIVED)
    client, office = enter(filer), enter(coordinator)
    client.post(f"{LIST}1/reply/", {**REPLY, "action": "submit"})
    notice.refresh_from_db()
    back = {"version": notice.version, "word": "太笼统。", "reply_by": "2021-07-23", "action": "ask_again"}
    office.post(f"{LIST}1/move/", back)
    assert state() == NoticeState.RECEIVED
    again = {**REPLY, **changed, "version": str(NoticeReply.objects.get().version), "action": "submit"}
    client.post(f"{LIST}1/reply/", again)
    assert state() == NoticeState.REPLIED
    for address in (LIST, "/"):
        assert ("与退回前相同，没有改动" in page(office, address)) == is_same


def put_out_of_use(unit):
    type(unit).objects.filter(pk=unit.pk).update(is_active=False)


@pytest.mark.parametrize("level", [NoticeLevel.ALERT, NoticeLevel.ORDER])
def test_a_notice_to_a_unit_out_of_use_is_sent_to_who_leads_now(
    report, unit, coordinator, supervisor, enter, level
):
    """Nobody signs for it: list, desk and page say so, and lead on to withdrawing it and sending it anew."""
    notice = make_notice(report, level=level)
    client = enter(coordinator)
    assert "单位已停用" not in page(client) and "改送" not in page(client, f"{LIST}1/")
    put_out_of_use(unit)
    make_assignment(report.task, make_unit("smzj", name="市民政局"))
    assert "单位已停用" in page(client)
    assert "市教育局已停用，无人签收、回复，请作废并改送承接任务的单位。" in page(client, "/")
    shown = page(client, f"{LIST}1/")
    assert "（现由市民政局牵头）" in shown and f"{LIST}new/?instead=1" in shown
    assert "升级为" not in shown, "a level more would go to the same unit"
    Notice.objects.update(state=NoticeState.REPLIED)
    assert "单位已停用" in page(client) and "改送" in page(client, f"{LIST}1/")
    Notice.objects.update(state=NoticeState.ISSUED)
    assert ("作废" in shown.partition("办理</h2>")[2]) == (level == NoticeLevel.ALERT), "the supervisor's"
    form = client.get(f"{LIST}new/?instead=1").context["form"]
    posted = {name: form[name].value() or "" for name in form.fields}
    assert posted["unit"] == "smzj" and posted["level"] == level
    assert posted["grounds"].startswith("连督〔2021〕1号送市教育局，该单位已停用，改送本单位。")
    answer = client.post(f"{LIST}new/", posted)
    assert answer.status_code == 302
    anew = Notice.objects.latest("pk")
    assert (anew.unit.code, anew.level, [each.number for each in anew.tasks.all()]) == ("smzj", level, [36])
    office = enter(supervisor)
    assert "督办单无人办理" in page(office, "/")
    moved = {"action": "withdraw", "word": "单位已停用，改送市民政局。", "version": notice.version}
    assert office.post(f"{LIST}1/move/", moved).status_code == 302
    assert "督办单无人办理" not in page(office, "/") and "改送</a>" not in page(office, f"{LIST}1/")


def test_what_was_replied_before_is_judged_as_ever(report, unit, coordinator, enter):
    make_notice(report, state=NoticeState.REPLIED)
    put_out_of_use(unit)
    assert "督办单无人办理" not in page(enter(coordinator), "/")
    assert "督办回复待审" in page(enter(coordinator), "/")


def test_the_unit_itself_is_not_told_to_send_it_elsewhere(report, unit, filer, enter):
    make_notice(report)
    put_out_of_use(unit)
    shown = page(enter(filer), f"{LIST}1/")
    assert "改送" not in shown and 'value="receive"' not in shown
