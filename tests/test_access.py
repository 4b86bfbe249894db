"""Every address × every role. An address that is missing here fails."""

from dataclasses import dataclass, field

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from projects.roles import ADMINISTRATOR, AUDITOR, ROLES

ANONYMOUS = "anonymous"
EVERYBODY = [ANONYMOUS, *ROLES]
TO_SIGN_IN = 302
STALE = 409  # it is theirs to do, but what was posted here does not fit what stands there


@dataclass(frozen=True)
class Access:
    """What each role is answered: those named in `status`, and for all others signed in `others`; a stranger is sent to the sign-in."""

    path: str
    others: int = 200
    anonymous: int = TO_SIGN_IN
    status: dict[str, int] = field(default_factory=dict)
    method: str = "get"

    def expected(self, role: str) -> int:
        return self.anonymous if role == ANONYMOUS else self.status.get(role, self.others)


def only(path: str, *roles: str, method: str = "get", answer: int = 200) -> Access:
    """These roles may, the others are refused with a sentence."""
    return Access(path, others=403, status=dict.fromkeys(roles, answer), method=method)


def act(path: str, *roles: str, answer: int = 302) -> Access:
    """A form is posted: these roles may, the others are refused; a stranger gets the sign-in form that keeps what was typed."""
    return Access(path, others=403, status=dict.fromkeys(roles, answer), method="post", anonymous=403)


ACCESS = {
    "healthz": Access("/healthz", anonymous=200),
    "admin/": Access("/admin/", others=302, status={ADMINISTRATOR: 200}),  # Django's admin sends others to its own sign-in
    "admin/login/": Access("/admin/login/", others=403, anonymous=302),
    "accounts/login/": Access("/accounts/login/", anonymous=200),
    "accounts/logout/": Access("/accounts/logout/", method="post", others=302, anonymous=302),
    "accounts/password_change/": Access("/accounts/password_change/"),
    "log/": only("/log/", AUDITOR),
    "log/log.xlsx": only("/log/log.xlsx", AUDITOR),
    "": Access("/"),
    "<int:year>/": Access("/2021/"),
    "<int:year>/tasks/": Access("/2021/tasks/"),
    "<int:year>/tasks.xlsx": Access("/2021/tasks.xlsx"),
    "<int:year>/schedule.xlsx": Access("/2021/schedule.xlsx"),
    "<int:year>/tasks/<int:number>/": Access("/2021/tasks/36/"),
    "<int:year>/tasks/<int:number>/units/": only("/2021/tasks/36/units/", ADMINISTRATOR),
    "<int:year>/tasks/<int:number>/sub-projects/": only("/2021/tasks/36/sub-projects/", ADMINISTRATOR),
    "<int:year>/tasks/<int:number>/items/q<int:quarter>/": only("/2021/tasks/36/items/q2/", ADMINISTRATOR),
    "<int:year>/tasks/<int:number>/targets/add/": only("/2021/tasks/36/targets/add/", ADMINISTRATOR),
    "<int:year>/tasks/<int:number>/targets/<int:pk>/": only("/2021/tasks/36/targets/9001/", ADMINISTRATOR),
    "<int:year>/tasks/<int:number>/targets/<int:pk>/planned/": only("/2021/tasks/36/targets/9001/planned/", ADMINISTRATOR),
    "<int:year>/tasks/<int:number>/targets/<int:pk>/remove/": act("/2021/tasks/36/targets/9001/remove/", ADMINISTRATOR, answer=STALE),
    "<int:year>/tasks/<int:number>/targets/<int:pk>/part/": act("/2021/tasks/36/targets/9001/part/", ADMINISTRATOR, answer=STALE),
    "<int:year>/findings/": only("/2021/findings/", ADMINISTRATOR),
    "<int:year>/findings/<int:pk>/reopen/": act("/2021/findings/9001/reopen/", ADMINISTRATOR, answer=STALE),
    "units/": Access("/units/"),
    "units/<slug:code>/": Access("/units/sjyj/"),
    "units/<slug:code>/edit/": only("/units/sjyj/edit/", ADMINISTRATOR),
    "units/groups/<slug:code>/": Access("/units/groups/gxq/"),
    "units/groups/<slug:code>/<int:year>/confirm/": act("/units/groups/gxq/2021/confirm/", ADMINISTRATOR),
    "units/groups/<slug:code>/<int:year>/add/": act("/units/groups/gxq/2021/add/", ADMINISTRATOR),
    "units/members/<int:pk>/confirm/": act("/units/members/9001/confirm/", ADMINISTRATOR),
    "units/members/<int:pk>/remove/": act("/units/members/9001/remove/", ADMINISTRATOR),
}


def routes(patterns=None, prefix: str = "") -> list[str]:
    """Every route of ours; the admin's own are one."""
    found = []
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver) and not route.startswith("admin/"):
            found += routes(pattern.url_patterns, route)
        elif isinstance(pattern, URLPattern | URLResolver):
            found.append(route)
    return found


def test_every_address_says_who_may():
    assert set(routes()) == set(ACCESS)


@pytest.mark.parametrize("role", EVERYBODY)
@pytest.mark.parametrize("route", ACCESS)
def test_a_role_is_answered_as_the_table_says(route, role, people, a_year):
    access = ACCESS[route]
    client = Client()
    if role != ANONYMOUS:
        client.force_login(people[role])
    assert getattr(client, access.method)(access.path).status_code == access.expected(role)
