"""Sealing the log."""

from datetime import datetime

from django.db import OperationalError, connection, transaction
from django.db.models import Max
from django.utils import timezone

from projects.log.seal_reads import last_seal, lines_between, seal_value
from projects.log.witness import write_down, written_down
from projects.models.log import LogEntry, LogSeal
from projects.rules.errors import Refused
from projects.rules.log_seals import FORMAT, Seal, digest_of

WRITING = 2021021219  # held, shared, by whoever writes an entry: the trigger of migration 0024 takes it
SEALING = 2021021220  # held by who seals
PATIENCE = "2s"  # so long does everybody wait who writes an entry, where one before them does not finish
MOST = 10_000  # entries under one seal
NOT_IN_TIME = "55P03"


def seal_log(*, at: datetime) -> list[Seal]:
    """Put every entry under a seal that is under none; the seals that were made, none where none waits.

    No entry comes later with a number that is sealed already: first the numbers are settled. Where another
    process seals at this moment nothing is done. Refused where an entry is being written for too long.
    """
    settled = _settled()
    with transaction.atomic():
        made = _seal_up_to(settled, at) if settled and _is_alone() else []
    known = written_down()
    later = max(known, default=0)
    write_down(seal_value(row) for row in LogSeal.objects.filter(number__gt=later))
    return made


def _settled() -> int | None:
    """The highest number of an entry; all lower ones are written or will never be."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL lock_timeout = '{PATIENCE}'")
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [WRITING])
            return LogEntry.objects.aggregate(highest=Max("pk"))["highest"]
    except OperationalError as error:
        if getattr(error.__cause__, "pgcode", None) == NOT_IN_TIME:
            raise Refused("操作记录正在写入，这次没有封存，下次再封存。") from error
        raise


def _is_alone() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [SEALING])
        return cursor.fetchone()[0]


def _seal_up_to(settled: int, at: datetime) -> list[Seal]:
    """Seals of at most so many entries each, in the order of their numbers."""
    before, made = last_seal(), []
    while numbers := _next_numbers(before, settled):
        before = _seal(before, numbers, at)
        made.append(before)
    return made


def _next_numbers(before: Seal | None, settled: int) -> list[int]:
    waiting = LogEntry.objects.filter(pk__lte=settled).order_by("pk")
    if before is not None:
        waiting = waiting.filter(pk__gt=before.last)
    return list(waiting.values_list("pk", flat=True)[:MOST])


def _seal(before: Seal | None, numbers: list[int], at: datetime) -> Seal:
    """One seal over these entries; its ground begins where the one before ends."""
    seal = Seal(
        number=before.number + 1 if before else 1,
        first=before.last + 1 if before else 1,
        last=numbers[-1],
        count=len(numbers),
        previous=before.digest if before else "",
        at=timezone.localtime(at),
    )
    digest = digest_of(seal, (line for _, line in lines_between(seal.first, seal.last)))
    row = LogSeal.objects.create(
        number=seal.number,
        first=seal.first,
        last=seal.last,
        count=seal.count,
        previous=seal.previous,
        digest=digest,
        at=seal.at,
        format=FORMAT,
    )
    return seal_value(row)
