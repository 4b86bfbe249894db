"""承接: proposed, confirmed, refused, undone, made by hand."""

import pytest

from projects.models import LogEntry, Succession, Task
from projects.rules.errors import NotYours, Refused, Stale
from projects.rules.roles import Role
from projects.succession import actions
from projects.succession.reads import known_before
from tests.factories import NOW, make_list, make_target, make_task, make_unit, make_user

pytestmark = pytest.mark.django_db
OTHERS = (
    "新建公厕10座。",
    "发放低保金。",
    "培训农民。",
    "修复湿地。",
    "送戏下乡。",
    "打通断头路。",
    "铺设管网。",
)


@pytest.fixture
def admin():
    return make_user("admin", role=Role.ADMINISTRATOR)


@pytest.fixture
def lists():
    """Two lists of which one matter goes on: 体育公园, led by the same unit."""
    unit = make_unit(name="市体育局")
    before, now = make_list(2021), make_list(2023)
    for yearly_list, number in ((before, 37), (now, 117)):
        task = make_task(yearly_list, number=number, text="新建智慧体育公园4个。", lead=unit)
        make_target(task, label="智慧体育公园")
    for number, text in enumerate(OTHERS, 1):
        make_task((before, now)[number % 2], number=number, text=text)
    return before, now


def seek(yearly_list, by):
    return actions.seek(yearly_list, at=NOW, by=by)


def the_pair():
    return Succession.objects.get()


def done(act, by):
    pair = the_pair()
    return act(pair, based_on=pair.version, at=NOW, by=by)


def test_what_seems_to_go_on_waits_with_its_reason(lists, admin):
    assert seek(lists[1], admin) == 1
    pair = the_pair()
    assert (pair.later.number, pair.earlier.number, pair.state) == (117, 37, "proposed")
    assert pair.reason == "两项都写有“智慧体育公园”，都由市体育局牵头"
    assert LogEntry.objects.get().detail == {"proposed": 1, "dropped": 0}


def test_to_seek_again_adds_nothing_and_says_nothing(lists, admin):
    seek(lists[1], admin)
    assert seek(lists[1], admin) == 0
    assert LogEntry.objects.count() == 1


def test_what_is_no_longer_alike_goes_unless_a_person_decided(lists, admin):
    seek(lists[1], admin)
    Task.objects.filter(number=117).update(text="举办招聘会。")
    Task.objects.get(number=117).targets.all().delete()
    assert seek(lists[1], admin) == 0
    assert not Succession.objects.exists()


@pytest.mark.parametrize("act, state", [(actions.confirm, "confirmed"), (actions.refuse, "refused")])
def test_a_decision_outlives_the_next_comparison(lists, admin, act, state):
    seek(lists[1], admin)
    done(act, admin)
    Task.objects.filter(number=117).update(text="举办招聘会。")
    assert seek(lists[1], admin) == 0
    assert the_pair().state == state


def test_a_first_list_has_nothing_to_be_compared_with(lists, admin):
    with pytest.raises(Refused, match="2021年以前没有清单"):
        seek(lists[0], admin)


def test_a_decided_pair_is_decided_anew_only_after_it_was_undone(lists, admin):
    seek(lists[1], admin)
    done(actions.confirm, admin)
    with pytest.raises(Refused, match="请先撤销"):
        done(actions.refuse, admin)
    assert done(actions.undo, admin).state == "proposed"
    with pytest.raises(Refused, match="尚未处理"):
        done(actions.undo, admin)
    assert done(actions.refuse, admin).state == "refused"
    acts = [entry.act for entry in LogEntry.objects.order_by("pk")]
    assert acts[1:] == ["succession_confirmed", "succession_undone", "succession_refused"]


def test_a_refused_pair_is_not_known_as_followed(lists, admin):
    seek(lists[1], admin)
    later = make_list(2025)
    pair = the_pair()
    assert known_before(later) == {pair.later_id: {pair.earlier_id}}
    assert known_before(lists[1]) == {}
    done(actions.refuse, admin)
    assert known_before(later) == {}


def by_hand(admin, later=117, earlier=1):
    tasks = {number: Task.objects.get(number=number) for number in (later, earlier)}
    return actions.register(tasks[later], earlier=tasks[earlier], at=NOW, by=admin)


def test_two_tasks_are_brought_together_by_hand(lists, admin):
    make_task(lists[0], number=90, text="建设健身步道。")
    pair = by_hand(admin, earlier=90)
    assert (pair.state, pair.reason, pair.is_by_hand) == ("confirmed", "手工登记", True)
    assert seek(lists[1], admin) == 1
    assert Succession.objects.filter(pk=pair.pk, state="confirmed").exists()


def test_a_task_goes_on_from_earlier_years_only(lists, admin):
    with pytest.raises(Refused, match="以前年度"):
        by_hand(admin, later=37, earlier=117)
    with pytest.raises(Refused, match="以前年度"):
        by_hand(admin, later=117, earlier=1)  # of the same list


def test_what_stands_in_the_table_is_not_registered_once_more(lists, admin):
    seek(lists[1], admin)
    with pytest.raises(Refused, match="已在表中，为“待确认”"):
        by_hand(admin, earlier=37)
    done(actions.confirm, admin)
    with pytest.raises(Refused, match="已在表中，为“已确认”"):
        by_hand(admin, earlier=37)


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.ADMINISTRATOR}))
def test_only_the_administrator_may(lists, admin, role):
    seek(lists[1], admin)
    other = make_user(role=role)
    with pytest.raises(NotYours):
        seek(lists[1], other)
    for act in (actions.confirm, actions.refuse, actions.undo):
        with pytest.raises(NotYours):
            done(act, other)
    with pytest.raises(NotYours):
        by_hand(other)


def test_a_pair_that_changed_on_the_way_is_refused_with_who_did_what(lists, admin):
    seek(lists[1], admin)
    seen = the_pair()
    done(actions.confirm, admin)
    with pytest.raises(Stale, match="确认承接"):
        actions.refuse(seen, based_on=seen.version, at=NOW, by=admin)
    assert the_pair().state == "confirmed"
