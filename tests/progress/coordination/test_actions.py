from datetime import date

import pytest

from progress.coordination.actions import (
    Agreed,
    Meeting,
    amend,
    confirm,
    fingerprint_of,
    hold,
    report_done,
    send_back,
)
from progress.rules.states import ConclusionState
from projects.models import LogEntry
from projects.rules.errors import NotYours, Refused, Stale
from projects.rules.roles import Role
from tests.as_read import as_read
from tests.factories import NOW, make_conclusion, make_coordination, make_task, make_unit, make_user

pytestmark = pytest.mark.django_db
TODAY = date(2021, 7, 14)


@pytest.fixture
def unit():
    return make_unit("sjyj", name="市教育局")


@pytest.fixture
def filer(unit):
    return make_user(unit=unit)


@pytest.fixture
def office():
    return make_user(role=Role.SUPERVISOR)


@pytest.fixture
def conclusion(unit):
    return make_conclusion(make_coordination(make_task(number=36, lead=unit)), unit)


def meeting(unit, **fields):
    told = {
        "held_on": TODAY,
        "chaired_by": "张副主任",
        "text": "用地手续未办结。",
        "agreed": (Agreed("办结用地手续。", unit, date(2021, 7, 31)),),
    }
    return Meeting(**{**told, **fields})


def amended(held, told, by):
    return amend(held, meeting=told, based_on=fingerprint_of(held), at=NOW, by=by)


def test_a_meeting_is_recorded_with_its_conclusions_in_their_order(unit, office):
    agreed = tuple(Agreed(text, unit, TODAY) for text in ("先办用地。", "再办施工。"))
    made = hold(
        make_task(number=36, lead=unit),
        meeting=meeting(unit, units=(unit,), agreed=agreed),
        at=NOW,
        by=office,
    )
    assert [(each.order, each.text) for each in made.conclusions.all()] == [
        (1, "先办用地。"),
        (2, "再办施工。"),
    ]
    assert (list(made.units.all()), LogEntry.objects.get().act) == ([unit], "coordination_recorded")


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"held_on": date(2021, 7, 15)}, "不能晚于今天"),
        ({"text": " "}, "会办情况"),
        ({"chaired_by": ""}, "主持人"),
    ],
)
def test_a_meeting_that_is_not_told_is_refused(fields, sentence, unit, office):
    with pytest.raises(Refused, match=sentence):
        hold(make_task(lead=unit), meeting=meeting(unit, **fields), at=NOW, by=office)


@pytest.mark.parametrize(
    ("text", "day", "sentence"),
    [
        ("", TODAY, "写明内容"),
        ("办结。", date(2021, 7, 13), "不能早于会办日期"),
        ("办结。", date(2031, 7, 20), "“办结。”的完成时限填的是2031年"),
    ],
)
def test_a_conclusion_says_what_and_when(text, day, sentence, unit, office):
    with pytest.raises(Refused, match=sentence):
        hold(
            make_task(lead=unit), meeting=meeting(unit, agreed=(Agreed(text, unit, day),)), at=NOW, by=office
        )


def test_a_unit_records_no_meeting(unit, filer):
    with pytest.raises(NotYours):
        hold(make_task(lead=unit), meeting=meeting(unit), at=NOW, by=filer)


def test_the_unit_reports_it_done_and_the_office_confirms(conclusion, filer, office):
    reported = as_read(report_done, conclusion, word="已取得批复。", at=NOW, by=filer)
    assert (reported.state(TODAY), reported.reported_word) == (ConclusionState.REPORTED, "已取得批复。")
    assert as_read(confirm, conclusion, at=NOW, by=office).state(TODAY) == ConclusionState.CONCLUDED


def test_the_coordinator_marks_it_done_unreported(conclusion):
    assert as_read(confirm, conclusion, at=NOW, by=make_user(role=Role.COORDINATOR)).done_at == NOW


def test_a_second_confirmation_changes_nothing(conclusion, office):
    as_read(confirm, conclusion, at=NOW, by=office), as_read(confirm, conclusion, at=NOW, by=office)
    assert LogEntry.objects.filter(act="conclusion_confirmed").count() == 1


def test_what_is_sent_back_is_to_be_done_again(conclusion, filer, office):
    as_read(report_done, conclusion, word="已取得批复。", at=NOW, by=filer)
    back = as_read(send_back, conclusion, word="批复未附。", at=NOW, by=office)
    assert (back.state(TODAY), back.sent_back_word) == (ConclusionState.TO_DO, "批复未附。")
    assert (
        as_read(report_done, conclusion, word="附上。", at=NOW, by=filer).state(TODAY)
        == ConclusionState.REPORTED
    )


def test_another_unit_does_not_report(conclusion):
    with pytest.raises(NotYours, match="由市教育局办理"):
        as_read(report_done, conclusion, word="已办。", at=NOW, by=make_user())


def test_a_report_without_a_word_or_twice_is_refused(conclusion, filer):
    with pytest.raises(Refused, match="办理情况"):
        as_read(report_done, conclusion, word=" ", at=NOW, by=filer)
    as_read(report_done, conclusion, word="已办。", at=NOW, by=filer)
    with pytest.raises(Refused, match="待确认办结"):
        as_read(report_done, conclusion, word="已办。", at=NOW, by=filer)


def test_what_was_not_reported_is_not_sent_back(conclusion, office):
    with pytest.raises(Refused, match="办理中"):
        as_read(send_back, conclusion, word="不实。", at=NOW, by=office)


def test_the_day_itself_is_in_time(conclusion):
    assert [conclusion.state(date(2021, month, day)) for month, day in ((7, 31), (8, 1))] == [
        ConclusionState.TO_DO,
        ConclusionState.OVERDUE,
    ]


def test_a_record_is_put_right_and_conclusions_are_added(conclusion, unit, office):
    changed = meeting(unit, held_on=date(2021, 7, 1), text="用地、施工手续均未办结。", units=(unit,))
    made = amended(conclusion.coordination, changed, office)
    assert [each.order for each in made.conclusions.all()] == [1, 2]
    entry = LogEntry.objects.get(act="coordination_amended")
    assert entry.detail == {"text": ["用地手续未办结。", "用地、施工手续均未办结。"], "added": 1}


def test_a_meeting_is_not_moved_behind_what_it_concluded(unit, office):
    conclusion = make_conclusion(make_coordination(make_task(lead=unit)), unit, due_on=date(2021, 7, 10))
    with pytest.raises(Refused, match="不能晚于已有"):
        amended(conclusion.coordination, meeting(unit), office)


def test_a_meeting_sent_twice_is_recorded_once(unit, office):
    task = make_task(lead=unit)
    first, second = (hold(task, meeting=meeting(unit), at=NOW, by=office) for _ in range(2))
    assert (first, second.conclusions.count()) == (second, 1)


def test_a_meeting_that_two_record_alike_is_recorded_once(unit, office):
    task, colleague = make_task(lead=unit), make_user("drc2", role=Role.COORDINATOR)
    first, second = (hold(task, meeting=meeting(unit), at=NOW, by=by) for by in (office, colleague))
    assert (first, second.recorded_by) == (second, office)


@pytest.mark.parametrize("other", [{"place": "市行政中心"}, {"units": ()}, {"agreed": ()}])
def test_a_meeting_that_is_recorded_already_with_other_conclusions_is_told(other, unit, office):
    task = make_task(lead=unit)
    hold(task, meeting=meeting(unit, units=(unit,)), at=NOW, by=office)
    with pytest.raises(Refused, match=f"{office.display_name}已于7月14日 .*记录过这次会办"):
        hold(task, meeting=meeting(unit, **{"units": (unit,), **other}), at=NOW, by=office)
    assert task.coordinations.count() == 1


@pytest.mark.parametrize(
    "told", [{"text": "另一种写法。", "agreed": ()}, {"place": "市行政中心", "agreed": ()}, {}]
)
def test_a_change_based_on_what_somebody_has_changed_is_refused(conclusion, unit, office, told):
    held = conclusion.coordination
    seen = fingerprint_of(held)
    amended(held, meeting(unit, **told), make_user(role=Role.COORDINATOR))
    with pytest.raises(Stale, match="没有保存"):
        amend(held, meeting=meeting(unit), based_on=seen, at=NOW, by=office)
