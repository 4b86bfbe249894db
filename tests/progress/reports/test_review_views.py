"""The coordinator's queue and decisions."""

from datetime import datetime
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from progress.models import Report, Review, Verdict
from progress.reports import actions
from progress.reports.actions import ReportContent
from progress.rules.states import ReportState
from tests.acceptance import accept_as_shown, shown_class
from tests.as_read import as_read
from tests.factories import NOW, SHANGHAI, SOON, make_report, make_unit, make_user, make_verdict
from tests.pages import one_line
from tests.progress.conftest import PAGE, owed, saved, submitted, typed

pytestmark = pytest.mark.django_db

QUEUE = "/2021/q2/review/"
IN_TIME = datetime(2021, 7, 9, 10, 0, tzinfo=SHANGHAI)


def accept(client, report, **posted):
    report.refresh_from_db()
    items = {int(name[5:]): state for name, state in posted.items() if name.startswith("item-")}
    shown = shown_class(report, IN_TIME, items)
    return client.post(f"/reports/{report.pk}/accept/", {"version": report.version, "shown": shown, **posted})


def accept_many(client, *reports):
    posted = {
        "report": [each.pk for each in reports],
        **{f"version-{each.pk}": each.version for each in reports},
        **{f"shown-{each.pk}": shown_class(each, IN_TIME) for each in reports},
    }
    return client.post(QUEUE + "accept/", posted, follow=True)


def test_the_queue_shows_what_waits(report, filer, coordinator, enter):
    owed(make_user("stranger").unit, 37, report.task.yearly_list)
    submitted(report, filer)
    assert [line.task.number for line in enter(coordinator).get(QUEUE).context["lines"]] == [36]


def test_reopening_is_offered_only_where_something_can_be_reopened(report, filer, coordinator, enter):
    client = enter(coordinator)
    assert "所选</button>" not in client.get(QUEUE).content.decode()
    submitted(report, filer)
    page = client.get(QUEUE).content.decode()
    assert "审核通过所选" in page and "重开所选" not in page
    Report.objects.update(state=ReportState.ACCEPTED)
    page = client.get(f"{QUEUE}?state=").content.decode()
    assert "审核通过所选" not in page and "重开所选" in page


def test_accepting_is_offered_only_where_a_line_shown_waits(report, filer, coordinator, enter):
    """Others may wait that the list was narrowed away from."""
    accepted = owed(make_user("stranger").unit, 37, report.task.yearly_list)
    Report.objects.filter(pk=accepted.pk).update(state=ReportState.ACCEPTED, submitted_at=IN_TIME)
    submitted(report, filer)
    client = enter(coordinator)
    assert "审核通过所选" in client.get(f"{QUEUE}?state=").content.decode()
    page = client.get(f"{QUEUE}?state=accepted").content.decode()
    assert shown(client, "?state=accepted") == [37]
    assert "审核通过所选" not in page and "已勾选的是" not in page


def test_the_queue_of_a_quarter_not_opened_says_so(report, coordinator, enter):
    answer = enter(coordinator).get("/2021/q3/review/")
    assert "本季度尚未开启填报" in answer.content.decode()


def test_the_queue_is_narrowed_by_unit_and_state(report, filer, coordinator, enter):
    stranger = make_user("stranger")
    submitted(owed(stranger.unit, 37, report.task.yearly_list), stranger)
    client = enter(coordinator)
    assert [
        line.task.number for line in client.get(f"{QUEUE}?unit={stranger.unit.code}").context["lines"]
    ] == [37]
    assert [line.task.number for line in client.get(f"{QUEUE}?state=missing").context["lines"]] == [36]


@pytest.fixture
def three(report, coordinator, filer):
    """第36项 on schedule, 第37项 far behind, 第38项 behind: all submitted."""
    for number, value in ((36, 2), (37, 0), (38, 1)):
        each = report if number == 36 else owed(filer.unit, number, report.task.yearly_list)
        submitted(each, filer, value=value, problems="雨水多。", next_steps="加班。")


def shown(client, query):
    return [line.task.number for line in client.get(QUEUE + query).context["lines"]]


def test_the_queue_is_narrowed_by_the_computed_class(three, coordinator, enter):
    client = enter(coordinator)
    assert shown(client, "?computed=far_behind") == [37]
    assert shown(client, "?computed=on_schedule&state=pending") == [36]
    assert shown(client, "?computed=nonsense") == [36, 37, 38]


def test_the_queue_is_ordered_by_the_computed_class_the_worst_first(three, coordinator, enter):
    client = enter(coordinator)
    assert shown(client, "") == [36, 37, 38]
    assert shown(client, "?sort=computed") == [37, 38, 36]
    assert '<a href="?state=pending&amp;sort=computed"' in one_line(client.get(QUEUE).content.decode())


def test_the_supervisor_reads_the_queue_and_decides_nothing(report, filer, supervisor, enter):
    submitted(report, filer)
    page = enter(supervisor).get(QUEUE).content.decode()
    assert "建设5个城市公园。" in page
    assert "审核通过所选" not in page


def test_a_draft_is_not_read_in_the_queue(report, filer, coordinator, enter):
    saved(report, filer)
    assert "已建成2个公园。" not in enter(coordinator).get(QUEUE + "?state=").content.decode()


def test_accepting_moves_to_the_next(report, filer, coordinator, enter):
    stranger = make_user("stranger")
    other = submitted(owed(stranger.unit, 40, report.task.yearly_list), stranger)
    submitted(report, filer)
    answer = accept(enter(coordinator), report)
    report.refresh_from_db()
    assert (report.state, answer.url) == (ReportState.ACCEPTED, other.address + "#progress")


def test_after_the_last_one_the_queue_follows(report, filer, coordinator, enter):
    submitted(report, filer)
    assert accept(enter(coordinator), report).url == QUEUE


def test_an_item_is_changed_in_the_review(report, filer, coordinator, enter):
    submitted(report, filer)
    item = report.item_states.get()
    accept(enter(coordinator), report, **{f"item-{item.item_id}": "not_done"})
    assert report.item_states.get().confirmed == "not_done"
    assert Verdict.objects.get().code == "behind"


def test_a_differing_verdict_needs_a_reason(report, filer, coordinator, enter):
    submitted(report, filer)
    answer = accept(enter(coordinator), report, verdict="behind")
    report.refresh_from_db()
    assert (answer.status_code, report.state) == (400, ReportState.SUBMITTED)


def test_returning_needs_a_reason(report, filer, coordinator, enter):
    sent = submitted(report, filer)
    answer = enter(coordinator).post(f"/reports/{sent.pk}/return/", {"version": sent.version})
    report.refresh_from_db()
    assert (answer.status_code, report.state) == (400, ReportState.SUBMITTED)
    assert "退回需写明理由" in answer.content.decode()


def _executed(asked):
    return [query["sql"] for query in asked.captured_queries if query["sql"].startswith("EXECUTE ")]


def test_a_return_that_names_no_part_reads_no_plan(report, filer, coordinator, enter):
    sent = submitted(report, filer)
    posted = {"version": sent.version, "reason": "数据不实。"}
    client = enter(coordinator)
    with CaptureQueriesContext(connection) as asked:
        client.post(f"/reports/{sent.pk}/return/", posted)
    report.refresh_from_db()
    assert report.state == ReportState.RETURNED
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, statement FROM pg_prepared_statements")
        words = dict(cursor.fetchall())
    executed = [words.get(sql.split()[1].partition("(")[0], "") for sql in _executed(asked)]
    assert any("progress_report" in each for each in executed)
    assert not any("projects_milestone" in each for each in executed)


def test_a_return_cannot_name_a_part_of_another_report(report, filer, coordinator, enter):
    sent = submitted(report, filer)
    posted = {"version": sent.version, "reason": "数据不实。", "parts": ["target-999999"]}
    answer = enter(coordinator).post(f"/reports/{sent.pk}/return/", posted)
    report.refresh_from_db()
    assert (answer.status_code, report.state) == (400, ReportState.SUBMITTED)


def test_a_returned_report_tells_the_unit_why_and_until_when(report, filer, coordinator, enter):
    sent = submitted(report, filer)
    enter(coordinator).post(
        f"/reports/{sent.pk}/return/", {"version": sent.version, "reason": "请写明地点。"}
    )
    report.refresh_from_db()
    page = one_line(enter(filer).get(PAGE).content.decode())
    assert report.state == ReportState.RETURNED
    assert all(
        words in page
        for words in (f"{report.refile_by.month}月{report.refile_by.day}日 前重报", "请写明地点。")
    )


def test_a_reason_typed_before_the_sign_in_comes_back(report, filer, coordinator, enter):
    sent = submitted(report, filer)
    answer = enter(coordinator).post(
        f"/reports/{sent.pk}/return/", {"carried-version": sent.version, "carried-reason": "请写明地点。"}
    )
    report.refresh_from_db()
    assert (answer.status_code, report.state) == (200, ReportState.SUBMITTED)
    assert "请写明地点。" in answer.content.decode()


def test_many_at_once_are_as_many_single_decisions(report, filer, coordinator, enter):
    stranger = make_user("stranger")
    others = [owed(stranger.unit, number, report.task.yearly_list) for number in (37, 38)]
    sent = [submitted(report, filer, at=IN_TIME), *(submitted(each, stranger, at=IN_TIME) for each in others)]
    accept_many(enter(coordinator), *sent)
    assert Review.objects.count() == Verdict.objects.count() == 3


def test_what_needs_a_look_of_its_own_is_refused_while_the_others_go_through(
    report, filer, coordinator, enter
):
    late = submitted(report, filer)
    stranger = make_user("stranger")
    plain = submitted(owed(stranger.unit, 37, report.task.yearly_list), stranger, at=IN_TIME)
    answer = accept_many(enter(coordinator), late, plain)
    assert list(Report.objects.order_by("task__number").values_list("state", flat=True)) == [
        ReportState.SUBMITTED,
        ReportState.ACCEPTED,
    ]
    assert "第36项（市教育局）：迟报，请打开逐份审核。" in answer.content.decode()


@pytest.mark.parametrize(
    ("change", "words"),
    [({"problems": "场地未交付。"}, "填有存在问题"), ({"submitted_at": NOW}, "退回后重报")],
)
def test_why_a_report_is_not_accepted_among_many(change, words, report, filer, coordinator, enter):
    submitted(report, filer, at=IN_TIME)
    Report.objects.update(**change)
    report.refresh_from_db()
    assert words in accept_many(enter(coordinator), report).content.decode()


def test_what_is_behind_by_its_figures_is_not_accepted_among_many(report, filer, coordinator, enter):
    sent = submitted(report, filer, at=IN_TIME)
    report.measurements.update(value=1)
    assert "系统测算为滞后（未达序时）" in accept_many(enter(coordinator), sent).content.decode()


def test_what_has_changed_since_it_was_listed_is_not_accepted_with_the_others(
    report, filer, coordinator, enter
):
    sent = submitted(report, filer)
    posted = {"report": [sent.pk], f"version-{sent.pk}": sent.version - 1}
    answer = enter(coordinator).post(QUEUE + "accept/", posted, follow=True)
    report.refresh_from_db()
    assert report.state == ReportState.SUBMITTED
    assert "您打开之后" in str(list(answer.context["messages"])[0])


@pytest.fixture
def closed(report):
    report.period.closed_at = NOW
    report.period.save()
    return report


def test_after_closing_the_page_offers_to_reopen_a_report_never_filed(closed, filer, coordinator, enter):
    assert f"/reports/{closed.pk}/reopen/" in enter(coordinator).get(PAGE + "?unit=sjyj").content.decode()
    enter(coordinator).post(
        f"/reports/{closed.pk}/reopen/", {"reason": "漏报，补报。", "version": closed.version}
    )
    page = enter(filer).get(PAGE)
    assert page.context["form"] is not None
    assert all(words in page.content.decode() for words in ("已重开", "漏报，补报。"))


def test_while_the_quarter_runs_a_report_never_filed_is_not_offered(report, coordinator, enter):
    assert f"/reports/{report.pk}/reopen/" not in enter(coordinator).get(PAGE + "?unit=sjyj").content.decode()


def test_the_history_keeps_a_reopening_before_any_round(closed, filer, coordinator, enter):
    enter(coordinator).post(
        f"/reports/{closed.pk}/reopen/", {"reason": "漏报，补报。", "version": closed.version}
    )
    submitted(closed, filer)
    page = enter(coordinator).get(PAGE + "?unit=sjyj").content.decode()
    assert "（关闭前未报送）" in page


def test_the_queue_asks_the_database_as_often_for_thirty_reports_as_for_one(
    report, filer, coordinator, enter, django_assert_max_num_queries
):
    submitted(report, filer)
    client = enter(coordinator)
    client.get(QUEUE)
    with django_assert_max_num_queries(12) as one:
        client.get(QUEUE)
    for number in range(37, 66):
        submitted(owed(filer.unit, number, report.task.yearly_list), filer)
    with django_assert_max_num_queries(12) as many:
        client.get(QUEUE)
    assert len(many) == len(one)


def test_a_tick_that_is_no_number_is_passed_over(report, filer, coordinator, enter):
    submitted(report, filer)
    client = enter(coordinator)
    assert client.post(QUEUE + "accept/", {"report": "²"}).status_code == 302
    assert (
        client.post(QUEUE + "accept/", {"report": report.pk, f"version-{report.pk}": "²"}).status_code == 404
    )


def test_a_return_without_a_reason_comes_back_to_the_review_with_the_sentence_and_what_was_typed(
    report, filer, coordinator, enter
):
    sent = submitted(report, filer)
    page = (
        enter(coordinator)
        .post(f"/reports/{sent.pk}/return/", {"version": sent.version, "refile_by": "2021-07-30"})
        .content.decode()
    )
    form = page.split('id="return" open')[1].split("</form>")[0]
    assert all(
        words in form for words in ("退回需写明理由", "autofocus", 'value="2021-07-30"', ">退回</button>")
    )
    assert all(words in page for words in (">审核通过</button>", "完成主体工程。", "已建成2个公园。"))


def test_after_a_decision_on_an_old_version_the_next_one_is_meant_for_the_one_shown(
    report, filer, coordinator, enter
):
    sent = submitted(report, filer)
    page = (
        enter(coordinator).post(f"/reports/{sent.pk}/accept/", {"version": sent.version - 1}).content.decode()
    )
    assert "您打开之后" in page
    assert f'name="version" value="{sent.version}"' in page.split('id="review"')[1].split("</form>")[0]


def test_a_key_that_no_report_could_have_is_passed_over(coordinator, enter):
    assert enter(coordinator).post(QUEUE + "accept/", {"report": "1" * 5000}).status_code == 302


def compute(client, report, state, **headers):
    item = report.item_states.get().item_id
    posted = {"version": report.version, f"item-{item}": state, "reason": "现场未完工。"}
    return client.post(f"/reports/{report.pk}/compute/", posted, headers=headers)


def test_the_review_computes_anew_from_the_items_as_set(report, filer, coordinator, enter):
    sent = submitted(report, filer)
    client = enter(coordinator)
    assert 'name="shown" value="on_schedule"' in client.get(sent.address).content.decode()
    page = compute(client, sent, "not_done").content.decode()
    assert 'name="shown" value="behind"' in page
    assert "应完成事项未完成：完成主体工程。" in page and "现场未完工。" in page
    sent.refresh_from_db()
    assert sent.state == ReportState.SUBMITTED


def test_where_scripts_run_the_proposal_alone_is_put_in_anew(report, filer, coordinator, enter):
    page = compute(enter(coordinator), submitted(report, filer), "not_done", hx_request="true")
    shown = page.content.decode().strip()
    assert shown.startswith('<div id="proposal"') and 'value="behind"' in shown
    assert "<html" not in shown and "必填" not in shown


def test_accepting_with_items_changed_after_the_computation_is_refused(report, filer, coordinator, enter):
    sent = submitted(report, filer)
    item = sent.item_states.get().item_id
    posted = {"shown": "on_schedule", f"item-{item}": "not_done"}
    answer = accept(enter(coordinator), sent, **posted)
    page = answer.content.decode()
    assert answer.status_code == 400 and "您看到的系统测算为“达序时”" in page
    assert 'name="shown" value="behind"' in page


def test_accepting_says_what_was_accepted(report, filer, coordinator, enter):
    client = enter(coordinator)
    accept(client, submitted(report, filer))
    shown = client.get(QUEUE).content.decode()
    assert "第36项：市教育局，评为达序时（系统测算达序时），事项1项确认。" in shown


def test_accepting_says_what_the_reviewer_changed(report, filer, coordinator, enter):
    client = enter(coordinator)
    sent = submitted(report, filer)
    accept(client, sent, **{f"item-{sent.item_states.get().item_id}": "not_done"})
    said = "评为滞后（未达序时）（系统测算滞后（未达序时）），事项1项确认（其中1项由审核人改定）。"
    assert said in client.get(QUEUE).content.decode()


def test_accepting_one_of_several_leads_says_that_the_verdict_waits(report, filer, coordinator, enter):
    other = make_user("szjj")
    second = make_report(report.task, other.unit)
    content = ReportContent(text="已配合。")
    as_read(actions.save_draft, second, content=content, at=IN_TIME, by=other)
    as_read(actions.submit, second, at=IN_TIME, by=other)
    client, sent = enter(coordinator), submitted(report, filer)
    said = f"还有牵头单位的报告未审核通过（{other.unit}），本份通过后暂不评价。"
    assert said in client.get(sent.address).content.decode()
    accept(client, sent)
    assert "待其他牵头单位的报告办结后评价" in client.get(QUEUE).content.decode()


def test_many_at_once_are_named_with_their_classes(report, filer, coordinator, enter):
    sent = submitted(report, filer, at=IN_TIME)
    shown = accept_many(enter(coordinator), sent).content.decode()
    assert "已审核通过1份：第36项市教育局达序时。" in shown


def test_a_row_of_many_that_computes_otherwise_than_shown_stays(report, filer, coordinator, enter):
    sent = submitted(report, filer, at=IN_TIME)
    posted = {"report": sent.pk, f"version-{sent.pk}": sent.version, f"shown-{sent.pk}": "ahead"}
    shown = enter(coordinator).post(QUEUE + "accept/", posted, follow=True).content.decode()
    assert "您看到的系统测算为“超序时”" in shown
    sent.refresh_from_db()
    assert sent.state == ReportState.SUBMITTED


def test_the_rows_of_the_queue_carry_the_class_shown(report, filer, coordinator, enter):
    sent = submitted(report, filer, at=IN_TIME)
    assert f'name="shown-{sent.pk}" value="on_schedule"' in enter(coordinator).get(QUEUE).content.decode()


def test_a_verdict_cannot_be_confirmed_on_the_page_while_a_lead_is_under_review(
    report, filer, coordinator, supervisor, enter
):
    submitted(report, filer)
    make_verdict(report, awaits_confirmation=True)
    shown = enter(supervisor).get(report.address).content.decode()
    assert "还有待审核的报告：市教育局" in shown and "确认评价" not in shown


def accepted(report, filer, coordinator):
    sent = submitted(report, filer)
    return accept_as_shown(sent, at=NOW, by=coordinator)


def test_several_reports_are_reopened_with_one_reason(report, filer, coordinator, enter):
    done = accepted(report, filer, coordinator)
    second = make_report(report.task, make_unit("szjj"), state=ReportState.ACCEPTED, submitted_at=NOW)
    client = enter(coordinator)
    page = client.get(QUEUE + f"reopen/?row=t{report.task.number}").content.decode()
    assert f'name="version-{done.pk}" value="{done.version}"' in page
    posted = {f"version-{each.pk}": each.version for each in (done, second)}
    rows = [f"r{done.pk}", f"r{second.pk}"]
    client.post(QUEUE + "reopen/", {"row": rows, "reason": "口径有误。", **posted})
    assert set(Report.objects.values_list("state", flat=True)) == {ReportState.REOPENED}


def test_of_several_the_one_changed_since_is_refused_by_name(report, filer, coordinator, enter):
    done, other = accepted(report, filer, coordinator), make_unit("szjj")
    second = make_report(report.task, other, state=ReportState.ACCEPTED, submitted_at=NOW)
    posted = {f"version-{done.pk}": done.version, f"version-{second.pk}": second.version + 1}
    rows = {"row": [f"r{done.pk}", f"r{second.pk}"], "reason": "口径有误。"}
    page = enter(coordinator).post(QUEUE + "reopen/", {**rows, **posted})
    assert f"第{report.task.number}项（{other}）：" in page.content.decode()
    done.refresh_from_db()
    second.refresh_from_db()
    assert (done.state, second.state) == (ReportState.REOPENED, ReportState.ACCEPTED)


def test_nothing_ticked_reopens_nothing(report, coordinator, enter):
    answer = enter(coordinator).post(QUEUE + "reopen/", {"reason": "口径有误。"}, follow=True)
    assert "请先勾选" in str(list(answer.context["messages"])[0])


def test_the_coordinator_changes_a_verdict_on_its_page(report, filer, coordinator, enter):
    accepted(report, filer, coordinator)
    verdict, client = Verdict.objects.get(), enter(coordinator)
    way = f"/verdicts/{verdict.pk}/rejudge/"
    other = "behind" if verdict.code != "behind" else "on_schedule"
    assert way in client.get(PAGE).content.decode()
    assert client.post(way, {"version": 1, "verdict": other, "reason": ""}).status_code == 400
    client.post(way, {"version": 1, "verdict": other, "reason": "现场核查未完工。"})
    verdict.refresh_from_db()
    assert (verdict.code, verdict.reason) == (other, "现场核查未完工。")


def test_the_supervisors_disagreement_stands_on_the_page(report, filer, coordinator, supervisor, enter):
    coordinator.unit = report.unit
    coordinator.save()
    accepted(report, filer, coordinator)
    way = f"/verdicts/{Verdict.objects.get().pk}/disagree/"
    office = enter(supervisor)
    assert way in office.get(PAGE).content.decode()
    office.post(way, {"version": 1, "reason": "应评为滞后。"})
    page = enter(coordinator).get(PAGE).content.decode()
    assert all(words in page for words in ("不同意：", "应评为滞后。", "更正评价"))


def named_return(report, filer, coordinator, enter, *parts):
    """Submitted, and returned with these parts named."""
    sent = submitted(report, filer)
    posted = {"version": sent.version, "reason": "数据不实。", "parts": parts}
    enter(coordinator).post(f"/reports/{sent.pk}/return/", posted)
    return sent


def test_what_a_return_names_comes_first_in_the_form_and_is_marked(report, filer, coordinator, enter):
    target = report.task.targets.get()
    named_return(report, filer, coordinator, enter, "problems", f"target-{target.pk}")
    assert report.reviews.get().parts == ["problems", f"target-{target.pk}"]
    form = enter(filer).get(PAGE).content.decode().partition('<form id="report"')[2]
    assert form.count("需修改") == 2
    assert form.index(f'name="value-{target.pk}"') < form.index('name="problems"') < form.index('name="text"')


def test_a_part_that_the_report_does_not_have_is_not_named(report, filer, coordinator, enter):
    named_return(report, filer, coordinator, enter, "target-1")
    assert not report.reviews.exists()


def test_what_was_changed_elsewhere_is_shown_to_the_reviewer_first(report, filer, coordinator, enter):
    target = report.task.targets.get()
    named_return(report, filer, coordinator, enter, f"target-{target.pk}")
    submitted(report, filer, text="已建成3个公园。", value=3)
    page = enter(coordinator).get(PAGE + "?unit=sjyj")
    assert [each.label for each in page.context["changes"]] == ["进展情况"]
    assert [each.label for each in page.context["mended"]] == ["城市公园"]
    html = page.content.decode()
    assert html.index("退回意见以外的改动") < html.index("要求修改的部分")


def test_a_return_that_names_nothing_leaves_the_form_as_it_is(report, filer, coordinator, enter):
    named_return(report, filer, coordinator, enter)
    form = enter(filer).get(PAGE).content.decode().partition('<form id="report"')[2]
    assert "需修改" not in form and form.index('name="text"') < form.index('name="problems"')


def test_what_can_hardly_be_is_confirmed_by_the_reviewer_too(report, filer, coordinator, enter):
    key, mark = report.task.targets.get().pk, "12.5|over_target+fraction"
    submitted(report, filer, value=Decimal("12.5"), confirmed={key: mark})
    client = enter(coordinator)
    page = client.get(PAGE).content.decode()
    assert all(words in page for words in ("超过全年目标5个的两倍", "填报 sjyj某 7月", 'form="accept"'))
    assert 'name="report"' not in client.get(QUEUE).content.decode()  # not among those ticked beforehand
    assert "数字需核对，请打开逐份审核" in accept_many(client, Report.objects.get()).content.decode()
    assert "请核对，确实无误的请勾选" in accept(client, report).content.decode()
    assert Report.objects.get().state == ReportState.SUBMITTED
    accept(client, report, **{f"confirm-{key}": mark})
    accepted = Report.objects.get()
    assert accepted.state == ReportState.ACCEPTED
    assert [each["by_whom"] for each in accepted.confirmations] == ["filer", "reviewer"]


def test_what_is_filed_before_the_as_of_date_states_its_own(report, unit, filer, signer, coordinator, enter):
    early = datetime(2021, 6, 28, 10, 0, tzinfo=SHANGHAI)
    draft = saved(report, filer, at=early)
    sent = as_read(actions.send_for_signature, draft, at=early, by=filer)
    as_read(actions.submit, sent, at=early, by=signer)
    for person, page in ((coordinator, PAGE), (coordinator, QUEUE), (signer, "/2021/q2/filing/print/")):
        assert "数据截至6月28日" in one_line(enter(person).get(page).content.decode())


def test_before_the_as_of_date_the_form_and_the_signer_read_what_will_be_stated(report, filer, signer, enter):
    report.period.as_of = SOON
    report.period.save()
    now = timezone.localdate()
    today = f"数据截至{now.month}月{now.day}日"
    draft = saved(report, filer)
    assert f"今天报送的，标明{today}。" in one_line(enter(filer).get(PAGE).content.decode())
    as_read(actions.send_for_signature, draft, at=NOW, by=filer)
    assert today in one_line(enter(signer).get("/2021/q2/filing/").content.decode())


SAME = "与退回前相同，没有改动"


def test_a_report_sent_again_as_it_was_says_so_to_filer_and_reviewer(report, filer, coordinator, enter):
    named_return(report, filer, coordinator, enter, "text")
    answer = enter(filer).post(PAGE, {**typed(report), "action": "submit"}, follow=True)
    report.refresh_from_db()
    assert report.state == ReportState.SUBMITTED
    assert f"{SAME}；需要修改的，请先取回或撤回。" in one_line(answer.content.decode())
    page = one_line(enter(coordinator).get(PAGE).content.decode())
    assert f"<b>{SAME}。</b>" in page
    assert "上次退回：" in page and "数据不实。" in page and "要求修改：进展情况" in page


def test_a_name_corrected_meanwhile_is_no_change_of_the_report(report, filer, coordinator, enter):
    named_return(report, filer, coordinator, enter, "text")
    enter(filer).post(PAGE, {**typed(report), "action": "submit"})
    report.task.targets.update(label="城市公园（含口袋公园）")
    assert f"<b>{SAME}。</b>" in one_line(enter(coordinator).get(PAGE).content.decode())


def test_the_signer_reads_it_before_signing(report, filer, signer, coordinator, enter):
    sent = as_read(actions.send_for_signature, saved(report, filer), at=NOW, by=filer)
    as_read(actions.submit, sent, at=NOW, by=signer)
    report.refresh_from_db()
    posted = {"version": report.version, "reason": "数据不实。"}
    enter(coordinator).post(f"/reports/{report.pk}/return/", posted)
    as_read(actions.send_for_signature, saved(report, filer), at=NOW, by=filer)
    assert f"<b>{SAME}。</b>" in one_line(enter(signer).get(PAGE).content.decode())


def test_what_was_to_be_mended_and_was_not_is_named(report, filer, coordinator, enter):
    named_return(report, filer, coordinator, enter, "text", f"target-{report.task.targets.get().pk}")
    submitted(report, filer, text="已建成2个公园，分别在新浦、连云。")
    page = one_line(enter(coordinator).get(PAGE).content.decode())
    assert f"要求修改的“{report.task.targets.get().in_print}”没有改动" in page and SAME not in page


def test_what_was_mended_carries_no_such_mark(report, filer, coordinator, enter):
    named_return(report, filer, coordinator, enter, "text")
    submitted(report, filer, text="已建成2个公园，分别在新浦、连云。")
    page = one_line(enter(coordinator).get(PAGE).content.decode())
    assert "没有改动" not in page and "数据不实。" in page


def test_a_first_round_has_nothing_to_be_compared_with(report, filer, coordinator, enter):
    submitted(report, filer)
    page = one_line(enter(coordinator).get(PAGE).content.decode())
    assert "没有改动" not in page and "上次退回" not in page


def sent_again(report, filer, signer, coordinator, enter, *parts, **changed):
    """The report was returned and awaits signature again."""
    sent = as_read(actions.send_for_signature, saved(report, filer), at=NOW, by=filer)
    sent = as_read(actions.submit, sent, at=NOW, by=signer)
    posted = {"version": sent.version, "reason": "数据不实。", "parts": parts}
    enter(coordinator).post(f"/reports/{sent.pk}/return/", posted)
    sent.refresh_from_db()
    as_read(actions.send_for_signature, saved(sent, filer, **changed), at=NOW, by=filer)


@pytest.mark.parametrize(
    ("parts", "changed", "said"),
    [
        ((), {}, SAME),
        (("text",), {"value": 3}, "要求修改的“进展情况”没有改动"),
        ((), {"text": "已建成2个公园，分别在新浦、连云。"}, ""),
    ],
)
def test_the_lists_of_signer_and_reviewer_say_what_came_back_unchanged(
    report, filer, signer, coordinator, enter, parts, changed, said
):
    sent_again(report, filer, signer, coordinator, enter, *parts, **changed)
    answer = enter(signer).get("/2021/q2/filing/")
    (line,) = answer.context["to_sign"]
    assert line.same == said
    assert (said in line.marks) == bool(said)
    assert f'value="{report.pk}" checked' not in one_line(answer.content.decode())
    assert "没有改动" not in one_line(enter(coordinator).get(QUEUE + "?state=").content.decode())
    report.refresh_from_db()
    as_read(actions.submit, report, at=NOW, by=signer)
    page = one_line(enter(coordinator).get(QUEUE).content.decode())
    assert ("没有改动" in page) == bool(said) and said in page
    assert f'value="{report.pk}" checked' not in page


def test_what_came_back_unchanged_costs_no_query_a_report(report, filer, signer, coordinator, enter):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            enter(coordinator).get(QUEUE)
        return len(queries)

    def sent(one):
        sent_again(one, filer, signer, coordinator, enter)
        one.refresh_from_db()
        as_read(actions.submit, one, at=NOW, by=signer)

    sent(report)
    enter(coordinator).get(QUEUE)
    before = asked()
    for number in (37, 38, 39):
        sent(owed(filer.unit, number, report.task.yearly_list))
    assert asked() == before
