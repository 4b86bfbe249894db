"""The last step of every sign-in, after the password and after the code alike: what one was told, whose text
comes along.
"""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import authenticate, login
from django.core.signing import BadSignature, Signer
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from projects.accounts import actions
from projects.accounts.factor_reads import factor_of, was_reset_since
from projects.models import User
from projects.rules.calendar import local_day
from projects.screen.typed_text import Carried, pack

PERSON_COOKIE = "person"  # who was signed in here last, so that only the same person gets typed text back
PERSON_SECONDS = 24 * 3600


def enter(request: HttpRequest, user: User, *, there: str) -> HttpResponse:
    """Signed in: on to where one wanted to go, with the typed text where it is one's own."""
    warnings = _what_was_reset(user)
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[-1])
    for warning in warnings:
        messages.warning(request, f"{warning}如果不是您要求的，请告知审计员。")
    actions.record_sign_in(user, at=request.now)
    request.session["seen"] = timezone.now().timestamp()
    response = HttpResponseRedirect(there)
    carried = carried_through(request)
    if carried.fields and _is_theirs(carried, user):
        response = HttpResponseRedirect(there, preserve_request=True)
    elif carried.fields:
        messages.warning(request, "登录前填写的内容属于另一个账号，没有带入。")
    _remember(response, user)
    return response


def carried_through(request: HttpRequest) -> Carried:
    """What the sign-in form itself carries; its own fields are not typed text."""
    return pack((name, values) for name, values in request.POST.lists() if name.startswith("carried"))


def is_our_page(request: HttpRequest, there: str) -> bool:
    """Whether an address that came with a form leads to a page of ours."""
    return url_has_allowed_host_and_scheme(
        there, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )


def is_right(request: HttpRequest, password: str) -> bool:
    """Whether this is the password of who is signed in; a wrong one counts for the lockout."""
    return authenticate(request, username=request.user.username, password=password) is not None


def _what_was_reset(user: User) -> list[str]:
    """What somebody else changed of the person's sign-in since the person was last here."""
    sentences = []
    if _was_reset_since(user):
        sentences.append(
            f"您的密码已于{local_day(user.password_reset_at):%Y-%m-%d}由{user.password_reset_by}重置。"
        )
    factor = factor_of(user)
    if was_reset_since(user, factor):
        by = factor.reset_by or "系统管理员（在服务器上）"
        sentences.append(
            f"您的动态口令已于{local_day(factor.reset_at):%Y-%m-%d}由{by}重置，需要的请重新设置。"
        )
    return sentences


def _was_reset_since(user: User) -> bool:
    """Whether somebody else set the password after its person was last here."""
    reset = user.password_reset_at
    return reset is not None and (user.last_login is None or user.last_login <= reset)


def _is_theirs(carried: Carried, user: User) -> bool:
    """Whether this person typed it.

    Text from a browser that knows nobody is given back to whoever signs in there.
    """
    if not carried.person:
        return True
    try:
        return Signer(salt=PERSON_COOKIE).unsign(carried.person) == str(user.pk)
    except BadSignature:
        return False


def _remember(response: HttpResponse, user: User) -> None:
    """Note on this browser who signed in last."""
    signed = Signer(salt=PERSON_COOKIE).sign(str(user.pk))
    secure = settings.SESSION_COOKIE_SECURE
    response.set_cookie(
        PERSON_COOKIE, signed, max_age=PERSON_SECONDS, httponly=True, samesite="Lax", secure=secure
    )
