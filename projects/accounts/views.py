"""Sign-in, sign-out, password: Django's own views, with the log, the lockout and the typed text that
survives.
"""

from datetime import timedelta
from functools import partial

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout, update_session_auth_hash
from django.contrib.auth.decorators import login_not_required, permission_required
from django.contrib.auth.views import LoginView, LogoutView, PasswordChangeView
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_safe

from projects.accounts import actions
from projects.accounts.code_views import ask_code
from projects.accounts.entry_views import PERSON_COOKIE, carried_through, enter, is_right
from projects.accounts.factor_reads import has_factor
from projects.accounts.failures import names_failed_at
from projects.accounts.forms import ChoosePasswordForm, SignInForm
from projects.filing.posted_views import posted_from
from projects.log.actions import record
from projects.models.people import RoleChange
from projects.rules.states import ActResult
from projects.screen.typed_text import pack

MOST_NAMES = 20  # that fail at one address, a whole office's, before it has to wait
BRAKE = timedelta(hours=settings.AXES_COOLOFF_TIME)


class SignIn(LoginView):
    """The sign-in page; a form that arrived without a session travels through it."""

    authentication_form = SignInForm
    redirect_authenticated_user = False

    def get_context_data(self, **named: object) -> dict:
        """The form, with what was typed elsewhere as hidden inputs."""
        carried = carried_through(self.request)
        return super().get_context_data(carried=carried, **named)

    def post(self, request: HttpRequest, *arguments: object, **named: object) -> HttpResponse:
        """Who tries name after name from one address is stopped before the next one."""
        if names_failed_at(request.META["REMOTE_ADDR"], since=timezone.now() - BRAKE) >= MOST_NAMES:
            return _stopped(request, request.POST.get("username", ""), locked="address")
        return super().post(request, *arguments, **named)

    def form_valid(self, form: SignInForm) -> HttpResponse:
        """The password was right: in, or on to the code where the person uses one."""
        user, there = form.get_user(), self.get_success_url()
        if has_factor(user):
            return ask_code(self.request, user, there=there)
        return enter(self.request, user, there=there)

    def form_invalid(self, form: SignInForm) -> HttpResponse:
        """Not signed in; the log keeps the name that was tried."""
        record(
            actions.SIGN_IN_FAILED,
            by=None,
            at=self.request.now,
            result=ActResult.FAILED,
            detail={"username": form.data.get("username", "")[:64]},
        )
        return super().form_invalid(form)


@method_decorator(login_not_required, name="dispatch")
class SignOut(LogoutView):
    """The end of a session, by POST only; who is signed out already is simply where one would be."""

    next_page = "login"

    def post(self, request: HttpRequest, *arguments: object, **named: object) -> HttpResponse:
        """Record, then forget who was here."""
        if request.user.is_authenticated:
            record(actions.SIGNED_OUT, by=request.user, at=request.now)
        response = super().post(request, *arguments, **named)
        response.delete_cookie(PERSON_COOKIE)
        response["Clear-Site-Data"] = '"storage"'
        return response


class ChoosePassword(PasswordChangeView):
    """One's own password; other sessions of the account end."""

    form_class = ChoosePasswordForm
    success_url = "/"

    def get_context_data(self, **named: object) -> dict:
        """The form, with what was typed elsewhere as hidden inputs; this form itself carries nothing."""
        there = self.request.POST.get("next", "")
        carried = pack(()) if there == self.request.path else carried_through(self.request)
        return super().get_context_data(carried=carried, next=there, **named)

    def get_form_kwargs(self) -> dict:
        """The old password is asked for as at the sign-in."""
        return {**super().get_form_kwargs(), "is_right": partial(is_right, self.request)}

    def form_invalid(self, form: ChoosePasswordForm) -> HttpResponse:
        """Not changed; a wrong old password stands in the log, and the fifth ends the session."""
        if form.has_error("old_password", "password_incorrect"):
            record(
                actions.PASSWORD_CHANGED, by=self.request.user, at=self.request.now, result=ActResult.FAILED
            )
        if getattr(self.request, "axes_locked_out", False):
            logout(self.request)
        return super().form_invalid(form)

    def form_valid(self, form: ChoosePasswordForm) -> HttpResponse:
        """Changed: stay signed in here."""
        user = actions.change_password(
            self.request.user,
            password=form.cleaned_data["new_password1"],
            display_name=form.cleaned_data.get("display_name", ""),
            by=self.request.user,
            at=self.request.now,
        )
        update_session_auth_hash(self.request, user)
        messages.success(self.request, "密码已修改。")
        there = self.request.POST.get("next", "")
        is_ours = url_has_allowed_host_and_scheme(
            there, allowed_hosts={self.request.get_host()}, require_https=self.request.is_secure()
        )
        if carried_through(self.request).fields and is_ours:
            return HttpResponseRedirect(there, preserve_request=True)
        return HttpResponseRedirect(self.success_url)


@permission_required("confirm_roles", raise_exception=True)
@require_safe
def role_changes(request: HttpRequest) -> HttpResponse:
    """角色变更 that wait for a second person, and which of them this person may answer."""
    changes = RoleChange.objects.waiting().select_related("person", "unit", "asked_by")
    mine = set(RoleChange.objects.waiting_for(request.user).values_list("pk", flat=True))
    return render(request, "projects/accounts/role_changes.html", {"changes": changes, "mine": mine})


@permission_required("confirm_roles", raise_exception=True)
@posted_from("role_changes")
def role_change_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """同意, 不同意."""
    change = get_object_or_404(RoleChange, pk=pk)
    answered = actions.answer_role(
        change, agrees=request.POST.get("answer") == "agree", by=request.user, at=request.now
    )
    messages.success(request, f"{answered.person}的角色变更已{'生效' if answered.is_agreed else '退回'}。")
    return HttpResponseRedirect(reverse("role_changes"))


@require_safe
@login_not_required
def session(request: HttpRequest) -> JsonResponse:
    """Whose session it is, for a page out of the browser's memory; None where it has ended."""
    return JsonResponse({"person": request.user.pk})


def password_due(request: HttpRequest) -> HttpResponse:
    """A form met a change of password that is due: the page of that change, carrying what was typed."""
    carried = pack(request.POST.lists(), files=bool(request.FILES))
    context = {
        "form": ChoosePasswordForm(request.user, is_right=partial(is_right, request)),
        "carried": carried,
        "next": request.get_full_path(),
    }
    return render(request, "registration/password_change_form.html", context, status=403)


def signed_out(request: HttpRequest) -> HttpResponse:
    """A form arrived without a session: the sign-in form, carrying what was typed."""
    carried = pack(
        request.POST.lists(), person=request.COOKIES.get(PERSON_COOKIE, ""), files=bool(request.FILES)
    )
    context = {"form": SignInForm(request), "carried": carried, "next": request.get_full_path()}
    return render(request, "registration/login.html", context, status=403)


def locked_out(request: HttpRequest, credentials: dict | None = None, *arguments: object) -> HttpResponse:
    """Five failures: nobody signs in by this name from this address for half an hour."""
    return _stopped(request, str((credentials or {}).get("username", "")), locked="name")


def _stopped(request: HttpRequest, username: str, *, locked: str) -> HttpResponse:
    """The sign-in page with why nobody signs in by this name, or at this address, for now."""
    record(
        actions.SIGN_IN_LOCKED,
        by=None,
        at=request.now,
        result=ActResult.REFUSED,
        detail={"username": username[:64]},
    )
    context = {
        "form": SignInForm(request),
        "carried": carried_through(request),
        "next": request.POST.get("next", ""),
        "locked": locked,
    }
    return render(request, "registration/login.html", context, status=429)
