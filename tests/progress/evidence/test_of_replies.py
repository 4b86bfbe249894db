"""A reply to a notice brings evidence like a report: locked with it, kept with its round."""

import pytest

from progress.models import Evidence, NoticeReply
from progress.notices import reply_actions
from progress.rules.states import NoticeState
from projects.files.uploads import looked_at
from projects.rules.errors import Refused
from tests.factories import NOW, SOON, make_notice, make_unit, make_user
from tests.sample_files import pdf, picture, uploaded

pytestmark = pytest.mark.django_db
PAGE = "/2021/notices/1/"


@pytest.fixture
def notice(report, filer):
    return make_notice(report, state=NoticeState.RECEIVED, replied_by=filer)


def said(**more):
    words = {"cause": "雨水较多。", "measures": "增加班组。", "finish_by": SOON.isoformat(), "version": 0}
    return {**words, **more}


def code(client, row):
    answer = client.get(f"/evidence/{row.pk}/small.jpg")
    answer.getvalue()  # read to its end, so that the file is closed
    return answer.status_code


def test_the_form_brings_text_and_files(notice, filer, enter):
    page = enter(filer).post(f"{PAGE}reply/", said(files=[uploaded()]), follow=True)
    assert NoticeReply.objects.get().cause == "雨水较多。"
    assert Evidence.objects.get().reply == NoticeReply.objects.get()
    assert "small.jpg" in page.text
    assert "整份报告" not in page.text


def test_one_file_by_itself_before_anything_was_typed(notice, filer, enter):
    told = enter(filer).post(f"{PAGE}reply/evidence/", {"version": 0, "files": uploaded()}).json()
    assert (told["version"], "现场.jpg" in told["row"]) == (1, True)


def test_it_is_locked_with_the_reply_and_kept_with_its_round(notice, filer, coordinator, enter):
    client = enter(filer)
    client.post(f"{PAGE}reply/", said(files=[uploaded()], action="submit"))
    reply = NoticeReply.objects.get()
    row = Evidence.objects.get()
    assert (reply.state, row.was_submitted) == ("submitted", True)
    named = {"based_on": reply.version, "at": NOW, "by": filer}
    with pytest.raises(Refused, match="已锁定"):
        reply_actions.attach_evidence(reply, file=looked_at(uploaded(pdf(), "b.pdf")), **named)
    with pytest.raises(Refused, match="已锁定"):
        reply_actions.take_evidence_away(reply, key=row.pk, **named)
    assert [each["key"] for each in notice.rounds.get().evidence] == [row.pk]
    assert f'href="/evidence/{row.pk}/"' in enter(coordinator).get(PAGE).text


def test_a_draft_is_the_units_own_and_others_find_nothing(notice, filer, coordinator, enter):
    enter(filer).post(f"{PAGE}reply/", said(files=[uploaded()]))
    row = Evidence.objects.get()
    people = (filer, coordinator, make_user(unit=make_unit()))
    assert [code(enter(reader), row) for reader in people] == [200, 404, 404]
    Evidence.objects.update(was_submitted=True)
    assert [code(enter(reader), row) for reader in people] == [200, 200, 404]


def test_what_is_not_taken_is_said_and_nothing_is_submitted(notice, filer, enter):
    posted = said(files=[uploaded(picture(), "假.pdf")], action="submit")
    page = enter(filer).post(f"{PAGE}reply/", posted, follow=True)
    assert "与扩展名不符" in page.text
    assert NoticeReply.objects.get().state == "draft"


def test_a_caption_is_saved_with_the_reply(notice, filer, enter):
    client = enter(filer)
    client.post(f"{PAGE}reply/", said(files=[uploaded()]))
    row, reply = Evidence.objects.get(), NoticeReply.objects.get()
    client.post(f"{PAGE}reply/", said(version=reply.version, **{f"caption-{row.pk}": "西广场"}))
    row.refresh_from_db()
    assert row.caption == "西广场"
