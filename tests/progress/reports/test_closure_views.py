"""销号 and the supervisor's confirmation, on their pages."""

import pytest

from progress.models import Closure
from progress.rules.states import ClosureState
from tests.acceptance import accept_as_shown
from tests.factories import NOW, make_closure, make_extension, make_milestone, make_verdict
from tests.progress.conftest import PAGE, submitted

pytestmark = pytest.mark.django_db

APPLY = PAGE + "closure/"


@pytest.fixture
def finished(report, filer, coordinator):
    """Accepted with the whole target met; one item of the fourth quarter is still to come."""
    make_milestone(report.task, 4, items=["绿化。"])
    sent = submitted(report, filer, value=5)
    return accept_as_shown(sent, at=NOW, by=coordinator)


def test_a_lead_is_led_to_applying(finished, filer, enter):
    assert APPLY in enter(filer).get(PAGE).content.decode()


def test_an_application_keeps_its_grounds_and_what_is_waived(finished, filer, enter):
    item = finished.task.milestones.get(quarter=4).items.get()
    enter(filer).post(APPLY, {"version": finished.version, "grounds": "已全部建成。", "waived": [item.pk]})
    closure = Closure.objects.get()
    assert (closure.state, list(closure.waived_items.all())) == (ClosureState.APPLIED, [item])


def test_what_stands_in_the_way_is_said_and_the_grounds_stay(finished, filer, enter):
    answer = enter(filer).post(APPLY, {"version": finished.version, "grounds": "已全部建成。"})
    assert answer.status_code == 400
    assert all(words in answer.content.decode() for words in ("尚不具备销号条件", "绿化", "已全部建成。"))


def test_targets_not_met_are_shown_before_one_applies(report, filer, coordinator, enter):
    sent = submitted(report, filer)
    accept_as_shown(sent, at=NOW, by=coordinator)
    assert "目标5个，现为2个" in enter(filer).get(APPLY).content.decode()


def test_a_word_on_a_closure_typed_before_the_session_ended_is_told(finished, coordinator, enter):
    closure = make_closure(finished)
    answer = enter(coordinator).post(
        f"/closures/{closure.pk}/", {"carried-action": "refuse", "carried-note": "尚未验收。"}, follow=True
    )
    closure.refresh_from_db()
    assert (closure.state, "尚未验收。" in answer.content.decode()) == (ClosureState.APPLIED, True)


@pytest.mark.parametrize(
    ("act", "note", "state"),
    [
        ("agree", "", ClosureState.AGREED),
        ("refuse", "尚未验收。", ClosureState.REFUSED),
        ("refuse", "", ClosureState.APPLIED),
    ],
)
def test_the_coordinator_decides(act, note, state, finished, coordinator, enter):
    closure = make_closure(finished)
    closure.waived_items.set(finished.task.milestones.get(quarter=4).items.all())
    closure.waived_items.set(finished.task.milestones.get(quarter=4).items.all())
    enter(coordinator).post(f"/closures/{closure.pk}/", {"action": act, "version": 0, "note": note})
    closure.refresh_from_db()
    assert closure.state == state


def test_an_agreed_closure_is_taken_back(finished, coordinator, enter):
    closure = make_closure(finished, state=ClosureState.AGREED, decided_at=NOW, decided_by=coordinator)
    enter(coordinator).post(
        f"/closures/{closure.pk}/", {"action": "take_back", "version": 0, "note": "验收未通过。"}
    )
    closure.refresh_from_db()
    assert closure.state == ClosureState.TAKEN_BACK


def test_the_supervisor_confirms_a_verdict_on_the_commissions_own_task(report, supervisor, enter):
    verdict = make_verdict(report, awaits_confirmation=True)
    client = enter(supervisor)
    assert "确认评价" in client.get(PAGE).content.decode()
    client.post(f"/verdicts/{verdict.pk}/confirm/", {"version": verdict.version})
    verdict.refresh_from_db()
    assert verdict.confirmed_by == supervisor


def test_a_verdict_given_anew_meanwhile_is_said_and_not_confirmed(report, supervisor, enter):
    verdict = make_verdict(report, awaits_confirmation=True, version=2)
    answer = enter(supervisor).post(f"/verdicts/{verdict.pk}/confirm/", {"version": 1})
    verdict.refresh_from_db()
    assert (answer.status_code, verdict.confirmed_at) == (409, None)


def test_what_waits_for_the_coordinator_stands_on_the_desk(finished, coordinator, enter):
    make_closure(finished), make_extension(finished.period, finished.unit)
    waiting = enter(coordinator).get("/").context["waiting_words"]
    assert [(each.kind, each.url) for each in waiting] == [
        ("延期申请", "/2021/q2/overdue/"),
        ("销号申请", PAGE + "?unit=sjyj"),
    ]


def test_what_the_coordinators_own_unit_asks_waits_for_the_supervisor(
    finished, coordinator, supervisor, enter
):
    make_closure(finished), make_extension(finished.period, finished.unit)
    coordinator.unit = finished.unit
    coordinator.save()
    assert enter(coordinator).get("/").context["waiting_words"] == []
    assert [each.kind for each in enter(supervisor).get("/").context["waiting_words"]] == [
        "延期申请",
        "销号申请",
    ]
    assert "同意销号" in enter(supervisor).get(PAGE + "?unit=sjyj").content.decode()
    assert "同意销号" not in enter(coordinator).get(PAGE + "?unit=sjyj").content.decode()
    assert "不同意" in enter(supervisor).get("/2021/q2/overdue/").content.decode()


def test_the_supervisor_is_led_to_the_verdicts_to_confirm(report, supervisor, enter):
    make_verdict(report, awaits_confirmation=True)
    assert [each.url for each in enter(supervisor).get("/").context["waiting_words"]] == [PAGE]


def test_a_unit_has_none_of_these_on_its_desk(finished, filer, enter):
    make_closure(finished), make_extension(finished.period, finished.unit)
    assert enter(filer).get("/").context["waiting_words"] == []


def test_an_unseen_character_in_an_answer_is_left_out(finished, coordinator, enter):
    closure = make_closure(finished)
    posted = {"action": "refuse", "version": 0, "note": "不同意\0"}
    enter(coordinator).post(f"/closures/{closure.pk}/", posted)
    closure.refresh_from_db()
    assert (closure.state, closure.decision_note) == (ClosureState.REFUSED, "不同意")
