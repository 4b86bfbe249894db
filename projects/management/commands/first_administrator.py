"""`manage.py first_administrator`: the address on which the first administrator's account is made."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse

from projects.accounts.first_actions import SECONDS_VALID, first_token, nobody_is_there

SOMEBODY = "已有账号，不再给出地址；系统管理员的密码由另一位系统管理员重置，或用 changepassword 命令。"


class Command(BaseCommand):
    """For an installation of one's own; `make serve` prints the address by itself."""

    help = "尚无账号时给出一次性地址，在该页开立第一个系统管理员。"

    def handle(self, **options: object) -> None:
        """Print the address."""
        if not nobody_is_there():
            raise CommandError(SOMEBODY)
        path = reverse("first_administrator", args=[first_token()])
        self.stdout.write(f"请在浏览器中打开，{SECONDS_VALID // 60}分钟内有效，只能使用一次：")
        self.stdout.write(f"{settings.SITE_URL}{path}")
