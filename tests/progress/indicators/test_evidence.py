"""A yearly value brings evidence like a report: locked with it, kept with its round, read by who may."""

from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction

from progress.indicators import actions
from progress.indicators.evidence_reads import submitted_card
from progress.indicators.reads import paper_of
from progress.models import Evidence, YearlyValue
from projects.evidence.actions import Description
from projects.files.actions import sweep
from projects.files.uploads import looked_at
from projects.models import KeptFile, LogEntry
from projects.rules.errors import NotYours, Refused, Stale
from projects.rules.roles import Role
from tests.as_read import as_read
from tests.factories import NOW, make_unit, make_user
from tests.progress.indicators.conftest import SAID
from tests.sample_files import a_photograph, pdf, picture, uploaded

PAGE = "/plans/2021-2025/indicators/2/2021/"
UPLOAD = f"{PAGE}evidence/"
ADDRESSES = ("/evidence/{}/", "/evidence/{}/small.jpg", "/evidence/{}/large.jpg")


@pytest.fixture
def hand_in(indicator, filer):
    def handed_in(file=None):
        paper = paper_of(indicator, 2021)
        named = {"based_on": paper.version, "at": NOW, "by": filer}
        actions.attach_evidence(paper, file=file or a_photograph(), **named)
        return Evidence.objects.latest("pk")

    return handed_in


@pytest.fixture
def handed_over(draft, filer, signer, hand_in):
    """Submitted with a photograph."""
    row = hand_in()
    sent = as_read(actions.send_for_signature, draft, at=NOW, by=filer)
    as_read(actions.submit, sent, at=NOW, by=signer)
    return row


def typed(version, **more):
    return {**SAID, "value": "2.6", "version": version, **more}


def codes(client, row):
    answers = [client.get(address.format(row.pk)) for address in ADDRESSES]
    for answer in answers:
        answer.getvalue()  # read to its end, so that the file is closed
    return {answer.status_code for answer in answers}


def test_the_first_file_makes_the_paper_and_is_a_change_of_what_is_signed(indicator, hand_in, filer):
    hand_in()
    paper = YearlyValue.objects.get()
    assert (paper.state, paper.version) == ("draft", 1)
    assert LogEntry.objects.latest("pk").detail["file"] == "现场.jpg"
    with pytest.raises(Stale):
        actions.save_draft(paper, content=SAID, based_on=0, at=NOW, by=filer)


def test_another_units_people_attach_nothing(indicator, enter):
    stranger = make_user(unit=make_unit())
    with pytest.raises(NotYours):
        actions.attach_evidence(
            paper_of(indicator, 2021), file=looked_at(uploaded()), based_on=0, at=NOW, by=stranger
        )
    assert enter(stranger).post(UPLOAD, {"version": 0, "files": uploaded()}).status_code == 404
    assert not KeptFile.objects.exists()


@pytest.mark.parametrize("year", [2020, 2026])
def test_a_year_that_is_not_asked_about_takes_no_file(year, indicator, filer, enter):
    address = f"/plans/2021-2025/indicators/2/{year}/evidence/"
    assert enter(filer).post(address, {"version": 0, "files": uploaded()}).status_code == 404
    assert not YearlyValue.objects.exists()


@pytest.mark.parametrize("state", ["awaiting", "submitted", "accepted"])
def test_a_locked_value_takes_no_file_and_gives_none_away(state, draft, filer, hand_in, enter):
    row = hand_in()
    YearlyValue.objects.update(state=state, sent_at=NOW, submitted_at=NOW)
    paper = YearlyValue.objects.get()
    named = {"based_on": paper.version, "at": NOW, "by": filer}
    with pytest.raises(Refused, match="已锁定"):
        actions.attach_evidence(paper, file=looked_at(uploaded(pdf(), "b.pdf")), **named)
    with pytest.raises(Refused, match="已锁定"):
        actions.take_evidence_away(paper, key=row.pk, **named)
    with pytest.raises(Refused, match="已锁定"):
        actions.save_draft(paper, content=SAID, evidence={row.pk: Description("改")}, **named)
    client, version = enter(filer), paper.version
    alone = {"version": version, "files": uploaded(pdf(), "b.pdf")}
    assert client.post(UPLOAD, alone).status_code == 409
    for more in ({"files": [uploaded(pdf(), "b.pdf")]}, {"take_away": row.pk}, {f"caption-{row.pk}": "改"}):
        assert client.post(PAGE, typed(version, **more)).status_code in (400, 409)
    assert [(each.name, each.caption) for each in Evidence.objects.all()] == [("现场.jpg", "")]
    assert KeptFile.objects.count() == 1


def test_a_draft_is_the_units_own_and_what_was_submitted_the_offices(
    draft, hand_in, filer, signer, coordinator, enter
):
    row, office = hand_in(), make_user(role=Role.SUPERVISOR)
    people = [filer, signer, coordinator, office, make_user(unit=make_unit()), make_user(role=Role.AUDITOR)]
    assert [codes(enter(who), row) for who in people] == [{200}, {200}, *[{404}] * 4]
    assert row.address not in enter(coordinator).get(PAGE).text
    sent = as_read(actions.send_for_signature, YearlyValue.objects.get(), at=NOW, by=filer)
    as_read(actions.submit, sent, at=NOW, by=signer)
    assert [codes(enter(who), row) for who in people] == [*[{200}] * 4, {404}, {404}]
    assert row.small_address in enter(coordinator).get(PAGE).text
    assert row.small_address in enter(filer).get(PAGE).text


def test_what_a_round_brought_stays_with_it_when_it_is_taken_away(handed_over, filer, coordinator, enter):
    row = handed_over
    paper = as_read(actions.recall, YearlyValue.objects.get(), at=NOW, by=filer)
    as_read(actions.take_evidence_away, paper, key=row.pk, at=NOW, by=filer)
    assert [each["key"] for each in YearlyValue.objects.get().rounds[0]["evidence"]] == [row.pk]
    sweep(NOW), sweep(NOW + timedelta(days=9))
    assert default_storage.exists(row.file.path)
    assert f'href="/evidence/{row.pk}/"' in enter(coordinator).get(PAGE).text, "in the round's line"
    assert codes(enter(coordinator), row) == codes(enter(filer), row) == {200}


def test_the_offices_read_the_caption_that_was_submitted(handed_over, filer, coordinator):
    said = {"content": SAID, "at": NOW, "by": filer}
    paper = as_read(
        actions.return_to_unit, YearlyValue.objects.get(), reason="补件。", at=NOW, by=coordinator
    )
    as_read(actions.save_draft, paper, evidence={handed_over.pk: Description("另写")}, **said)
    card = submitted_card(YearlyValue.objects.get())
    assert [each.caption for each in card.rows] == [""]


def test_a_round_of_before_files_were_taken_is_read(submitted, coordinator, enter):
    rounds = [{key: each for key, each in submitted.rounds[0].items() if key != "evidence"}]
    YearlyValue.objects.update(rounds=rounds)
    assert enter(coordinator).get(PAGE).status_code == 200
    assert submitted_card(YearlyValue.objects.get()).rows == []


def test_the_form_without_scripts_saves_text_files_and_captions(indicator, filer, enter):
    client = enter(filer)
    files = [uploaded(pdf(), "公报.pdf"), uploaded()]
    assert client.post(PAGE, typed(0, action="attach", files=files)).url == f"{PAGE}#evidence"
    paper, row = YearlyValue.objects.get(), Evidence.objects.first()
    assert (paper.situation, paper.evidence.count()) == ("新增托位600个。", 2)
    client.post(PAGE, typed(paper.version, **{f"caption-{row.pk}": "统计公报第3页"}))
    row.refresh_from_db()
    assert row.caption == "统计公报第3页"
    stale = client.post(PAGE, typed(0, **{f"caption-{row.pk}": "另写"}))
    assert stale.status_code == 409 and 'value="另写"' in stale.text
    client.post(PAGE, typed(YearlyValue.objects.get().version, take_away=row.pk))
    assert [each.name for each in Evidence.objects.all()] == ["现场.jpg"]


def test_a_caption_that_is_too_long_loses_nothing(draft, hand_in, filer, enter):
    row = hand_in()
    said = typed(2, **{f"caption-{row.pk}": "长" * 300}) | {"situation": "写了很久的文字。"}
    page = enter(filer).post(PAGE, said)
    assert page.status_code == 400
    assert "现场.jpg的说明：" in page.text and "写了很久的文字。" in page.text and "长" * 300 in page.text
    told = enter(filer).post(PAGE, said, headers={"X-Background": "1"})
    assert told.status_code == 400 and told.json()["refused"].startswith("现场.jpg的说明：")


def test_nothing_is_submitted_without_the_file_that_was_chosen(indicator, filer, enter):
    posted = typed(0, action="submit", files=[uploaded(picture(), "假.pdf")])
    page = enter(filer).post(PAGE, posted, follow=True)
    assert "与扩展名不符" in page.text and YearlyValue.objects.get().state == "draft"


def test_one_file_by_itself_brings_its_row_and_the_new_version(indicator, filer, enter):
    told = enter(filer).post(UPLOAD, {"version": 0, "files": uploaded()}).json()
    assert (told["version"], "现场.jpg" in told["row"]) == (1, True)
    assert enter(filer).post(UPLOAD, {"version": 0, "files": uploaded(pdf(), "a.pdf")}).status_code == 409
    assert enter(filer).get(UPLOAD).url == PAGE


def test_the_form_saves_by_itself_and_says_why_not(indicator, filer, enter):
    client, quietly = enter(filer), {"headers": {"X-Background": "1"}}
    told = client.post(PAGE, typed(0), **quietly)
    assert told.json()["version"] == YearlyValue.objects.get().version == 1
    assert client.post(PAGE, typed(1, action="submit"), **quietly).status_code == 200
    assert YearlyValue.objects.get().state == "draft", "nothing is sent that nobody clicked"
    stale = client.post(PAGE, typed(0), **quietly)
    assert stale.status_code == 409 and stale.json()["refused"]


def test_a_file_belongs_to_one_paper(hand_in):
    row = hand_in()
    with pytest.raises(IntegrityError, match="evidence_belongs_to_one_paper"), transaction.atomic():
        Evidence.objects.filter(pk=row.pk).update(yearly_value=None)
