"""Whether an error means that the database is away, rather than that it refused something."""

from django.db import InterfaceError, OperationalError

AWAY = ("08", "53", "57", "58")  # PostgreSQL's classes of errors: connection, room, stopped, its system


def is_away(error: BaseException | None) -> bool:
    """Whether the database could not be asked: no connection, or no room left; not what it refused."""
    if not isinstance(error, InterfaceError | OperationalError):
        return False
    code = getattr(error.__cause__, "pgcode", None)
    return code is None or code[:2] in AWAY
