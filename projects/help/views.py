"""使用帮助: how to, for each role; one need not be signed in to read how to sign in."""

from dataclasses import dataclass, replace

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from projects.rules.roles import Role


@dataclass(frozen=True)
class Part:
    """One part of the help: its place on the page, its title, for a role's part the role."""

    slug: str
    title: str = ""  # empty: called as its office is

    @property
    def template(self) -> str:
        """The file that holds its text."""
        return f"projects/help/{self.slug}.html"


PARTS = (
    Part("start", "登录和页面"),
    Part(Role.FILER, "填报员"),
    Part(Role.SIGNER, "审签人"),
    Part(Role.COORDINATOR),
    Part(Role.SUPERVISOR),
    Part(Role.ADMINISTRATOR, "系统管理员"),
    Part(Role.AUDITOR, "审计员"),
    Part("words", "状态、评价和用语"),
    Part("typing", "内容不丢失"),
    Part("keys", "键盘、手机、打印"),
    Part("questions", "常见问题"),
)


@require_safe
@login_not_required
def help_page(request: HttpRequest) -> HttpResponse:
    """All parts on one page, so that it can be searched and printed; one's own role's part is marked."""
    city = request.city
    offices = {Role.COORDINATOR: city.coordinator, Role.SUPERVISOR: city.supervisor}
    parts = [replace(part, title=part.title or offices[part.slug]) for part in PARTS]
    own = getattr(request.user, "role", "")
    return render(request, "projects/help/help.html", {"parts": parts, "own": own})
