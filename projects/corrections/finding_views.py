"""疑点: what a person should look at, and the answers, one or many at a time."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods

from projects.corrections.finding_actions import reopen, settle_all
from projects.corrections.finding_filters import OPEN, FindingFilter
from projects.corrections.finding_forms import ANSWERS, AnswerForm
from projects.filing.posted_views import posted_from
from projects.models import Finding, YearlyList
from projects.parsing.findings import CODES
from projects.rules.errors import Refused
from projects.screen.links import Link, changed

PER_PAGE = 50
may_settle = permission_required("manage_lists", raise_exception=True)


@may_settle
@require_http_methods(["GET", "HEAD", "POST"])
def finding_list(request: HttpRequest, year: int) -> HttpResponse:
    """The findings of a list; a POST answers those that are ticked."""
    yearly_list = get_object_or_404(YearlyList, year=year)
    found = _found(request, yearly_list)
    page = Paginator(found.rows, PER_PAGE).get_page(request.GET.get("page"))
    typed = request.POST if request.method == "POST" else request.restored
    form = AnswerForm(typed, offered=yearly_list.findings.all())
    refusal = None
    if request.method == "POST" and form.is_valid():
        try:
            return _settled(request, form)
        except Refused as refused:
            refusal = refused
    context = {
        "yearly_list": yearly_list,
        "filter": found,
        "page": page,
        "form": form,
        "refusal": refusal,
        "answers": ANSWERS,
        "ticks_all": request.method != "POST" and request.GET.get("tick") == "all",
        "tick_all": changed(request.GET.dict(), tick="all"),
        "counts": _counts(yearly_list),
        "earlier": _turned(request, page.previous_page_number()) if page.has_previous() else None,
        "later": _turned(request, page.next_page_number()) if page.has_next() else None,
    }
    return render(request, "projects/corrections/findings.html", context, status=409 if refusal else 200)


@may_settle
@posted_from("finding_list", "year")
def finding_reopen(request: HttpRequest, year: int, pk: int) -> HttpResponse:
    """An answer is taken back."""
    finding = get_object_or_404(Finding, yearly_list__year=year, pk=pk)
    reopen(finding, at=request.now, by=request.user)
    messages.success(request, "已撤销处理，这条疑点重新待处理。")
    back = request.POST.get("back", "")
    is_ours = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()})
    return HttpResponseRedirect(back if is_ours else reverse("finding_list", args=[year]))


def _found(request: HttpRequest, yearly_list: YearlyList) -> FindingFilter:
    """The findings asked for; without a question those that wait."""
    codes = dict.fromkeys(yearly_list.findings.order_by("code").values_list("code", flat=True).distinct())
    query = request.GET.copy()
    query.setdefault("state", OPEN)
    related = yearly_list.findings.select_related("task", "document", "decision__decided_by")
    findings = related.defer("document__content").order_by("task__number", "pk")
    return FindingFilter(
        query, queryset=findings, choices={"code": [(code, CODES.get(code, code)) for code in codes]}
    )


def _settled(request: HttpRequest, form: AnswerForm) -> HttpResponse:
    """All ticked ones answered; on to what is left."""
    decisions = settle_all(
        form.cleaned_data["findings"], answer=form.cleaned_data["answer"], at=request.now, by=request.user
    )
    messages.success(request, f"已处理 {len(decisions)} 条疑点。")
    return HttpResponseRedirect(request.path + changed(request.GET.dict(), without=("tick",)))


def _counts(yearly_list: YearlyList) -> list[Link]:
    """How many wait and how many are answered, each the way to its rows."""
    total, waiting = yearly_list.findings.count(), yearly_list.findings.open().count()
    return [
        Link("待处理", "?state=open", count=waiting),
        Link("已处理", "?state=decided", count=total - waiting),
    ]


def _turned(request: HttpRequest, number: int) -> str:
    return changed(request.GET.dict(), page=number)
