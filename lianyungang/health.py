"""How the installation stands, for a load balancer and for whoever watches it."""

import shutil
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.utils import timezone

from lianyungang.chores import OFTEN
from lianyungang.standing import stands
from lianyungang.version import version
from projects.models import Chore
from projects.rules.chores import LATE_DAILY, LATE_OFTEN, ChoreKind, Health

LITTLE = 1_000_000_000  # bytes: less than that is soon full


def report(at: datetime) -> dict[str, object]:
    """One word for each part; `status` is `ok`, `degraded` where a part is not, or `unavailable`.

    The installation is unavailable only where the database does not answer.
    """
    parts = {"database": "ok", "disk": _disk(settings.DATA_DIR)}
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            chores = {row.kind: row for row in Chore.objects.all()}
    except DatabaseError:
        return {"status": "unavailable"} | parts | {"database": "unavailable", "version": version()}
    parts |= {"files": _files(chores, at), "timer": _often(chores, ChoreKind.TIMER, at)}
    parts["log"] = _nightly(chores, ChoreKind.VERIFY, at)
    parts["backup"] = _nightly(chores, ChoreKind.BACKUP, at) if settings.BACKUP_DIR else Health.OFF
    bad = {"low", "away", Health.LATE, Health.FAILED} & set(parts.values())
    times = {"timer_at": _when(chores, ChoreKind.TIMER), "backup_at": _when(chores, ChoreKind.BACKUP)}
    return {"status": "degraded" if bad else "ok"} | parts | times | {"version": version()}


def _disk(folder: Path) -> str:
    """Whether there is room where the files are kept."""
    there = next(each for each in (folder, *folder.parents) if each.exists())
    return "low" if shutil.disk_usage(there).free < LITTLE else "ok"


def _files(chores: dict[str, Chore], at: datetime) -> str:
    """As the timer found their store: one that is away would hold a worker for each that asks here."""
    found = _often(chores, ChoreKind.STORE, at)
    return "away" if found == Health.FAILED else found


def _often(chores: dict[str, Chore], kind: ChoreKind, at: datetime) -> Health:
    """Of what is done each time that the timer comes."""
    timer = chores.get(ChoreKind.TIMER)
    return stands(chores.get(kind), at, LATE_OFTEN if timer and timer.said == OFTEN else LATE_DAILY)


def _nightly(chores: dict[str, Chore], kind: ChoreKind, at: datetime) -> Health:
    return stands(chores.get(kind), at)


def _when(chores: dict[str, Chore], kind: ChoreKind) -> str | None:
    row = chores.get(kind)
    done = row.done_at if row else None
    return timezone.localtime(done).isoformat(timespec="seconds") if done else None
