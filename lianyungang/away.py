"""Whether an error means that the database is away, or that it refused something, and the sentence for it."""

from django.db import InterfaceError, OperationalError

AWAY = ("08", "53", "57", "58")  # PostgreSQL's classes of errors: connection, room, stopped, its system


def is_away(error: BaseException | None) -> bool:
    """Whether the database could not be asked: no connection, or no room left; not what it refused."""
    if not isinstance(error, InterfaceError | OperationalError):
        return False
    code = getattr(error.__cause__, "pgcode", None)
    return code is None or code[:2] in AWAY


def sentence_of(error: BaseException, *, failed: str) -> str:
    """Why a command ends: the database is away, or what `failed` because it refused something."""
    first = next(iter(str(error).splitlines()), type(error).__name__)
    return f"数据库不能使用：{first}" if is_away(error) else f"{failed}，数据库报错：{first}"
