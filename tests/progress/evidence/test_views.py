"""Evidence on the page: handed in by the form or one by one, read by who may read the paper."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from django.core.files.storage import default_storage
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from progress.models import Evidence, ListSettings
from progress.reports import actions
from progress.rules.states import ReportState
from projects.models import KeptFile
from projects.rules.states import AssignmentRole
from tests.as_read import as_read
from tests.factories import NOW, make_assignment, make_unit, make_user
from tests.phone_pictures import heic
from tests.progress.conftest import PAGE, owed, submitted, typed
from tests.sample_files import pdf, picture, uploaded

pytestmark = pytest.mark.django_db
UPLOAD = f"{PAGE}evidence/"


def streamed(answer):
    return b"".join(answer.streaming_content)


def sent_alone(client, version=0, **named):
    """As the script sends one file."""
    return client.post(
        UPLOAD, {"version": version, "files": uploaded(**named)}, headers={"X-Background": "1"}
    )


def test_the_form_without_scripts_saves_the_text_and_takes_several_files(report, filer, enter):
    files = [uploaded(pdf(), "验收.pdf"), uploaded()]
    answer = enter(filer).post(PAGE, typed(report, action="attach", files=files))
    assert (answer.status_code, answer.url) == (302, f"{report.address}#evidence")
    report.refresh_from_db()
    assert report.text == "已建成2个公园。"
    assert [row.name for row in report.evidence.all()] == ["验收.pdf", "现场.jpg"]


def test_what_is_not_taken_is_said_and_the_rest_is_kept(report, filer, enter):
    files = [uploaded(picture(), "验收.pdf"), uploaded(pdf(), "好.pdf")]
    page = enter(filer).post(PAGE, typed(report, action="attach", files=files), follow=True)
    assert "“验收.pdf”：内容是JPG 图片，与扩展名不符" in page.text
    assert [row.name for row in report.evidence.all()] == ["好.pdf"]
    assert KeptFile.objects.count() == 1


def test_nothing_is_submitted_without_the_file_that_was_chosen(report, filer, enter):
    enter(filer).post(PAGE, typed(report, action="submit", files=[uploaded(b"", "空.pdf")]))
    report.refresh_from_db()
    assert report.state == ReportState.DRAFT
    enter(filer).post(PAGE, typed(report, action="submit", files=[uploaded()]))
    report.refresh_from_db()
    assert report.state == ReportState.SUBMITTED
    assert report.rounds.get().content["evidence"][0]["name"] == "现场.jpg"


def test_a_file_alone_brings_its_row_and_the_new_version(report, filer, enter):
    told = sent_alone(enter(filer)).json()
    assert (told["version"], "现场.jpg" in told["row"]) == (1, True)
    assert sent_alone(enter(filer), content=pdf(), name="a.pdf").json()["refused"].startswith("您打开之后")
    assert sent_alone(enter(filer), version=1, content=b"", name="a.pdf").status_code == 409
    assert Evidence.objects.count() == 1


def test_a_file_alone_without_the_version_seen_is_not_taken(report, filer, enter):
    assert enter(filer).post(UPLOAD, {"files": uploaded()}).status_code == 404
    assert not KeptFile.objects.exists()


def test_a_locked_report_takes_nothing_by_any_address(report, filer, enter):
    row_of = sent_alone(enter(filer)).json()
    submitted(report, filer)
    report.refresh_from_db()
    key = report.evidence.get().pk
    client = enter(filer)
    file = {"content": pdf(), "name": "b.pdf"}
    assert sent_alone(client, version=report.version, **file).status_code == 409
    posts = [{"files": [uploaded(**file)]}, {"take_away": key}, {f"caption-{key}": "改"}]
    for posted in posts:
        assert client.post(PAGE, typed(report, **posted)).status_code == 409
    assert [(row.name, row.caption) for row in Evidence.objects.all()] == [("现场.jpg", "")]
    assert row_of["version"] == 1


def test_a_click_takes_a_file_away_and_saves_what_is_typed(report, filer, enter, hand_in):
    row = hand_in()
    enter(filer).post(PAGE, typed(report, take_away=row.pk))
    report.refresh_from_db()
    assert (report.text, Evidence.objects.count()) == ("已建成2个公园。", 0)


def test_captions_come_back_saved_and_those_not_shown_stay(report, filer, enter, hand_in):
    shown, other = hand_in(), hand_in("b.pdf", pdf())
    Evidence.objects.filter(pk=other.pk).update(caption="别人写的")
    said = {f"caption-{shown.pk}": "西广场", f"about-{shown.pk}": ""}
    enter(filer).post(PAGE, typed(report, **said))
    assert list(report.evidence.order_by("pk").values_list("caption", flat=True)) == ["西广场", "别人写的"]


def test_a_caption_survives_a_form_that_is_refused(report, filer, enter, hand_in):
    row = hand_in()
    stale = typed(report, **{f"caption-{row.pk}": "西广场", "version": 0})
    assert 'value="西广场"' in enter(filer).post(PAGE, stale).text


def test_the_bytes_come_back_as_what_they_are_and_run_nothing(report, filer, enter, hand_in):
    photo, paper = hand_in(), hand_in("验收 1.pdf", pdf())
    client = enter(filer)
    shown, saved = client.get(f"/evidence/{photo.pk}/"), client.get(f"/evidence/{paper.pk}/")
    assert (streamed(shown), streamed(saved)) == (picture(), pdf())
    assert shown["Content-Disposition"].startswith("inline")
    assert saved["Content-Disposition"].startswith("attachment")
    assert (shown["Content-Type"], saved["Content-Type"]) == ("image/jpeg", "application/pdf")
    for answer in (shown, saved):
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in answer["Content-Security-Policy"]
    assert streamed(client.get(f"/evidence/{photo.pk}/small.jpg")).startswith(b"\xff\xd8")
    assert client.get(f"/evidence/{paper.pk}/small.jpg").status_code == 404


def test_a_photograph_of_a_phone_is_shown_as_browsers_can(report, filer, enter, hand_in):
    row = hand_in("IMG_1.heic", heic())
    client = enter(filer)
    saved, shown = (client.get(f"/evidence/{row.pk}/{size}") for size in ("", "large.jpg"))
    assert (saved["Content-Disposition"][:10], streamed(saved)) == ("attachment", heic())
    assert (shown["Content-Type"], streamed(shown)[:2]) == ("image/jpeg", b"\xff\xd8")


def test_a_file_that_the_store_lost_is_said(report, filer, enter, hand_in):
    row = hand_in()
    default_storage.delete(row.file.path)
    answer = enter(filer).get(f"/evidence/{row.pk}/")
    assert (answer.status_code, "缺失" in answer.text) == (410, True)


ADDRESSES = ("/evidence/{}/", "/evidence/{}/small.jpg", "/evidence/{}/large.jpg")


def codes(client, row):
    answers = [client.get(address.format(row.pk)) for address in ADDRESSES]
    for answer in answers:
        answer.getvalue()  # read to its end, so that the file is closed
    return {answer.status_code for answer in answers}


def test_the_units_of_the_task_and_the_offices_read_it_others_find_nothing(
    report, filer, coordinator, supervisor, enter, hand_in
):
    row, helper = hand_in(), make_unit()
    make_assignment(report.task, helper, role=AssignmentRole.CO)
    for reader in (filer, coordinator, supervisor, make_user(unit=helper)):
        assert codes(enter(reader), row) == {200}
    assert codes(enter(make_user(unit=make_unit())), row) == {404}


def test_after_the_task_moved_its_former_unit_finds_nothing(report, filer, enter, hand_in):
    row, heir = hand_in(), make_unit()
    submitted(report, filer)
    report.task.assignments.update(unit=heir)
    assert codes(enter(filer), row) == {404}
    assert codes(enter(make_user(unit=heir)), row) == {200}


def test_what_was_taken_away_is_read_in_its_round(report, filer, coordinator, enter, hand_in):
    row = hand_in()
    submitted(report, filer)
    as_read(actions.recall, report, at=NOW, by=filer)
    report.refresh_from_db()
    actions.take_evidence_away(report, key=row.pk, based_on=report.version, at=NOW, by=filer)
    page = enter(coordinator).get(report.address).text
    assert f'href="/evidence/{row.pk}/"' in page
    assert codes(enter(coordinator), row) == {200}


def test_the_reviewer_sees_what_is_done_with_and_without_evidence(report, filer, coordinator, enter, hand_in):
    item = report.task.milestones.get(quarter=2).items.get()
    submitted(report, filer)
    assert "无佐证" in enter(coordinator).get(report.address).text
    as_read(actions.recall, report, at=NOW, by=filer)
    hand_in(about=f"item-{item.pk}")
    submitted(report, filer)
    page = enter(coordinator).get(report.address).text
    assert "无佐证" not in page
    assert "small.jpg" in page


def test_what_a_list_asks_for_comes_back_beside_its_field(report, filer, enter):
    ListSettings.objects.create(
        yearly_list=report.task.yearly_list, evidence_for_items=True, evidence_since=2
    )
    item = report.task.milestones.get(quarter=2).items.get()
    page = enter(filer).post(PAGE, typed(report, action="submit"))
    assert page.status_code == 400
    assert "上传佐证材料，并选定所对应的内容" in page.text
    posted = typed(report, action="submit", files=[uploaded()], **{"new-about": f"item-{item.pk}"})
    assert enter(filer).post(PAGE, posted).status_code == 302
    report.refresh_from_db()
    assert report.state == ReportState.SUBMITTED


def test_a_quarter_before_that_it_is_only_said(report, filer, enter):
    ListSettings.objects.create(
        yearly_list=report.task.yearly_list, evidence_for_items=True, evidence_since=3
    )
    enter(filer).post(PAGE, typed(report))
    assert "目前只作提示" in enter(filer).get(PAGE).text
    enter(filer).post(PAGE, typed(report, action="submit"))
    report.refresh_from_db()
    assert report.state == ReportState.SUBMITTED


def test_the_quarter_comes_as_one_archive_with_a_list(report, unit, filer, coordinator, enter, hand_in):
    hand_in(), hand_in("验收.pdf", pdf())
    submitted(report, filer)
    hand_in("草稿.pdf", pdf("2"), to=owed(unit, 37, report.task.yearly_list))
    answer = enter(coordinator).get("/2021/q2/evidence.zip")
    with ZipFile(BytesIO(streamed(answer))) as archive:
        assert archive.testzip() is None
        folder = "第36项 市教育局"
        assert archive.namelist() == ["清单.xlsx", f"{folder}/01 现场.jpg", f"{folder}/02 验收.pdf"]
        assert archive.read(f"{folder}/02 验收.pdf") == pdf()
        sheet = load_workbook(BytesIO(archive.read("清单.xlsx"))).active
    assert sheet["E4"].value == f"{folder}/01 现场.jpg"


def test_ten_files_ask_no_more_than_one(report, filer, enter, hand_in):
    hand_in("0.pdf", pdf("0"))
    client = enter(filer)
    client.get(PAGE)
    with CaptureQueriesContext(connection) as one:
        client.get(PAGE)
    for number in range(1, 6):
        hand_in(f"{number}.pdf", pdf(str(number)))
    with CaptureQueriesContext(connection) as six:
        client.get(PAGE)
    assert len(six) == len(one)
