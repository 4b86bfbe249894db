"""Files of plans and of requests to change them: locked with them, kept with rounds, read by who may."""

from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from docx import Document

from projects.evidence.actions import Description
from projects.files.actions import sweep
from projects.files.uploads import looked_at
from projects.models import KeptFile, LogEntry, PlanAdjustment, PlanEvidence
from projects.plans import actions, adjustment_actions, review_actions
from projects.rules.errors import NotYours, Refused, Stale
from projects.rules.plan_content import QuarterItem, QuarterPlan, from_json
from projects.rules.plan_states import PlanState
from projects.rules.roles import Role
from projects.rules.states import AssignmentRole
from tests.as_read import as_read
from tests.factories import make_assignment, make_unit, make_user
from tests.projects.plans.plan_papers import FILED, content_of, recorded, submitted
from tests.projects.plans.test_actions import APRIL, started
from tests.projects.plans.test_views import PAGE, enter, typed  # noqa: F401
from tests.sample_files import a_photograph, pdf, uploaded

pytestmark = pytest.mark.django_db
UPLOAD = f"{PAGE}evidence/"
ADJUSTMENT = f"{PAGE}adjustment/"
ADDRESSES = ("/plans/evidence/{}/", "/plans/evidence/{}/small.jpg", "/plans/evidence/{}/large.jpg")
WISH = {"what": "改期", "reason": "新增一处", "approval": "连政办〔2023〕9号", "approved_on": "2023-01-18"}


@pytest.fixture
def hand_in(plan, filer):
    def handed_in(*, file=None, about=""):
        plan.refresh_from_db()
        named = {"file": file or a_photograph(), "about": about}
        actions.attach_evidence(plan, **named, based_on=plan.version, at=FILED, by=filer)
        plan.refresh_from_db()
        return plan.evidence.latest("pk")

    return handed_in


def codes(client, row):
    answers = [client.get(address.format(row.pk)) for address in ADDRESSES]
    for answer in answers:
        answer.getvalue()  # read to its end, so that the file is closed
    return {answer.status_code for answer in answers}


def test_a_file_is_a_change_of_what_is_signed(plan, filer, hand_in):
    saved = as_read(actions.save_draft, plan, content=content_of(plan), at=FILED, by=filer)
    hand_in()
    assert plan.state == PlanState.DRAFT
    assert LogEntry.objects.latest("pk").detail["file"] == "现场.jpg"
    with pytest.raises(Stale, match="上传实施方案佐证材料"):
        actions.submit(plan, based_on=saved.version, at=FILED, by=filer)


@pytest.mark.parametrize("state", ["awaiting", "submitted", "accepted"])
def test_a_locked_plan_takes_no_file_and_gives_none_away(state, plan, filer, hand_in, enter):  # noqa: F811
    row = hand_in()
    type(plan).objects.filter(pk=plan.pk).update(state=state, submitted_at=FILED, sent_at=FILED)
    plan.refresh_from_db()
    named = {"based_on": plan.version, "at": FILED, "by": filer}
    with pytest.raises(Refused, match="已锁定"):
        actions.attach_evidence(plan, file=looked_at(uploaded(pdf(), "b.pdf")), **named)
    with pytest.raises(Refused, match="已锁定"):
        actions.take_evidence_away(plan, key=row.pk, **named)
    with pytest.raises(Refused, match="已锁定"):
        said = {row.pk: Description("改")}
        actions.save_draft(plan, content=content_of(plan), evidence=said, **named)
    client = enter(filer)
    alone = {"version": plan.version, "files": uploaded(pdf(), "b.pdf")}
    assert client.post(UPLOAD, alone).status_code == 409
    for more in ({"files": [uploaded(pdf(), "b.pdf")]}, {"take_away": row.pk}, {f"caption-{row.pk}": "改"}):
        assert client.post(PAGE, typed(plan, **more)).status_code == 409
    assert [(each.name, each.caption) for each in PlanEvidence.objects.all()] == [("现场.jpg", "")]
    assert KeptFile.objects.count() == 1


def test_another_units_people_attach_nothing(plan, enter):  # noqa: F811
    stranger = make_user(unit=make_unit())
    with pytest.raises(NotYours):
        actions.attach_evidence(plan, file=looked_at(uploaded()), based_on=0, at=FILED, by=stranger)
    assert enter(stranger).post(UPLOAD, {"version": 0, "files": uploaded()}).status_code == 404
    assert not KeptFile.objects.exists()


def test_a_file_proves_a_target_of_the_task_and_nothing_else(plan, hand_in):
    target = plan.task.targets.get()
    assert hand_in(about=f"target-{target.pk}").about_words == target.in_print
    with pytest.raises(Refused, match="不在所填内容中"):
        hand_in(file=looked_at(uploaded(pdf(), "b.pdf")), about="item-1")


def with_items(plan, *second):
    """The plan's content with these items in its second quarter."""
    content = content_of(plan)
    quarters = list(content.quarters)
    items = tuple(QuarterItem("", text) for text in second)
    quarters[1] = QuarterPlan(quarters[1].text, items)
    return replace(content, quarters=tuple(quarters))


@pytest.fixture
def tied(plan, filer, hand_in):
    """A plan with a file on the second item of its second quarter."""
    as_read(actions.save_draft, plan, content=with_items(plan, "完成招标。", "开工。"), at=FILED, by=filer)
    return hand_in(about="planned-2-2-开工。")


def now_about(row):
    row.refresh_from_db()
    return row.about


def test_a_file_proves_an_item_of_the_plan(plan, tied, filer, coordinator, enter):  # noqa: F811
    assert (tied.about, tied.about_words) == ("planned-2-2-开工。", "二季度：开工。")
    page = enter(filer).get(PAGE).text
    assert '<option value="planned-2-2-开工。" selected>二季度：开工。</option>' in page
    with pytest.raises(Refused, match="不在所填内容中"):
        hand_in_file = looked_at(uploaded(pdf(), "b.pdf"))
        actions.attach_evidence(
            plan, file=hand_in_file, about="item-1", based_on=plan.version, at=FILED, by=filer
        )
    submitted(plan, filer, content=with_items(plan, "完成招标。", "开工。"))
    assert "二季度：开工。" in enter(coordinator).get(PAGE).text
    assert plan.rounds.get().evidence[0]["about"] == "二季度：开工。"


@pytest.mark.parametrize(
    ("items", "about"),
    [
        (("完成招标。", "开工建设。"), "planned-2-2-开工建设。"),  # reworded
        (("立项。", "完成招标。", "开工。"), "planned-2-3-开工。"),  # another one before it
        (("开工。",), "planned-2-1-开工。"),  # the one before it is gone
        (("完成招标。",), ""),  # it is gone itself
    ],
)
def test_a_file_follows_its_item(items, about, plan, tied, filer):
    as_read(actions.save_draft, plan, content=with_items(plan, *items), at=FILED, by=filer)
    assert now_about(tied) == about


def test_a_page_that_was_read_before_the_item_was_reworded_keeps_what_it_proves(
    plan,
    tied,
    filer,
    enter,  # noqa: F811
):
    client, said = enter(filer), {f"caption-{tied.pk}": "", f"about-{tied.pk}": tied.about}
    for words in ("开工建", "开工建设。"):  # the form saves by itself, its choice stays as it was read
        told = typed(plan, **said, **{"items-2": f"完成招标。\n{words}"})
        assert client.post(PAGE, told, headers={"X-Background": "1"}).status_code == 200
    assert now_about(tied) == "planned-2-2-开工建设。"
    alone = {"files": uploaded(pdf(), "b.pdf"), "new-about": "planned-2-2-开工。"}
    alone |= {"new-abouts": "planned-2-1-完成招标。\nplanned-2-2-开工。"}
    plan.refresh_from_db()
    assert client.post(UPLOAD, alone | {"version": plan.version}).status_code == 200
    assert plan.evidence.latest("pk").about == "planned-2-2-开工建设。"


@pytest.mark.parametrize("header", [{}, {"X-Background": "1"}], ids=["clicked", "by itself"])
def test_a_file_of_an_item_that_is_gone_does_not_prove_the_one_beside_it(
    header,
    plan,
    filer,
    enter,  # noqa: F811
    hand_in,
):
    one, other = "完成一期工程招标。", "完成二期工程招标。"
    as_read(actions.save_draft, plan, content=with_items(plan, one, other), at=FILED, by=filer)
    row = hand_in(about=f"planned-2-1-{one}")
    client, said = enter(filer), {f"caption-{row.pk}": "", f"about-{row.pk}": row.about}
    for words in (other, f"{other}\n竣工。"):  # twice: the page saves on with the choice that it read
        plan.refresh_from_db()
        told = typed(plan, **said, **{"items-2": words, "version": plan.version})
        assert client.post(PAGE, told, headers=header).status_code < 400
    plan.refresh_from_db()
    assert with_items(plan, other, "竣工。").quarters[1].items == from_json(plan.content).quarters[1].items
    assert now_about(row) == ""


@pytest.mark.parametrize("read", ["planned-2-1-完成一期工程招标。\nplanned-2-2-完成二期工程招标。", ""])
def test_a_new_file_of_an_item_that_is_gone_proves_none_and_says_so(read, plan, filer, enter):  # noqa: F811
    one, other = "完成一期工程招标。", "完成二期工程招标。"
    as_read(actions.save_draft, plan, content=with_items(plan, one, other), at=FILED, by=filer)
    client, chosen = enter(filer), {"new-about": f"planned-2-1-{one}", "new-abouts": read}
    assert "planned-2-2-完成二期工程招标。" in client.get(PAGE).text.partition('name="new-abouts"')[2][:400]
    as_read(actions.save_draft, plan, content=with_items(plan, other), at=FILED, by=filer)
    plan.refresh_from_db()
    answer = client.post(UPLOAD, chosen | {"files": uploaded(pdf(), "b.pdf"), "version": plan.version})
    assert answer.json()["told"].startswith("所选的对应事项已不在填报内容中，“b.pdf”")
    assert plan.evidence.get().about == ""
    plan.refresh_from_db()
    told = typed(plan, **chosen, **{"items-2": other, "files": uploaded()})
    page = client.post(PAGE, told | {"version": plan.version}, follow=True).text
    assert "没有对应到事项，请重新选择" in page and plan.evidence.count() == 2
    assert {row.about for row in plan.evidence.all()} == {""}


def test_a_file_proves_a_target_or_an_item(plan, tied):
    target = plan.task.targets.get()
    with pytest.raises(IntegrityError, match="proves_a_target_or_an_item"), transaction.atomic():
        PlanEvidence.objects.filter(pk=tied.pk).update(target=target)
    actions.describe(
        plan, said={tied.pk: Description("", f"target-{target.pk}")}, known=[f"target-{target.pk}"]
    )
    tied.refresh_from_db()
    assert (tied.target, tied.planned_item) == (target, "")


def test_the_word_document_lists_the_files_as_far_as_they_may_be_read(
    plan,
    tied,
    filer,
    coordinator,
    enter,  # noqa: F811
):
    content = with_items(plan, "完成招标。", "开工。")
    said = {tied.pk: Description("立项批复", tied.about)}
    as_read(actions.save_draft, plan, content=content, evidence=said, at=FILED, by=filer)
    recorded(plan, filer, coordinator, content=content)
    told = "附件：1. 现场.jpg（立项批复，对应二季度：开工）"
    assert told in document_of(enter(coordinator)) and told in document_of(enter(filer))
    assert "附件" not in document_of(enter(make_user(unit=make_unit())))


def document_of(client):
    answer = client.get(f"{PAGE}plan.docx")
    return "\n".join(each.text for each in Document(BytesIO(answer.getvalue())).paragraphs)


def test_what_was_submitted_stays_with_its_round_also_when_it_is_taken_away(
    plan,
    filer,
    coordinator,
    hand_in,
    enter,  # noqa: F811
):
    row = hand_in()
    submitted(plan, filer)
    as_read(actions.recall, plan, at=FILED, by=filer)
    plan.refresh_from_db()
    actions.take_evidence_away(plan, key=row.pk, based_on=plan.version, at=FILED, by=filer)
    assert [each["key"] for each in plan.rounds.get().evidence] == [row.pk]
    sweep(FILED), sweep(FILED + timedelta(days=9))
    assert default_storage.exists(row.file.path)
    assert f'href="/plans/evidence/{row.pk}/"' in enter(coordinator).get(PAGE).text
    assert codes(enter(coordinator), row) == codes(enter(filer), row) == {200}


def test_what_nobody_submitted_is_swept_when_it_is_taken_away(plan, filer, hand_in):
    row = hand_in()
    path = row.file.path
    actions.take_evidence_away(plan, key=row.pk, based_on=plan.version, at=FILED, by=filer)
    sweep(FILED), sweep(FILED + timedelta(days=9))
    assert not default_storage.exists(path) and not KeptFile.objects.exists()


def test_a_draft_is_the_units_own_until_it_is_sent_round(plan, filer, coordinator, hand_in, enter):  # noqa: F811
    row, beside = hand_in(), make_unit("smzj")
    make_assignment(plan.task, beside, role=AssignmentRole.CO)
    people = [filer, coordinator, make_user(unit=beside), make_user(unit=make_unit())]
    assert [codes(enter(who), row) for who in people] == [{200}, {200}, {404}, {404}]
    type(plan).objects.update(sent_round_at=FILED)
    assert [codes(enter(who), row) for who in people] == [{200}, {200}, {200}, {404}]
    assert row.address in enter(people[2]).get(PAGE).text


def test_a_recorded_plans_files_are_for_the_units_of_the_task(plan, filer, coordinator, hand_in, enter):  # noqa: F811
    row, heir = hand_in(), make_unit()
    recorded(plan, filer, coordinator)
    stranger = make_user(unit=heir)
    assert row.address not in enter(stranger).get(PAGE).text  # the plan itself is read by everybody
    assert codes(enter(stranger), row) == {404}
    plan.task.assignments.update(unit=heir)
    assert codes(enter(filer), row) == {404}, "after the task moved"
    assert codes(enter(stranger), row) == {200}


def test_the_form_without_scripts_saves_text_files_and_captions(plan, filer, enter):  # noqa: F811
    client = enter(filer)
    files = [uploaded(pdf(), "批复.pdf"), uploaded()]
    assert client.post(PAGE, typed(plan, action="attach", files=files)).url == f"{PAGE}#evidence"
    row = plan.evidence.first()
    client.post(PAGE, typed(plan, **{f"caption-{row.pk}": "立项批复"}))
    row.refresh_from_db()
    assert (row.caption, plan.evidence.count()) == ("立项批复", 2)
    stale = typed(plan, **{f"caption-{row.pk}": "另写", "version": 0})
    assert 'value="另写"' in client.post(PAGE, stale).text
    client.post(PAGE, typed(plan, take_away=row.pk))
    assert [each.name for each in plan.evidence.all()] == ["现场.jpg"]


def test_a_file_said_to_prove_what_is_gone_proves_the_plan_as_a_whole(plan, filer, hand_in, enter):  # noqa: F811
    row, client = hand_in(), enter(filer)
    said = typed(plan, **{f"caption-{row.pk}": "立项批复", f"about-{row.pk}": "target-99999"})
    answer = client.post(PAGE, {**said, "people": "张主任"}, headers={"X-Background": "1"})
    row.refresh_from_db()
    assert (answer.status_code, row.caption, row.about) == (200, "立项批复", "")


def test_a_caption_that_is_too_long_is_named_while_one_types(plan, filer, hand_in, enter):  # noqa: F811
    row = hand_in()
    said = typed(plan, **{f"caption-{row.pk}": "长" * 300})
    answer = enter(filer).post(PAGE, said, headers={"X-Background": "1"})
    assert answer.status_code == 400
    assert answer.json()["refused"].startswith("现场.jpg的说明：")


def test_nothing_is_submitted_without_the_file_that_was_chosen(plan, filer, enter):  # noqa: F811
    page = enter(filer).post(PAGE, typed(plan, action="submit", files=[uploaded(b"", "空.pdf")]), follow=True)
    plan.refresh_from_db()
    assert (plan.state, "文件是空的" in page.text) == (PlanState.DRAFT, True)


def test_one_file_by_itself_brings_its_row_and_the_new_version(plan, filer, enter):  # noqa: F811
    told = enter(filer).post(UPLOAD, {"version": 0, "files": uploaded()}).json()
    assert (told["version"], "现场.jpg" in told["row"], "整份方案" in told["row"]) == (1, True, True)
    assert enter(filer).post(UPLOAD, {"version": 0, "files": uploaded(pdf(), "a.pdf")}).status_code == 409


@pytest.fixture
def wished(plan, filer, coordinator, enter):  # noqa: F811
    """A change of a recorded plan asked for with two files."""
    recorded(plan, filer, coordinator)
    started(plan, coordinator)
    plan.refresh_from_db()
    posted = {**WISH, "holds_from": 4, "version": plan.version}
    files = [uploaded(), uploaded(pdf(), "会议纪要.pdf")]
    answer = enter(filer).post(ADJUSTMENT, {**posted, "files": files})
    assert answer.status_code == 302, answer.text
    return PlanAdjustment.objects.get()


def test_a_change_is_asked_for_with_files_that_its_unit_and_the_offices_read(
    wished,
    plan,
    filer,
    coordinator,
    enter,  # noqa: F811
):
    row = wished.evidence.first()
    assert [each.name for each in wished.evidence.all()] == ["现场.jpg", "会议纪要.pdf"]
    assert LogEntry.objects.latest("pk").detail["files"] == ["现场.jpg", "会议纪要.pdf"]
    assert row.address in enter(coordinator).get(PAGE).text and row.address in enter(filer).get(PAGE).text
    beside, office = make_unit("smzj"), make_user("office", role=Role.SUPERVISOR)
    make_assignment(plan.task, beside, role=AssignmentRole.CO)
    people = [filer, coordinator, office, make_user(unit=beside)]
    assert [codes(enter(who), row) for who in people] == [{200}, {200}, {200}, {404}]
    plan.task.assignments.filter(unit=plan.unit).update(unit=make_unit())
    assert codes(enter(filer), row) == {404}, "after the task moved"


def test_nobody_changes_the_files_of_a_request(wished, plan, filer, coordinator):
    row = wished.evidence.first()
    named = {"based_on": plan.version, "at": APRIL, "by": filer}
    with pytest.raises(Refused):
        actions.take_evidence_away(plan, key=row.pk, **named)
    as_read(adjustment_actions.agree, wished, at=APRIL, by=coordinator)
    with pytest.raises(Refused, match="已经移除"):
        as_read(actions.take_evidence_away, plan, key=row.pk, at=APRIL, by=filer)
    assert wished.evidence.in_place().count() == 2


def test_a_request_with_a_file_that_is_none_is_refused_whole(plan, filer, coordinator, enter):  # noqa: F811
    recorded(plan, filer, coordinator)
    started(plan, coordinator)
    plan.refresh_from_db()
    posted = {**WISH, "holds_from": 4, "version": plan.version}
    files = [uploaded(), uploaded(b"MZ\0\0", "a.exe")]
    answer = enter(filer).post(ADJUSTMENT, {**posted, "files": files})
    assert answer.status_code == 400 and "新增一处" in answer.text and "a.exe" in answer.text
    assert not PlanAdjustment.objects.exists() and not KeptFile.objects.exists()


def test_the_lists_plans_come_as_one_archive(wished, plan, filer, coordinator, enter):  # noqa: F811
    as_read(adjustment_actions.agree, wished, at=APRIL, by=coordinator)
    plan.refresh_from_db()
    actions.attach_evidence(plan, file=a_photograph(), based_on=plan.version, at=APRIL, by=filer)
    folder = "第36项 市教育局"
    asked = [f"{folder}（申请调整）/01 现场.jpg", f"{folder}（申请调整）/02 会议纪要.pdf"]
    assert _archived(enter(coordinator)) == ["清单.xlsx", *asked], "a draft's not before it is handed in"
    submitted(plan, filer, at=APRIL)
    assert _archived(enter(coordinator)) == ["清单.xlsx", f"{folder}/01 现场.jpg", *asked]


def _archived(client):
    answer = client.get("/2023/plans/evidence.zip")
    with ZipFile(BytesIO(b"".join(answer.streaming_content))) as archive:
        return archive.namelist()


def test_a_return_names_the_files(plan, filer, coordinator, enter):  # noqa: F811
    submitted(plan, filer)
    named = {"reason": "缺批复。", "parts": ["evidence"], "refile_on": None}
    as_read(review_actions.return_plan, plan, **named, at=FILED, by=coordinator)
    assert "需修改：佐证材料" in enter(filer).get(PAGE).text


def test_a_file_belongs_to_a_plan_or_to_a_request(plan, filer, hand_in):
    row = hand_in()
    with pytest.raises(IntegrityError, match="evidence_belongs_to_a_plan_or_a_request"), transaction.atomic():
        PlanEvidence.objects.filter(pk=row.pk).update(plan=None)
