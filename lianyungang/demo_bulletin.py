"""The demo's issued bulletin, by the actions that people use; its figures are made up, its files say so."""

from datetime import date

from lianyungang.demo_city import LIANYUNGANG
from lianyungang.demo_clock import moment
from progress.bulletins import actions as bulletin_actions
from progress.bulletins.draft import bulletin_draft
from progress.bulletins.imprint import DEMO_NOTE
from progress.models import ReportingPeriod, Verdict
from progress.opening import actions as opening_actions
from progress.reports import verdict_actions
from projects.models import User
from projects.rules.calendar import shift_working_days
from projects.rules.roles import Role

DAYS_AFTER_DUE = 6  # working days
DAYS_TO_FILE_ON = 10  # working days after the issue


def issue_quarter(period: ReportingPeriod, today: date) -> None:
    """The supervisor confirms, the coordinator issues and later closes; each when its day has come."""
    issued_on = shift_working_days(period.due_on, DAYS_AFTER_DUE)
    if issued_on > today:
        return
    supervisor, coordinator = (
        User.objects.get(username="office", role=Role.SUPERVISOR),
        User.objects.get(username="drc", role=Role.COORDINATOR),
    )
    for verdict in Verdict.objects.filter(period=period, awaits_confirmation=True, confirmed_at__isnull=True):
        verdict_actions.confirm_verdict(
            verdict,
            based_on=verdict.version,
            at=moment(shift_working_days(issued_on, -1), 15, 30),
            by=supervisor,
        )
    read = bulletin_draft(period, issued_on, city=LIANYUNGANG)
    bulletin_actions.issue(
        period,
        knowingly=True,
        seen=read.mark,
        note=DEMO_NOTE,
        city=LIANYUNGANG,
        at=moment(issued_on, 10, 30),
        by=coordinator,
    )
    closed_on = shift_working_days(issued_on, DAYS_TO_FILE_ON)
    if closed_on <= today:
        opening_actions.close_filing(
            period, based_on=period.version, at=moment(closed_on, 9, 30), by=coordinator
        )
