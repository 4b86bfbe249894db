"""使用帮助: how to, for each role; one need not be signed in to read how to sign in."""

from dataclasses import dataclass, replace

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from projects.help.pictures import PICTURES
from projects.rules.roles import Role


@dataclass(frozen=True)
class Chapter:
    """One chapter of the help: its place on the page, its title, for a role's part the role."""

    slug: str
    title: str = ""  # empty: called as its office is

    @property
    def template(self) -> str:
        """The file that holds its text."""
        return f"projects/help/{self.slug}.html"


CHAPTERS = (
    Chapter("start", "登录和页面"),
    Chapter(Role.FILER, "填报员"),
    Chapter(Role.SIGNER, "审签人"),
    Chapter(Role.COORDINATOR),
    Chapter(Role.SUPERVISOR),
    Chapter(Role.ADMINISTRATOR, "系统管理员"),
    Chapter(Role.AUDITOR, "审计员"),
    Chapter("words", "状态、评价和用语"),
    Chapter("typing", "内容不丢失"),
    Chapter("keys", "键盘、手机、打印"),
    Chapter("questions", "常见问题"),
)


@require_safe
@login_not_required
def help_page(request: HttpRequest) -> HttpResponse:
    """All chapters on one page, to be searched and printed; that of one's own role is marked."""
    city = request.city
    offices = {Role.COORDINATOR: city.coordinator, Role.SUPERVISOR: city.supervisor}
    chapters = [replace(each, title=each.title or offices[each.slug]) for each in CHAPTERS]
    own = getattr(request.user, "role", "")
    return render(
        request, "projects/help/help.html", {"chapters": chapters, "own": own, "pictures": PICTURES}
    )
