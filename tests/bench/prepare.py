"""Fills the bench's database: `python -m tests.bench.prepare register` or `… lists`, a process of its own."""

import sys
from itertools import cycle, islice

import django
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

django.setup()

from lianyungang.demo import TODAY, load_plan  # noqa: E402
from lianyungang.demo_notices import load_chasing  # noqa: E402
from lianyungang.demo_plans import load_plans  # noqa: E402
from lianyungang.demo_progress import load_progress  # noqa: E402
from lianyungang.demo_reminders import load_reminding  # noqa: E402
from progress.contributions.demand_actions import demand  # noqa: E402
from progress.ledger.owed_contributions import seal_of_demands  # noqa: E402
from progress.ledger.shares import partners_of  # noqa: E402
from projects.accounts.actions import open_account  # noqa: E402
from projects.models import Task, Unit, User  # noqa: E402
from projects.rules.roles import Role  # noqa: E402
from projects.rules.states import AssignmentRole  # noqa: E402
from tests.bench.decade import load_decade  # noqa: E402
from tests.bench.server import HELPER, PASSWORD, ROOT, USERNAME  # noqa: E402


def tables() -> None:
    """Tables and static files."""
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)


def register() -> None:
    """Tables, static files, units: what an import needs."""
    tables()
    call_command("loaddata", ROOT / "fixtures" / "units.json", verbosity=0)


def lists() -> None:
    """The lists, everybody's accounts, a half-filed second quarter, and one account that reads it all."""
    tables()
    load_plan(timezone.now())
    load_reminding(TODAY, load_progress(TODAY))
    load_chasing(TODAY)
    load_plans()
    ask_the_helper()
    reader()


def ask_the_helper() -> None:
    """A contribution demanded of one unit in every task that it only helps with."""
    helper, by = Unit.objects.get(code=HELPER), User.objects.filter(role=Role.COORDINATOR).first()
    tasks = Task.objects.filter(yearly_list__year=2021).answered_for(HELPER, AssignmentRole.CO)
    for task in tasks.order_by("number"):
        if helper in partners_of(task):
            demand(task, units=[helper.pk], shown=seal_of_demands([]), at=timezone.now(), by=by)


def reader() -> None:
    """One account that reads everything."""
    password_hash = make_password(PASSWORD)
    open_account(
        USERNAME,
        display_name="测速员",
        role=Role.COORDINATOR,
        password_hash=password_hash,
        by=None,
        at=timezone.now(),
        must_change_password=False,
    )


def one() -> None:
    """Tables and one account: what a sign-in needs."""
    tables()
    reader()


def reports() -> None:
    """The list of 2021 with a half-filed second quarter: what a submission needs."""
    tables()
    load_plan(timezone.now())
    load_progress(TODAY)
    reader()


def decade() -> None:
    """The same with ten more years of reports, rounds and log."""
    lists()
    load_decade()


def sessions(number: str) -> None:
    """So many people of the units signed in, as lines of unit code and session key.

    Signing in costs a tenth of a second each, on purpose.
    """
    people = list(
        User.objects.filter(role=Role.FILER, is_active=True).select_related("unit").order_by("unit__order")
    )
    for person in islice(cycle(people), int(number)):
        browser = Client()
        browser.force_login(person)
        sys.stdout.write(f"{person.unit.code} {browser.cookies[settings.SESSION_COOKIE_NAME].value}\n")


if __name__ == "__main__":
    filling = {
        "register": register,
        "lists": lists,
        "one": one,
        "reports": reports,
        "decade": decade,
        "sessions": sessions,
    }
    filling[sys.argv[1]](*sys.argv[2:])
