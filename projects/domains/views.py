"""自定领域 of a list whose document has none: the pages of its headings."""

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from projects.domains.kind import DOMAINS
from projects.filing.posted_views import posted_from
from projects.headings.forms import HeadingForm
from projects.headings.views import Pages, edit_page, group_ticked, list_page, remove_heading

PAGES = Pages(DOMAINS, HeadingForm, "projects/domains/list.html", "projects/headings/heading.html")
may_manage = permission_required("manage_lists", raise_exception=True)


@may_manage
@require_http_methods(["GET", "HEAD", "POST"])
def domain_list(request: HttpRequest, year: int) -> HttpResponse:
    """The domains and the tasks as the address asks; a POST adds a domain."""
    return list_page(request, PAGES, year)


@may_manage
@require_http_methods(["GET", "HEAD", "POST"])
def domain_edit(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """Number and name of a domain."""
    return edit_page(request, PAGES, year, number)


@may_manage
@posted_from("domain_list", "year")
def domain_remove(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """A domain without tasks goes."""
    return remove_heading(request, DOMAINS, year, number)


@may_manage
@require_http_methods(["GET", "HEAD", "POST"])
def domain_group(request: HttpRequest, year: int) -> HttpResponse:
    """The ticked tasks under the domain chosen, or out of theirs."""
    return group_ticked(request, PAGES, year)
