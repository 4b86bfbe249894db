"""The register of units and groups, and what the administrator keeps of them."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from projects.filing.posted_views import posted_from
from projects.models import GroupMembership, Unit, UnitGroup, YearlyList
from projects.register.actions import (
    add_member,
    confirm_member,
    confirm_members,
    edit,
    keep_contacts,
    remove_member,
)
from projects.register.filters import UnitFilter
from projects.register.forms import ContactsForm, MemberForm, UnitForm, unit_values
from projects.register.reads import groups_by_list, units_by_kind, years_with_units
from projects.rules.city import kind_choices
from projects.rules.errors import Refused, Stale
from projects.screen.posted import whole_numbers

YEARS_SHOWN = 3
may_manage = permission_required("manage_units", raise_exception=True)


@require_safe
def unit_list(request: HttpRequest) -> HttpResponse:
    """The units by kind in the official order, with what each leads and takes part in; and the groups."""
    found = UnitFilter(request.GET, queryset=Unit.objects.all(), choices={"kind": kind_choices(request.city)})
    years = years_with_units()[:YEARS_SHOWN]
    kinds = units_by_kind(found.rows, years, city=request.city)
    context = {
        "filter": found,
        "may_add": request.user.has_perm("manage_units"),
        "kinds": kinds,
        "total": sum(len(kind.rows) for kind in kinds),
        "shown_years": years,
        "columns": 2 + 2 * len(years),
        "groups": () if request.GET.get("q") or request.GET.get("kind") else groups_by_list(years),
    }
    return render(request, "projects/register/units.html", context)


@may_manage
@require_http_methods(["GET", "HEAD", "POST"])
def unit_edit(request: HttpRequest, code: str) -> HttpResponse:
    """A unit's contacts and other names."""
    unit = get_object_or_404(Unit.objects.prefetch_related("aliases"), code=code)
    form, refusal = (
        UnitForm(request.POST if request.method == "POST" else request.restored, initial=unit_values(unit)),
        None,
    )
    if request.method == "POST" and form.is_valid():
        try:
            edit(unit, at=request.now, by=request.user, **form.said)
        except Refused as refused:
            refusal = refused
        else:
            messages.success(request, f"{unit}的登记内容已保存。")
            return HttpResponseRedirect(reverse("unit_detail", args=[code]))
    if isinstance(refusal, Stale):  # whoever saves again has seen what stands now
        form.data = {**form.data.dict(), "based_on": unit.editable_wording}
    crumbs = [*_crumbs(), {"url": reverse("unit_detail", args=[code]), "label": unit.name}]
    context = {"unit": unit, "form": form, "refusal": refusal, "crumbs": crumbs}
    return render(request, "projects/register/unit_edit.html", context, status=409 if refusal else 200)


@permission_required("file_reports", raise_exception=True)
@require_http_methods(["GET", "HEAD", "POST"])
def unit_contacts(request: HttpRequest, code: str) -> HttpResponse:
    """One's own unit's contacts; another's are not there."""
    unit = get_object_or_404(Unit.objects.prefetch_related("aliases"), code=code, pk=request.user.unit_id)
    posted = request.POST if request.method == "POST" else request.restored
    form, refusal = ContactsForm(posted, initial=unit_values(unit)), None
    if request.method == "POST" and form.is_valid():
        based_on = form.cleaned_data["based_on"]
        try:
            named = {"contacts": form.contacts, "based_on": based_on}
            keep_contacts(unit, **named, at=request.now, by=request.user)
        except Refused as refused:
            refusal = refused
        else:
            messages.success(request, "联系人已保存。")
            return HttpResponseRedirect(reverse("unit_detail", args=[code]))
    if isinstance(refusal, Stale):  # whoever saves again has seen what stands now
        form.data = {**form.data.dict(), "based_on": unit.editable_wording}
    crumbs = [*_crumbs(), {"url": reverse("unit_detail", args=[code]), "label": unit.name}]
    context = {"unit": unit, "form": form, "refusal": refusal, "crumbs": crumbs}
    return render(request, "projects/register/unit_edit.html", context, status=409 if refusal else 200)


@require_safe
def group_detail(request: HttpRequest, code: str) -> HttpResponse:
    """The members of a group in one list; which are only proposed."""
    group = get_object_or_404(UnitGroup, code=code)
    lists = list(YearlyList.objects.order_by("-year"))
    shown = next(
        (each for each in lists if str(each.year) == request.GET.get("year")), lists[0] if lists else None
    )
    memberships = list(
        group.memberships.filter(yearly_list=shown)
        .select_related("unit", "confirmed_by")
        .order_by("unit__order")
    )
    context = {
        "group": group,
        "yearly_list": shown,
        "memberships": memberships,
        "waiting": sum(1 for each in memberships if each.confirmed_at is None),
        "tabs": [
            {"label": f"{each.year}年", "url": f"?year={each.year}", "here": each == shown, "count": None}
            for each in lists
        ],
        "form": MemberForm(offered=_offered(group, shown))
        if shown and request.user.has_perm("manage_units")
        else None,
        "crumbs": _crumbs(),
    }
    return render(request, "projects/register/group.html", context)


@may_manage
@posted_from("group_detail", "code")
def group_confirm(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """All proposed members of a list are confirmed."""
    group, yearly_list = _group(code, year)
    seen = whole_numbers(request.POST.getlist("member"))
    count = confirm_members(group, yearly_list=yearly_list, seen=seen, at=request.now, by=request.user)
    messages.success(request, f"已确认{yearly_list}{group}的 {count} 个成员。")
    return _to_group(group, year)


@may_manage
@posted_from("group_detail", "code")
def group_add(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """A unit is added for one list."""
    group, yearly_list = _group(code, year)
    form = MemberForm(request.POST, offered=Unit.objects.active())
    if form.is_valid():
        unit = form.cleaned_data["unit"]
        add_member(group, yearly_list=yearly_list, unit=unit, at=request.now, by=request.user)
        messages.success(request, f"已将{unit}加入{yearly_list}的{group}。")
    else:
        messages.error(request, "请选择要加入的单位。")
    return _to_group(group, year)


@may_manage
@posted_from("unit_list")
def member_confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """One proposed member is confirmed."""
    membership = confirm_member(get_object_or_404(GroupMembership, pk=pk), at=request.now, by=request.user)
    messages.success(request, f"已确认{membership.unit}。")
    return _to_group(membership.group, membership.yearly_list.year)


@may_manage
@posted_from("unit_list")
def member_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """A unit goes out of a group for one list."""
    membership = get_object_or_404(
        GroupMembership.objects.select_related("group", "yearly_list", "unit"), pk=pk
    )
    remove_member(membership, at=request.now, by=request.user)
    messages.success(request, f"已将{membership.unit}移出{membership.yearly_list}的{membership.group}。")
    return _to_group(membership.group, membership.yearly_list.year)


def _group(code: str, year: int) -> tuple[UnitGroup, YearlyList]:
    return get_object_or_404(UnitGroup, code=code), get_object_or_404(YearlyList, year=year)


def _offered(group: UnitGroup, yearly_list: YearlyList) -> QuerySet[Unit]:
    """The units that are not in the group yet."""
    return Unit.objects.active().exclude(memberships__in=group.memberships.filter(yearly_list=yearly_list))


def _to_group(group: UnitGroup, year: int) -> HttpResponseRedirect:
    return HttpResponseRedirect(f"{reverse('group_detail', args=[group.code])}?year={year}")


def _crumbs() -> list[dict]:
    return [{"url": reverse("unit_list"), "label": "单位"}]
