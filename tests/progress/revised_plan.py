"""A task whose plan is revised after its first quarter was reported."""

from datetime import date, datetime
from decimal import Decimal

from progress.reports import actions
from progress.reports.actions import ReportContent
from progress.reports.typed_rows import Value
from progress.rules.states import Completion
from projects.corrections.actions import Grounds
from projects.corrections.target_actions import StageFigure, correct_planned
from projects.models import MilestoneItem
from projects.rules.states import ListStage
from tests.acceptance import accept_as_shown
from tests.as_read import as_read
from tests.factories import SHANGHAI, make_list, make_milestone, make_period, make_target, make_task

APRIL = datetime(2021, 4, 8, 10, 0, tzinfo=SHANGHAI)  # before Q1 is due
MAY = datetime(2021, 5, 12, 10, 0, tzinfo=SHANGHAI)  # after it was


def scheduled(unit):
    """第98项, planned 140 of 300 in the first quarter; two quarters opened."""
    task = make_task(make_list(stage=ListStage.RUNNING), number=98, lead=unit)
    make_target(task, quantity=300, planned=(140, 200, 250, 300), basis="ytd")
    make_milestone(task, 1, "开工。", items=["开工。"])
    make_milestone(task, 2, "主体完工。", items=["主体完工。"])
    for quarter in (1, 2):
        make_period(task.yearly_list, quarter)
    return task


def grounds(quarter=None):
    return Grounds("征地延期", "市政府常务会议", date(2021, 5, 11), quarter)


def revise(task, admin, values, *, at=MAY, since=None):
    """The planned totals of the four quarters, by 调整."""
    target = task.targets.order_by("order").first()
    figures = [StageFigure("", quarter, Decimal(value), "ytd") for quarter, value in enumerate(values, 1)]
    return correct_planned(
        target,
        figures=figures,
        needs_settling=False,
        based_on=target.planned_wording,
        grounds=grounds(since),
        at=at,
        by=admin,
    )


def filed(report, filer, value, *, at):
    """Typed and submitted."""
    target = report.task.targets.order_by("order").first()
    due = MilestoneItem.objects.filter(
        milestone__task=report.task, milestone__quarter__lte=report.period.quarter
    )
    content = ReportContent(
        text=f"{report.period.when}已开工。",
        problems="雨水多。",
        next_steps="加快。",
        values={target.pk: Value(Decimal(value))},
        items={item.pk: Completion.DONE for item in due},
    )
    as_read(actions.save_draft, report, content=content, at=at, by=filer)
    return as_read(actions.submit, report, at=at, by=filer)


def accepted(report, filer, coordinator, value, *, at):
    sent = filed(report, filer, value, at=at)
    return accept_as_shown(sent, at=at, by=coordinator)
