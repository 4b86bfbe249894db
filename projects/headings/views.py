"""The pages of 件 and of 自定领域: named by the administrator, tasks grouped under them many at once."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import partial

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404, render

from projects.headings import actions
from projects.headings.filters import GroupingFilter, grouping_filter
from projects.headings.forms import HeadingForm
from projects.headings.kinds import Heading, Kind
from projects.headings.reads import grouped_rows, headings_of
from projects.headings.tables import GroupingTable
from projects.models import Task, Unit, YearlyList
from projects.screen.forms import refusals_on, refusals_to
from projects.screen.links import changed
from projects.screen.many import one_by_one
from projects.screen.posted import seen_version, whole_number, whole_numbers

PER_PAGE = 200


@dataclass(frozen=True)
class Pages:
    """What the pages of one kind are made of; `more` tells its list page what it alone shows."""

    kind: Kind
    form: type[HeadingForm]
    list_template: str
    one_template: str
    more: Callable[[YearlyList, Collection[Heading]], Mapping[str, object]] = lambda *_: {}


def list_page(request: HttpRequest, pages: Pages, year: int) -> HttpResponse:
    """The headings and the tasks as the address asks; a POST adds a heading."""
    yearly_list = get_object_or_404(YearlyList, year=year)
    posted = request.POST if request.method == "POST" else request.restored
    headings = list(headings_of(pages.kind, yearly_list))
    form = _new_heading(pages, headings, posted)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            named = {"values": form.values, "at": request.now, "by": request.user}
            made = actions.add(yearly_list, kind=pages.kind, **named)
            messages.success(request, f"已增加{made}。请勾选任务归入。")
            return HttpResponseRedirect(request.get_full_path())
    status = 400 if request.method == "POST" else 200
    return _page(request, pages, yearly_list, headings, form, status=status)


def edit_page(request: HttpRequest, pages: Pages, year: int, number: int) -> HttpResponse:
    """Number and name of a heading, and what else its kind has."""
    kind, heading = pages.kind, _heading(pages.kind, year, number)
    stands = {name: _shown(value) for name, value in vars(kind.values_of(heading)).items()}
    posted = request.POST if request.method == "POST" else request.restored
    form = pages.form(posted, initial={"version": heading.version, **stands})
    if request.method == "POST":
        seen = seen_version(request.POST)
        if form.is_valid():
            with refusals_on(form, stands=heading.version):
                named = {"based_on": seen, "at": request.now, "by": request.user}
                made = actions.change(heading, kind=kind, values=form.values, **named)
                messages.success(request, f"已保存：{made}。")
                return HttpResponseRedirect(kind.url(year))
    context = {
        "heading": heading,
        "kind": kind,
        "form": form,
        "units": _unit_names(),
        "task_count": heading.tasks.count(),
        "remove": f"{kind.stands}_remove",
        "number": number,
        "back": kind.url(year),
        "crumbs": [{"url": kind.url(year), "label": f"{year}年{kind.title}"}],
    }
    status = 400 if request.method == "POST" else 200
    return render(request, pages.one_template, context, status=status)


def remove_heading(request: HttpRequest, kind: Kind, year: int, number: int) -> HttpResponse:
    """A heading without tasks goes."""
    heading = _heading(kind, year, number)
    named = {"based_on": seen_version(request.POST), "at": request.now, "by": request.user}
    with refusals_to(lambda words: messages.error(request, words)):
        actions.remove(heading, kind=kind, **named)
        messages.success(request, f"已删除{heading.place}。")
    return HttpResponseRedirect(kind.url(year))


def group_ticked(request: HttpRequest, pages: Pages, year: int) -> HttpResponse:
    """The ticked tasks under the heading chosen, or out of theirs; what is refused is named, stays ticked.

    What comes back through the sign-in is shown, not done.
    """
    yearly_list = get_object_or_404(YearlyList, year=year)
    kind = pages.kind
    headings = list(headings_of(kind, yearly_list))
    if request.restored:
        shown = {"choice": request.restored, "ticked": request.restored.getlist("task")}
        form = _new_heading(pages, headings)
        return _page(request, pages, yearly_list, headings, form, status=200, **shown)
    if request.method != "POST":
        return HttpResponseRedirect(kind.url(year) + changed(request.GET.dict()))
    left = _place_ticked(request, kind, yearly_list, {each.pk: each for each in headings})
    if left is None:
        query = changed(request.GET.dict(), without=("tick", "page"))
        return HttpResponseRedirect(kind.url(year) + query)
    headings = list(headings_of(kind, yearly_list))  # as they stand now
    shown = {"choice": request.POST, "ticked": left}
    return _page(request, pages, yearly_list, headings, _new_heading(pages, headings), status=400, **shown)


def _place_ticked(
    request: HttpRequest, kind: Kind, yearly_list: YearlyList, headings: dict[int, Heading]
) -> Collection[str] | None:
    """Group or ungroup; the ticks of what was not done, None where all was."""
    posted, ticked = request.POST, request.POST.getlist("task")
    tasks = list(yearly_list.tasks.filter(pk__in=whole_numbers(ticked)))
    stood = {task.pk: seen_version(posted, f"stood-{task.pk}") for task in tasks}
    leaves = posted.get("action") == "ungroup"
    into = None if leaves else headings.get(whole_number(posted.get("heading")))
    moved = [task for task in tasks if stood[task.pk] in headings] if leaves else tasks
    if why := _why_nothing(kind, tasks, moved, is_chosen=leaves or into is not None):
        messages.warning(request, f"没有办理：{why}。")
        return ticked

    def place(task: Task) -> Task:
        heading = headings[stood[task.pk]] if leaves else into
        based_on = seen_version(posted, f"version-{heading.pk}")
        named = {"kind": kind, "task": task, "based_on": based_on, "at": request.now, "by": request.user}
        if leaves:
            return actions.ungroup(heading, **named)
        return actions.group(heading, seen=stood[task.pk], **named)

    placed = one_by_one(moved, place, name=_named, tell=partial(messages.error, request))
    if placed:
        where = "移出" if leaves else f"归入{into.place}"
        messages.success(request, f"已将{len(placed)}项任务{where}。")
    left = {task.pk for task in moved} - {task.pk for task in placed}
    return {str(key) for key in left} or None


def _why_nothing(kind: Kind, tasks: list[Task], moved: list[Task], *, is_chosen: bool) -> str:
    """Why nothing can be done with the ticks; "" where something can."""
    if not tasks:
        return "请先勾选任务"
    if not is_chosen:
        return f"请选择归入{kind.one}"
    return "" if moved else "所选任务都没有归入"


def _named(task: Task) -> str:
    return f"第{task.number}项"


def _shown(value: object) -> object:
    """A value of a heading as its form shows it: a unit by its name."""
    return value.name if isinstance(value, Unit) else value


def _heading(kind: Kind, year: int, number: int) -> Heading:
    """The heading of this number that was given by hand; 404 for one that the document prints."""
    rows = kind.model.objects.filter(**kind.fixed).select_related("yearly_list", "changed_by")
    found = rows.filter(yearly_list__year=year, **{kind.number: number}).first()
    if found is None:
        raise Http404
    return found


def _new_heading(pages: Pages, headings: Iterable[Heading], posted: QueryDict | None = None) -> HeadingForm:
    """The form of a further heading, its number the next."""
    last = max((getattr(each, pages.kind.number) for each in headings), default=0)
    return pages.form(posted, initial={"number": last + 1})


def _page(
    request: HttpRequest,
    pages: Pages,
    yearly_list: YearlyList,
    headings: list[Heading],
    form: HeadingForm,
    *,
    status: int,
    choice: QueryDict | None = None,
    ticked: Collection[str] = (),
) -> HttpResponse:
    """`choice` and `ticked` are what was chosen and ticked before it came back."""
    kind, query = pages.kind, request.GET.dict()
    found = grouping_filter(kind, request.GET, yearly_list, headings)
    ticks_all = query.pop("tick", "") == "all"
    why_none = kind.why_none(yearly_list)
    may_change = not yearly_list.is_concluded and not why_none
    table = GroupingTable(
        grouped_rows(kind, found.rows),
        kind=kind,
        year=yearly_list.year,
        has_others=_has_others(kind, found),
        may_tick=may_change,
        ticked=ticked,
        ticks_all=ticks_all and choice is None,
        domain_word=found.domain_word,
        query=query,
        per_page=PER_PAGE,
    )
    grouped = sum(each.task_count for each in headings)
    context = {
        "yearly_list": yearly_list,
        "kind": kind,
        "headings": [(getattr(each, kind.number), each) for each in headings],
        "form": form,
        "filter": found,
        "table": table,
        "shown": table.pages().total,
        "loose": yearly_list.tasks.count() - grouped,
        "grouped": grouped,
        "chosen": whole_number(choice.get("heading")) if choice else None,
        "units": _unit_names(),
        "tick_all": changed(query, tick="all"),
        "why_none": why_none,
        "may_change": may_change,
        "pages_of": {name: f"{kind.stands}_{name}" for name in ("list", "edit", "group")},
        **pages.more(yearly_list, headings),
    }
    return render(request, pages.list_template, context, status=status)


def _has_others(kind: Kind, found: GroupingFilter) -> bool:
    """Whether the list has headings of the other kind too."""
    other = "domain" if kind.stands == "matter" else "matter"
    return other in found.filters


def _unit_names() -> QuerySet[Unit]:
    return Unit.objects.active().order_by("order").values_list("name", flat=True)
