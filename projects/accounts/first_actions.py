"""The first administrator: made on a page whose address is printed once, where nobody has an account yet."""

from datetime import datetime

from django.core.signing import BadSignature, TimestampSigner
from django.db import connection, transaction

from projects.accounts.actions import open_account
from projects.models.people import User
from projects.rules.errors import Refused
from projects.rules.roles import Role

SALT = "first administrator"
SECONDS_VALID = 3600
EXPIRED = (
    "这个地址已经失效：它只能使用一次，一小时内有效。"
    "请重新启动服务，或运行 first_administrator 命令，取得新的地址。"
)


def first_token() -> str:
    """The signed token with which the one-time address ends."""
    return TimestampSigner(salt=SALT).sign("1").removeprefix("1:").replace(":", ".")


def is_valid(token: str) -> bool:
    """Whether an address that ends like this was printed within the hour and has not been used."""
    try:
        signed = "1:" + token.replace(".", ":")
        TimestampSigner(salt=SALT).unsign(signed, max_age=SECONDS_VALID)
    except BadSignature:
        return False
    return nobody_is_there()


def nobody_is_there() -> bool:
    """Whether the installation has no account yet."""
    return not User.objects.exists()


@transaction.atomic
def open_first_account(
    token: str, *, username: str, display_name: str, password_hash: str, at: datetime
) -> User:
    """Make the first administrator; refused once somebody is there: two who come at once are one."""
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE projects_user IN SHARE ROW EXCLUSIVE MODE")
    if not is_valid(token):
        raise Refused(EXPIRED)
    return open_account(
        username,
        display_name=display_name,
        role=Role.ADMINISTRATOR,
        password_hash=password_hash,
        by=None,
        at=at,
        must_change_password=False,
    )
