"""Every address × every role. An address that is missing here fails."""

import shutil
from dataclasses import dataclass, field

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from projects.models import Unit
from projects.rules.roles import Role
from tests import leftovers
from tests.factories import make_user
from tests.worlds import a_year_of_everything, made_once, one_of_each_role

pytestmark = pytest.mark.early(65)

ANONYMOUS = "anonymous"
EVERYBODY = [ANONYMOUS, *Role]
TO_SIGN_IN = 302
NOT_THERE = 404  # another unit's, or posted without what was read
INCOMPLETE = 400  # the form comes back
BOX_OF_NUMBERS = b'type="number"'  # of two pasted cells it makes one number: screen/forms.py reads instead
STALE = 409  # it is theirs to do, but what was posted here does not fit what stands there


@dataclass(frozen=True)
class Access:
    """What each role is answered: `status`, for all others `others`; a stranger is sent to the sign-in."""

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
    """A form is posted: these roles may, others are refused; a stranger's sign-in form keeps the text."""
    return Access(path, others=403, status=dict.fromkeys(roles, answer), method="post", anonymous=403)


OFFICES = (Role.COORDINATOR, Role.SUPERVISOR)
NOTICED = (Role.FILER, Role.SIGNER, *OFFICES)


def of_offices(path: str, *, method: str = "get") -> Access:
    """A notice: to a unit that it is not about it is not there; who has nothing to do with it is refused."""
    answered = 200 if method == "get" else NOT_THERE  # an act that is none
    status = {**dict.fromkeys((Role.FILER, Role.SIGNER), NOT_THERE), **dict.fromkeys(OFFICES, answered)}
    return Access(
        path, others=403, status=status, method=method, anonymous=403 if method == "post" else TO_SIGN_IN
    )


def keyed(path: str) -> Access:
    """The API: whoever is signed in is nobody there, a key alone opens it (tests/progress/api)."""
    return Access(path, others=401, anonymous=401)


READS_ALL = {Role.COORDINATOR: 200, Role.SUPERVISOR: 200}

ACCESS = {
    "healthz": Access("/healthz", anonymous=200),
    "security/": only("/security/", Role.ADMINISTRATOR),
    "admin/": Access(
        "/admin/", others=302, status={Role.ADMINISTRATOR: 200}
    ),  # Django's admin sends others to its own sign-in
    "admin/login/": Access("/admin/login/", others=403, anonymous=302),
    "accounts/login/": Access("/accounts/login/", anonymous=200),
    "accounts/logout/": Access("/accounts/logout/", method="post", others=302, anonymous=302),
    "accounts/password_change/": Access("/accounts/password_change/"),
    "accounts/session/": Access("/accounts/session/", anonymous=200),
    "accounts/roles/": only("/accounts/roles/", Role.ADMINISTRATOR, Role.SUPERVISOR),
    "accounts/roles/<int:pk>/": act(
        "/accounts/roles/9001/", Role.ADMINISTRATOR, Role.SUPERVISOR, answer=NOT_THERE
    ),
    "accounts/": only("/accounts/", Role.ADMINISTRATOR),
    "accounts/open/": act("/accounts/open/", Role.ADMINISTRATOR, answer=200),  # the sheet, shown once
    "accounts/add/": only("/accounts/add/", Role.ADMINISTRATOR),
    "accounts/acts/": only("/accounts/acts/", Role.ADMINISTRATOR, answer=302),  # nobody is ticked
    "accounts/keys/": only("/accounts/keys/", Role.ADMINISTRATOR),
    "accounts/keys/<int:pk>/end/": act("/accounts/keys/0/end/", Role.ADMINISTRATOR, answer=NOT_THERE),
    "api/": keyed("/api/"),
    "api/docs/": Access("/api/docs/"),
    "api/schema.json": Access("/api/schema.json", anonymous=200),
    "api/lists/": keyed("/api/lists/"),
    "api/<int:year>/tasks/": keyed("/api/2021/tasks/"),
    "api/<int:year>/tasks/<int:number>/": keyed("/api/2021/tasks/36/"),
    "api/<int:year>/q<int:quarter>/verdicts/": keyed("/api/2021/q2/verdicts/"),
    "api/<int:year>/q<int:quarter>/reports/": keyed("/api/2021/q2/reports/"),
    "api/<int:year>/q<int:quarter>/tasks/<int:number>/reports/<slug:code>/": keyed(
        "/api/2021/q2/tasks/36/reports/sjyj/"
    ),
    "api/<int:year>/q<int:quarter>/overdue/": keyed("/api/2021/q2/overdue/"),
    "api/<int:year>/bulletins/": keyed("/api/2021/bulletins/"),
    "api/<int:year>/bulletins/<int:number>/": keyed("/api/2021/bulletins/1/"),
    "api/plans/": keyed("/api/plans/"),
    "api/plans/<int:start>-<int:end>/indicators/": keyed("/api/plans/2021-2025/indicators/"),
    "accounts/login/code/": Access("/accounts/login/code/", others=302),  # nobody gave a password
    "accounts/second-factor/": Access("/accounts/second-factor/"),
    "accounts/outside/": Access("/accounts/outside/", others=NOT_THERE, anonymous=NOT_THERE),  # no provider
    "accounts/outside/back/": Access("/accounts/outside/back/", others=NOT_THERE, anonymous=NOT_THERE),
    "accounts/outside/binding/": Access("/accounts/outside/binding/", others=NOT_THERE),
    "accounts/import/": only("/accounts/import/", Role.ADMINISTRATOR),
    "accounts/import/template.xlsx": only("/accounts/import/template.xlsx", Role.ADMINISTRATOR),
    "accounts/<int:pk>/hand-over/": only("/accounts/0/hand-over/", Role.ADMINISTRATOR, answer=NOT_THERE),
    "help/": Access("/help/", anonymous=200),
    "log/": only("/log/", Role.AUDITOR),
    "log/log.xlsx": only("/log/log.xlsx", Role.AUDITOR),
    "log/log.zip": only("/log/log.zip", Role.AUDITOR),
    "log/seals/": only("/log/seals/", Role.AUDITOR),
    # The one-time address opens to whoever holds it, and only while nobody has an account.
    "start/administrator/<str:token>/": Access("/start/administrator/x/", others=410, anonymous=410),
    "start/": only("/start/", Role.ADMINISTRATOR),
    "city/": only("/city/", Role.ADMINISTRATOR),
    "documents/": only("/documents/", Role.ADMINISTRATOR),
    "documents/<int:pk>/": only("/documents/9001/", Role.ADMINISTRATOR),
    "documents/<int:pk>/adopt/": act("/documents/9001/adopt/", Role.ADMINISTRATOR),
    "documents/<int:pk>/discard/": act("/documents/9001/discard/", Role.ADMINISTRATOR),
    "documents/<int:pk>/file/": only("/documents/9001/file/", Role.ADMINISTRATOR),
    "documents/<int:pk>/compare/<int:other>/": only("/documents/9001/compare/9001/", Role.ADMINISTRATOR),
    "lists/new/": only("/lists/new/", Role.ADMINISTRATOR),
    "<int:year>/edit/": only("/2021/edit/", Role.ADMINISTRATOR),
    "<int:year>/tasks/new/": only("/2021/tasks/new/", Role.ADMINISTRATOR),
    "<int:year>/tasks/<int:number>/text/": only("/2021/tasks/36/text/", Role.ADMINISTRATOR),
    "<int:year>/tasks/<int:number>/schedule/": only("/2021/tasks/36/schedule/", Role.ADMINISTRATOR),
    "<int:year>/tasks/<int:number>/remove/": act("/2021/tasks/36/remove/", Role.ADMINISTRATOR, answer=STALE),
    "<int:year>/tasks/<int:number>/follow-up/": Access("/2021/tasks/36/follow-up/", others=NOT_THERE),
    "<int:year>/tasks/<int:number>/follow-up/evidence/": act(
        "/2021/tasks/36/follow-up/evidence/", Role.FILER, Role.SIGNER, answer=NOT_THERE
    ),
    "<int:year>/scorecards/": Access("/2021/scorecards/"),
    "<int:year>/scorecards/rules/": only("/2021/scorecards/rules/", Role.COORDINATOR),
    "<int:year>/scorecards/scorecards.xlsx": only("/2021/scorecards/scorecards.xlsx", *OFFICES),
    "<int:year>/scorecards/scorecards.docx": only("/2021/scorecards/scorecards.docx", *OFFICES),
    "<int:year>/scorecards/<slug:code>/": Access(
        "/2021/scorecards/nobody/", others=NOT_THERE
    ),  # a unit that leads nothing
    "<int:year>/conclusion/": only("/2021/conclusion/", *OFFICES),
    "<int:year>/plans/": only("/2023/plans/", Role.FILER, Role.SIGNER, *OFFICES),
    "<int:year>/plans/plans.xlsx": only("/2023/plans/plans.xlsx", Role.FILER, Role.SIGNER, *OFFICES),
    "<int:year>/plans/workbook.xlsx": only("/2023/plans/workbook.xlsx", Role.FILER, Role.SIGNER),
    "<int:year>/plans/workbook/": only("/2023/plans/workbook/", Role.FILER, Role.SIGNER),
    "<int:year>/plans/opening/": only("/2023/plans/opening/", Role.COORDINATOR),
    "<int:year>/plans/sign/": act("/2023/plans/sign/", Role.SIGNER),
    "<int:year>/plans/record/": act("/2023/plans/record/", Role.COORDINATOR),
    "<int:year>/tasks/<int:number>/plan/": Access("/2023/tasks/36/plan/", others=NOT_THERE, status=READS_ALL),
    "<int:year>/plans/evidence.zip": only("/2023/plans/evidence.zip", *OFFICES),
    "<int:year>/tasks/<int:number>/plan/evidence/": act(
        "/2023/tasks/36/plan/evidence/", Role.FILER, Role.SIGNER, answer=NOT_THERE
    ),
    "plans/evidence/<int:pk>/": Access("/plans/evidence/9001/", others=NOT_THERE, status=READS_ALL),
    "plans/evidence/<int:pk>/small.jpg": Access(
        "/plans/evidence/9001/small.jpg", others=NOT_THERE, status=READS_ALL
    ),
    "plans/evidence/<int:pk>/large.jpg": Access(
        "/plans/evidence/9001/large.jpg", others=NOT_THERE, status=READS_ALL
    ),
    "<int:year>/tasks/<int:number>/plan/move/": act(
        "/2023/tasks/36/plan/move/", Role.FILER, Role.SIGNER, answer=NOT_THERE
    ),
    "<int:year>/tasks/<int:number>/plan/reckon/": act(
        "/2023/tasks/36/plan/reckon/", Role.FILER, Role.SIGNER, answer=NOT_THERE
    ),
    "<int:year>/tasks/<int:number>/plan/send-back/": act(
        "/2023/tasks/36/plan/send-back/", Role.SIGNER, answer=NOT_THERE
    ),
    "<int:year>/tasks/<int:number>/plan/unit/": act(
        "/2023/tasks/36/plan/unit/", Role.COORDINATOR, answer=INCOMPLETE
    ),
    "<int:year>/tasks/<int:number>/plan/opinion/": act(
        "/2023/tasks/36/plan/opinion/", Role.FILER, Role.SIGNER, answer=NOT_THERE
    ),
    "<int:year>/tasks/<int:number>/plan/plan.docx": Access(
        "/2023/tasks/36/plan/plan.docx", others=NOT_THERE, status=READS_ALL
    ),
    "<int:year>/tasks/<int:number>/plan/record/": act(
        "/2023/tasks/36/plan/record/", Role.COORDINATOR, answer=INCOMPLETE
    ),
    "<int:year>/tasks/<int:number>/plan/return/": act(
        "/2023/tasks/36/plan/return/", Role.COORDINATOR, answer=INCOMPLETE
    ),
    "<int:year>/tasks/<int:number>/plan/reopen/": act(
        "/2023/tasks/36/plan/reopen/", Role.COORDINATOR, answer=INCOMPLETE
    ),
    "<int:year>/tasks/<int:number>/plan/adjustment/": act(
        "/2023/tasks/36/plan/adjustment/", Role.FILER, Role.SIGNER, answer=NOT_THERE
    ),
    "<int:year>/tasks/<int:number>/plan/adjustment/answer/": act(
        "/2023/tasks/36/plan/adjustment/answer/", Role.COORDINATOR, answer=INCOMPLETE
    ),
    "": Access("/"),
    "years/": Access("/years/"),
    "<int:year>/": Access("/2021/"),
    "<int:year>/tasks/": Access("/2021/tasks/"),
    "<int:year>/tasks.xlsx": Access("/2021/tasks.xlsx"),
    "<int:year>/schedule.xlsx": Access("/2021/schedule.xlsx"),
    "<int:year>/tasks/<int:number>/": Access("/2021/tasks/36/"),
    "<int:year>/tasks/<int:number>/units/": only("/2021/tasks/36/units/", Role.ADMINISTRATOR),
    "<int:year>/tasks/<int:number>/sub-projects/": only("/2021/tasks/36/sub-projects/", Role.ADMINISTRATOR),
    "<int:year>/tasks/<int:number>/items/q<int:quarter>/": only(
        "/2021/tasks/36/items/q2/", Role.ADMINISTRATOR
    ),
    "<int:year>/tasks/<int:number>/targets/add/": only("/2021/tasks/36/targets/add/", Role.ADMINISTRATOR),
    "<int:year>/tasks/<int:number>/targets/<int:pk>/": only(
        "/2021/tasks/36/targets/9001/", Role.ADMINISTRATOR
    ),
    "<int:year>/tasks/<int:number>/targets/<int:pk>/planned/": only(
        "/2021/tasks/36/targets/9001/planned/", Role.ADMINISTRATOR
    ),
    "<int:year>/tasks/<int:number>/targets/<int:pk>/remove/": act(
        "/2021/tasks/36/targets/9001/remove/", Role.ADMINISTRATOR, answer=STALE
    ),
    "<int:year>/tasks/<int:number>/targets/<int:pk>/part/": act(
        "/2021/tasks/36/targets/9001/part/", Role.ADMINISTRATOR, answer=STALE
    ),
    "<int:year>/findings/": only("/2021/findings/", Role.ADMINISTRATOR),
    "<int:year>/findings/<int:pk>/reopen/": act(
        "/2021/findings/9001/reopen/", Role.ADMINISTRATOR, answer=STALE
    ),
    "<int:year>/succession/": only("/2023/succession/", Role.ADMINISTRATOR),
    "<int:year>/succession/seek/": act("/2023/succession/seek/", Role.ADMINISTRATOR),
    "<int:year>/succession/decide/": act("/2023/succession/decide/", Role.ADMINISTRATOR, answer=NOT_THERE),
    "<int:year>/matters/": only("/2021/matters/", Role.ADMINISTRATOR),
    "<int:year>/matters/<int:number>/": only("/2021/matters/1/", Role.ADMINISTRATOR),
    "<int:year>/matters/<int:number>/remove/": act(
        "/2021/matters/1/remove/", Role.ADMINISTRATOR, answer=NOT_THERE
    ),
    "<int:year>/matters/group/": act("/2021/matters/group/", Role.ADMINISTRATOR, answer=INCOMPLETE),
    "<int:year>/matters/headings/": act(
        "/2021/matters/headings/", Role.ADMINISTRATOR, answer=NOT_THERE
    ),  # without the seal of what was shown
    "<int:year>/domains/": only("/2021/domains/", Role.ADMINISTRATOR),
    "<int:year>/domains/<int:number>/": only("/2021/domains/1/", Role.ADMINISTRATOR),
    "<int:year>/domains/<int:number>/remove/": act(
        "/2021/domains/1/remove/", Role.ADMINISTRATOR, answer=NOT_THERE
    ),
    "<int:year>/domains/group/": act("/2021/domains/group/", Role.ADMINISTRATOR, answer=INCOMPLETE),
    "<int:year>/q<int:quarter>/": Access("/2021/q2/"),
    "<int:year>/q<int:quarter>/opening/": only("/2021/q2/opening/", Role.COORDINATOR),
    "<int:year>/q<int:quarter>/opening/withdraw/": act(
        "/2021/q2/opening/withdraw/", Role.COORDINATOR, answer=STALE
    ),
    "<int:year>/q<int:quarter>/opening/closing/": only("/2021/q2/opening/closing/", Role.COORDINATOR),
    "<int:year>/q<int:quarter>/review/reopen/": only("/2021/q2/review/reopen/", Role.COORDINATOR, answer=302),
    "verdicts/<int:pk>/disagree/": only("/verdicts/9001/disagree/", Role.SUPERVISOR),
    "<int:year>/q<int:quarter>/tasks/<int:number>/verdict/": only(
        "/2021/q2/tasks/36/verdict/", Role.COORDINATOR, answer=302
    ),
    "verdicts/<int:pk>/rejudge/": only("/verdicts/9001/rejudge/", Role.COORDINATOR),
    "extensions/<int:pk>/": act("/extensions/9001/", *OFFICES, answer=NOT_THERE),
    "<int:year>/q<int:quarter>/tasks/<int:number>/": Access("/2021/q2/tasks/36/"),
    "<int:year>/q<int:quarter>/tasks/<int:number>/move/": act(
        "/2021/q2/tasks/36/move/", Role.FILER, Role.SIGNER, answer=NOT_THERE
    ),
    "<int:year>/q<int:quarter>/tasks/<int:number>/send-back/": act(
        "/2021/q2/tasks/36/send-back/", Role.SIGNER, answer=NOT_THERE
    ),
    "<int:year>/q<int:quarter>/tasks/<int:number>/reckon/": act(
        "/2021/q2/tasks/36/reckon/", Role.FILER, Role.SIGNER, answer=NOT_THERE
    ),
    "<int:year>/q<int:quarter>/tasks/<int:number>/copy/": act(
        "/2021/q2/tasks/36/copy/", Role.FILER, Role.SIGNER, answer=NOT_THERE
    ),
    "<int:year>/q<int:quarter>/tasks/<int:number>/evidence/": act(
        "/2021/q2/tasks/36/evidence/", Role.FILER, Role.SIGNER, answer=NOT_THERE
    ),
    "<int:year>/q<int:quarter>/tasks/<int:number>/contribution/": Access(
        "/2021/q2/tasks/36/contribution/?unit=sjyj", others=NOT_THERE
    ),  # a lead contributes to no task of its own
    "<int:year>/q<int:quarter>/tasks/<int:number>/contribution/evidence/": act(
        "/2021/q2/tasks/36/contribution/evidence/", Role.FILER, Role.SIGNER, answer=NOT_THERE
    ),
    "<int:year>/q<int:quarter>/tasks/<int:number>/contributions/": Access(
        "/2021/q2/tasks/36/contributions/", others=NOT_THERE, status=READS_ALL
    ),
    "<int:year>/q<int:quarter>/tasks/<int:number>/contributions/take/": act(
        "/2021/q2/tasks/36/contributions/take/", Role.FILER, Role.SIGNER, answer=NOT_THERE
    ),
    "<int:year>/q<int:quarter>/filing/contributions/": only(
        "/2021/q2/filing/contributions/", Role.FILER, Role.SIGNER
    ),
    "<int:year>/q<int:quarter>/paper/": only("/2021/q2/paper/", Role.COORDINATOR),
    "<int:year>/q<int:quarter>/paper/<int:number>/<slug:code>/": only(
        "/2021/q2/paper/36/sjyj/", Role.COORDINATOR
    ),
    "<int:year>/backfill/": only("/2021/backfill/", *OFFICES),
    "<int:year>/backfill/q<int:quarter>/": only("/2021/backfill/q1/", *OFFICES),
    "<int:year>/backfill/q<int:quarter>/workbook.xlsx": only(
        "/2021/backfill/q1/workbook.xlsx", Role.COORDINATOR, answer=NOT_THERE
    ),  # it was opened here
    "<int:year>/backfill/q<int:quarter>/decide/": act(
        "/2021/backfill/q1/decide/", *OFFICES, answer=NOT_THERE
    ),
    "<int:year>/backfill/q<int:quarter>/take-back/": act(
        "/2021/backfill/q1/take-back/", Role.COORDINATOR, answer=NOT_THERE
    ),
    "<int:year>/tasks/<int:number>/shares/": Access(
        "/2021/tasks/36/shares/", others=NOT_THERE, status=READS_ALL
    ),
    "<int:year>/q<int:quarter>/evidence.zip": only("/2021/q2/evidence.zip", *OFFICES),
    "evidence/<int:pk>/": Access("/evidence/9001/", others=NOT_THERE, status=READS_ALL),
    "evidence/<int:pk>/small.jpg": Access("/evidence/9001/small.jpg", others=NOT_THERE, status=READS_ALL),
    "evidence/<int:pk>/large.jpg": Access("/evidence/9001/large.jpg", others=NOT_THERE, status=READS_ALL),
    "<int:year>/q<int:quarter>/filing/": only("/2021/q2/filing/", Role.FILER, Role.SIGNER),
    "<int:year>/q<int:quarter>/filing/sign/": act("/2021/q2/filing/sign/", Role.SIGNER),
    "<int:year>/q<int:quarter>/filing/extension/": only(
        "/2021/q2/filing/extension/", Role.FILER, Role.SIGNER
    ),
    "<int:year>/q<int:quarter>/filing/workbook.xlsx": only(
        "/2021/q2/filing/workbook.xlsx", Role.FILER, Role.SIGNER
    ),
    "<int:year>/q<int:quarter>/filing/workbook/": only("/2021/q2/filing/workbook/", Role.FILER, Role.SIGNER),
    "<int:year>/q<int:quarter>/filing/figures/": only("/2021/q2/filing/figures/", Role.FILER, Role.SIGNER),
    "<int:year>/q<int:quarter>/filing/figures/reckon/": act(
        "/2021/q2/filing/figures/reckon/", Role.FILER, Role.SIGNER, answer=200
    ),
    "<int:year>/q<int:quarter>/filing/print/": only("/2021/q2/filing/print/", Role.FILER, Role.SIGNER),
    "<int:year>/q<int:quarter>/filing/quarter.xlsx": only(
        "/2021/q2/filing/quarter.xlsx", Role.FILER, Role.SIGNER
    ),
    "<int:year>/q<int:quarter>/filing/quarter.docx": only(
        "/2021/q2/filing/quarter.docx", Role.FILER, Role.SIGNER
    ),
    "<int:year>/q<int:quarter>/review/": only("/2021/q2/review/", Role.COORDINATOR, Role.SUPERVISOR),
    "<int:year>/q<int:quarter>/review/accept/": act("/2021/q2/review/accept/", Role.COORDINATOR),
    "<int:year>/q<int:quarter>/overdue/": only("/2021/q2/overdue/", Role.COORDINATOR, Role.SUPERVISOR),
    "<int:year>/q<int:quarter>/overdue/overdue.xlsx": only(
        "/2021/q2/overdue/overdue.xlsx", Role.COORDINATOR, Role.SUPERVISOR
    ),
    "<int:year>/q<int:quarter>/overdue/remind/": only(
        "/2021/q2/overdue/remind/?row=r9001", Role.COORDINATOR, Role.SUPERVISOR
    ),
    "<int:year>/q<int:quarter>/overdue/notice/": only(
        "/2021/q2/overdue/notice/", Role.COORDINATOR, Role.SUPERVISOR, answer=302
    ),
    "<int:year>/q<int:quarter>/overdue/extension/": only(
        "/2021/q2/overdue/extension/?row=r9001", Role.COORDINATOR, Role.SUPERVISOR
    ),
    "<int:year>/q<int:quarter>/tasks/<int:number>/closure/": only(
        "/2021/q2/tasks/36/closure/", Role.FILER, Role.SIGNER, answer=NOT_THERE
    ),
    "closures/<int:pk>/": act("/closures/9001/", Role.COORDINATOR, Role.SUPERVISOR),
    "verdicts/<int:pk>/confirm/": act("/verdicts/9001/confirm/", Role.SUPERVISOR, answer=NOT_THERE),
    "reports/<int:pk>/accept/": act("/reports/9001/accept/", Role.COORDINATOR, answer=INCOMPLETE),
    "reports/<int:pk>/compute/": act("/reports/9001/compute/", Role.COORDINATOR),
    "reports/<int:pk>/return/": act("/reports/9001/return/", Role.COORDINATOR, answer=INCOMPLETE),
    "reports/<int:pk>/reopen/": act("/reports/9001/reopen/", Role.COORDINATOR, answer=INCOMPLETE),
    "<int:year>/coordination/": Access("/2021/coordination/"),
    "<int:year>/coordination/<int:pk>/": Access(
        "/2021/coordination/9001/", others=NOT_THERE, status={Role.COORDINATOR: 200, Role.SUPERVISOR: 200}
    ),
    "<int:year>/coordination/<int:pk>/edit/": only(
        "/2021/coordination/9001/edit/", Role.COORDINATOR, Role.SUPERVISOR
    ),
    "<int:year>/tasks/<int:number>/coordination/new/": only(
        "/2021/tasks/36/coordination/new/", Role.COORDINATOR, Role.SUPERVISOR
    ),
    "conclusions/<int:pk>/": Access(
        "/conclusions/9001/",
        others=NOT_THERE,
        status={Role.COORDINATOR: 302, Role.SUPERVISOR: 302},
        method="post",
        anonymous=403,
    ),
    "reminders/": only("/reminders/", Role.FILER, Role.SIGNER),
    "<int:year>/plans/remind/": only("/2023/plans/remind/?owed=9001", Role.COORDINATOR, Role.SUPERVISOR),
    "<int:year>/plans/reminders/": only("/2023/plans/reminders/", Role.COORDINATOR, Role.SUPERVISOR),
    "plans/<int:start>-<int:end>/values/<int:of_year>/remind/": only(
        "/plans/2021-2025/values/2021/remind/?owed=9001", Role.COORDINATOR, Role.SUPERVISOR
    ),
    "plans/<int:start>-<int:end>/reminders/": only(
        "/plans/2021-2025/reminders/", Role.COORDINATOR, Role.SUPERVISOR
    ),
    "<int:year>/contributions/reminders/": only(
        "/2021/contributions/reminders/", Role.COORDINATOR, Role.SUPERVISOR, Role.FILER, Role.SIGNER
    ),
    "<int:year>/reminders/": only("/2021/reminders/", Role.COORDINATOR, Role.SUPERVISOR),
    "<int:year>/reporters/": only("/2021/reporters/", Role.COORDINATOR),
    "<int:year>/settings/": only("/2021/settings/", Role.COORDINATOR),
    "<int:year>/notices/": only("/2021/notices/", *NOTICED),
    "<int:year>/notices.xlsx": only("/2021/notices.xlsx", *NOTICED),
    "<int:year>/notices/proposals/": only("/2021/notices/proposals/", *OFFICES),
    "<int:year>/notices/new/": only("/2021/notices/new/", *OFFICES),
    "<int:year>/notices/drafts/<int:pk>/": of_offices("/2021/notices/drafts/9002/"),
    "<int:year>/notices/drafts/<int:pk>/move/": of_offices("/2021/notices/drafts/9002/move/", method="post"),
    "<int:year>/notices/<int:number>/": of_offices("/2021/notices/3/"),
    "<int:year>/notices/<int:number>/move/": of_offices("/2021/notices/3/move/", method="post"),
    "<int:year>/notices/<int:number>/reply/": act(
        "/2021/notices/3/reply/", Role.FILER, Role.SIGNER, answer=NOT_THERE
    ),
    "<int:year>/notices/<int:number>/reply/evidence/": act(
        "/2021/notices/3/reply/evidence/", Role.FILER, Role.SIGNER, answer=NOT_THERE
    ),
    "<int:year>/notices/<int:number>/reply/move/": act(
        "/2021/notices/3/reply/move/", Role.FILER, Role.SIGNER, answer=NOT_THERE
    ),
    "<int:year>/notices/<int:number>/notice.docx": of_offices("/2021/notices/3/notice.docx"),
    "<int:year>/q<int:quarter>/bulletin/": Access("/2021/q2/bulletin/"),
    "<int:year>/q<int:quarter>/bulletin/preview/": only(
        "/2021/q2/bulletin/preview/", Role.COORDINATOR, Role.SUPERVISOR
    ),
    "<int:year>/q<int:quarter>/bulletin/edit/": act("/2021/q2/bulletin/edit/", Role.COORDINATOR),
    "<int:year>/q<int:quarter>/bulletin/issue/": act(
        "/2021/q2/bulletin/issue/", Role.COORDINATOR, answer=INCOMPLETE
    ),
    "<int:year>/q<int:quarter>/bulletin/bulletin.xlsx": Access(
        "/2021/q2/bulletin/bulletin.xlsx", others=404, status=READS_ALL
    ),
    "<int:year>/q<int:quarter>/bulletin/bulletin.docx": Access(
        "/2021/q2/bulletin/bulletin.docx", others=404, status=READS_ALL
    ),
    "<int:year>/bulletins/": Access("/2021/bulletins/"),
    "<int:year>/bulletins/<int:number>/": Access("/2021/bulletins/1/"),
    "<int:year>/bulletins/<int:number>/bulletin.xlsx": Access("/2021/bulletins/1/bulletin.xlsx"),
    "<int:year>/bulletins/<int:number>/bulletin.docx": Access("/2021/bulletins/1/bulletin.docx"),
    "<int:year>/bulletins/<int:number>/public.docx": Access("/2021/bulletins/1/public.docx"),
    "units/": Access("/units/"),
    "register/new/": only("/register/new/", Role.ADMINISTRATOR),
    "register/load/": act("/register/load/", Role.ADMINISTRATOR, answer=NOT_THERE),
    "<int:year>/oversight/": Access("/2021/oversight/"),
    "<int:year>/oversight/new/<slug:kind>/": only("/2021/oversight/new/vote/", *OFFICES),
    "<int:year>/oversight/<int:pk>/": only("/2021/oversight/9001/", *OFFICES),
    "<int:year>/oversight/<int:pk>/remove/": only("/2021/oversight/9001/remove/", *OFFICES),
    "<int:year>/oversight/<int:pk>/file/": Access("/2021/oversight/9001/file/", others=NOT_THERE),
    "publication/": only("/publication/", *OFFICES),
    "public/": Access("/public/", anonymous=200),
    "public/<int:year>/": Access("/public/2021/", anonymous=200),
    "public/<int:year>/tasks.csv": Access("/public/2021/tasks.csv", anonymous=200),
    "public/<int:year>/tasks.json": Access("/public/2021/tasks.json", anonymous=200),
    "public/<int:year>/tasks/<int:number>/": Access("/public/2021/tasks/36/", anonymous=200),
    "public/<int:year>/q<int:quarter>/": Access("/public/2021/q1/", anonymous=200),
    "public/<int:year>/q<int:quarter>/public.docx": Access("/public/2021/q1/public.docx", anonymous=200),
    "plans/": Access("/plans/", others=302),
    "plans/<int:start>-<int:end>/": Access("/plans/2021-2025/"),
    "plans/<int:start>-<int:end>/settings/": only("/plans/2021-2025/settings/", Role.ADMINISTRATOR),
    "plans/<int:start>-<int:end>/indicators/<int:number>/": Access("/plans/2021-2025/indicators/2/"),
    "plans/<int:start>-<int:end>/indicators/<int:number>/<int:of_year>/": Access(
        "/plans/2021-2025/indicators/2/2021/",
        others=NOT_THERE,
        status=dict.fromkeys((Role.COORDINATOR, Role.SUPERVISOR), 200),
    ),
    "plans/<int:start>-<int:end>/indicators/<int:number>/<int:of_year>/evidence/": act(
        "/plans/2021-2025/indicators/2/2021/evidence/", Role.FILER, Role.SIGNER, answer=NOT_THERE
    ),
    "plans/<int:start>-<int:end>/values/<int:of_year>/workbook.xlsx": only(
        "/plans/2021-2025/values/2021/workbook.xlsx", Role.FILER, Role.SIGNER, answer=NOT_THERE
    ),
    "plans/<int:start>-<int:end>/values/<int:of_year>/workbook/": only(
        "/plans/2021-2025/values/2021/workbook/", Role.FILER, Role.SIGNER, answer=NOT_THERE
    ),
    "plans/<int:start>-<int:end>/evaluation/<int:of_year>.xlsx": Access(
        "/plans/2021-2025/evaluation/2021.xlsx"
    ),
    "plans/<int:start>-<int:end>/evaluation/<int:of_year>.docx": Access(
        "/plans/2021-2025/evaluation/2021.docx"
    ),
    "documents/<int:pk>/indicators/": act(
        "/documents/9001/indicators/", Role.ADMINISTRATOR, answer=NOT_THERE
    ),
    "units/<slug:code>/": Access("/units/sjyj/"),
    "units/<slug:code>/edit/": only("/units/sjyj/edit/", Role.ADMINISTRATOR),
    "units/<slug:code>/contacts/": Access(
        "/units/sjyj/contacts/", others=403, status={Role.FILER: NOT_THERE, Role.SIGNER: NOT_THERE}
    ),  # another unit's
    "units/groups/<slug:code>/": Access("/units/groups/gxq/"),
    "units/groups/<slug:code>/<int:year>/confirm/": act(
        "/units/groups/gxq/2021/confirm/", Role.ADMINISTRATOR, answer=STALE
    ),
    "units/groups/<slug:code>/<int:year>/add/": act("/units/groups/gxq/2021/add/", Role.ADMINISTRATOR),
    "units/members/<int:pk>/confirm/": act("/units/members/9001/confirm/", Role.ADMINISTRATOR),
    "units/members/<int:pk>/remove/": act("/units/members/9001/remove/", Role.ADMINISTRATOR),
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


world = made_once(lambda: (a_year_of_everything(), one_of_each_role()))


@pytest.fixture
def a_year(world, db):
    return world[0]


@pytest.fixture
def people(world, db):
    return world[1]


@pytest.fixture(scope="module", autouse=True)
def no_files():
    """In place of the suite's own: the files of the year are read from the first test to the last."""
    yield
    shutil.rmtree(leftovers.FOLDER, ignore_errors=True)


def test_every_address_says_who_may():
    assert set(routes()) == set(ACCESS)


@pytest.mark.parametrize("role", EVERYBODY)
@pytest.mark.parametrize("route", ACCESS)
def test_a_role_is_answered_as_the_table_says(route, role, people, a_year):
    access = ACCESS[route]
    client = Client()
    if role != ANONYMOUS:
        client.force_login(people[role])
    answer = getattr(client, access.method)(access.path)
    page = answer.getvalue()  # read to its end, so that the file is closed
    assert answer.status_code == access.expected(role)
    assert BOX_OF_NUMBERS not in page


# What is posted to a report: the roles of its own unit, those of another unit, the coordinator.
WRITES = {
    "/2021/q2/tasks/36/": (
        {"version": "0"},
        {Role.FILER: 302, Role.SIGNER: 302},
        {Role.FILER: NOT_THERE, Role.SIGNER: NOT_THERE},
        403,
    ),
    "/2021/q2/tasks/36/?unit=sjyj": (
        {"version": "0"},
        {Role.FILER: 302, Role.SIGNER: 302},
        {Role.FILER: NOT_THERE, Role.SIGNER: NOT_THERE},
        403,
    ),
    "/2021/q2/tasks/36/move/": (
        {"action": "recall", "version": "0"},
        {Role.FILER: STALE, Role.SIGNER: STALE},
        {Role.FILER: NOT_THERE, Role.SIGNER: NOT_THERE},
        403,
    ),
    "/2021/q2/tasks/36/closure/": (
        {},
        {Role.FILER: INCOMPLETE, Role.SIGNER: INCOMPLETE},
        {Role.FILER: NOT_THERE, Role.SIGNER: NOT_THERE},
        403,
    ),
    "/2021/q2/tasks/36/send-back/": (
        {"word": "请补充。", "version": "0"},
        {Role.FILER: 403, Role.SIGNER: STALE},
        {Role.FILER: 403, Role.SIGNER: NOT_THERE},
        403,
    ),
}


@pytest.mark.parametrize("role", [Role.FILER, Role.SIGNER])
@pytest.mark.parametrize("path", WRITES)
def test_the_unit_itself_is_answered_as_its_role_may(path, role, a_year, client):
    posted, own, _, _ = WRITES[path]
    client.force_login(make_user(role=role, unit=Unit.objects.get(code="sjyj")))
    make_user(role=Role.SIGNER, unit=Unit.objects.get(code="sjyj"))
    assert client.post(path, posted).status_code == own[role]


@pytest.mark.parametrize("role", [Role.FILER, Role.SIGNER])
@pytest.mark.parametrize("path", WRITES)
def test_another_units_report_is_not_there_for_writing(path, role, a_year, as_role):
    posted, _, others, _ = WRITES[path]
    assert as_role(role).post(path, posted).status_code == others[role]


@pytest.mark.parametrize("path", WRITES)
def test_the_coordinator_writes_in_nobodys_report(path, a_year, as_role):
    posted, _, _, coordinator = WRITES[path]
    assert as_role(Role.COORDINATOR).post(path, posted).status_code == coordinator
