"""`manage.py set_role USERNAME ROLE [--unit CODE]`: a role given from the command line, without a second
person.
"""

from argparse import ArgumentParser

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from projects.accounts.actions import set_role
from projects.models import Unit, User
from projects.rules.errors import Refused
from projects.rules.roles import Role


class Command(BaseCommand):
    """For a new installation, where nobody is there yet to agree."""

    help = "设置账号的角色并启用账号；日常由两人在“角色变更”页办理。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whose, which, and the unit."""
        parser.add_argument("username", metavar="USERNAME", help="用户名")
        parser.add_argument("role", metavar="ROLE", choices=list(Role), help="、".join(Role))
        parser.add_argument("--unit", metavar="CODE", default="", help="单位代码")

    def handle(self, *, username: str, role: str, unit: str, **options: object) -> None:
        """Give it and say so."""
        person = User.objects.filter(username=username).first()
        if person is None:
            raise CommandError(f"没有用户“{username}”。")
        of_unit = Unit.objects.filter(code=unit).first()
        if unit and of_unit is None:
            raise CommandError(f"没有单位“{unit}”。")
        try:
            set_role(person, role=role, unit=of_unit, at=timezone.now())
        except (Refused, ValidationError) as refusal:
            raise CommandError("；".join(getattr(refusal, "messages", [str(refusal)]))) from refusal
        self.stdout.write(f"{person}（{username}）现为{Role.word_of(role)}。")
