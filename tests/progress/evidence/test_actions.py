"""Evidence is attached to a paper that is open, locked with it, and kept with its round."""

from datetime import timedelta

import pytest
from django.core.files.storage import default_storage

from progress.models import Evidence
from progress.reports import actions
from progress.reports.actions import ReportContent
from progress.rules.states import ReportState
from projects.evidence.actions import Description
from projects.files.actions import sweep
from projects.files.uploads import looked_at
from projects.models import KeptFile, LogEntry
from projects.rules.errors import NotYours, Refused, Stale
from tests.as_read import as_read
from tests.factories import NOW, make_unit, make_user
from tests.progress.conftest import owed, saved, submitted
from tests.sample_files import bytes_at, pdf, picture, uploaded

pytestmark = pytest.mark.django_db


def test_a_file_is_kept_and_the_paper_has_a_new_version(report, hand_in):
    row = hand_in()
    report.refresh_from_db()
    assert (report.version, report.state) == (1, ReportState.DRAFT)
    assert bytes_at(row.file.path) == picture()
    assert default_storage.exists(row.file.small_path)
    assert LogEntry.objects.latest("pk").detail["file"] == "现场.jpg"


def test_a_signature_on_what_was_seen_before_is_refused(report, filer, signer, hand_in):
    saved(report, filer)
    report.refresh_from_db()
    seen = report.version
    hand_in()
    with pytest.raises(Stale, match="上传佐证材料"):
        actions.send_for_signature(report, based_on=seen, at=NOW, by=filer)


@pytest.mark.parametrize("state", ["awaiting", "submitted", "accepted"])
def test_a_locked_paper_takes_no_file_and_gives_none_away(state, report, filer, hand_in):
    row = hand_in()
    type(report).objects.filter(pk=report.pk).update(state=state, submitted_at=NOW, sent_at=NOW)
    report.refresh_from_db()
    named = {"based_on": report.version, "at": NOW, "by": filer}
    with pytest.raises(Refused, match="已锁定"):
        actions.attach_evidence(report, file=looked_at(uploaded(pdf(), "b.pdf")), **named)
    with pytest.raises(Refused, match="已锁定"):
        actions.take_evidence_away(report, key=row.pk, **named)
    said = ReportContent(evidence={row.pk: Description("改")})
    with pytest.raises(Refused, match="已锁定"):
        actions.save_draft(report, content=said, **named)
    assert [each.caption for each in Evidence.objects.all()] == [""]
    assert KeptFile.objects.count() == 1


def test_a_closed_quarter_takes_no_file(report, filer):
    report.period.closed_at = NOW
    report.period.save()
    with pytest.raises(Refused, match="关闭"):
        actions.attach_evidence(report, file=looked_at(uploaded()), based_on=0, at=NOW, by=filer)
    assert not default_storage.exists("kept") or default_storage.listdir("kept")[1] == []


def test_another_units_people_attach_nothing(report):
    stranger = make_user(unit=make_unit())
    with pytest.raises(NotYours):
        actions.attach_evidence(report, file=looked_at(uploaded()), based_on=0, at=NOW, by=stranger)
    assert not KeptFile.objects.exists()


def test_on_an_old_version_nothing_is_attached_and_nothing_stays(report, filer, hand_in):
    hand_in()
    file = looked_at(uploaded(pdf(), "b.pdf"))
    with pytest.raises(Stale):
        actions.attach_evidence(report, file=file, based_on=0, at=NOW, by=filer)
    assert not default_storage.exists(f"kept/{file.sha256[:2]}/{file.sha256}")


def test_the_same_file_twice_is_named(report, hand_in):
    hand_in("一.jpg")
    with pytest.raises(Refused, match="“二.jpg”与已上传的“一.jpg”是同一文件"):
        hand_in("二.jpg")
    assert Evidence.objects.count() == 1


def test_the_same_file_in_two_reports_is_kept_once(report, unit, hand_in):
    hand_in()
    hand_in(to=owed(unit, 37, report.task.yearly_list))
    assert (Evidence.objects.count(), KeptFile.objects.count()) == (2, 1)


def test_a_paper_takes_ten(report, hand_in, settings):
    settings.FILES_A_PAPER = 2
    hand_in("一.pdf", pdf("1")), hand_in("二.pdf", pdf("2"))
    with pytest.raises(Refused, match="最多 2 份"):
        hand_in("三.pdf", pdf("3"))
    assert KeptFile.objects.count() == 2


def test_a_file_proves_what_this_lead_reports_and_nothing_else(report, unit, hand_in):
    other = owed(unit, 37, report.task.yearly_list)
    target = report.task.targets.get()
    assert hand_in(about=f"target-{target.pk}").about_words == target.in_print
    with pytest.raises(Refused, match="不在所填内容中"):
        hand_in("b.pdf", pdf(), about=f"target-{other.task.targets.get().pk}")
    with pytest.raises(Refused, match="不在所填内容中"):
        hand_in("b.pdf", pdf(), about="report-1")


def test_a_caption_is_saved_with_the_form(report, filer, hand_in):
    row, item = hand_in(), report.task.milestones.get(quarter=2).items.get()
    said = ReportContent(text="写", evidence={row.pk: Description(" 西广场 ", f"item-{item.pk}")})
    actions.save_draft(report, content=said, based_on=1, at=NOW, by=filer)
    row.refresh_from_db()
    assert (row.caption, row.item, row.target) == ("西广场", item, None)


def test_a_file_of_another_report_is_not_described(report, unit, filer, hand_in):
    other = hand_in(to=owed(unit, 37, report.task.yearly_list))
    said = ReportContent(evidence={other.pk: Description("改")})
    actions.save_draft(report, content=said, based_on=0, at=NOW, by=filer)
    other.refresh_from_db()
    assert other.caption == ""


def test_what_was_never_submitted_goes_when_it_is_taken_away(report, filer, hand_in):
    row = hand_in()
    actions.take_evidence_away(report, key=row.pk, based_on=1, at=NOW, by=filer)
    assert not Evidence.objects.exists()
    report.refresh_from_db()
    with pytest.raises(Refused, match="已经移除"):
        actions.take_evidence_away(report, key=row.pk, based_on=2, at=NOW, by=filer)


def test_what_was_submitted_stays_with_its_round_also_when_it_is_taken_away(report, filer, hand_in):
    row = hand_in()
    submitted(report, filer)
    as_read(actions.recall, report, at=NOW, by=filer)
    report.refresh_from_db()
    actions.take_evidence_away(report, key=row.pk, based_on=report.version, at=NOW, by=filer)
    row.refresh_from_db()
    assert row.taken_away_at == NOW
    assert [each["key"] for each in report.rounds.get().content["evidence"]] == [row.pk]
    sweep(NOW), sweep(NOW + timedelta(days=9))
    assert default_storage.exists(row.file.path)


def test_a_file_taken_away_can_come_back(report, filer, hand_in):
    hand_in()
    submitted(report, filer)
    as_read(actions.recall, report, at=NOW, by=filer)
    report.refresh_from_db()
    actions.take_evidence_away(
        report, key=report.evidence.get().pk, based_on=report.version, at=NOW, by=filer
    )
    hand_in()
    assert report.evidence.in_place().count() == 1
