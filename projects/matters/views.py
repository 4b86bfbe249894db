"""件 of a list: named by the administrator, tasks grouped under them many at once."""

from collections.abc import Collection, Iterable
from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods

from projects.filing.posted_views import posted_from
from projects.matters import actions
from projects.matters.filters import LOOSE, GroupingFilter
from projects.matters.forms import MatterForm
from projects.matters.reads import grouped_rows, matters_of, proposed, seal_of_headings
from projects.matters.tables import GroupingTable
from projects.models import Matter, Task, Unit, YearlyList
from projects.rules import addresses
from projects.rules.matters import place_of
from projects.screen.forms import refusals_on, refusals_to
from projects.screen.links import changed
from projects.screen.many import one_by_one, seen_seal
from projects.screen.posted import seen_version, whole_number, whole_numbers

PER_PAGE = 200
may_manage = permission_required("manage_lists", raise_exception=True)


@may_manage
@require_http_methods(["GET", "HEAD", "POST"])
def matter_list(request: HttpRequest, year: int) -> HttpResponse:
    """The matters and the tasks as the address asks; a POST adds a matter."""
    yearly_list = get_object_or_404(YearlyList, year=year)
    posted = request.POST if request.method == "POST" else request.restored
    matters = list(matters_of(yearly_list))
    form = _new_matter(matters, posted)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            made = actions.add_matter(yearly_list, values=form.values, at=request.now, by=request.user)
            messages.success(request, f"已增加{made}。请勾选任务归入。")
            return HttpResponseRedirect(request.get_full_path())
    status = 400 if request.method == "POST" else 200
    return _page(request, yearly_list, matters, form, status=status)


@may_manage
@require_http_methods(["GET", "HEAD", "POST"])
def matter_edit(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """Number, name and lead of a matter."""
    matter = _matter(year, number)
    stands = {"version": matter.version, "number": matter.number, "name": matter.name}
    posted = request.POST if request.method == "POST" else request.restored
    form = MatterForm(posted, initial={**stands, "lead": matter.lead.name if matter.lead else ""})
    if request.method == "POST":
        seen = seen_version(request.POST)
        if form.is_valid():
            with refusals_on(form, stands=matter.version):
                named = {"based_on": seen, "at": request.now, "by": request.user}
                made = actions.change_matter(matter, values=form.values, **named)
                messages.success(request, f"已保存：{made}。")
                return HttpResponseRedirect(addresses.matters(year))
    context = {
        "matter": matter,
        "form": form,
        "units": _unit_names(),
        "task_count": matter.tasks.count(),
        "back": addresses.matters(year),
        "crumbs": [{"url": addresses.matters(year), "label": f"{year}年各件"}],
    }
    status = 400 if request.method == "POST" else 200
    return render(request, "projects/matters/matter.html", context, status=status)


@may_manage
@posted_from("matter_list", "year")
def matter_remove(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """A matter without tasks goes."""
    matter = _matter(year, number)
    named = {"based_on": seen_version(request.POST), "at": request.now, "by": request.user}
    with refusals_to(lambda words: messages.error(request, words)):
        actions.remove_matter(matter, **named)
        messages.success(request, f"已删除{place_of(number)}。")
    return HttpResponseRedirect(addresses.matters(year))


@may_manage
@posted_from("matter_list", "year")
def matters_by_headings(request: HttpRequest, year: int) -> HttpResponse:
    """A matter for each heading of the document, with the tasks below it."""
    yearly_list = get_object_or_404(YearlyList, year=year)
    seen = seen_seal(request.POST, "headings")
    with refusals_to(lambda words: messages.error(request, words)):
        count = actions.set_by_headings(yearly_list, seen=seen, at=request.now, by=request.user)
        messages.success(request, f"已按文件标题设立{count}件，各项任务已归入。")
    return HttpResponseRedirect(addresses.matters(year))


@may_manage
@require_http_methods(["GET", "HEAD", "POST"])
def matter_group(request: HttpRequest, year: int) -> HttpResponse:
    """The ticked tasks under the matter chosen, or out of theirs; what is refused is named and stays ticked.

    What comes back through the sign-in is shown, not done.
    """
    yearly_list = get_object_or_404(YearlyList, year=year)
    matters = list(matters_of(yearly_list))
    if request.restored:
        messages.warning(request, "您刚才的勾选已带回，尚未办理，请核对后办理。")
        shown = {"choice": request.restored, "ticked": request.restored.getlist("task")}
        return _page(request, yearly_list, matters, _new_matter(matters), status=200, **shown)
    if request.method != "POST":
        return HttpResponseRedirect(addresses.matters(year) + changed(request.GET.dict()))
    left = _place_ticked(request, yearly_list, {each.pk: each for each in matters})
    if left is None:
        query = changed(request.GET.dict(), without=("tick", "page"))
        return HttpResponseRedirect(addresses.matters(year) + query)
    matters = list(matters_of(yearly_list))  # as they stand now
    shown = {"choice": request.POST, "ticked": left}
    return _page(request, yearly_list, matters, _new_matter(matters), status=400, **shown)


def _place_ticked(
    request: HttpRequest, yearly_list: YearlyList, matters: dict[int, Matter]
) -> Collection[str] | None:
    """Group or ungroup; the ticks of what was not done, None where all was."""
    posted, ticked = request.POST, request.POST.getlist("task")
    tasks = list(yearly_list.tasks.filter(pk__in=whole_numbers(ticked)))
    stood = {task.pk: seen_version(posted, f"stood-{task.pk}") for task in tasks}
    leaves = posted.get("action") == "ungroup"
    into = None if leaves else matters.get(whole_number(posted.get("matter")))
    moved = [task for task in tasks if stood[task.pk] in matters] if leaves else tasks
    if why := _why_nothing(tasks, moved, is_chosen=leaves or into is not None):
        messages.warning(request, f"没有办理：{why}。")
        return ticked

    def place(task: Task) -> Task:
        matter = matters[stood[task.pk]] if leaves else into
        based_on = seen_version(posted, f"version-{matter.pk}")
        named = {"task": task, "based_on": based_on, "at": request.now, "by": request.user}
        if leaves:
            return actions.ungroup(matter, **named)
        return actions.group(matter, seen=stood[task.pk], **named)

    placed = one_by_one(moved, place, name=_named, tell=partial(messages.error, request))
    if placed:
        where = "移出" if leaves else f"归入{place_of(into.number)}"
        messages.success(request, f"已将{len(placed)}项任务{where}。")
    left = {task.pk for task in moved} - {task.pk for task in placed}
    return {str(key) for key in left} or None


def _why_nothing(tasks: list[Task], moved: list[Task], *, is_chosen: bool) -> str:
    """Why nothing can be done with the ticks; "" where something can."""
    if not tasks:
        return "请先勾选任务"
    if not is_chosen:
        return "请选择归入哪一件"
    return "" if moved else "所选任务都没有归入"


def _named(task: Task) -> str:
    return f"第{task.number}项"


def _matter(year: int, number: int) -> Matter:
    rows = Matter.objects.select_related("yearly_list", "lead", "changed_by")
    return get_object_or_404(rows, yearly_list__year=year, number=number)


def _new_matter(matters: Iterable[Matter], posted: QueryDict | None = None) -> MatterForm:
    """The form of a further matter, its number the next."""
    return MatterForm(posted, initial={"number": max((each.number for each in matters), default=0) + 1})


def _page(
    request: HttpRequest,
    yearly_list: YearlyList,
    matters: list[Matter],
    form: MatterForm,
    *,
    status: int,
    choice: QueryDict | None = None,
    ticked: Collection[str] = (),
) -> HttpResponse:
    """`choice` and `ticked` are what was chosen and ticked before it came back."""
    query = request.GET.dict()
    found = _filter(request, yearly_list, matters)
    ticks_all = query.pop("tick", "") == "all"
    table = GroupingTable(
        grouped_rows(found.rows),
        year=yearly_list.year,
        names={each.pk: str(each) for each in matters},
        ticked=ticked,
        ticks_all=ticks_all and choice is None,
        query=query,
        per_page=PER_PAGE,
        exclude=() if "domain" in found.filters else ("domain__name",),
    )
    grouped = sum(each.task_count for each in matters)
    headings = () if matters else proposed(yearly_list)
    context = {
        "yearly_list": yearly_list,
        "matters": matters,
        "form": form,
        "filter": found,
        "table": table,
        "shown": table.pages().total,
        "loose": yearly_list.tasks.count() - grouped,
        "grouped": grouped,
        "chosen": whole_number(choice.get("matter")) if choice else None,
        "headings": headings,
        "headings_seal": seal_of_headings(headings),
        "units": _unit_names(),
        "tick_all": changed(query, tick="all"),
        "may_change": not yearly_list.is_concluded,
    }
    return render(request, "projects/matters/list.html", context, status=status)


def _filter(request: HttpRequest, yearly_list: YearlyList, matters: list[Matter]) -> GroupingFilter:
    named = [(str(each.number), str(each)) for each in matters]
    domains = [(str(order), name) for order, name in yearly_list.domains.values_list("order", "name")]
    choices = {"matter": [(LOOSE, "未归入"), *named] if named else [], "domain": domains}
    return GroupingFilter(request.GET, queryset=yearly_list.tasks.all(), choices=choices)


def _unit_names() -> QuerySet[Unit]:
    return Unit.objects.active().order_by("order").values_list("name", flat=True)
