"""One of a few places at a time, by all web workers: for what takes much memory."""

from collections.abc import Iterator
from contextlib import contextmanager
from time import sleep

from django.db import connection

from projects.rules.errors import Refused


@contextmanager
def turn(lock: int, *, places: int, tries: int, wait: float, busy: str) -> Iterator[None]:
    """Hold one of the places, by the database's advisory locks; Refused where none gets free in a while."""
    number = _free_place(lock, places, tries, wait)
    if number is None:
        raise Refused(busy)
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [lock, number])


def _free_place(lock: int, places: int, tries: int, wait: float) -> int | None:
    for _ in range(tries):
        with connection.cursor() as cursor:
            for number in range(places):
                cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [lock, number])
                if cursor.fetchone()[0]:
                    return number
        sleep(wait)
    return None
