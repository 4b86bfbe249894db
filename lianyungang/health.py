"""How the installation stands, for a load balancer and for whoever watches it."""

import shutil
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.utils import timezone

from lianyungang.chore_health import health_of
from lianyungang.chores import OFTEN
from lianyungang.version import version
from projects.models import Chore
from projects.rules.chores import EVERY_TIME, LATE_DAILY, LATE_OFTEN, VITAL, ChoreKind, Health

LITTLE = 1_000_000_000  # bytes: less than that is soon full
PARTS = {  # what each chore is called here
    ChoreKind.STORE: "files",
    ChoreKind.TIMER: "timer",
    ChoreKind.SEAL: "seal",
    ChoreKind.VERIFY: "log",
    ChoreKind.BACKUP: "backup",
    ChoreKind.FILES: "contents",
    ChoreKind.TIDY: "tidying",
    ChoreKind.REMIND: "reminders",
}
BAD = frozenset({"low", "away", "unavailable", Health.LATE, Health.FAILED})
VITAL_PARTS = frozenset({"disk", *(PARTS[kind] for kind in VITAL)})


def report(at: datetime) -> dict[str, object]:
    """One word for each part, and `failing`, those that are not as they should be.

    `status` is `ok`, `degraded` where a part fails that the installation depends upon, or `unavailable` where
    the database does not answer.
    """
    parts: dict[str, str] = {"database": "ok", "disk": _disk(settings.DATA_DIR)}
    times = {}
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            chores = {row.kind: row for row in Chore.objects.all()}
    except DatabaseError:
        parts["database"] = "unavailable"
    else:
        parts |= {name: _stands(chores, kind, at) for kind, name in PARTS.items()}
        times = {"timer_at": _when(chores, ChoreKind.TIMER), "backup_at": _when(chores, ChoreKind.BACKUP)}
    failing = [name for name, word in parts.items() if word in BAD]
    found = {"status": _status(failing), **parts, "failing": failing}
    return found | times | {"version": version()}


def _status(failing: list[str]) -> str:
    if "database" in failing:
        return "unavailable"
    return "degraded" if VITAL_PARTS.intersection(failing) else "ok"


def _disk(folder: Path) -> str:
    """Whether there is room where the files are kept."""
    there = next(each for each in (folder, *folder.parents) if each.exists())
    return "low" if shutil.disk_usage(there).free < LITTLE else "ok"


def _stands(chores: dict[str, Chore], kind: ChoreKind, at: datetime) -> str:
    """By what the timer wrote down: a store that is away would hold a worker for each that asks here."""
    if kind == ChoreKind.BACKUP and not settings.BACKUP_DIR:
        return Health.OFF
    timer = chores.get(ChoreKind.TIMER)
    is_often = kind in EVERY_TIME and timer is not None and timer.said == OFTEN
    found = health_of(chores.get(kind), at, LATE_OFTEN if is_often else LATE_DAILY)
    return "away" if kind == ChoreKind.STORE and found == Health.FAILED else found


def _when(chores: dict[str, Chore], kind: ChoreKind) -> str | None:
    row = chores.get(kind)
    done = row.done_at if row else None
    return timezone.localtime(done).isoformat(timespec="seconds") if done else None
