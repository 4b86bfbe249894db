"""The API's actual: reports read, and a unit's own draft saved, by the action of the page."""

from typing import Literal

from django.http import Http404, HttpRequest
from ninja import Field, Query

from progress.api.door_views import check_may_write
from progress.api.problems import Problem
from progress.api.report_answers import Draft, ReportOut, Reports
from progress.api.report_reads import own_slips, report_out, report_row, reports_for, typed_fields
from progress.api.stamp_reads import stamp
from progress.api.views import Paged, list_or_404, page_of, period_or_404
from progress.ledger.filing_days import filing_days
from progress.ledger.ledgers import ledger_named, ledger_of
from progress.ledger.sight import is_partner
from progress.models import Report, ReportingPeriod
from progress.reports import actions
from progress.reports.forms import ReportForm
from progress.reports.partial_forms import form_over
from progress.reports.sheet import ReportSheet, report_sheet
from projects.models import YearlyList
from projects.rules.errors import Stale

NOT_SAVED = "没有保存：有内容不符合要求。"
FILING_STATES = Literal[
    "", "accepted", "pending", "not_refiled", "returned", "missing", "awaiting", "draft", "not_due"
]


class ReportQuery(Paged):
    """Which reports of the quarter."""

    unit: str = Field("", description="牵头单位代码")
    state: FILING_STATES = Field("", description="填报状态")


def list_reports(request: HttpRequest, year: int, quarter: int, query: Query[ReportQuery]) -> Reports:
    """一个季度该密钥能看到的报告：填报状态、期限、版本。"""
    yearly_list = list_or_404(year)
    period = period_or_404(yearly_list, quarter)
    reports = reports_for(period, request.user)
    if query.unit:
        reports = reports.filter(unit__code=query.unit)
    days = [day for day in filing_days(reports, request.today) if query.state in ("", day.state)]
    page = page_of(days, query)
    items = [report_row(day) for day in page.pop("rows")]
    return Reports(**stamp(yearly_list, period), **page, items=items)


def show_report(request: HttpRequest, year: int, quarter: int, number: int, code: str) -> ReportOut:
    """一份报告：填报状态、版本、文字、量化目标、事项，还缺什么。"""
    yearly_list, period, sheet = _found(request, year, quarter, number, code)
    return report_out(sheet, request.user, stamp(yearly_list, period))


def save_report(
    request: HttpRequest, year: int, quarter: int, number: int, code: str, draft: Draft
) -> ReportOut:
    """保存本单位报告的草稿：与页面“保存草稿”相同，须带所依据的版本；没有写的内容保持原样；不报送。"""
    yearly_list, period, sheet = _found(request, year, quarter, number, code)
    if sheet.report.unit_id != request.user.unit_id:
        raise Http404
    check_may_write(request.api_key)
    form = _form(sheet, draft)
    try:
        saved = actions.save_draft(
            sheet.report, content=form.content(), based_on=draft.version, at=request.now, by=request.user
        )
    except Stale as refusal:
        stands = report_out(sheet, request.user, stamp(yearly_list, period))
        raise Problem(409, str(refusal), stands=stands.model_dump(mode="json")) from None
    return report_out(_sheet(request, saved), request.user, stamp(yearly_list, period))


def _found(
    request: HttpRequest, year: int, quarter: int, number: int, code: str
) -> tuple[YearlyList, ReportingPeriod, ReportSheet]:
    """The report with its quarter; not there for who has no part in the task."""
    yearly_list = list_or_404(year)
    period = period_or_404(yearly_list, quarter)
    ledger = ledger_named(yearly_list.year, number)
    if ledger is None:
        raise Http404
    report = next((each for each in ledger.reports_in(quarter) if each.unit.code == code), None)
    if report is None or not is_partner(ledger, request.user):
        raise Http404
    return yearly_list, period, report_sheet(ledger, report, request.today)


def _sheet(request: HttpRequest, saved: Report) -> ReportSheet:
    """The report as it stands now."""
    fresh = ledger_of(saved.task)
    return report_sheet(fresh, fresh.report(saved.period.quarter, saved.unit), request.today)


def _form(sheet: ReportSheet, draft: Draft) -> ReportForm:
    """The form with what was sent; 422 where a field is none of this report's, or cannot be read.

    What a person typed before and nobody could read stays, as it does on the page.
    """
    if wrong := own_slips(sheet, draft):
        raise Problem(422, NOT_SAVED, errors=[_error(f"value-{key}", said) for key, said in wrong.items()])
    typed = typed_fields(draft)
    form = form_over(sheet, typed, version=draft.version)
    unknown = [name for name in typed if name not in form.fields and not name.startswith("based_on-")]
    errors = [_error(name, "没有这个编号，或不由本单位填报。") for name in unknown]
    form.is_valid()
    for name, said in form.errors.items():
        if name in typed or not form.is_savable:
            errors.append(_error(name, "".join(said)))
    if errors:
        raise Problem(422, NOT_SAVED, errors=errors)
    return form


def _error(name: str, message: str) -> dict[str, str]:
    return {"field": name, "message": message}
