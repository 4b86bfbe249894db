"""件 of a list: the pages of its headings, and the proposal of the document's own."""

from collections.abc import Collection, Mapping

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods

from projects.filing.posted_views import posted_from
from projects.headings.kinds import Heading
from projects.headings.views import Pages, edit_page, group_ticked, list_page, remove_heading
from projects.matters import actions
from projects.matters.forms import MatterForm
from projects.matters.kind import MATTERS
from projects.matters.reads import proposed, seal_of_headings
from projects.models import YearlyList
from projects.rules import addresses
from projects.screen.forms import refusals_to
from projects.screen.many import seen_seal

may_manage = permission_required("manage_lists", raise_exception=True)


def _proposal(yearly_list: YearlyList, matters: Collection[Heading]) -> Mapping[str, object]:
    """What the document's headings propose, where the list has no matter yet."""
    found = () if matters else proposed(yearly_list)
    return {"proposal": found, "proposal_seal": seal_of_headings(found)}


PAGES = Pages(
    MATTERS, MatterForm, "projects/matters/list.html", "projects/matters/matter.html", more=_proposal
)


@may_manage
@require_http_methods(["GET", "HEAD", "POST"])
def matter_list(request: HttpRequest, year: int) -> HttpResponse:
    """The matters and the tasks as the address asks; a POST adds a matter."""
    return list_page(request, PAGES, year)


@may_manage
@require_http_methods(["GET", "HEAD", "POST"])
def matter_edit(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """Number, name and lead of a matter."""
    return edit_page(request, PAGES, year, number)


@may_manage
@posted_from("matter_list", "year")
def matter_remove(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """A matter without tasks goes."""
    return remove_heading(request, MATTERS, year, number)


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
    """The ticked tasks under the matter chosen, or out of theirs."""
    return group_ticked(request, PAGES, year)
