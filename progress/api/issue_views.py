"""What was issued, and the indicators of the five-year plan."""

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Field, Query, Schema

from progress.api.issue_answers import Indicators, IssueOut, Issues, Plans
from progress.api.issue_reads import indicator_out, issue_out, issue_row, issues_of, plan_row
from progress.api.stamp_reads import stamp
from progress.api.views import list_or_404
from progress.indicators.reads import judged_indicators, usual_year
from projects.models import FivePlan


class IndicatorQuery(Schema):
    """Of which year."""

    year: int | None = Field(None, description="不填的为最近结束的一年")


def list_issues(request: HttpRequest, year: int) -> Issues:
    """已印发的通报，最近的在前。"""
    yearly_list = list_or_404(year)
    seen: set[int] = set()
    items = []
    for issue in issues_of(yearly_list).defer("figures", "paragraphs"):
        items.append(issue_row(issue, is_latest=issue.period_id not in seen))
        seen.add(issue.period_id)
    return Issues(**stamp(yearly_list), items=items)


def show_issue(request: HttpRequest, year: int, number: int) -> IssueOut:
    """一期通报：印发时的合计、正文、各任务。"""
    yearly_list = list_or_404(year)
    issue = get_object_or_404(issues_of(yearly_list), number=number)
    head = stamp(yearly_list, issue.period)
    is_latest = head["issue"] == issue.number
    return issue_out(issue, {"plan_version": head["plan_version"], "issue": number}, is_latest=is_latest)


def list_plans(request: HttpRequest) -> Plans:
    """五年规划。"""
    return Plans(items=[plan_row(each) for each in FivePlan.objects.all()])


def list_indicators(request: HttpRequest, start: int, end: int, query: Query[IndicatorQuery]) -> Indicators:
    """五年规划的指标：一年的审核通过值、应达值和评价。"""
    plan = get_object_or_404(FivePlan, start_year=start, end_year=end)
    year = query.year or usual_year(plan, request.today.year)
    if year not in (plan.base_year, *plan.years):
        raise Http404
    items = [indicator_out(each) for each in judged_indicators(plan, year, request.today)]
    return Indicators(title=plan.title, start=start, end=end, year=year, as_of=request.today, items=items)
