"""The page of a task's quarter: read, written, signed, by whoever may."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.contrib.sessions.models import Session

from progress.bulletins.quarter_figures import figures
from progress.ledger.ledgers import ledger_of
from progress.models import ItemState, Report
from progress.reports import actions, review_actions
from progress.reports.partial_forms import form_over
from progress.rules.states import ReportState, VerdictClass
from projects.models import LogEntry
from projects.rules.states import AssignmentRole
from tests.acceptance import accept_as_shown
from tests.as_read import as_read
from tests.factories import NOW, make_assignment, make_bulletin, make_milestone, make_report, make_user
from tests.pages import one_line
from tests.progress.conftest import PAGE, owed, saved, submitted, typed

pytestmark = pytest.mark.django_db


def html(client, path=PAGE):
    return one_line(client.get(path).content.decode())


def test_copying_by_an_address_typed_by_hand_leads_to_the_report(report, filer, enter):
    make_report(
        report.task, report.unit, quarter=1, state=ReportState.ACCEPTED, text="上季。", submitted_at=NOW
    )
    assert enter(filer).get(PAGE + "copy/").url == report.address


def test_the_lock_of_what_awaits_signature_tells_when_it_was_sent(report, filer, signer, enter):
    as_read(actions.send_for_signature, saved(report, filer, at=NOW), at=NOW + timedelta(hours=2), by=filer)
    assert "（2021-07-14 11:30起）" in html(enter(filer))


def test_problems_that_are_too_long_are_kept_as_a_draft_and_not_submitted(report, filer, enter):
    answer = enter(filer).post(PAGE, typed(report, problems="难" * 301, action="submit"))
    report.refresh_from_db()
    assert "存在问题最多300字，现有301字。" in answer.content.decode()
    assert (report.state, len(report.problems)) == (ReportState.DRAFT, 301)


def test_the_page_opens_for_everybody_and_shows_issued_text(report, filer, coordinator, enter):
    sent = submitted(report, filer)
    accept_as_shown(sent, at=NOW, by=coordinator)
    make_bulletin(report.period, told=figures(report.period, NOW.date()))
    assert "已建成2个公园。" in html(enter(make_user("stranger")))


def test_a_text_not_yet_accepted_is_kept_from_strangers(report, filer, enter):
    submitted(report, filer)
    page = html(enter(make_user("stranger")))
    assert "尚未公布" in page
    assert "已建成2个公园。" not in page


def test_a_text_not_yet_accepted_is_shown_to_the_units_of_the_task_and_to_the_commission(
    report, filer, coordinator, supervisor, enter
):
    submitted(report, filer)
    helper = make_user("helper")
    make_assignment(report.task, helper.unit, role=AssignmentRole.CO)
    for person in (helper, coordinator, supervisor):
        assert "已建成2个公园。" in html(enter(person))


def test_a_running_quarters_verdict_and_filing_state_are_kept_from_strangers(
    report, filer, coordinator, enter
):
    sent = submitted(report, filer)
    accept_as_shown(sent, at=NOW, by=coordinator)
    stranger = enter(make_user("stranger"))
    for path in (PAGE, "/2021/q1/tasks/36/"):
        page = html(stranger, path)
        assert not [word for word in ("达序时", "已审核</span>") if word in page]
    assert "达序时" in html(enter(filer), "/2021/q1/tasks/36/")


def test_a_verdict_is_everybodys_once_the_bulletin_is_out(report, filer, coordinator, enter):
    sent = submitted(report, filer)
    accept_as_shown(sent, at=NOW, by=coordinator)
    make_bulletin(report.period, told=figures(report.period, NOW.date()))
    assert "达序时" in html(enter(make_user("stranger")))


def test_a_unit_that_does_not_report_on_the_task_is_not_found(report, filer, enter):
    assert enter(filer).get(PAGE + "?unit=nobody").status_code == 404


def test_a_quarter_that_is_not_open_shows_its_plan(report, filer, enter):
    assert "尚未开启填报" in html(enter(filer), "/2021/q3/tasks/36/")


def test_behind_the_years_end_there_is_no_period(report, filer, enter):
    client = enter(filer)
    for path in ("/2021/q6/tasks/36/", "/2021/q6/filing/", "/2021/q6/"):
        assert client.get(path).status_code == 404, path


def test_saving_keeps_the_draft(report, filer, enter):
    assert enter(filer).post(PAGE, typed(report)).status_code == 302
    report.refresh_from_db()
    assert (report.state, report.text, report.measurements.get().value) == (
        ReportState.DRAFT,
        "已建成2个公园。",
        2,
    )


def test_a_draft_keeps_everything_whatever_one_field_holds(report, filer, enter):
    page = enter(filer).post(PAGE, typed(report, value="两个"), follow=True).content.decode()
    report.refresh_from_db()
    assert (report.text, report.measurements.get().value, report.item_states.get().state) == (
        "已建成2个公园。",
        None,
        "done",
    )
    told = ("有1处没有读懂", "请填写数字", 'value="两个"', "已建成2个公园。", "1处没有读懂</b>")
    assert [words for words in told if words not in page] == []


def test_what_could_not_be_read_is_named_whenever_the_draft_is_opened_and_goes_when_it_is_mended(
    report, filer, enter
):
    client = enter(filer)
    client.post(PAGE, typed(report, value="12\t34"))
    assert "这一格里有2个数" in html(client)
    client.post(PAGE, typed(report, version="1", value="3"))
    report.refresh_from_db()
    assert (report.unread, report.measurements.get().value) == ({}, 3)
    assert "没有读懂" not in html(client)


def test_a_reason_beside_a_value_is_kept_and_named(report, filer, enter):
    key = report.task.targets.get().pk
    client = enter(filer)
    client.post(PAGE, typed(report) | {f"reason-{key}": "月底发布"})
    assert report.measurements.get().value == 2
    page = html(client)
    assert "两者只留其一" in page
    assert 'value="月底发布"' in page


def test_what_could_not_be_read_is_not_sent(report, filer, enter):
    page = enter(filer).post(PAGE, typed(report, value="两个", text="", action="submit")).content.decode()
    report.refresh_from_db()
    assert report.state == ReportState.DRAFT
    assert all(words in page for words in ("还有2处没有填完", "请填写进展情况", "没有看懂“两个”"))
    assert page.count("没有看懂“两个”") == 1
    assert "的完成值（没有进展填0）" not in page


def test_a_figure_that_can_hardly_be_is_asked_about_before_it_is_sent(report, filer, enter):
    client = enter(filer)
    page = client.post(PAGE, typed(report, value="12.5", action="submit")).content.decode()
    report.refresh_from_db()
    assert report.state == ReportState.DRAFT
    assert all(words in page for words in ("超过全年目标5个的两倍", "按“个”计数应是整数", "确认无误"))
    assert "checked" not in page.split("确认无误")[0][-200:]


def test_a_figure_is_confirmed_as_it_was_seen(report, filer, enter):
    key = report.task.targets.get().pk
    client = enter(filer)
    ticked = {f"confirm-{key}": "12.5|over_target+fraction"}
    client.post(PAGE, typed(report, value="13.5", action="submit") | ticked)
    report.refresh_from_db()
    assert (report.state, report.confirmations) == (ReportState.DRAFT, [])
    client.post(PAGE, typed(report, version=str(report.version), value="12.5", action="submit") | ticked)
    report.refresh_from_db()
    assert report.state == ReportState.SUBMITTED
    assert [each["name"] for each in report.confirmations] == [filer.display_name]


def test_changing_the_figure_takes_its_confirmation_away(report, filer, enter):
    key = report.task.targets.get().pk
    client = enter(filer)
    ticked = {f"confirm-{key}": "12.5|over_target+fraction"}
    client.post(PAGE, typed(report, value="12.5") | ticked)
    assert 'value="12.5|over_target+fraction" checked' in html(client).replace("\n", "")
    client.post(PAGE, typed(report, version="1", value="11.5") | ticked)
    client.post(PAGE, typed(report, version="2", value="12.5"))
    assert "checked" not in html(client)


def test_while_typing_the_server_reckons_and_saves_nothing(report, filer, enter):
    client = enter(filer)
    key = str(report.task.targets.get().pk)
    told = client.post(PAGE + "reckon/", typed(report, value="４５万个")).json()["targets"][key]
    assert (told["words"], told["own"], told["rate"]) == ("45万个", "45万个", "9000000.0%")
    assert "两倍" in told["doubt"]
    assert client.post(PAGE + "reckon/", typed(report, value="1")).json()["cause"] == "进度滞后"
    assert "2个数" in client.post(PAGE + "reckon/", typed(report, value="1 2")).json()["targets"][key]["why"]
    report.refresh_from_db()
    assert (report.version, report.measurements.count()) == (0, 0)


def test_what_is_lacking_is_listed_at_once_and_the_draft_is_saved(report, filer, enter):
    answer = enter(filer).post(PAGE, typed(report, value="", state="", action="submit"))
    page = answer.content.decode()
    report.refresh_from_db()
    assert (answer.status_code, report.state, report.text) == (400, ReportState.DRAFT, "已建成2个公园。")
    assert all(words in page for words in ("草稿已保存", "的完成值", "请选择完成情况"))


def test_a_stale_save_shows_the_others_text_and_keeps_mine(report, filer, unit, enter):
    mine = typed(report, text="我写的。")
    saved(report, make_user("other", unit=unit), text="别人写的。")
    answer = enter(filer).post(PAGE, mine)
    page = answer.content.decode()
    report.refresh_from_db()
    assert (answer.status_code, report.text) == (409, "别人写的。")
    assert all(words in page for words in ("我写的。", "别人写的。"))


def test_a_stale_save_shows_notes_and_what_nobody_could_read(report, filer, unit, enter):
    mine, key = typed(report, text="我写的。"), report.task.targets.get().pk
    saved(report, make_user("other", unit=unit), text="别人写的。")
    Report.objects.update(unread={f"value-{key}": {"typed": "大约两三个", "why": "请填数字。"}})
    ItemState.objects.update(note="西侧围墙未拆。")
    page = enter(filer).post(PAGE, mine).content.decode()
    theirs = page.partition("供对照")[2].partition("</dl>")[0]
    assert "大约两三个（未读懂）" in theirs and "：西侧围墙未拆。" in theirs


def test_after_a_stale_save_saving_again_is_meant(report, filer, unit, enter):
    mine = typed(report, text="我写的。")
    saved(report, make_user("other", unit=unit), text="别人写的。")
    client = enter(filer)
    client.post(PAGE, mine)
    client.post(PAGE, {**mine, "version": 1})
    report.refresh_from_db()
    assert report.text == "我写的。"


def test_autosave_answers_with_the_version_and_does_not_extend_the_session(report, filer, enter):
    client = enter(filer)
    client.get(PAGE)
    session = client.session
    session["seen"] -= 600
    session.save()
    before = Session.objects.get().session_data
    answer = client.post(PAGE, typed(report), headers={"X-Background": "1"})
    assert answer.json()["version"] == 1
    assert Session.objects.get().session_data == before


@pytest.mark.parametrize(("posted", "status"), [({"version": ""}, 400), ({"version": "7"}, 409)])
def test_autosave_says_why_it_did_not_save(posted, status, report, filer, enter):
    answer = enter(filer).post(PAGE, typed(report) | typed(report, **posted), headers={"X-Background": "1"})
    assert (answer.status_code, bool(answer.json()["refused"])) == (status, True)


def test_a_form_that_comes_back_through_the_sign_in_is_filled_not_saved(report, filer, enter):
    carried = {f"carried-{name}": value for name, value in typed(report, text="登录前写的。").items()}
    page = enter(filer).post(PAGE, carried).content.decode()
    report.refresh_from_db()
    assert "登录前写的。" in page
    assert report.text == ""


def test_a_form_that_comes_back_to_a_locked_report_shows_what_was_typed(report, filer, enter):
    carried = {f"carried-{name}": value for name, value in typed(report, text="登录前写的。").items()}
    submitted(report, filer)
    page = enter(filer).post(PAGE, carried).content.decode()
    assert all(words in page for words in ("您填写的内容", "登录前写的。"))


def test_a_locked_report_says_why_and_takes_nothing(report, filer, enter):
    submitted(report, filer)
    client = enter(filer)
    answer = client.post(PAGE, typed(report, text="想改。"))
    report.refresh_from_db()
    assert (answer.status_code, report.text) == (409, "已建成2个公园。")
    assert all(words in answer.content.decode() for words in ("内容已锁定", "想改。"))
    assert "2021-07-14 09:30起" in html(client)


def test_a_filer_sends_to_the_signer_and_takes_it_back(report, filer, signer, enter):
    client = enter(filer)
    client.post(PAGE, typed(report, action="send"))
    report.refresh_from_db()
    assert report.state == ReportState.AWAITING
    client.post(PAGE + "move/", {"action": "take_back", "version": report.version})
    report.refresh_from_db()
    assert report.state == ReportState.DRAFT


def test_a_signer_sends_back_with_a_word_that_the_filer_reads(report, filer, signer, enter):
    as_read(actions.send_for_signature, saved(report, filer), at=NOW, by=filer)
    report.refresh_from_db()
    enter(signer).post(PAGE + "send-back/", {"word": "数字与台账不符。", "version": report.version})
    assert "数字与台账不符。" in html(enter(filer))


def test_a_word_is_needed_to_send_back(report, filer, signer, enter):
    as_read(actions.send_for_signature, saved(report, filer), at=NOW, by=filer)
    assert enter(signer).post(PAGE + "send-back/", {"word": ""}).status_code == 400


def test_what_was_submitted_is_recalled(report, filer, enter):
    submitted(report, filer)
    report.refresh_from_db()
    enter(filer).post(PAGE + "move/", {"action": "recall", "version": report.version})
    report.refresh_from_db()
    assert (report.state, report.first_submitted_at) == (ReportState.DRAFT, None)


def test_submitting_goes_back_to_the_filing_desk(report, filer, enter):
    answer = enter(filer).post(PAGE, typed(report, action="submit"))
    report.refresh_from_db()
    assert (answer.url, report.state) == ("/2021/q2/filing/", ReportState.SUBMITTED)


def test_last_quarters_text_is_copied_into_the_form_not_saved(report, filer, enter):
    report.period.quarter = 1
    report.period.save()
    submitted(report, filer)
    later = owed_again(report)
    page = (
        enter(filer).post(PAGE + "copy/", {"version": 0, "text": "本季：", "problems": ""}).content.decode()
    )
    later.refresh_from_db()
    assert "本季：\n已建成2个公园。" in page
    assert later.text == ""


def owed_again(report):
    return type(report).objects.create(task=report.task, unit=report.unit, period=make_second_quarter(report))


def make_second_quarter(report):
    period = report.period
    dates = {"opens_on": period.opens_on, "as_of": period.as_of, "due_on": period.due_on, "opened_at": NOW}
    return type(period).objects.create(yearly_list=period.yearly_list, quarter=2, **dates)


def test_the_way_leads_to_the_units_reports_before_and_after(report, unit, filer, enter):
    owed(unit, 12, report.task.yearly_list), owed(unit, 40, report.task.yearly_list)
    owed(make_user("stranger").unit, 37, report.task.yearly_list)
    assert enter(filer).get(PAGE).context["around"] == (
        "/2021/q2/tasks/12/?unit=sjyj",
        "/2021/q2/tasks/40/?unit=sjyj",
    )


def test_every_round_stands_on_the_page(report, filer, coordinator, enter):
    sent = submitted(report, filer)
    review_actions.return_report(sent, based_on=sent.version, reason="请写明地点。", at=NOW, by=coordinator)
    submitted(report, filer, text="已在新浦建成2个公园。")
    page = html(enter(coordinator))
    assert all(words in page for words in ("第1轮", "第2轮", "请写明地点。", "<ins>在新浦</ins>"))


def test_an_accepted_report_is_reopened_with_a_reason(report, filer, coordinator, enter):
    sent = submitted(report, filer)
    accepted = accept_as_shown(sent, at=NOW, by=coordinator)
    assert accepted.state == ReportState.ACCEPTED
    enter(coordinator).post(
        f"/reports/{report.pk}/reopen/", {"reason": "数据有误。", "version": accepted.version}
    )
    assert '<form id="report"' in html(enter(filer))


def test_a_report_page_asks_the_database_seldom(
    report, filer, coordinator, enter, django_assert_max_num_queries
):
    submitted(report, filer)
    for person in (filer, coordinator):
        client = enter(person)
        client.get(PAGE)
        with django_assert_max_num_queries(12):
            client.get(PAGE)


def test_a_count_below_zero_is_no_value(report, filer, enter):
    page = enter(filer).post(PAGE, typed(report, value="-5"), follow=True).content.decode()
    assert report.measurements.get().value is None
    assert "不能是负数" in page


def test_an_earlier_figure_not_yet_accepted_is_not_for_strangers(report, filer, coordinator, enter):
    sent = submitted(report, filer, value=3)
    accept_as_shown(sent, at=NOW, by=coordinator)
    earlier = make_report(report.task, report.unit, quarter=1, state=ReportState.SUBMITTED, submitted_at=NOW)
    earlier.measurements.create(target=report.task.targets.get(), value=1.25)
    assert "1.25" in enter(filer).get(PAGE).content.decode()
    assert "1.25" not in enter(make_user("stranger")).get(PAGE).content.decode()


def test_what_was_submitted_carries_its_receipt(report, filer, enter):
    sent = submitted(report, filer)
    assert f"第1轮　{NOW:%Y-%m-%d}" in enter(filer).get(sent.address).content.decode()


def test_from_one_report_sent_the_way_leads_to_the_next_to_fill_in(report, unit, filer, signer, enter):
    owed(unit, 12, report.task.yearly_list)
    saved(owed(unit, 40, report.task.yearly_list), filer)
    as_read(
        actions.send_for_signature, saved(owed(unit, 38, report.task.yearly_list), filer), at=NOW, by=filer
    )
    answer = enter(filer).post(PAGE, typed(report, action="send"))
    assert answer.url == "/2021/q2/tasks/40/?unit=sjyj#id_text"
    assert enter(filer).get(answer.url).context["own"].filled == 2


def test_from_one_report_signed_the_way_leads_to_the_next_to_sign(report, unit, filer, signer, enter):
    owed(unit, 37, report.task.yearly_list)
    other = owed(unit, 38, report.task.yearly_list)
    clicks = []
    for each in (report, other):
        sent = as_read(actions.send_for_signature, saved(each, filer), at=NOW, by=filer)
        clicks.append({"action": "submit", "version": sent.version})
    client = enter(signer)
    assert client.post(PAGE + "move/", clicks[0]).url == "/2021/q2/tasks/38/?unit=sjyj"
    assert client.post("/2021/q2/tasks/38/move/", clicks[1]).url == "/2021/q2/filing/"


def test_a_signature_on_a_page_that_is_old_is_refused_with_what_changed(report, filer, signer, enter):
    seen = as_read(actions.send_for_signature, saved(report, filer), at=NOW, by=filer).version
    as_read(actions.take_back, report, at=NOW, by=filer)
    answer = enter(signer).post(PAGE + "move/", {"action": "submit", "version": seen})
    report.refresh_from_db()
    assert (answer.status_code, report.state) == (409, ReportState.DRAFT)
    assert "取回修改" in answer.content.decode()


@pytest.mark.parametrize("act", ["submit", "take_back", "recall"])
def test_a_move_without_what_was_read_is_not_there(report, filer, enter, act):
    assert enter(filer).post(PAGE + "move/", {"action": act}).status_code == 404


def test_a_signer_who_writes_a_report_signs_it_by_one_click(report, filer, signer, enter):
    answer = enter(signer).post(PAGE, typed(report, action="submit"))
    report.refresh_from_db()
    assert (answer.status_code, report.state) == (302, ReportState.SUBMITTED)
    acts = list(
        LogEntry.objects.filter(act__startswith="report_").order_by("pk").values_list("act", flat=True)
    )
    assert acts == ["report_saved", "report_sent_for_signature", "report_submitted"]


@pytest.mark.parametrize(
    ("posted", "cause"), [({"value": "1"}, "进度滞后"), ({"state": "partly_done"}, "进度滞后"), ({}, "")]
)
def test_autosave_says_why_a_cause_is_needed(posted, cause, report, filer, enter):
    assert (
        enter(filer).post(PAGE, typed(report, **posted), headers={"X-Background": "1"}).json()["cause"]
        == cause
    )


def test_after_saving_figures_that_lag_the_page_asks_for_the_cause(report, filer, enter):
    client = enter(filer)
    client.post(PAGE, typed(report, value="1"))
    assert '<span class="req" data-cause>*</span>' in html(client)
    assert "进度滞后，需填写原因" in html(client)


def test_autosave_names_the_field_that_it_could_not_read(report, filer, enter):
    told = enter(filer).post(PAGE, typed(report, value="两个"), headers={"X-Background": "1"}).json()
    key = report.task.targets.get().pk
    assert list(told["wrong"]) == [f"value-{key}"]
    assert told["wrong"][f"value-{key}"].startswith("没有看懂“两个”。请填写数字")


@pytest.fixture
def later(report):
    """What is planned for the third quarter."""
    return make_milestone(report.task, 3, "竣工验收。", items=["竣工验收。"]).items.get()


def test_a_later_quarters_item_is_reported_as_done_early(report, later, filer, enter):
    client = enter(filer)
    assert "以后各季度的事项" in html(client)
    client.post(PAGE, typed(report, **{f"item-{later.pk}": "done", "action": "submit"}))
    report.refresh_from_db()
    assert report.state == ReportState.SUBMITTED
    assert report.item_states.get(item=later).state == "done"
    assert "三季度事项，提前完成" in html(client)


def test_a_later_quarters_item_may_be_left_alone(report, later, filer, enter):
    enter(filer).post(PAGE, typed(report, action="submit"))
    report.refresh_from_db()
    assert report.state == ReportState.SUBMITTED
    assert not report.item_states.filter(item=later).exists()


def test_what_was_called_done_early_may_be_taken_back(report, later, filer, enter):
    client = enter(filer)
    client.post(PAGE, typed(report, **{f"item-{later.pk}": "done"}))
    client.post(PAGE, typed(report, **{f"item-{later.pk}": ""}))
    assert report.item_states.get(item=later).state == ""


def test_an_item_done_early_is_confirmed_in_the_review(report, later, filer, coordinator, enter):
    client = enter(filer)
    client.post(PAGE, typed(report, **{f"item-{later.pk}": "done", "action": "submit"}))
    report.refresh_from_db()
    page = html(enter(coordinator), PAGE + "?unit=sjyj")
    assert f'name="item-{later.pk}"' in page
    accept_as_shown(report, items={later.pk: "not_done"}, at=NOW, by=coordinator)
    assert report.item_states.get(item=later).confirmed == "not_done"


def test_an_item_done_early_comes_done_into_its_own_quarter(report, later, filer, coordinator, enter):
    client = enter(filer)
    client.post(PAGE, typed(report, **{f"item-{later.pk}": "done", "action": "submit"}))
    report.refresh_from_db()
    accept_as_shown(report, at=NOW, by=coordinator)
    make_report(report.task, report.unit, quarter=3)
    form = client.get("/2021/q3/tasks/36/").context["form"]
    assert form[f"item-{later.pk}"].value() == "done"


def test_a_stage_that_cannot_be_is_not_taken_for_done_early(report, later, filer, enter):
    answer = enter(filer).post(PAGE, typed(report, **{f"item-{later.pk}": "partly_done"}))
    assert answer.status_code == 400


def test_the_quarter_before_is_shown_as_it_was_last_filed(report, filer, coordinator, enter):
    third = make_report(report.task, report.unit, quarter=3)
    make_report(
        report.task, report.unit, quarter=1, state=ReportState.ACCEPTED, text="一季的话。", submitted_at=NOW
    )
    sent = submitted(report, filer, text="二季报的话。")
    review_actions.return_report(sent, based_on=sent.version, reason="请补充。", at=NOW, by=coordinator)
    saved(report, filer, text="二季改到一半。")
    page = html(enter(filer), third.address)
    assert all(words in page for words in ("二季报的话。", "二季度进展情况", "报送，已退回"))
    assert not [words for words in ("一季的话。", "二季改到一半。") if words in page]


def test_after_a_return_form_and_desks_name_the_new_date(report, filer, coordinator, enter):
    sent = submitted(report, filer)
    until = NOW.date() + timedelta(days=14)
    named = {"based_on": sent.version, "reason": "请补充。", "refile_by": until}
    review_actions.return_report(sent, **named, at=NOW, by=coordinator)
    for path in (PAGE, "/2021/q2/filing/", "/"):
        page = html(enter(filer), path)
        assert "重报期限" in page, path
        assert "7月28日" in page, path
    assert "7月12日前报送</span>" not in html(enter(filer)).partition("report-foot")[2]


def test_the_signers_word_stands_on_the_filers_desk_until_it_is_sent_again(report, filer, signer, enter):
    sent = as_read(actions.send_for_signature, saved(report, filer), at=NOW, by=filer)
    as_read(actions.send_back, sent, word="数字请再核。", at=NOW, by=signer)
    for path in (PAGE, "/2021/q2/filing/", "/"):
        assert "退回填报人：" in html(enter(filer), path).replace("</b>", ""), path
        assert "数字请再核。" in html(enter(filer), path), path
    as_read(actions.send_for_signature, saved(report, filer), at=NOW, by=filer)
    assert "数字请再核。" not in html(enter(filer), "/")


def test_the_course_tells_figures_in_ten_thousands(report, filer, enter):
    key = report.task.targets.get().pk
    amount = Decimal(96000)
    submitted(report, filer, value=amount, confirmed={key: "96000|over_target"})
    assert "9.6万个" in html(enter(filer))


def test_a_conflict_shows_the_others_figures_and_keeps_each_sides_sums(report, filer, unit, enter):
    mine = typed(report, value="5")
    saved(report, make_user("other", unit=unit), value=3)
    page = enter(filer).post(PAGE, mine).content.decode()
    assert "3个（本期3个，完成率60.0%）" in page
    assert "<dd data-rate>100.0%</dd>" in page
    assert "还没有保存" in page


def test_what_is_to_be_typed_stands_first(report, filer, enter):
    page = html(enter(filer))
    assert page.index('name="text"') < page.index("序时进度")


def test_copying_moves_the_date_and_the_quarters_name_on(report, filer, enter):
    fields = {"state": ReportState.ACCEPTED, "text": "截至3月31日，一季度已开工。", "submitted_at": NOW}
    make_report(report.task, report.unit, quarter=1, **fields)
    page = enter(filer).post(PAGE + "copy/", typed(report, text="")).content.decode()
    assert "截至6月30日，二季度已开工。</textarea>" in page
    assert "请逐处核对、修改后保存" in page


def waiting_in_q1(report, *, state="done", filed=ReportState.SUBMITTED):
    """The unit's report of the first quarter, which says something of that quarter's item."""
    milestone = make_milestone(report.task, 1, "完成招标。", items=["完成招标。"])
    said = {"text": "已招标。", "submitted_at": NOW, "refile_by": NOW.date()}
    before = make_report(report.task, report.unit, quarter=1, state=filed, **said)
    before.item_states.create(item=milestone.items.get(), state=state)
    return milestone.items.get()


def test_an_item_done_by_a_report_still_under_review_is_asked_again_filled_in(report, filer, enter):
    item = waiting_in_q1(report)
    page = enter(filer).get(PAGE)
    assert page.context["form"][f"item-{item.pk}"].initial == "done"
    assert "一季度已报完成，尚待审核" in page.content.decode()


def test_an_item_asked_again_judges_by_the_later_report_alone(report, filer, coordinator):
    item = waiting_in_q1(report)
    sent = saved(report, filer)
    with pytest.raises(actions.Incomplete, match="完成招标"):
        as_read(actions.submit, sent, at=NOW, by=filer)
    ItemState.objects.create(report=report, item=item, state="done")
    sent = as_read(actions.submit, sent, at=NOW, by=filer)
    accept_as_shown(sent, by=coordinator, at=NOW)
    assert ledger_of(report.task).judged_at(2, NOW.date()).judgement.code == VerdictClass.ON_SCHEDULE


def test_a_proposal_is_saved_by_nobody_who_has_not_seen_it(report, filer, enter):
    item = waiting_in_q1(report)
    sheet = enter(filer).get(PAGE).context["sheet"]
    assert form_over(sheet, {}, version=report.version).data[f"item-{item.pk}"] == ""


@pytest.mark.parametrize(
    ("state", "filed"), [("partly_done", ReportState.SUBMITTED), ("done", ReportState.RETURNED)]
)
def test_nothing_is_proposed_of_what_is_not_done_or_was_returned(report, filer, enter, state, filed):
    item = waiting_in_q1(report, state=state, filed=filed)
    assert enter(filer).get(PAGE).context["form"][f"item-{item.pk}"].initial == ""


def test_a_proposal_that_the_filer_took_away_stays_away(report, filer, enter):
    item = waiting_in_q1(report)
    ItemState.objects.create(report=report, item=item, state="")
    assert enter(filer).get(PAGE).context["form"][f"item-{item.pk}"].initial == ""


def test_an_item_confirmed_done_is_not_asked_again(report, filer, enter):
    item = waiting_in_q1(report, filed=ReportState.ACCEPTED)
    ItemState.objects.filter(item=item).update(confirmed="done")
    assert f"item-{item.pk}" not in enter(filer).get(PAGE).context["form"].fields
