"""The log and its seals as values, and whether the one fits the other."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from django.db import connection
from django.db.models import Count, Max, Min
from django.db.models.functions import TruncDate
from django.utils import timezone

from projects.log.witness import written_down
from projects.models.log import LogEntry, LogEntryQuerySet, LogSeal
from projects.rules.log_seals import FIELDS, Checked, Line, Seal, as_typed, check, line_of, matches

A_PIECE = 2000  # rows fetched at once


def seal_value(row: LogSeal) -> Seal:
    """A stored seal as the rules know it, its time by the clock on the wall."""
    return Seal(
        number=row.number,
        first=row.first,
        last=row.last,
        count=row.count,
        previous=row.previous,
        at=timezone.localtime(row.at),
        digest=row.digest,
        format=row.format,
    )


def lines_between(first: int | None, last: int | None) -> Iterator[Line]:
    """The entries of these numbers as lines, both ends included; without an end all of them there."""
    entries = LogEntry.objects.order_by("pk")
    if first is not None:
        entries = entries.filter(pk__gte=first)
    if last is not None:
        entries = entries.filter(pk__lte=last)
    for values in entries.values_list(*FIELDS).iterator(chunk_size=A_PIECE):
        yield line_of(values)


def check_log() -> Checked:
    """The whole log: every entry under its seal, every seal under the next and as it was written down.

    What is written down is read first: a seal made meanwhile is then in the database, and no fault.
    """
    written = written_down()
    seals = [seal_value(row) for row in LogSeal.objects.all()]
    checked = check(seals, lines_between(None, None))
    return _with(checked, _unlike_witness(seals, written))


def check_seal(seal: Seal) -> tuple[str, ...]:
    """One seal: its entries and the seal before."""
    return check([seal], lines_between(seal.first, seal.last), anchor=seal_before(seal)).faults


def _unlike_witness(seals: Iterable[Seal], written: dict[int, str]) -> tuple[str, ...]:
    """What was written down outside the database and is not in it, or otherwise."""
    digests = {seal.number: seal.digest for seal in seals}
    faults = []
    gone = sorted(written.keys() - digests.keys())
    if gone:
        faults.append(
            f"库外封存簿记到第{max(written)}号，数据库里没有其中的{len(gone)}号（自第{gone[0]}号起）："
            "尾部被截去，或恢复的是较早的备份。"
        )
    otherwise = [number for number in written if digests.get(number, written[number]) != written[number]]
    if otherwise:
        faults.append(f"自第{min(otherwise)}号起，数据库里的封存与库外封存簿不同：封存被重做过。")
    return tuple(faults)


def unlike_ours(seals: Iterable[Seal]) -> tuple[str, ...]:
    """What an archive says otherwise than the seals here; nothing where none is here."""
    ours = dict(LogSeal.objects.values_list("number", "digest"))
    gone = [seal.number for seal in seals if ours and seal.number not in ours]
    otherwise = [seal.number for seal in seals if ours.get(seal.number, seal.digest) != seal.digest]
    faults = [f"第{number}号封存在本系统中已不在。" for number in gone[:1]]
    faults += [f"自第{number}号起与本系统的封存不同。" for number in otherwise[:1]]
    return tuple(faults)


def seal_of_digest(text: str) -> Seal | None:
    """The seal that was written down so by hand; None where there is none, or too little was typed."""
    typed = as_typed(text)
    row = LogSeal.objects.of_digest(typed).first() if typed.isalnum() else None
    return seal_value(row) if row and matches(row.digest, typed) else None


def last_seal() -> Seal | None:
    """The newest."""
    row = LogSeal.objects.last()
    return seal_value(row) if row else None


def seals_between(since: date | None, until: date | None) -> list[Seal]:
    """Those made on these days, both included; all where none is named."""
    rows = LogSeal.objects.all()
    if since:
        rows = rows.filter(at__date__gte=since)
    if until:
        rows = rows.filter(at__date__lte=until)
    return [seal_value(row) for row in rows]


def seals_over(entries: LogEntryQuerySet) -> list[Seal]:
    """Those that cover these entries, in the order in which they were made."""
    numbers = list(entries.values_list("pk", flat=True))
    if not numbers:
        return []
    rows = LogSeal.objects.filter(last__gte=min(numbers), first__lte=max(numbers))
    return [seal_value(row) for row in rows]


def seal_before(seal: Seal) -> Seal | None:
    """The one before it."""
    row = LogSeal.objects.filter(number=seal.number - 1).first()
    return seal_value(row) if row else None


def last_of_each_day() -> list[int]:
    """The numbers of the seals that stand for a day, newest first."""
    days = LogSeal.objects.order_by().annotate(day=TruncDate("at")).values("day")
    return sorted((each["number"] for each in days.annotate(number=Max("number"))), reverse=True)


def waiting() -> int:
    """How many entries are not yet under a seal."""
    return unsealed_after(last_seal())[0]


def unsealed_after(seal: Seal | None) -> tuple[int, datetime | None]:
    """How many entries are not yet under a seal, and when the oldest was written; None where none waits."""
    entries = LogEntry.objects.filter(pk__gt=seal.last if seal else 0)
    found = entries.aggregate(number=Count("pk"), oldest=Min("at"))
    return found["number"], found["oldest"]


def may_change_the_log() -> bool:
    """Whether the role that we are to the database could change an entry, but for the trigger."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_table_privilege(%s, 'UPDATE')", [LogEntry._meta.db_table])
        return cursor.fetchone()[0]


def _with(checked: Checked, faults: tuple[str, ...]) -> Checked:
    return Checked(checked.seals, checked.entries, checked.unsealed, checked.faults + faults)
