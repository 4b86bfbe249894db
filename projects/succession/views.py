"""承接关系 of a list with those before it: compared, confirmed or refused many at once, made by hand."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from projects.filing.posted_views import posted_from
from projects.models import Succession, YearlyList
from projects.rules.succession import SuccessionState
from projects.screen.forms import refusals_on
from projects.screen.links import Link, changed
from projects.screen.many import are_ticked, one_by_one, seen_versions, ticked
from projects.screen.posted import whole_numbers
from projects.succession import actions
from projects.succession.filters import ALL, SuccessionFilter
from projects.succession.forms import RegisterForm
from projects.succession.reads import pairs_of
from projects.succession.tables import SuccessionTable

PER_PAGE = 50
ACTS: dict[str, tuple[Callable[..., Succession], str]] = {
    "confirm": (actions.confirm, "已确认{}对承接关系。"),
    "refuse": (actions.refuse, "已将{}对标为不承接。"),
    "undo": (actions.undo, "已撤销{}对的处理，重新待确认。"),
}
may_manage = permission_required("manage_lists", raise_exception=True)


@may_manage
@require_http_methods(["GET", "HEAD", "POST"])
def succession_list(request: HttpRequest, year: int) -> HttpResponse:
    """The pairs as the address asks; a POST registers one by hand."""
    yearly_list = get_object_or_404(YearlyList, year=year)
    before = YearlyList.objects.filter(year__lt=year).order_by("-year")
    years = list(before.values_list("year", flat=True))
    posted = request.POST if request.method == "POST" else request.restored
    form = RegisterForm(posted, yearly_list=yearly_list, years=years)
    if request.method == "POST" and form.is_valid() and _registered(request, form):
        return HttpResponseRedirect(request.get_full_path())
    counts = dict(pairs_of(yearly_list).order_by().values_list("state").annotate(Count("pk")))
    found = _filter(request, yearly_list, years)
    pairs = list(found.rows)
    query = request.GET.dict()
    asked = query.pop("tick", "")
    table = SuccessionTable(
        pairs,
        year=year,
        ticked=are_ticked(asked),
        ticks_all=asked == "all",
        query=query,
        per_page=PER_PAGE,
    )
    context = {
        "yearly_list": yearly_list,
        "has_before": bool(years),
        "form": form,
        "filter": found,
        "tabs": _tabs(request, counts),
        "total": sum(counts.values()),
        "shown": len(pairs),
        "table": table,
        "tick_all": changed(query, tick="all"),
        "state": found.data.get("state"),
    }
    status = 400 if request.method == "POST" else 200
    return render(request, "projects/succession/list.html", context, status=status)


@may_manage
@posted_from("succession_list", "year")
def succession_seek(request: HttpRequest, year: int) -> HttpResponse:
    """Compare with the lists before."""
    added = actions.seek(get_object_or_404(YearlyList, year=year), at=request.now, by=request.user)
    messages.success(request, f"已比对，新列{added}对待确认。" if added else "已比对，没有新的承接关系。")
    return HttpResponseRedirect(reverse("succession_list", args=[year]))


@may_manage
@posted_from("succession_list", "year", ticks="pair")
def succession_decide(request: HttpRequest, year: int) -> HttpResponse:
    """确认, 不承接 or 撤销 of all that is ticked, each by itself; what is refused stays and is named."""
    if request.POST.get("action") not in ACTS:
        raise Http404
    act, done = ACTS[request.POST["action"]]
    yearly_list = get_object_or_404(YearlyList, year=year)
    pairs = list(pairs_of(yearly_list).filter(pk__in=whole_numbers(request.POST.getlist("pair"))))
    seen = seen_versions(request.POST, pairs)
    decided = one_by_one(
        pairs,
        lambda pair: act(pair, based_on=seen[pair.pk], at=request.now, by=request.user),
        name=_named,
        tell=lambda words: messages.error(request, words),
    )
    if decided:
        messages.success(request, done.format(len(decided)))
    elif not pairs:
        messages.warning(request, "没有办理：请先勾选。")
    left = ticked(pair.pk for pair in pairs if pair.pk not in {each.pk for each in decided})
    query = changed(request.GET.dict(), tick=left or None)
    return HttpResponseRedirect(reverse("succession_list", args=[year]) + query)


def _named(pair: Succession) -> str:
    earlier = pair.earlier
    return f"第{pair.later.number}项承接{earlier.yearly_list.year}年第{earlier.number}项"


def _registered(request: HttpRequest, form: RegisterForm) -> bool:
    """Whether the two were brought together; why not stands on the form."""
    data = form.cleaned_data
    with refusals_on(form):
        pair = actions.register(data["task"], earlier=data["earlier_task"], at=request.now, by=request.user)
        messages.success(request, f"已登记：{pair}。")
        return True
    return False


def _filter(request: HttpRequest, yearly_list: YearlyList, years: list[int]) -> SuccessionFilter:
    """The pairs asked for; without a question those that wait."""
    query = request.GET.copy()
    query.setdefault("state", SuccessionState.PROPOSED)
    choices = {"before": [(year, f"{year}年") for year in years]}
    return SuccessionFilter(query, queryset=pairs_of(yearly_list), choices=choices)


def _tabs(request: HttpRequest, counts: dict[str, int]) -> list[Link]:
    """Each state with its number, and all."""
    shown, query = request.GET.get("state", SuccessionState.PROPOSED), request.GET.dict()
    tabs = [(code, word, counts.get(code, 0)) for code, word in SuccessionState.choices()]
    tabs.append((ALL, "全部", sum(counts.values())))
    return [
        Link(word, changed(query, without=("page", "tick"), state=code), shown == code, number)
        for code, word, number in tabs
    ]
