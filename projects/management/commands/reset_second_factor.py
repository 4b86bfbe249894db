"""`manage.py reset_second_factor USERNAME`: the last administrator lost telephone and recovery codes."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from projects.accounts.factor_actions import reset_factors
from projects.models import User


class Command(BaseCommand):
    """For whom nobody else can do it on the page."""

    help = "重置一个账号的动态口令；日常由系统管理员在“人员”页办理。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whose."""
        parser.add_argument("username", metavar="USERNAME", help="用户名")

    def handle(self, *, username: str, **options: object) -> None:
        """Reset it and say so."""
        person = User.objects.filter(username=username).first()
        if person is None:
            raise CommandError(f"没有用户“{username}”。")
        if not reset_factors([person], by=None, at=timezone.now()):
            raise CommandError(f"{person}（{username}）没有启用动态口令。")
        self.stdout.write(f"{person}（{username}）的动态口令已重置，下次登录时提示本人。")
