"""`manage.py open_accounts`: a filer and a signer for every unit that lacks one, or those of a workbook."""

import os
from argparse import ArgumentParser
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from projects.accounts.import_checks import checked
from projects.accounts.import_workbook import read_people
from projects.accounts.new_accounts import NewAccount
from projects.accounts.one_time import make_secrets
from projects.accounts.people_actions import open_accounts
from projects.accounts.reads import lacking_accounts
from projects.accounts.slips import slips_by_unit
from projects.accounts.slips_workbook import slips_workbook
from projects.models import CityRecord
from projects.rules.errors import Refused


class Command(BaseCommand):
    """The passwords go into a workbook that nobody else on the machine may read; all or nothing."""

    help = "为每个缺人的单位开立填报员和审签人账号，或按人员名单开立；一次性密码写入工作簿。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The workbook of people, and where the passwords go."""
        parser.add_argument("file", nargs="?", metavar="FILE.xlsx", type=Path, help="人员名单，可不给")
        parser.add_argument("--sheet", metavar="SHEET.xlsx", type=Path, help="一次性密码写入的文件")

    def handle(self, *, file: Path | None, sheet: Path | None, **options: object) -> None:
        """Open, write the sheet, and only then keep what was opened."""
        now = timezone.now()
        try:
            wanted = self._named_in(file) if file else lacking_accounts()
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        secrets = make_secrets(len(wanted))
        target = sheet or Path(f"accounts-{timezone.localtime(now):%Y%m%d-%H%M%S}.xlsx")
        with transaction.atomic():
            slips = open_accounts(wanted, secrets=secrets, by=None, at=now)
            if slips:
                found = slips_by_unit(slips, city=CityRecord.objects.current())
                _write(target, slips_workbook(found, address=settings.SITE_URL))
        opened = f"已开立{len(slips)}个账号，一次性密码在“{target}”，发放后请删除。"
        self.stdout.write(opened if slips else "没有需要开立的账号。")

    def _named_in(self, file: Path) -> list[NewAccount]:
        """The people of a workbook; where there are faults, all of them are named."""
        try:
            content = file.read_bytes()
        except OSError as error:
            raise CommandError(f"无法读取文件“{file}”：{error.strerror}。") from error
        found = checked(read_people(content, file.name))
        if found.problems:
            faults = [f"{problem.cell}：{problem.sentence}" for problem in found.problems]
            raise CommandError("\n".join([f"有{len(faults)}处需要改正，未保存任何内容：", *faults]))
        return list(found.people)


def _write(target: Path, content: bytes) -> None:
    """A new file for its owner alone; one that is there is never written over."""
    try:
        handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise CommandError(f"无法写入文件“{target}”：{error.strerror}。") from error
    with os.fdopen(handle, "wb") as opened:
        opened.write(content)
