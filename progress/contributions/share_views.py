"""分解和要求报送 on a task's page: what its lead shares out, whom the coordinator asks."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404, render

from progress.contributions.demand_actions import demand
from progress.contributions.forms import SharesForm
from progress.contributions.lead_views import task_or_404
from progress.contributions.reads import demand_words
from progress.contributions.share_actions import share_out
from progress.ledger.ledgers import ledger_of
from progress.ledger.owed_contributions import demanded_of, seal_of_demands
from progress.ledger.reporters import target_reporter
from progress.ledger.shares import partners_of
from progress.models import Allocation, SharedTarget
from progress.rules import addresses
from progress.rules.shares import remarks
from projects.models import Target, Task, Unit
from projects.rules.states import Nature
from projects.screen.forms import refusals_on, refusals_to
from projects.screen.many import seen_seal
from projects.screen.posted import brought_back, whole_number, whole_numbers


def task_shares(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """分解 of a task's targets: the lead's to write, the two offices' to read."""
    task = task_or_404(request.user, year, number)
    if request.method != "POST":
        return _shares_page(request, task, posted=request.restored)
    if request.POST.get("action") == "demand":
        return _demand(request, task)
    target = get_object_or_404(
        task.targets.select_related("task__yearly_list", "reporting_unit"),
        pk=whole_number(request.POST.get("target")) or 0,
    )
    form = _shares_form(target, request.POST)
    if form.has_error("version"):
        raise Http404  # posted without what was read
    if form.is_valid():
        shared = SharedTarget.objects.filter(target=target).first()
        with refusals_on(form, stands=shared.version if shared else 0):
            named = {"shares": form.shares(), "based_on": form.cleaned_data["version"]}
            shared = share_out(target, **named, at=request.now, by=request.user)
            messages.success(request, f"“{target.in_print}”的分解已保存。")
            return HttpResponseRedirect(shared.address)
    return _shares_page(request, task, forms={target.pk: form}, status=400)


def _demand(request: HttpRequest, task: Task) -> HttpResponse:
    """要求报送 of the units ticked, and of no others; what is refused stays ticked."""
    named = {"shown": seen_seal(request.POST, "demands"), "at": request.now, "by": request.user}
    before = demanded_of(task)
    with refusals_to(lambda words: messages.error(request, words)):
        asked = demand(task, units=whole_numbers(request.POST.getlist("demanded")), **named)
        words = f"本任务要求{len(asked)}个单位报送协同情况。" if asked else "本任务不再要求报送协同情况。"
        words += demand_words(task, [unit for unit in asked if unit not in before], request.today)
        messages.success(request, words)
        return HttpResponseRedirect(addresses.shares(task.yearly_list.year, task.number))
    return _shares_page(request, task, posted=request.POST, status=400)


def _shares_form(target: Target, posted: QueryDict | None = None) -> SharesForm:
    shared = SharedTarget.objects.filter(target=target).first()
    rows = Allocation.objects.filter(shared__target=target).select_related("unit").order_by("unit__order")
    return SharesForm(
        posted,
        shared=target,
        partners=partners_of(target.task),
        allocations={row.unit_id: row for row in rows},
        version=shared.version if shared else 0,
    )


def _shares_page(
    request: HttpRequest,
    task: Task,
    *,
    forms: dict[int, SharesForm] | None = None,
    posted: QueryDict | None = None,
    status: int = 200,
) -> HttpResponse:
    ledger = ledger_of(task)
    rows = []
    for target in task.targets.select_related("task__yearly_list", "reporting_unit").order_by("order"):
        reporter = target_reporter(target.reporting_unit, ledger.leads)
        is_mine = reporter is not None and reporter.pk == request.user.unit_id
        may = is_mine and request.user.has_perm("file_reports") and not request.user.out_of_use_words
        brought = posted if posted and posted.get("target") == str(target.pk) else None
        form = (forms or {}).get(target.pk) or _shares_form(target, brought)
        rows.append((target, form, may, _why_not(target), _remarks(target)))
    context = {
        "task": task,
        "rows": rows,
        "partners": partners_of(task),
        "demands": _demands(request, task, posted),
        "demands_seal": _demands_seal(request, task),
        "may_demand": request.user.has_perm("open_periods") and not task.yearly_list.is_concluded,
        "crumbs": [
            {"url": addresses.task(task.yearly_list.year, task.number), "label": f"第{task.number}项"}
        ],
    }
    return render(request, "progress/contributions/shares.html", context, status=status)


def _demands(request: HttpRequest, task: Task, posted: QueryDict | None) -> list[tuple[Unit, bool]]:
    """Every unit that may be asked, and whether it is; as it was ticked where that did not go."""
    asked = demanded_of(task)
    may = dict.fromkeys((*partners_of(task), *asked))
    if posted and posted.get("action") == "demand":
        ticked = whole_numbers(posted.getlist("demanded"))
        return [(unit, unit.pk in ticked) for unit in may]
    return [(unit, unit in asked) for unit in may]


def _demands_seal(request: HttpRequest, task: Task) -> str:
    """The mark of who was asked when the page was read: what comes back through the sign-in keeps its own."""
    brought = brought_back(request.restored, "demand")
    return brought.get("seal-demands", "") if brought else seal_of_demands(demanded_of(task))


def _why_not(target: Target) -> str:
    """Why this target is not shared out; "" where it can be."""
    if target.nature != Nature.COUNT:
        return "水平类目标不能加总，不作分解。"
    if target.is_summed_over_leads:
        return "由各牵头单位分头完成、分别填报，不再分解。"
    return ""


def _remarks(target: Target) -> list[str]:
    rows = Allocation.objects.filter(shared__target=target)
    planned = {each.quarter: each.ytd for each in target.stage_plans[0].quarters if each.ytd is not None}
    shares = [row.share for row in rows]
    return remarks(shares, quantity=target.quantity, unit=target.unit, planned=planned)
