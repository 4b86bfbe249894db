"""The coordinator's queue and decisions."""

from datetime import datetime

import pytest

from progress.models import Report, Review, Verdict
from progress.rules.states import ReportState
from tests.factories import NOW, SHANGHAI, make_user
from tests.progress.conftest import PAGE, owed, saved, submitted

pytestmark = pytest.mark.django_db

QUEUE = "/2021/q2/review/"
IN_TIME = datetime(2021, 7, 9, 10, 0, tzinfo=SHANGHAI)


def accept(client, report, **posted):
    report.refresh_from_db()
    return client.post(f"/reports/{report.pk}/accept/", {"version": report.version, **posted})


def accept_many(client, *reports):
    posted = {
        "report": [each.pk for each in reports],
        **{f"version-{each.pk}": each.version for each in reports},
    }
    return client.post(QUEUE + "accept/", posted, follow=True)


def test_the_queue_shows_what_waits(report, filer, coordinator, enter):
    owed(make_user("stranger").unit, 37, report.task.yearly_list)
    submitted(report, filer)
    assert [line.task.number for line in enter(coordinator).get(QUEUE).context["lines"]] == [36]


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


def test_a_returned_report_tells_the_unit_why_and_until_when(report, filer, coordinator, enter):
    sent = submitted(report, filer)
    enter(coordinator).post(
        f"/reports/{sent.pk}/return/", {"version": sent.version, "reason": "请写明地点。"}
    )
    report.refresh_from_db()
    page = enter(filer).get(PAGE).content.decode()
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
    assert "又有变动" in str(list(answer.context["messages"])[0])


@pytest.fixture
def closed(report):
    report.period.closed_at = NOW
    report.period.save()
    return report


def test_after_closing_the_page_offers_to_reopen_a_report_never_filed(closed, filer, coordinator, enter):
    assert f"/reports/{closed.pk}/reopen/" in enter(coordinator).get(PAGE + "?unit=sjyj").content.decode()
    enter(coordinator).post(
        f"/reports/{closed.pk}/reopen/", {"version": closed.version, "reason": "漏报，补报。"}
    )
    page = enter(filer).get(PAGE)
    assert page.context["form"] is not None
    assert all(words in page.content.decode() for words in ("已重开，重报后记为通报后更正", "漏报，补报。"))


def test_while_the_quarter_runs_a_report_never_filed_is_not_offered(report, coordinator, enter):
    assert f"/reports/{report.pk}/reopen/" not in enter(coordinator).get(PAGE + "?unit=sjyj").content.decode()


def test_the_history_keeps_a_reopening_before_any_round(closed, filer, coordinator, enter):
    enter(coordinator).post(
        f"/reports/{closed.pk}/reopen/", {"version": closed.version, "reason": "漏报，补报。"}
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
    assert "又有变动" in page
    assert f'name="version" value="{sent.version}"' in page.split('id="review"')[1].split("</form>")[0]


def test_a_key_that_no_report_could_have_is_passed_over(coordinator, enter):
    assert enter(coordinator).post(QUEUE + "accept/", {"report": "1" * 5000}).status_code == 302


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
