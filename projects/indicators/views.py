"""The administrator's pages of the five-year plan: adopting it, settling its indicators."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods

from projects.filing.posted_views import posted_from
from projects.indicators.actions import adopt_plan, settle
from projects.indicators.forms import GroundsForm, as_renewed, forms_of
from projects.models import FivePlan, Indicator, SourceDocument, Unit
from projects.rules import addresses
from projects.rules.errors import NotYours, Refused
from projects.screen.forms import refusals_to

may_manage = permission_required("manage_lists", raise_exception=True)


@may_manage
@posted_from("document_detail", "pk")
def five_plan_adopt(request: HttpRequest, pk: int) -> HttpResponse:
    """The indicators of a document that was read."""
    document = get_object_or_404(SourceDocument, pk=pk, reading__isnull=False)
    with refusals_to(lambda sentence: messages.error(request, sentence)):
        plan = adopt_plan(document, at=request.now, by=request.user)
        count = plan.indicators.count()
        messages.success(request, f"{count}项规划指标已入库。请核对领域和方向，并指定责任单位。")
        return HttpResponseRedirect(addresses.five_plan_settings(plan.start_year, plan.end_year))
    return HttpResponseRedirect(addresses.document(document.pk))


@may_manage
@require_http_methods(["GET", "HEAD", "POST"])
def five_plan_settings(request: HttpRequest, start: int, end: int) -> HttpResponse:
    """领域, 方向, 责任单位, 分年目标, 支撑任务 of every indicator, saved together."""
    plan = get_object_or_404(FivePlan, start_year=start, end_year=end)
    posted = request.POST if request.method == "POST" else request.restored
    rows, why = forms_of(plan, posted), GroundsForm(posted)
    refusal = ""
    if request.method == "POST":
        if any(row.has_error("version") for row in rows):
            raise Http404  # posted without what was read
        if why.is_valid() and not sum(bool(row.errors) for row in rows):
            try:
                said = {row.indicator.pk: row.settled() for row in rows}
                named = {"said": said, "grounds": why.cleaned_data["grounds"]}
                changed = settle(plan, **named, at=request.now, by=request.user)
            except NotYours:
                raise
            except Refused as refused:
                refusal = str(refused)
                rows = forms_of(plan, as_renewed(plan, request.POST))
            else:
                messages.success(request, f"已保存{changed}项指标的修改。" if changed else "没有修改。")
                return HttpResponseRedirect(request.path)
    wrong = sum(bool(form.errors) for form in (*rows, why)) if request.method == "POST" else 0
    context = {
        "plan": plan,
        "rows": rows,
        "why": why,
        "refusal": refusal,
        "wrong": wrong,
        "left_open": _left_open([row.indicator for row in rows]),
        "units": Unit.objects.active().order_by("order").values_list("name", flat=True),
        "crumbs": [{"url": plan.address, "label": f"{start}—{end}年规划指标"}],
    }
    status = 409 if refusal else 400 if wrong else 200
    return render(request, "projects/indicators/settings.html", context, status=status)


def _left_open(indicators: list[Indicator]) -> str:
    """，2项未指定责任单位，3项的领域或方向待核对: what is still to be settled, behind the number of all."""
    counts = (
        (sum(each.unit_id is None for each in indicators), "项未指定责任单位"),
        (sum(bool(each.doubts) for each in indicators), "项的领域或方向待核对"),
    )
    return "".join(f"，{count}{words}" for count, words in counts if count)
