"""When a timer does what, and how it stands."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from projects.rules.chores import LATE_DAILY, ChoreKind, Health, health, is_due

SHANGHAI = ZoneInfo("Asia/Shanghai")
NIGHT = datetime(2021, 7, 14, 2, 5, tzinfo=SHANGHAI)
LAST_NIGHT = NIGHT - timedelta(days=1)


def test_the_log_is_sealed_every_time():
    assert is_due(ChoreKind.SEAL, done=NIGHT, tried=NIGHT, at=NIGHT)


@pytest.mark.parametrize(
    ("hour", "minute", "backup", "remind"),
    [
        (0, 5, False, False),
        (1, 59, False, False),
        (2, 0, True, False),
        (7, 30, True, True),
        (23, 59, True, True),
    ],
)
def test_what_is_done_once_a_day_has_its_hour_and_is_made_up_later(hour, minute, backup, remind):
    at = NIGHT.replace(hour=hour, minute=minute)
    assert is_due(ChoreKind.BACKUP, done=LAST_NIGHT, tried=LAST_NIGHT, at=at) == backup
    assert is_due(ChoreKind.REMIND, done=LAST_NIGHT, tried=LAST_NIGHT, at=at) == remind


def test_what_was_done_today_is_not_done_again():
    assert not is_due(ChoreKind.BACKUP, done=NIGHT, tried=NIGHT, at=NIGHT.replace(hour=22))


@pytest.mark.parametrize(("minutes", "due"), [(5, False), (59, False), (60, True)])
def test_what_failed_is_tried_again_after_an_hour(minutes, due):
    at = NIGHT + timedelta(minutes=minutes)
    assert is_due(ChoreKind.BACKUP, done=LAST_NIGHT, tried=NIGHT, at=at) == due
    assert is_due(ChoreKind.BACKUP, done=None, tried=NIGHT, at=at) == due


def test_what_reads_every_file_is_tried_again_the_next_night():
    failed = {"done": LAST_NIGHT, "tried": NIGHT}
    assert not is_due(ChoreKind.FILES, **failed, at=NIGHT.replace(hour=21))
    assert is_due(ChoreKind.FILES, **failed, at=NIGHT + timedelta(days=1))


def test_what_was_never_done_is_due():
    assert is_due(ChoreKind.BACKUP, done=None, tried=None, at=NIGHT)


@pytest.mark.parametrize(
    ("done", "failed", "stands"),
    [
        (None, None, Health.NEVER),
        (None, 1, Health.FAILED),
        (2, 1, Health.FAILED),
        (1, 2, Health.OK),
        (30, None, Health.OK),
        (31, None, Health.LATE),
    ],
)
def test_how_it_stands(done, failed, stands):
    times = {"done": done, "failed": failed}
    times = {name: hours and NIGHT - timedelta(hours=hours) for name, hours in times.items()}
    assert health(**times, at=NIGHT, late=LATE_DAILY) == stands
