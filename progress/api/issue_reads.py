"""What was issued, for the API, and the indicators of the five-year plan."""

from collections.abc import Mapping

from django.db.models import QuerySet

from progress.api.issue_answers import IndicatorOut, IssueOut, IssueRow, IssueTarget, IssueTask, PlanRow
from progress.api.stamp_reads import unit_out
from progress.api.task_reads import digits
from progress.indicators.reads import JudgedIndicator
from progress.models import Bulletin
from progress.rules import addresses
from progress.rules.figures import TargetProgress, TaskFigure
from progress.rules.figures_json import from_json
from progress.rules.standings import COUNTED, Tally
from projects.models import FivePlan, YearlyList
from projects.paper.paragraphs import Paragraph, numbered


def issues_of(yearly_list: YearlyList) -> QuerySet[Bulletin]:
    """The issues of a list, the last first."""
    issues = Bulletin.objects.numbered().filter(yearly_list=yearly_list).order_by("-number")
    return issues.select_related("corrects", "period__yearly_list", "yearly_list")


def issue_row(issue: Bulletin, *, is_latest: bool) -> IssueRow:
    """An issue in the list."""
    return IssueRow(**_head(issue, is_latest=is_latest))


def issue_out(issue: Bulletin, stamp: Mapping[str, object], *, is_latest: bool) -> IssueOut:
    """One issue as it was issued."""
    figures = from_json(issue.figures)
    text = numbered(Paragraph(**each) for each in issue.paragraphs)
    return IssueOut(
        **stamp,
        **{**_head(issue, is_latest=is_latest), "as_of": figures.as_of},
        correction_reason=issue.correction_reason,
        equation=figures.equation,
        counts=counts(figures.tally),
        text=[f"{number}{each.head}{_between(each)}{each.text}" for number, each in text],
        tasks=[_task(each) for each in figures.tasks],
    )


def counts(tally: Tally) -> dict[str, int]:
    """The equation's parts by their codes."""
    return {"total": tally.total, **{str(code): tally.count(code) for code in COUNTED}}


def indicator_out(judged: JudgedIndicator) -> IndicatorOut:
    """An indicator in the year asked for; without an accepted value there is none, not 0."""
    indicator = judged.indicator
    return IndicatorOut(
        number=indicator.number,
        name=indicator.name,
        domain=indicator.domain,
        measure=indicator.measure,
        attribute=indicator.attribute,
        base=indicator.base_printed,
        target=indicator.target_printed,
        unit=unit_out(indicator.unit) if indicator.unit else None,
        state="not_accepted" if judged.value is None else "value",
        value=digits(judged.value),
        expected=digits(judged.expected),
        word=judged.word,
    )


def plan_row(plan: FivePlan) -> PlanRow:
    """A five-year plan in the list."""
    link = addresses.api("plans", f"{plan.start_year}-{plan.end_year}", "indicators")
    return PlanRow(title=plan.title, start=plan.start_year, end=plan.end_year, link=link)


def _head(issue: Bulletin, *, is_latest: bool) -> dict[str, object]:
    return {
        "number": issue.number,
        "label": issue.label,
        "title": issue.title,
        "quarter": issue.period.quarter,
        "as_of": issue.period.as_of,
        "issued_at": issue.issued_at,
        "corrects": issue.corrects.number if issue.corrects else None,
        "is_latest": is_latest,
        "link": addresses.api(issue.yearly_list.year, "bulletins", issue.number),
    }


def _between(paragraph: Paragraph) -> str:
    """What stands between a head and its text, as in print."""
    return paragraph.run_in.removeprefix(paragraph.head)


def _task(task: TaskFigure) -> IssueTask:
    return IssueTask(
        number=task.number,
        text=task.text,
        code=task.code,
        word=task.word,
        progress=task.progress,
        problems=task.problems,
        next_steps=task.next_steps,
        leads=list(task.leads),
        remarks=list(task.remarks),
        points_behind=digits(task.points_behind),
        targets=[_target(each) for each in task.targets],
    )


def _target(target: TargetProgress) -> IssueTarget:
    return IssueTarget(
        label=target.label,
        unit=target.unit,
        quantity=digits(target.quantity),
        planned=digits(target.planned),
        actual=digits(target.actual),
        completion=digits(target.completion),
    )
