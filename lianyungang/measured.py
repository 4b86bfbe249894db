"""What the page of duties is told from, each fact asked once: the database's, the people's, the log's."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection
from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone

from lianyungang.models import DemoState
from projects.log.seal_reads import last_seal, unsealed_after
from projects.models import Chore, LogEntry, SecondFactor, User
from projects.rules.chores import ChoreKind
from projects.rules.city import City
from projects.rules.log_seals import Seal
from projects.rules.roles import OF_TWO, Role

APART = (Role.ADMINISTRATOR, Role.COORDINATOR, Role.AUDITOR)  # three kinds of officers
UNUSED = timedelta(days=180)
LEFT = timedelta(days=3)  # after so long no session that ended is there any more
TRIGGERS = ("log_is_append_only", "log_is_never_emptied", "a_seal_stands", "seals_are_never_emptied")
OF_DATABASE = """
    SELECT clock_timestamp(), current_user, rolsuper OR rolcreaterole,
        (SELECT count(*) FROM pg_class
         WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND pg_has_role(relowner, 'MEMBER')),
        has_table_privilege(%s, 'UPDATE'),
        ARRAY(SELECT tgname::text FROM pg_trigger WHERE tgname = ANY(%s) AND tgenabled IN ('O', 'A')),
        inet_server_addr() IS NULL OR inet_server_addr() = inet_client_addr(),
        coalesce((SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()), false)
    FROM pg_roles WHERE rolname = current_user
"""


@dataclass(frozen=True)
class OfDatabase:
    """Its clock beside ours, the role that we are to it, what protects the log, how we reach it."""

    seconds_apart: float
    role: str
    is_mighty: bool
    tables_owned: int
    may_change_the_log: bool
    triggers: frozenset[str]
    is_local: bool
    is_encrypted: bool


@dataclass(frozen=True)
class OfPeople:
    """Of the open accounts: how many lack a factor or are unused, and who holds which of three offices."""

    without_factor: int
    unused: int
    officers: tuple[tuple[str, str], ...]  # name and role


@dataclass(frozen=True)
class OfLog:
    """Its newest seal, what still waits and since when, its first entry's moment."""

    seal: Seal | None
    waiting: int
    since: datetime | None
    first: datetime | None


@dataclass(frozen=True)
class Measured:
    """Everything, at one moment; `is_secure`: whether the question came by https."""

    at: datetime
    city: City
    is_secure: bool
    is_demo: bool
    sessions_left: int
    database: OfDatabase
    people: OfPeople
    log: OfLog
    chores: dict[str, Chore]

    def chore(self, kind: ChoreKind) -> Chore | None:
        """What was written down of it; None where it never ran."""
        return self.chores.get(kind)


def measured(city: City, *, is_secure: bool, at: datetime) -> Measured:
    """Ask now."""
    return Measured(
        at=at,
        city=city,
        is_secure=is_secure,
        is_demo=settings.DEMO or DemoState.objects.exists(),
        sessions_left=Session.objects.filter(expire_date__lt=at - LEFT).count(),
        database=_of_database(),
        people=_of_people(at),
        log=_of_log(),
        chores={row.kind: row for row in Chore.objects.all()},
    )


def _of_database() -> OfDatabase:
    with connection.cursor() as cursor:
        before = timezone.now()
        cursor.execute(OF_DATABASE, [LogEntry._meta.db_table, list(TRIGGERS)])
        clock, role, is_mighty, owned, may_change, triggers, is_local, is_encrypted = cursor.fetchone()
    apart = abs((clock - before).total_seconds())
    guarded = frozenset(triggers)
    return OfDatabase(apart, role, is_mighty, owned, may_change, guarded, is_local, is_encrypted)


def _of_people(at: datetime) -> OfPeople:
    long_ago = at - UNUSED
    never = Q(last_login__isnull=True, password_changed_at__lt=long_ago)
    has_factor = Exists(SecondFactor.objects.in_use().filter(person=OuterRef("pk")))
    active = User.objects.filter(is_active=True)
    counted = active.aggregate(
        without_factor=Count("pk", filter=Q(role__in=OF_TWO) & ~has_factor),
        unused=Count("pk", filter=Q(last_login__lt=long_ago) | never),
    )
    officers = active.filter(role__in=APART).values_list("display_name", "role")
    return OfPeople(**counted, officers=tuple(officers))


def _of_log() -> OfLog:
    seal = last_seal()
    waiting, since = unsealed_after(seal)
    first = LogEntry.objects.order_by("pk").values_list("at", flat=True).first()
    return OfLog(seal, waiting, since, first)
