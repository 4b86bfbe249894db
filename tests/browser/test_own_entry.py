"""本季填报 in a browser: the total beside what is typed, and a figure that never changes its meaning."""

import pytest
from playwright.sync_api import expect

from progress.models import Measurement, Report
from progress.rules.states import ReportState
from projects.models import Target, Task
from tests.browser.test_reporting import FORM, PAUSE, people_of_the_quarter, seat
from tests.factories import NOW, make_report

__all__ = ["people_of_the_quarter", "seat"]
TABLE = "/2021/q2/filing/figures/"


@pytest.fixture
def first_quarter(people_of_the_quarter):
    """Task 36, one of 本季填报, had 1 by the end of March."""
    Target.objects.filter(task__number=36).update(is_own_entry=True)
    task = Task.objects.get(number=36)
    unit = people_of_the_quarter["filer"].unit
    first = make_report(task, unit, quarter=1, state=ReportState.SUBMITTED, submitted_at=NOW)
    return first.measurements.create(target=task.targets.get(), value=1)


def stored():
    return Measurement.objects.get(report__task__number=36, report__period__quarter=2).value


def test_while_typing_the_total_stands_beside_the_quarters_own(first_quarter, seat):
    page = seat("filer", FORM)
    page.clock.install()
    page.get_by_label("本季完成").fill("2")
    expect(page.locator("[data-total]")).to_have_text("3所")
    expect(page.locator("[data-rate]")).to_have_text("60.0%")
    page.clock.fast_forward(PAUSE)
    expect(page.locator("#saved")).to_contain_text("已自动保存")
    assert stored() == 3


def test_in_the_table_too(first_quarter, seat):
    page = seat("filer", TABLE)
    page.clock.install()
    page.get_by_label("第36项 小学（所）本季完成").fill("2")
    expect(page.locator("[data-total]")).to_have_text("3所")
    page.clock.fast_forward(PAUSE)
    expect(page.locator("#saved")).to_contain_text("已自动保存")
    assert stored() == 3


def test_a_total_that_was_left_unsaved_is_not_filled_in_as_the_quarters_own(first_quarter, seat):
    report = Report.objects.filter(pk=first_quarter.report_id)
    report.update(state=ReportState.DRAFT)
    page = seat("filer", FORM)
    page.clock.install()
    page.route(
        "**/tasks/36/", lambda route: route.abort() if route.request.method == "POST" else route.continue_()
    )
    page.get_by_label("本次累计").fill("3")
    report.update(state=ReportState.SUBMITTED)
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(FORM)
    expect(page.get_by_label("本季完成")).to_have_value("")
    expect(page.locator(".note", has_text="此后这里的内容已经变动")).to_contain_text("3")
