"""The coordinator's decisions (domain.md, A report's life; Judging progress)."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from progress.actions import reports, reviews
from progress.actions.reports import Content, Value
from progress.models import Verdict
from progress.overview.accounts import account
from progress.states import ACCEPTED, AHEAD, BEHIND, DONE, NOT_DONE, ON_SCHEDULE, RETURNED, UNMEASURED
from projects.errors import NotYours, Refused, Stale
from projects.roles import COORDINATOR, SUPERVISOR
from tests.factories import SHANGHAI, make_list, make_milestone, make_report, make_target, make_task, make_unit, make_user

pytestmark = pytest.mark.django_db

AT = datetime(2021, 7, 9, 10, 0, tzinfo=SHANGHAI)


@pytest.fixture
def unit():
    return make_unit("sjyj")


@pytest.fixture
def filer(unit):
    return make_user("sjyj", unit=unit)


@pytest.fixture
def coordinator():
    return make_user("drc", role=COORDINATOR)


@pytest.fixture
def report(unit, filer):
    task = make_task(make_list(), number=36, lead=unit)
    make_target(task, quantity=5, planned=(1, 2, 4, 5), basis="ytd")
    make_milestone(task, 2, "完成主体工程。", items=["完成主体工程。"])
    return file(make_report(task, unit), filer)


def file(report, filer, value="2"):
    item = report.task.milestones.get().items.get()
    values = {report.task.targets.get().pk: Value(Decimal(value))}
    content = Content(text="已建成。", problems="场地。", next_steps="加快。", values=values, items={item.pk: DONE})
    reports.save_draft(report, content=content, based_on=report.version, at=AT, by=filer)
    report.refresh_from_db()
    return reports.submit(report, at=AT, by=filer)


def accept(report, by, **fields):
    return reviews.accept(report, **{"based_on": report.version, "at": AT, "by": by, **fields})


def test_accepting_gives_the_computed_verdict(report, coordinator):
    assert accept(report, coordinator).state == ACCEPTED
    verdict = Verdict.objects.get()
    assert (verdict.code, verdict.computed) == (ON_SCHEDULE, ON_SCHEDULE)


def test_a_differing_verdict_needs_a_reason(report, coordinator):
    with pytest.raises(Refused, match="理由"):
        accept(report, coordinator, verdict=BEHIND)
    report.refresh_from_db()
    assert report.state != ACCEPTED


def test_the_coordinators_verdict_counts(report, coordinator):
    accept(report, coordinator, verdict=BEHIND, reason="现场核查未完工。")
    assert account(report.task).code(2, date(2021, 7, 14)) == BEHIND


def test_an_item_changed_in_the_review_judges(report, coordinator):
    item = report.task.milestones.get().items.get()
    accept(report, coordinator, items={item.pk: NOT_DONE})
    assert Verdict.objects.get().computed == BEHIND


def test_a_second_click_accepts_once(report, coordinator):
    accept(report, coordinator)
    accept(report, coordinator)
    assert report.reviews.count() == 1


def test_a_review_of_what_has_changed_since_is_refused(report, filer, coordinator):
    seen = report.version
    reports.recall(report, at=AT, by=filer)
    report.refresh_from_db()
    file(report, filer, value="3")
    with pytest.raises(Stale):
        accept(report, coordinator, based_on=seen)


def test_a_return_needs_a_reason(report, coordinator):
    with pytest.raises(Refused, match="理由"):
        reviews.return_report(report, based_on=report.version, reason=" ", at=AT, by=coordinator)


def test_a_return_sets_a_date_never_before_the_due_day(report, coordinator):
    returned = reviews.return_report(report, based_on=report.version, reason="不实。", at=AT, by=coordinator)
    assert (returned.state, returned.refile_by) == (RETURNED, date(2021, 7, 14))
    assert account(report.task).filing_days(2, date(2021, 7, 15))[0].state == "not_refiled"


def test_nobody_reviews_what_they_filed(report, coordinator):
    report.saved_by = coordinator
    report.save()
    with pytest.raises(NotYours, match="本人"):
        accept(report, coordinator)


def test_the_unit_does_not_review(report, filer):
    with pytest.raises(NotYours):
        accept(report, filer)


def test_reopening_needs_a_reason_and_unlocks(report, filer, coordinator):
    accepted = accept(report, coordinator)
    with pytest.raises(Refused, match="理由"):
        reviews.reopen(accepted, reason="", at=AT, by=coordinator)
    reopened = reviews.reopen(accepted, reason="数字有误。", at=AT, by=coordinator)
    assert file(reopened, filer, value="3").rounds.count() == 2


def test_what_changes_after_the_bulletin_is_marked(report, filer, coordinator):
    accepted = accept(report, coordinator)
    accepted.period.closed_at = AT
    accepted.period.save()
    reopened = reviews.reopen(accepted, reason="数字有误。", at=AT, by=coordinator)
    assert accept(file(reopened, filer, value="3"), coordinator).corrected_after_bulletin


def test_the_verdict_waits_for_the_last_lead(report, coordinator):
    other = make_unit("szjj")
    second = make_report(report.task, other)
    accept(report, coordinator)
    assert account(second.task).code(2, date(2021, 7, 9)) == UNMEASURED


def test_a_missing_lead_leaves_the_task_judged_on_what_was_accepted(report, coordinator):
    make_report(report.task, make_unit("szjj"))
    accept(report, coordinator)
    judgement = account(report.task).judgement(2, date(2021, 7, 14))
    assert (judgement.code, judgement.marks) == (ON_SCHEDULE, ("部分未报",))


def test_a_lead_that_stays_missing_leaves_no_verdict_in_the_way(report, coordinator):
    make_report(report.task, make_unit("szjj"))
    accept(report, coordinator)
    assert account(report.task).code(2, date(2021, 7, 14)) == ON_SCHEDULE


def test_nobody_reviews_what_they_filed_before_another_saved_it(report, filer, coordinator):
    report.rounds.update(filed_by=coordinator)
    with pytest.raises(NotYours, match="本人"):
        accept(report, coordinator)


def test_a_verdict_on_the_coordinators_own_task_waits_for_the_supervisor(report, unit, coordinator):
    coordinator.unit = unit
    coordinator.save()
    accept(report, coordinator)
    assert account(report.task).code(2, date(2021, 7, 14)) == UNMEASURED
    reviews.confirm_verdict(Verdict.objects.get(), at=AT, by=make_user(role=SUPERVISOR))
    assert account(report.task).code(2, date(2021, 7, 14)) == ON_SCHEDULE


def test_an_unbacked_class_is_refused(report, filer, coordinator):
    report.task.targets.all()[0].planned_values.all().delete()
    with pytest.raises(Refused, match="不能评为"):
        accept(report, coordinator, verdict=AHEAD, reason="表现突出。")


def test_a_plan_changed_later_leaves_accepted_reports_as_judged(report, coordinator):
    accept(report, coordinator)
    report.task.targets.get().planned_values.filter(quarter=2).update(value=5)
    assert account(report.task).code(2, date(2021, 7, 14)) == ON_SCHEDULE


def test_a_renamed_unit_keeps_its_report(report, unit, coordinator):
    unit.name = "市教育体育局"
    unit.save()
    assert accept(report, coordinator).unit.name == "市教育体育局"


def test_bulk_is_as_many_single_decisions(report, coordinator):
    other = make_unit()
    second = make_task(report.task.yearly_list, number=37, lead=other)
    make_target(second, quantity=5, planned=(1, 2, 4, 5), basis="ytd")
    make_milestone(second, 2, "完成主体工程。", items=["完成主体工程。"])
    for each in (report, file(make_report(second, other), make_user(unit=other))):
        accept(each, coordinator)
    assert Verdict.objects.count() == 2
