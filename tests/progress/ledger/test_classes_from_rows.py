"""The classes of a year with several leads, reckoned once more from the raw rows by plain Python."""

from collections import Counter
from datetime import date

import pytest

from progress.ledger.ledgers import ledgers_of
from progress.ledger.sight import standing_of, year_verdicts
from progress.models import ItemState, Measurement, Report
from progress.rules.states import ReportState, VerdictClass
from projects.models import Assignment, MilestoneItem, PlannedValue, Target, Task, Unit
from projects.rules.roles import Role
from tests.factories import (
    NOW,
    make_assignment,
    make_list,
    make_milestone,
    make_report,
    make_target,
    make_task,
    make_unit,
    make_user,
)

pytestmark = pytest.mark.django_db

ON = date(2022, 1, 20)  # every due day has passed
ACCEPTED, PENDING, MISSING = ReportState.ACCEPTED, ReportState.SUBMITTED, ReportState.NOT_BEGUN
EARLY = {3, 4}  # the quarters whose items are called done before their time

# task: its leads, and by quarter what each filed: a value where accepted, None for words alone, or a state
YEAR = {
    "one lead all year": ("a", ({"a": 1}, {"a": 2}, {"a": 3}, {"a": 5})),
    "a co-lead under review": ("ab", ({"a": 1, "b": None}, {"a": 2, "b": PENDING}, {"a": 4, "b": None}, {})),
    "the reporting lead missing": (
        "ab",
        ({"a": 1, "b": None}, {"a": MISSING, "b": None}, {"a": 0, "b": None}, {}),
    ),
    "another lead missing": ("ab", ({"a": 2, "b": None}, {"a": 2, "b": MISSING}, {"a": 1, "b": MISSING}, {})),
    "the lead named by hand missing": (
        "ac",
        ({"a": None, "c": 1}, {"a": None, "c": MISSING}, {"a": None, "c": 4}, {}),
    ),
    "a lead that became inactive": ("xb", ({"x": 1, "b": None}, {"x": MISSING, "b": 2}, {"b": 4}, {"b": 5})),
    "no lead left": ("x", ({"x": 1}, {"x": MISSING}, {}, {})),
    "finished by figures": ("a", ({"a": 1}, {"a": 5}, {"a": MISSING}, {"a": MISSING})),
    "finished and fallen back": ("a", ({"a": 1}, {"a": 5}, {"a": 3}, {"a": 4})),
    "nothing filed": ("ab", ({"a": MISSING, "b": MISSING},) * 4),
}  # fmt: skip
FINISHED_IN = {"finished by figures": 2, "finished and fallen back": 2}


@pytest.fixture
def yearly_list():
    yearly_list = make_list()
    units = {letter: make_unit(letter, name=f"市{letter}局") for letter in "abcx"}
    for number, (name, (leads, quarters)) in enumerate(YEAR.items(), 1):
        task = make_task(yearly_list, number=number, text=name)
        for letter in leads:
            make_assignment(task, units[letter])
        target = make_target(task, quantity=5, planned=(1, 2, 4, 5), basis="ytd")
        if name == "the lead named by hand missing":
            Target.objects.filter(pk=target.pk).update(reporting_unit=units["c"])
        items = {each: make_milestone(task, each, items=["完工。"]).items.get() for each in (1, 2, 3, 4)}
        for quarter, filed in enumerate(quarters, 1):
            for letter, said in filed.items():
                _file(task, units[letter], quarter, said, target, items, FINISHED_IN.get(name))
    Unit.objects.filter(code="x").update(is_active=False)
    return yearly_list


def _file(task, unit, quarter, said, target, items, finished_in):
    state = said if isinstance(said, ReportState) else ACCEPTED
    came = {} if state == MISSING else {"submitted_at": NOW, "first_submitted_at": NOW}
    report = make_report(task, unit, quarter=quarter, state=state, **came)
    if state != ACCEPTED or said is None:
        return
    report.measurements.create(target=target, value=said)
    done = {quarter, *(EARLY if quarter == finished_in else ())}
    for each in done:
        report.item_states.create(item=items[each], state="done", confirmed="done")


def class_by_hand(task, quarter):
    """By the table of domain.md, from rows alone."""
    leads = list(
        Assignment.objects.filter(task=task, role="lead").order_by("order").values("unit", "unit__is_active")
    )
    reports = list(
        Report.objects.filter(task=task, period__quarter=quarter).values("unit", "state", "unit__is_active")
    )
    target = Target.objects.filter(task=task).values("pk", "quantity", "reporting_unit").get()
    active = [each["unit"] for each in leads if each["unit__is_active"]]
    named = target["reporting_unit"]
    reporter = named if named in active else (active or [leads[0]["unit"]])[0]
    states = {each["unit"]: each["state"] for each in reports}
    counting = {
        each["unit"]: each["state"]
        for each in reports
        if each["unit__is_active"] or each["state"] in (ACCEPTED, PENDING)
    }
    if _total(target, quarter) >= target["quantity"] and not _open_items(task, quarter, whole_year=True):
        return "completed"
    if (reports or not active) and not counting:
        return "unmeasured"
    if counting and all(state == MISSING for state in counting.values()):
        return "not_filed"
    if counting.get(reporter) == MISSING:
        return "not_filed"
    if ACCEPTED not in states.values() or PENDING in states.values():
        return "unmeasured"
    return _by_figures(task, target, quarter)


def _by_figures(task, target, quarter):
    planned = (
        PlannedValue.objects.filter(target=target["pk"], quarter=quarter)
        .values_list("value", flat=True)
        .get()
    )
    actual, whole = _total(target, quarter), target["quantity"]
    due = whole if quarter == 4 else planned
    gap = (due - actual) * 100 / whole
    if actual < whole and (gap > 30 or (actual * 2 < due and gap >= 10)):
        return "far_behind"
    if (actual < whole and gap > 0) or _open_items(task, quarter):
        return "behind"
    if quarter == 4:
        return "completed"
    return "ahead" if gap <= -5 or actual >= whole > planned else "on_schedule"


def _total(target, quarter):
    rows = Measurement.objects.filter(
        target=target["pk"], report__state=ACCEPTED, report__period__quarter__lte=quarter
    )
    return rows.order_by("-report__period__quarter").values_list("value", flat=True).first() or 0


def _open_items(task, quarter, *, whole_year=False):
    last = 4 if whole_year else quarter
    said = ItemState.objects.filter(
        item__milestone__task=task, report__state=ACCEPTED, report__period__quarter__lte=quarter
    )
    done = set(said.filter(confirmed="done").values_list("item", flat=True))
    due = MilestoneItem.objects.filter(milestone__task=task, milestone__quarter__lte=last)
    return set(due.values_list("pk", flat=True)) - done


def test_every_class_of_the_year_is_that_of_the_raw_rows(yearly_list):
    tasks = Task.objects.order_by("number")
    by_hand = {task.text: [class_by_hand(task.pk, quarter) for quarter in (1, 2, 3, 4)] for task in tasks}
    told = {
        ledger.task.text: [ledger.judged_at(quarter, ON).code for quarter in (1, 2, 3, 4)]
        for ledger in ledgers_of(tasks)
    }
    assert told == by_hand
    assert by_hand["a co-lead under review"][1] == "unmeasured"
    assert by_hand["the reporting lead missing"][1] == "not_filed"
    assert by_hand["the lead named by hand missing"][1] == "not_filed"
    assert by_hand["another lead missing"][1] == "on_schedule"
    assert by_hand["a lead that became inactive"] == [
        "on_schedule",
        "on_schedule",
        "on_schedule",
        "completed",
    ]
    assert by_hand["no lead left"] == ["on_schedule", "unmeasured", "unmeasured", "unmeasured"]
    assert by_hand["finished by figures"] == ["on_schedule", "completed", "completed", "completed"]
    assert by_hand["finished and fallen back"][1:] == ["completed", "behind", "behind"]


def test_pages_that_leave_figures_unread_tell_the_same_classes(yearly_list):
    found = year_verdicts(yearly_list, make_user(role=Role.SUPERVISOR), ON)
    for each in found.tasks:
        (ledger,) = ledgers_of(Task.objects.filter(pk=each.task.pk))
        whole = {quarter: standing_of(ledger, quarter, ON) for quarter in each.standings}
        assert each.standings == whole, each.task.text


def test_the_counts_of_the_year_are_those_of_the_raw_rows(yearly_list):
    found = year_verdicts(yearly_list, make_user(role=Role.SUPERVISOR), ON)
    for quarter in (1, 2, 3, 4):
        by_hand = Counter(class_by_hand(task.pk, quarter) for task in Task.objects.all())
        counts = found.counted(quarter)
        for code in set(VerdictClass) - {VerdictClass.BEHIND}:
            assert counts.count(code) == by_hand[code], (quarter, code)
        assert counts.behind == by_hand["behind"] + by_hand["far_behind"]


def test_marks_tell_what_is_missing_beside_the_class(yearly_list):
    ledgers = {each.task.text: each for each in ledgers_of(Task.objects.all())}

    def marks(name, quarter):
        return ledgers[name].judged_at(quarter, ON).judgement.marks

    assert marks("another lead missing", 2) == ("部分未报",)
    assert marks("finished by figures", 3) == ("本季未报",)
    assert marks("no lead left", 2) == ("牵头单位已停用",)
    assert marks("a lead that became inactive", 2) == ()
