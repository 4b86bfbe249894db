import re
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from docx import Document

from projects.lists import actions as list_actions
from projects.models import LogEntry, Milestone, Plan, Revision
from projects.plans import actions, adjustment_actions, review_actions
from projects.plans.adjustment_actions import Wish
from projects.rules.plan_content import PlanStep, from_json
from projects.rules.plan_states import PlanState
from projects.rules.quarters import NUMBERS
from projects.rules.roles import Role
from tests.as_read import as_read
from tests.factories import SOON, make_assignment, make_task, make_unit, make_user
from tests.projects.plans.plan_papers import (
    FILED,
    LATE,
    TEXTS,
    list_of_2023,
    owed,
    recorded,
    saved,
    submitted,
)

pytestmark = pytest.mark.django_db

PAGE = "/2023/tasks/36/plan/"


@pytest.fixture
def enter():
    def signed_in(user):
        client = Client()
        client.force_login(user)
        return client

    return signed_in


def typed(plan, totals=("", "2", "4", "5"), **fields):
    """What the form of a whole plan posts."""
    plan.refresh_from_db()
    target = plan.task.targets.get()
    posted = {"version": plan.version, "leader": "张三", "contact": "李四", "telephone": "0000-1"}
    for number, text, total in zip(NUMBERS, TEXTS, totals, strict=True):
        posted |= {f"text-{number}": text, f"items-{number}": text, f"total-{target.pk}-{number}": total}
    posted |= {"step-1-what": "完成设计", "step-1-by_when": "3月底前", "step-1-who": "规划科"}
    return {**posted, **fields}


def test_the_form_is_saved_and_submitted_by_one_click(plan, filer, enter):
    answer = enter(filer).post(PAGE, {**typed(plan), "action": "submit"})
    assert (answer.status_code, answer.url) == (302, PAGE)
    plan.refresh_from_db()
    assert plan.state == PlanState.SUBMITTED
    assert from_json(plan.content).quarters[1].items[0].text == TEXTS[1]


def test_figures_and_items_are_read_from_what_is_typed(plan, filer, enter):
    target = plan.task.targets.get()
    bare = {name: "" for name in typed(plan) if name.startswith(("items", "total"))}
    page = enter(filer).post(PAGE, {**typed(plan), **bare, "action": "read"}).content.decode()
    assert f'name="total-{target.pk}-2" value="2"' in page and f'name="total-{target.pk}-4" value="5"' in page
    assert "完成选址和设计" in page.partition('name="items-1"')[2][:120]
    plan.refresh_from_db()
    assert plan.state == PlanState.NOT_BEGUN  # read, not saved


def test_reading_never_replaces_what_is_typed(plan, filer, enter):
    target = plan.task.targets.get()
    page = enter(filer).post(PAGE, {**typed(plan, ("", "3", "", "")), "action": "read"}).content.decode()
    assert f'name="total-{target.pk}-2" value="3"' in page
    assert "按文字读出 2" in page


def test_everything_that_is_missing_comes_back_beside_its_field_and_the_draft_is_kept(plan, filer, enter):
    answer = enter(filer).post(PAGE, {**typed(plan, ("", "4", "2", "3")), "leader": "", "action": "submit"})
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "草稿已保存，还有3处" in page
    assert "累计数不能下降" in page and "低于目标5个" in page and "没有填写分管负责人" in page
    plan.refresh_from_db()
    assert plan.state == PlanState.DRAFT


def test_above_the_target_is_asked_about(plan, filer, enter):
    client, above = enter(filer), ("", "2", "4", "6")
    page = client.post(PAGE, {**typed(plan, above), "action": "submit"}).content.decode()
    assert "高于目标5个" in page and 'name="exceeds_knowingly"' in page
    assert "checked" not in page.partition('name="exceeds_knowingly"')[2][:60]
    client.post(PAGE, {**typed(plan, above), "exceeds_knowingly": mark_in(page), "action": "submit"})
    plan.refresh_from_db()
    assert plan.state == PlanState.SUBMITTED


def test_what_was_confirmed_of_other_totals_is_asked_anew(plan, filer, enter):
    client, above, more = enter(filer), ("", "2", "4", "6"), ("", "2", "4", "60")
    mark = mark_in(client.post(PAGE, {**typed(plan, above), "action": "submit"}).content.decode())
    client.post(PAGE, {**typed(plan, above), "exceeds_knowingly": mark})
    assert "checked" in client.get(PAGE).content.decode().partition(f'value="{mark}"')[2][:20]
    page = client.post(PAGE, {**typed(plan, more), "exceeds_knowingly": mark, "action": "submit"})
    assert page.status_code == 400 and mark_in(page.content.decode()) not in ("", mark)
    plan.refresh_from_db()
    assert not from_json(plan.content).exceeds_knowingly


def mark_in(page):
    """What the box 确认无误 posts."""
    return page.partition('name="exceeds_knowingly" value="')[2].partition('"')[0]


def test_a_stale_save_shows_both_texts(plan, filer, enter):
    posted = typed(plan)
    steps = (PlanStep("别人的步骤", "5月底前", "工程科"),)
    theirs = {"note": "别人写的。", "leader": "别的领导", "investment": Decimal(77), "steps": steps}
    saved(plan, filer, **theirs)
    answer = enter(filer).post(PAGE, {**posted, "text-1": "我写的。"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "我写的。" in page and "保存的内容" in page and TEXTS[0] in page
    shown = page.partition("保存的内容")[2].partition("再次保存将以您的内容为准")[0]
    for words in ("别人写的。", "别的领导", "77万元", "别人的步骤", "5月底前", TEXTS[3]):
        assert words in shown


def test_autosave_answers_with_the_version(plan, filer, enter):
    answer = enter(filer).post(PAGE, typed(plan), headers={"X-Background": "1"})
    assert answer.json()["version"] == 1
    stale = enter(filer).post(PAGE, {**typed(plan), "version": 0}, headers={"X-Background": "1"})
    assert stale.status_code == 409


def test_a_draft_keeps_everything_but_a_number_that_is_none(plan, filer, enter):
    client = enter(filer)
    answer = client.post(PAGE, {**typed(plan, ("", "两个", "4", "5")), "action": "submit"})
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "草稿已保存" in page and 'value="两个"' in page
    plan.refresh_from_db()
    kept = from_json(plan.content)
    assert (plan.state, kept.texts) == (PlanState.DRAFT, TEXTS)
    assert kept.totals_of(plan.task.targets.get().pk)[1:] == (None, 4, 5)
    told = client.post(PAGE, typed(plan, ("", "两个", "4", "5")), headers={"X-Background": "1"}).json()
    assert told["version"] == 2 and "有数字需要改正" in told["saved"]


def test_a_locked_plan_gives_back_what_was_typed(plan, filer, coordinator, enter):
    recorded(plan, filer, coordinator)
    answer = enter(filer).post(PAGE, {**typed(plan), "note": "补充说明。"})
    assert answer.status_code == 409
    assert "补充说明。" in answer.content.decode() and "已锁定" in answer.content.decode()


def test_the_people_whom_the_register_knows_are_filled_in(plan, filer, enter):
    type(plan.unit).objects.update(leader="王五", liaison="赵六", liaison_telephone="0000-2")
    page = enter(filer).get(PAGE).content.decode()
    assert 'value="王五"' in page and 'value="赵六"' in page


def test_another_units_draft_is_not_there(plan, filer, enter):
    saved(plan, filer)
    stranger = enter(make_user(unit=make_unit()))
    for path in (PAGE, PAGE + "plan.docx"):
        assert stranger.get(path).status_code == 404
    assert stranger.post(PAGE, typed(plan)).status_code == 404
    assert stranger.post(PAGE + "move/", {"action": "recall", "version": "0"}).status_code == 404


def test_a_recorded_plan_is_read_by_everybody_without_people(plan, filer, coordinator, enter):
    recorded(plan, filer, coordinator)
    page = enter(make_user(unit=make_unit())).get(PAGE).content.decode()
    assert TEXTS[3] in page and "0000-1" not in page and "办理经过" not in page
    assert enter(make_user(unit=make_unit())).post(PAGE, typed(plan)).status_code == 404


def test_the_coordinator_records_one_and_goes_on_to_the_next(plan, filer, coordinator, enter, unit):
    other = owed(coordinator, unit=unit, number=40, yearly_list=plan.task.yearly_list)
    submitted(plan, filer), submitted(other, filer)
    plan.refresh_from_db()
    answer = enter(coordinator).post(PAGE + "record/", {"version": plan.version})
    assert answer.url == "/2023/tasks/40/plan/"
    assert Plan.objects.get(pk=plan.pk).state == PlanState.ACCEPTED


def test_a_return_is_told_to_the_unit_with_its_parts(plan, filer, coordinator, enter):
    submitted(plan, filer)
    plan.refresh_from_db()
    posted = {"version": plan.version, "reason": "请细化四季度。", "parts": ["quarter-4", "steps"]}
    assert enter(coordinator).post(PAGE + "return/", posted).status_code == 302
    page = enter(filer).get(PAGE).content.decode()
    assert "请细化四季度。" in page and "需修改：四季度安排、路线图" in page


def test_a_return_without_a_reason_keeps_what_was_typed(plan, filer, coordinator, enter):
    submitted(plan, filer)
    plan.refresh_from_db()
    posted = {"version": plan.version, "reason": "", "refile_on": "2023-03-20"}
    answer = enter(coordinator).post(PAGE + "return/", posted)
    assert answer.status_code == 400
    assert "请写明退回理由" in answer.content.decode() and "2023-03-20" in answer.content.decode()


def test_many_ticked_are_recorded_and_what_changed_since_is_told(coordinator, filer, unit, enter):
    yearly_list = list_of_2023()
    plans = [owed(coordinator, unit=unit, number=number, yearly_list=yearly_list) for number in (1, 2, 3)]
    for plan in plans:
        submitted(plan, filer)
    posted = {"plan": [plan.pk for plan in plans]}
    for plan in plans:
        plan.refresh_from_db()
        posted[f"version-{plan.pk}"] = plan.version - (plan is plans[1])
    page = enter(coordinator).post("/2023/plans/record/", posted, follow=True).content.decode()
    assert "已备案2份" in page and "第2项" in page
    assert Milestone.objects.count() == 8


def test_recording_is_offered_only_where_a_line_shown_waits(plan, filer, coordinator, enter):
    """Others may wait that the list was narrowed away from."""
    submitted(plan, filer)
    client = enter(coordinator)
    assert "备案所选" in client.get("/2023/plans/").text
    page = client.get("/2023/plans/", {"q": "不存在"}).text
    assert "备案所选" not in page and "看后再勾" not in page


def test_what_was_not_ticked_is_not_ticked_after_the_sign_in(coordinator, filer, unit, enter):
    yearly_list = list_of_2023()
    plans = [owed(coordinator, unit=unit, number=number, yearly_list=yearly_list) for number in (1, 2)]
    for plan in plans:
        submitted(plan, filer)
    carried = {"carried-action": "record", "carried-plan": [plans[1].pk]}
    page = enter(coordinator).post("/2023/plans/record/", carried, follow=True).content.decode()
    assert [f'name="plan" value="{plan.pk}" checked' in page for plan in plans] == [False, True]


def test_many_recorded_at_once_are_as_many_single_decisions(coordinator, filer, unit, enter):
    yearly_list, office = list_of_2023(), enter(coordinator)
    plans = [owed(coordinator, unit=unit, number=number, yearly_list=yearly_list) for number in range(1, 5)]
    for plan in plans:
        submitted(plan, filer)
        plan.refresh_from_db()
    at_once, singly = plans[:2], plans[2:]
    versions = {f"version-{plan.pk}": plan.version for plan in at_once}
    office.post("/2023/plans/record/", {"plan": [plan.pk for plan in at_once], **versions})
    for plan in singly:
        office.post(f"/2023/tasks/{plan.task.number}/plan/record/", {"version": plan.version})
    [kept, *others] = [_decided(plan) for plan in plans]
    assert others == [kept] * 3
    assert kept[0] == PlanState.ACCEPTED and len(kept[-1]) == 4


def _decided(plan):
    """All that the decision left behind."""
    plan.refresh_from_db()
    decided = plan.rounds.get()
    acts = LogEntry.objects.filter(object_url=plan.address, act="plan_recorded").count()
    schedule = [(row.quarter, row.text, row.plan_id == plan.pk) for row in plan.task.milestones.all()]
    return (
        plan.state,
        plan.version,
        decided.decision,
        decided.decided_by,
        decided.holds_from,
        acts,
        schedule,
    )


def test_nothing_is_recorded_where_one_comes_without_its_version(coordinator, filer, unit, enter):
    yearly_list = list_of_2023()
    plans = [owed(coordinator, unit=unit, number=number, yearly_list=yearly_list) for number in (1, 2)]
    for plan in plans:
        submitted(plan, filer)
    first = Plan.objects.get(pk=plans[0].pk)
    posted = {"plan": [plan.pk for plan in plans], f"version-{first.pk}": first.version}
    assert enter(coordinator).post("/2023/plans/record/", posted).status_code == 404
    assert not Plan.objects.filter(state=PlanState.ACCEPTED).exists()


def test_what_was_refused_is_not_told_as_nothing_ticked(plan, filer, coordinator, enter):
    submitted(plan, filer)
    posted = {"plan": [plan.pk], f"version-{plan.pk}": 0}
    page = enter(coordinator).post("/2023/plans/record/", posted, follow=True).content.decode()
    assert "第36项" in page and "请先勾选" not in page
    page = enter(coordinator).post("/2023/plans/record/", {}, follow=True).content.decode()
    assert "请先勾选" in page


def test_the_signer_submits_all_ticked(plan, filer, unit, enter):
    signer = make_user(unit=unit, role=Role.SIGNER)
    enter(filer).post(PAGE, {**typed(plan), "action": "send"})
    plan.refresh_from_db()
    posted = {"plan": [plan.pk], f"version-{plan.pk}": plan.version}
    page = enter(signer).post("/2023/plans/sign/", posted, follow=True).content.decode()
    assert "已审签报送1份" in page


def test_the_desk_tells_missing_and_late_by_name(plan, filer, coordinator, enter):
    page = enter(coordinator).get("/2023/plans/?state=missing").content.decode()
    assert "未报备" in page and "市教育局" in page and "逾期" in page


def test_a_unit_sees_its_own_on_the_desk(plan, coordinator, enter):
    other = make_unit("smzj", name="市民政局")
    owed(coordinator, unit=other, number=40, yearly_list=plan.task.yearly_list)
    page = enter(make_user(unit=other)).get("/2023/plans/").content.decode()
    assert "/2023/tasks/40/plan/" in page and "/2023/tasks/36/plan/" not in page


def test_the_desk_asks_as_much_for_one_plan_as_for_thirty(coordinator, enter, unit):
    yearly_list = list_of_2023()
    owed(coordinator, unit=unit, number=1, yearly_list=yearly_list)
    client = enter(coordinator)
    client.get("/2023/plans/")  # what is worded once is worded
    few = _asked(client, "/2023/plans/")
    for number in range(2, 31):
        make_task(yearly_list, number=number, lead=unit)
    owed(coordinator, unit=unit, number=31, yearly_list=yearly_list)
    assert Plan.objects.count() == 31
    assert _asked(client, "/2023/plans/") == few <= 12


def test_a_plan_asks_no_more_than_a_page_may(plan, filer, coordinator, enter):
    client = enter(filer)
    client.get(PAGE)
    assert _asked(client, PAGE) <= 15  # one of them for the files
    submitted(plan, filer)
    office = enter(coordinator)
    office.get(PAGE)
    assert _asked(office, PAGE) <= 15


def _asked(client, path):
    with CaptureQueriesContext(connection) as asked:
        assert client.get(path).status_code == 200
    return len(asked)


def test_opening_by_the_page(coordinator, enter, unit):
    make_task(list_of_2023(), number=36, lead=unit)
    client = enter(coordinator)
    assert client.post("/2023/plans/opening/", {"version": 0, "due_on": "2020-01-01"}).status_code == 400
    late = SOON.isoformat()
    assert client.post("/2023/plans/opening/", {"version": 0, "due_on": late}).status_code == 302
    assert Plan.objects.get().unit == unit


def test_the_word_document_is_signed_below_its_last_words(plan, filer, coordinator, enter):
    submitted(plan, filer)
    answer = enter(coordinator).get(PAGE + "plan.docx")
    last, signed, dated, state = Document(BytesIO(answer.content)).paragraphs[-4:]
    assert signed.text == (plan.unit.full_name or plan.unit.name)
    assert state.text == "（待备案，第1轮，2023年2月20日 10:00报送）"
    assert all(each.paragraph_format.keep_with_next for each in (last, signed, dated))


def said_below(client):
    """The day and the version below the plan's Word document."""
    return [each.text for each in Document(BytesIO(client.get(PAGE + "plan.docx").content)).paragraphs[-2:]]


def test_the_word_document_says_which_version_it_is(plan, filer, coordinator, enter):
    signer = make_user("sjyj-signer", role=Role.SIGNER, unit=plan.unit)
    client, later = enter(filer), LATE + timedelta(days=1)
    assert said_below(client) == ["（未报送）", "（未填报）"]
    saved(plan, filer)
    as_read(actions.send_for_signature, plan, at=FILED, by=filer)
    assert said_below(client) == ["（未报送）", "（待审签稿，第1轮，2023年2月20日 10:00送审签）"]
    as_read(actions.submit, plan, at=LATE, by=signer)
    assert said_below(client) == ["2023年3月6日", "（待备案，第1轮，2023年3月6日 10:00报送）"]
    named = {"reason": "请核实。", "parts": ()}
    as_read(review_actions.return_plan, plan, **named, at=LATE, by=coordinator)
    saved(plan, filer, at=later)
    as_read(actions.send_for_signature, plan, at=later, by=filer)
    assert said_below(client) == ["（未报送）", "（待审签稿，第2轮，2023年3月7日 10:00送审签）"]
    assert "%EF%BC%88%E5%BE%85%E5%AE%A1%E7%AD%BE" in client.get(PAGE + "plan.docx")["Content-Disposition"]


def test_once_recorded_the_schedule_and_the_tasks_page_read_like_a_printed_one(
    plan, filer, coordinator, enter
):
    recorded(plan, filer, coordinator)
    client = enter(coordinator)
    assert TEXTS[1].rstrip("。") in client.get("/2023/tasks/36/").content.decode()
    assert client.get("/2023/schedule.xlsx").status_code == 200


def test_what_waits_stands_on_the_desk(plan, filer, coordinator, enter):
    assert "1项待填报" in enter(filer).get("/").content.decode()
    sent = submitted(plan, filer)
    assert "有方案待备案" in enter(coordinator).get("/").content.decode()
    as_read(review_actions.return_plan, sent, reason="细化。", at=FILED, by=coordinator)
    page = enter(filer).get("/").content.decode()
    assert "1项已退回，3月1日前重报，1项期限已过。" in page and "待填报，" not in page


def test_an_adjustment_is_asked_for_and_answered_by_the_page(plan, filer, coordinator, enter):
    recorded(plan, filer, coordinator)
    list_actions.start(plan.task.yearly_list, at=FILED, by=coordinator)
    plan.refresh_from_db()
    wish = {
        "what": "改为6个",
        "reason": "新增一处",
        "approval": "市政府常务会议",
        "approved_on": "2023-02-20",
    }
    posted = {**wish, "version": plan.version, "holds_from": "2"}
    assert enter(filer).post(PAGE + "adjustment/", {**posted, "reason": ""}).status_code == 400
    assert enter(filer).post(PAGE + "adjustment/", posted).status_code == 302
    office = enter(coordinator)
    assert "申请调整" in office.get("/").content.decode()
    assert PAGE in office.get("/2023/plans/?state=asked").content.decode()
    assert "改为6个" in office.get(PAGE).content.decode()
    assert office.post(PAGE + "adjustment/answer/", {"version": 0, "action": "agree"}).status_code == 302
    plan.refresh_from_db()
    assert plan.state == PlanState.REOPENED


def test_reopening_by_the_page(plan, filer, coordinator, enter):
    recorded(plan, filer, coordinator)
    plan.refresh_from_db()
    posted = {"version": plan.version, "reason": "数字有误。"}
    assert enter(coordinator).post(PAGE + "reopen/", posted).status_code == 302
    assert "数字有误。" in enter(filer).get(PAGE).content.decode()


def test_a_second_round_is_marked_and_not_ticked_beforehand(plan, filer, coordinator, enter):
    as_read(review_actions.return_plan, submitted(plan, filer), reason="细化。", at=FILED, by=coordinator)
    submitted(plan, filer, at=FILED.replace(hour=15))
    page = enter(coordinator).get("/2023/plans/").content.decode()
    assert "退回或重开后重报" in page
    assert "checked" not in page.partition('name="plan"')[2][:80]


def test_the_tasks_page_leads_to_the_plan_where_it_may_be_seen(plan, filer, coordinator, enter):
    stranger = enter(make_user(unit=make_unit()))
    assert PAGE in enter(filer).get("/2023/tasks/36/").content.decode()
    assert PAGE not in stranger.get("/2023/tasks/36/").content.decode()
    recorded(plan, filer, coordinator)
    assert PAGE in stranger.get("/2023/tasks/36/").content.decode()


def test_the_coordinator_says_which_lead_files(plan, coordinator, enter, unit):
    office = enter(coordinator)
    assert "指定" not in office.get(PAGE).content.decode()  # there is but one
    other = make_unit()
    make_assignment(plan.task, other)
    assert "指定" in office.get(PAGE).content.decode()
    assert office.post(PAGE + "unit/", {"version": 7, "unit": other.code}).status_code == 400
    assert office.post(PAGE + "unit/", {"version": 0, "unit": other.code}).status_code == 302
    plan.refresh_from_db()
    assert plan.unit == other


def test_an_agreed_adjustment_is_recorded_from_the_quarter_that_was_agreed(plan, filer, coordinator, enter):
    recorded(plan, filer, coordinator)
    list_actions.start(plan.task.yearly_list, at=FILED, by=coordinator)
    wish = Wish("四季度改为6个", "新增一处", "连政办〔2023〕9号", FILED.date(), 4)
    asked = as_read(adjustment_actions.ask_adjustment, plan, wish=wish, at=FILED, by=filer)
    as_read(adjustment_actions.agree, asked, at=FILED, by=coordinator)
    submitted(plan, filer, totals=(None, 2, 4, 6), exceeds_knowingly=True)
    office = enter(coordinator)
    page = office.get(PAGE).content.decode()
    assert "以前仍按原方案评价" in page and "按未备案评价" not in page
    assert office.post(PAGE + "record/", _as_the_browser_posts(page, "record-")).status_code == 302
    assert Revision.objects.get().holds_from == 4


def test_a_plan_recorded_late_is_told_what_its_earlier_quarters_are(plan, filer, coordinator, enter):
    list_actions.start(plan.task.yearly_list, at=FILED, by=coordinator)
    submitted(plan, filer)
    assert "以前仍按未备案评价" in enter(coordinator).get(PAGE).content.decode()


def _as_the_browser_posts(page, prefix):
    """The version and the choice of the form whose fields carry this prefix."""
    select = page.partition(f'id="{prefix}holds_from"')[2].partition("</select>")[0]
    chosen = re.search(r'value="(\d)" selected', select) or re.search(r'value="(\d)"', select)
    hidden = next(each for each in re.findall("<input[^>]*>", page) if f'id="{prefix}version"' in each)
    return {"version": re.search(r'value="(\d+)"', hidden)[1], "holds_from": chosen[1]}


def test_a_plan_past_its_day_keeps_the_signers_box_unticked(plan, filer, unit, enter):
    """It stands as 未报备, and waits for the signer all the same."""
    signer = make_user(unit=unit, role=Role.SIGNER)
    enter(filer).post(PAGE, {**typed(plan), "action": "send"})
    plan.task.yearly_list.plan_filing.__class__.objects.update(due_on=date(2023, 3, 1))
    page = enter(signer).get("/2023/plans/").content.decode()
    assert "未报备" in page and "报送所选" in page and "期限已过" in page
    assert "checked" not in page.partition('name="plan"')[2][:80]


def test_what_the_signer_has_no_reason_to_look_at_is_ticked_with_its_totals(plan, filer, unit, enter):
    signer = make_user(unit=unit, role=Role.SIGNER)
    enter(filer).post(PAGE, {**typed(plan), "action": "send"})
    ahead = date(2090, 1, 4)
    plan.task.yearly_list.plan_filing.__class__.objects.update(due_on=ahead)
    page = enter(signer).get("/2023/plans/").content.decode()
    assert "checked" in page.partition('name="plan"')[2][:80]
    assert "全年计划" in page and f"{plan.task.targets.get().label}5" in page


def test_a_second_round_is_marked_for_the_signer_too(plan, filer, coordinator, unit, enter):
    as_read(review_actions.return_plan, submitted(plan, filer), reason="细化。", at=FILED, by=coordinator)
    signer = make_user(unit=unit, role=Role.SIGNER)
    enter(filer).post(PAGE, {**typed(plan), "action": "send"})
    page = enter(signer).get("/2023/plans/").content.decode()
    assert "退回未重报" in page and "退回或重开后重报" in page
    assert "checked" not in page.partition('name="plan"')[2][:80]


@pytest.mark.parametrize("is_begun", [False, True])
def test_a_plan_whose_unit_leads_no_more_is_given_to_the_lead(plan, filer, coordinator, enter, is_begun):
    if is_begun:
        saved(plan, filer)
    other = make_unit()
    plan.task.assignments.all().delete()
    make_assignment(plan.task, other)
    office, lead = enter(coordinator), enter(make_user(unit=other))
    assert lead.get(PAGE).status_code == 404
    assert "已不是牵头单位" in office.get(PAGE).content.decode()
    plan.refresh_from_db()
    named = office.post(PAGE + "unit/", {"version": plan.version, "unit": other.code})
    assert named.status_code == 302
    assert lead.get(PAGE).status_code == 200
    assert enter(filer).post(PAGE, typed(plan)).status_code == 404


@pytest.mark.parametrize("was_returned", [False, True])
def test_the_signers_word_is_read_until_it_is_sent_again(plan, filer, coordinator, unit, enter, was_returned):
    if was_returned:
        as_read(review_actions.return_plan, submitted(plan, filer), reason="细化。", at=FILED, by=coordinator)
    signer = make_user(unit=unit, role=Role.SIGNER)
    client = enter(filer)
    client.post(PAGE, {**typed(plan), "action": "send"})
    plan.refresh_from_db()
    enter(signer).post(PAGE + "send-back/", {"version": plan.version, "word": "三季度太少。"})
    page = client.get(PAGE).content.decode()
    assert "退回填报人：" in page and "三季度太少。" in page
    client.post(PAGE, {**typed(plan), "action": "send"})
    assert "三季度太少。" not in client.get(PAGE).content.decode()


@pytest.mark.parametrize("is_submitted", [False, True])
def test_others_read_the_plan_in_force_while_another_is_written(
    plan, filer, coordinator, enter, is_submitted
):
    recorded(plan, filer, coordinator)
    list_actions.start(plan.task.yearly_list, at=FILED, by=coordinator)
    wish = Wish("四季度改为6个", "新增一处", "连政办〔2023〕9号", FILED.date(), 4)
    asked = as_read(adjustment_actions.ask_adjustment, plan, wish=wish, at=FILED, by=filer)
    as_read(adjustment_actions.agree, asked, at=FILED, by=coordinator)
    new = {"totals": (None, 2, 4, 6), "exceeds_knowingly": True, "note": "新方案的备注。"}
    (submitted if is_submitted else saved)(plan, filer, **new)
    stranger = enter(make_user(unit=make_unit()))
    page = stranger.get(PAGE).content.decode()
    assert TEXTS[3] in page and "方案正在调整" in page
    assert "新方案的备注。" not in page and "高于目标" not in page and "提交意见" not in page
    assert said_below(stranger) == ["2023年2月20日", "（已备案，第1轮，2023年2月20日 10:00报送）"]
    assert PAGE in stranger.get("/2023/tasks/36/").content.decode()
    assert stranger.post(PAGE, typed(plan)).status_code == 404
    own = enter(filer).get(PAGE).content.decode()
    assert "新方案的备注。" in own and "方案正在调整" not in own
    if is_submitted:
        as_read(review_actions.record_plan, plan, at=FILED, by=coordinator)
        page = stranger.get(PAGE).content.decode()
        assert "新方案的备注。" in page and "方案正在调整" not in page


def test_a_reopened_plan_is_in_force_no_more(plan, filer, coordinator, enter):
    recorded(plan, filer, coordinator)
    as_read(review_actions.reopen_plan, plan, reason="数字有误。", at=FILED, by=coordinator)
    assert enter(make_user(unit=make_unit())).get(PAGE).status_code == 404


@pytest.mark.parametrize("written", ["11000", "1.1亿", "1.1亿元", "11000万元"])
def test_an_investment_is_taken_in_whatever_scale_it_is_written(plan, filer, enter, written):
    client = enter(filer)
    client.post(PAGE, {**typed(plan, investment=written), "action": "save"})
    plan.refresh_from_db()
    assert from_json(plan.content).investment == 11000
    assert 'value="11000"' in client.get(PAGE).content.decode()


def test_a_plan_sent_again_as_it_was_says_so(plan, filer, coordinator, enter):
    submitted(plan, filer)
    named = {"reason": "路线图不全。", "parts": ["steps"], "at": FILED, "by": coordinator}
    as_read(review_actions.return_plan, plan, **named)
    submitted(plan, filer)
    assert "与退回前相同，没有改动" in enter(coordinator).get(plan.address).content.decode()


def test_a_plan_whose_named_part_was_not_mended_says_so(plan, filer, coordinator, enter):
    submitted(plan, filer)
    named = {"reason": "路线图不全。", "parts": ["steps", "people"], "at": FILED, "by": coordinator}
    as_read(review_actions.return_plan, plan, **named)
    submitted(plan, filer, leader="王五")
    page = enter(coordinator).get(plan.address).content.decode()
    assert "要求修改的“路线图”没有改动" in page and "与退回前相同" not in page


DESK = "/2023/plans/"


@pytest.mark.parametrize(
    ("parts", "changed", "said"),
    [
        (["steps"], {}, "与退回前相同，没有改动"),
        (["steps", "people"], {"leader": "王五"}, "要求修改的“路线图”没有改动"),
        (["people"], {"leader": "王五"}, ""),
    ],
)
def test_the_desk_says_which_plan_came_back_unchanged(plan, filer, coordinator, enter, parts, changed, said):
    submitted(plan, filer)
    named = {"reason": "路线图不全。", "parts": parts, "at": FILED, "by": coordinator}
    as_read(review_actions.return_plan, plan, **named)
    saved(plan, filer, **changed)
    signer = make_user("signer", unit=plan.unit, role=Role.SIGNER)
    as_read(actions.send_for_signature, plan, at=FILED, by=filer)

    def shown(person):
        page = enter(person).get(DESK).content.decode()
        assert ("没有改动" in page) == bool(said) and said in page
        assert re.search(rf'<input[^>]*name="plan" value="{plan.pk}"[^>]*>', page)[0].count("checked") == 0

    shown(signer)
    assert "没有改动" not in enter(coordinator).get(DESK).content.decode(), "the signer has not seen it yet"
    as_read(actions.submit, plan, at=FILED + timedelta(hours=1), by=signer)
    shown(coordinator)


def reckoned(client, plan, *totals, **fields):
    answer = client.post(f"{PAGE}reckon/", typed(plan, totals=totals, **fields)).json()["targets"]
    key = plan.task.targets.get().pk
    return [answer[f"total-{key}-{number}"] for number in NUMBERS], answer["excess"]


@pytest.mark.parametrize(
    ("totals", "place", "said"),
    [
        (("1", "2", "4", "5"), None, ""),
        (("", "", "", ""), None, ""),
        (("1", "4", "2", "5"), 2, "城市公园三季度的计划累计2低于前一季度的4，累计数不能下降。"),
        (("1", "2", "3", "4"), 3, "城市公园年末计划4个，低于目标5个。"),
        (("-1", "2", "3", "5"), 0, "城市公园的计划累计不能是负数。"),
    ],
)
def test_what_cannot_be_in_the_totals_is_said_while_one_types(plan, filer, enter, totals, place, said):
    client = enter(filer)
    told, excess = reckoned(client, plan, *totals)
    assert [each["sentence"] for each in told] == [said if number == place else "" for number in range(4)]
    assert excess["doubt"] == ""
    client.post(PAGE, {**typed(plan, totals=totals), "action": "save"})
    page = client.get(PAGE).content.decode()
    assert (f'data-told role="status">{said}</div>' in page) and page.count("累计数不能下降") <= 1


def test_totals_are_read_back_and_a_wrong_one_is_marked_while_one_types(plan, filer, enter):
    told, excess = reckoned(enter(filer), plan, "", "１.２万", "abc", "1.1亿")
    assert [each["words"] for each in told] == ["", "1.2万个", "", "1.1亿个"]
    assert told[2]["why"].startswith("没有看懂“abc”") and told[2]["sentence"] == ""
    assert excess["doubt"].startswith("城市公园年末计划1.1亿个，高于目标5个") and excess["mark"]


def test_nothing_added_where_nothing_is_planned_is_said_while_one_types(plan, filer, enter):
    idle = {"text-2": "", "items-2": "", "reason-2": "汛期"}
    told, _ = reckoned(enter(filer), plan, "1", "2", "4", "5", **idle)
    assert told[1]["sentence"] == "二季度写明无安排，城市公园的计划累计却有增加。"
