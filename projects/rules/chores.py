"""What a timer does, when each is due, and how it stands."""

from datetime import datetime, time, timedelta
from enum import StrEnum

from projects.rules.words import Worded

AGAIN = timedelta(hours=1)  # what failed is tried again after so long
AGAIN_AT_NIGHT = timedelta(hours=20)  # and what reads every file there is
NIGHT, MORNING = time(2), time(7, 30)
LATE_OFTEN = timedelta(hours=1)  # a timer that runs every few minutes stands still after so long
LATE_DAILY = timedelta(hours=30)  # and one that runs once a night, and what is done once a night


class ChoreKind(Worded):
    """What is done by itself."""

    TIMER = "timer", "定时维护"
    SEAL = "seal", "封存操作记录"
    TIDY = "tidy", "清理登录和文件"
    VERIFY = "verify", "核对操作记录"
    BACKUP = "backup", "备份"
    REMIND = "remind", "催办"
    STORE = "store", "检查文件存储"
    FILES = "files", "逐个核对文件"


class Health(StrEnum):
    """How one of them stands, as /healthz tells it."""

    OK = "ok"
    NEVER = "never"
    LATE = "late"
    FAILED = "failed"
    OFF = "off"


# Without these an installation loses what people did, or cannot show that it did not; a damaged file leaves
# with the last backup that has it whole. A mail that did not go out, and a tidying that waits, are only told.
VITAL = frozenset(
    {
        ChoreKind.TIMER,
        ChoreKind.SEAL,
        ChoreKind.VERIFY,
        ChoreKind.BACKUP,
        ChoreKind.STORE,
        ChoreKind.FILES,
    }
)
EVERY_TIME = frozenset({ChoreKind.TIMER, ChoreKind.SEAL, ChoreKind.STORE})  # that the timer comes
ONCE_A_DAY = {
    ChoreKind.TIDY: NIGHT,
    ChoreKind.VERIFY: NIGHT,
    ChoreKind.BACKUP: NIGHT,
    ChoreKind.REMIND: MORNING,
    ChoreKind.FILES: NIGHT,
}  # by the clock on the wall; the others every time


def is_due(kind: ChoreKind, *, done: datetime | None, tried: datetime | None, at: datetime) -> bool:
    """Whether a timer that comes every few minutes does it now; all times by the clock on the wall."""
    hour = ONCE_A_DAY.get(kind)
    if hour is None:
        return True
    if at.time() < hour or (done is not None and done.date() >= at.date()):
        return False
    has_failed = tried is not None and tried != done
    wait = AGAIN_AT_NIGHT if kind == ChoreKind.FILES else AGAIN
    return not (has_failed and at - tried < wait)


def health(*, done: datetime | None, failed: datetime | None, at: datetime, late: timedelta) -> Health:
    """How a chore stands that is done once in a while."""
    if failed is not None and (done is None or failed > done):
        return Health.FAILED
    if done is None:
        return Health.NEVER
    return Health.LATE if at - done > late else Health.OK
