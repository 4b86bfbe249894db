"""后续报告: what goes on after the year is reported, signed and decided (domain.md, The year's end)."""

from datetime import date, datetime, timedelta

import pytest
from django.test import Client

from progress.models import Evidence, FollowUp, Outcome
from progress.rules.states import FollowUpState, OutcomeKind
from progress.year_end import follow_up_actions as actions
from progress.year_end.follow_up_reads import follow_ups_waiting
from projects.files.uploads import looked_at
from projects.models import LogEntry, User
from projects.rules.errors import NotYours, Refused, Stale
from projects.rules.roles import Role
from projects.rules.states import ListStage
from tests.as_read import as_read
from tests.factories import SHANGHAI, SOON, make_list, make_task, make_unit, make_user
from tests.sample_files import a_photograph, pdf, uploaded

pytestmark = pytest.mark.django_db
AT = datetime(2022, 6, 20, 10, tzinfo=SHANGHAI)
ON = AT.date()
PAGE = "/2021/tasks/5/follow-up/"


@pytest.fixture
def paper():
    """Owed by one unit on a task of a concluded list."""
    unit = make_unit("sjyj", name="市教育局")
    make_user("sjyj", unit=unit)
    make_user("drc", role=Role.COORDINATOR)
    task = make_task(make_list(stage=ListStage.CONCLUDED), number=5, lead=unit)
    outcome = Outcome.objects.create(task=task, kind=OutcomeKind.GOING_ON, until=date(2022, 6, 30))
    return FollowUp.objects.create(outcome=outcome, unit=unit, due_on=outcome.until)


def person(name):
    return User.objects.get(username=name)


def written(paper, *, is_done=True, next_on=None, text="二期已完工。"):
    said = {"text": text, "is_done": is_done, "next_on": next_on}
    return as_read(actions.save_draft, paper, **said, at=AT, by=person("sjyj"))


def submitted(paper, **said):
    written(paper, **said)
    return as_read(actions.submit, paper, at=AT, by=person("sjyj"))


def test_accepted_as_done_the_task_is_done(paper):
    submitted(paper)
    as_read(actions.accept, paper, at=AT, by=person("drc"))
    paper.outcome.refresh_from_db()
    assert paper.outcome.finished_on == ON
    assert [each.act for each in LogEntry.objects.order_by("pk")] == [
        "follow_up_saved",
        "follow_up_submitted",
        "follow_up_accepted",
    ]


def test_accepted_as_not_done_the_next_one_is_owed(paper):
    submitted(paper, is_done=False, next_on=date(2022, 9, 30))
    as_read(actions.accept, paper, at=AT, by=person("drc"))
    assert list(FollowUp.objects.values_list("due_on", "state")) == [
        (date(2022, 6, 30), "accepted"),
        (date(2022, 9, 30), ""),
    ]
    paper.outcome.refresh_from_db()
    assert paper.outcome.finished_on is None


def test_it_is_done_only_when_every_lead_says_so(paper):
    other = FollowUp.objects.create(outcome=paper.outcome, unit=make_unit(), due_on=paper.due_on)
    submitted(paper)
    as_read(actions.accept, paper, at=AT, by=person("drc"))
    other.outcome.refresh_from_db()
    assert other.outcome.finished_on is None


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"text": ""}, "请填写办理情况"),
        ({"is_done": False}, "下次报送日期"),
        ({"is_done": False, "next_on": ON}, "今天以后"),
    ],
)
def test_submitting_says_what_is_missing(paper, said, words):
    with pytest.raises(Refused, match=words):
        submitted(paper, **said)


def test_a_returned_one_names_why_and_is_recalled_to_where_it_stood(paper):
    submitted(paper)
    as_read(actions.return_to_unit, paper, reason="请写明面积。", at=AT, by=person("drc"))
    submitted(paper, text="二期1.2万平方米已完工。")
    recalled = as_read(actions.recall, paper, at=AT, by=person("sjyj"))
    assert recalled.state == FollowUpState.RETURNED and recalled.refile_by == date(2022, 6, 30)
    assert [each.get("reason") for each in recalled.rounds] == ["请写明面积。", None]


def test_nobody_decides_on_what_they_filed_nor_another_unit_on_it(paper):
    submitted(paper)
    with pytest.raises(NotYours):
        as_read(actions.accept, paper, at=AT, by=person("sjyj"))
    with pytest.raises(NotYours):
        as_read(actions.recall, paper, at=AT, by=make_user(unit=make_unit()))


def test_the_desk_tells_the_unit_and_the_office(paper):
    (line,) = follow_ups_waiting(person("sjyj"), ON)
    assert "2022年6月30日前报送（未填报）" in line.words and line.url == PAGE + "?unit=sjyj"
    assert "已逾期" in follow_ups_waiting(person("sjyj"), ON + timedelta(days=30))[0].words
    assert follow_ups_waiting(person("drc"), ON) == []
    submitted(paper)
    assert follow_ups_waiting(person("sjyj"), ON) == []
    assert follow_ups_waiting(person("drc"), ON)[0].kind == "后续报告待审核"


def entered(name):
    client = Client()
    client.force_login(person(name))
    return client


def test_on_the_page_it_is_written_and_decided(paper):
    unit, office = entered("sjyj"), entered("drc")
    typed = {"action": "submit", "version": 0, "text": "主体封顶。", "next_on": SOON.isoformat()}
    assert unit.post(PAGE, typed).status_code == 302
    assert "主体封顶。" in office.get(PAGE).content.decode()
    paper.refresh_from_db()
    answer = office.post(PAGE, {"action": "return", "version": paper.version, "reason": ""})
    assert answer.status_code == 400 and "请写明退回理由" in answer.content.decode()
    assert office.post(PAGE, {"action": "accept", "version": paper.version}).status_code == 302
    assert FollowUp.objects.count() == 2


def test_what_was_typed_on_an_old_version_stays_beside_what_stands_there(paper):
    written(paper)
    answer = entered("sjyj").post(PAGE, {"action": "save", "version": 0, "text": "另一段话。"})
    assert answer.status_code == 409
    shown = answer.content.decode()
    assert "另一段话。" in shown and "二期已完工。" in shown and 'name="version" value="1"' in shown


def test_an_office_does_not_read_a_draft_and_a_stranger_nothing(paper):
    written(paper)
    assert "二期已完工" not in entered("drc").get(PAGE).content.decode()
    make_user("other", unit=make_unit())
    assert entered("other").get(PAGE).status_code == 404


def test_an_old_version_is_not_accepted(paper):
    submitted(paper)
    with pytest.raises(Stale):
        actions.accept(paper, based_on=0, at=AT, by=person("drc"))


@pytest.mark.parametrize(("text", "is_same"), [("二期已完工。", True), ("二期1.2万平方米已完工。", False)])
def test_one_sent_again_as_it_was_says_so(paper, text, is_same):
    submitted(paper)
    as_read(actions.return_to_unit, paper, reason="请写明面积。", at=AT, by=person("drc"))
    submitted(paper, text=text)
    assert ("与退回前相同，没有改动" in entered("drc").get(PAGE).content.decode()) == is_same


@pytest.mark.parametrize(("text", "is_same"), [("二期已完工。", True), ("二期1.2万平方米已完工。", False)])
def test_the_desk_says_which_one_came_back_unchanged(paper, text, is_same):
    submitted(paper)
    as_read(actions.return_to_unit, paper, reason="请写明面积。", at=AT, by=person("drc"))
    submitted(paper, text=text)
    page = entered("drc").get("/").content.decode()
    assert "后续报告待审核" in page
    assert ("与退回前相同，没有改动" in page) == is_same


UPLOAD = f"{PAGE}evidence/"


def with_file(paper, file=None):
    """The first file of a report, and its row."""
    as_read(actions.attach_evidence, paper, file=file or a_photograph(), at=AT, by=person("sjyj"))
    return Evidence.objects.latest("pk")


def test_a_file_belongs_to_the_report_and_is_locked_with_it(paper):
    row = with_file(written(paper))
    assert (row.follow_up_id, row.paper) == (paper.pk, paper)
    submitted(paper)
    named = {"at": AT, "by": person("sjyj")}
    with pytest.raises(Refused, match="已锁定"):
        as_read(actions.attach_evidence, paper, file=looked_at(uploaded(pdf(), "b.pdf")), **named)
    with pytest.raises(Refused, match="已锁定"):
        as_read(actions.take_evidence_away, paper, key=row.pk, **named)
    assert [each["key"] for each in FollowUp.objects.get().rounds[0]["evidence"]] == [row.pk]


def test_a_draft_s_file_is_the_units_own_and_a_submitted_one_the_offices(paper):
    row = with_file(written(paper))
    make_user("other", unit=make_unit())

    def codes():
        answers = [entered(who).get(row.address) for who in ("sjyj", "drc", "other")]
        return [answer.status_code for answer in answers if answer.getvalue() is not None]

    assert codes() == [200, 404, 404]
    assert row.small_address in entered("sjyj").get(PAGE).text
    submitted(paper)
    assert codes() == [200, 200, 404]
    assert row.small_address in entered("drc").get(PAGE).text


def test_a_file_comes_by_the_form_and_in_the_background_with_its_caption(paper):
    client = entered("sjyj")
    said = {"action": "save", "text": "二期已完工。", "is_done": "on"}
    posted = {**said, "version": 0, "files": [uploaded()]}
    assert client.post(PAGE, posted).status_code == 302
    version = FollowUp.objects.get().version
    assert client.post(UPLOAD, {"version": version, "files": uploaded(pdf(), "b.pdf")}).status_code == 200
    row, other = Evidence.objects.order_by("pk")
    version = FollowUp.objects.get().version
    assert client.post(PAGE, {**said, "version": version, f"caption-{row.pk}": "竣工现场"}).status_code == 302
    row.refresh_from_db()
    assert (row.caption, other.name) == ("竣工现场", "b.pdf")
    stranger = make_user("other", unit=make_unit())
    assert entered(stranger.username).post(UPLOAD, {"version": version}).status_code == 404


def test_another_file_is_something_new_on_what_came_back(paper):
    submitted(paper)
    as_read(actions.return_to_unit, paper, reason="请附照片。", at=AT, by=person("drc"))
    with_file(paper)
    submitted(paper)
    assert actions.FOLLOW_UP.why_same(FollowUp.objects.get(), is_own=False) == ""
