"""`manage.py restore FILE`: a backup into an empty database, checked, compared, all of it or nothing."""

import signal
import sys
from argparse import ArgumentParser
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection

from lianyungang.away import sentence_of
from lianyungang.backup import pending, restore
from lianyungang.backup_files import Files
from lianyungang.database_role import NotGranted, grant
from lianyungang.postgres import Unusable


class Command(BaseCommand):
    """Into the database that DATABASE_URL names and the folder that DATA_DIR names."""

    help = "恢复：核对备份文件的校验值，写入空数据库和空的存档目录，逐表核对；任何一步不成功则全部撤销。"
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where from."""
        parser.add_argument("file", type=Path, metavar="FILE", help="backup 写成的文件")

    def handle(self, *, file: Path, **options: object) -> None:
        """Restore it and say what was in it, and what is still to be done."""
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
        try:
            manifest = restore(connection, file, kept=Files.by_settings(settings.DATA_DIR))
        except Unusable as refusal:
            raise CommandError(str(refusal)) from refusal
        except DatabaseError as error:
            raise CommandError(sentence_of(error, failed="没有恢复")) from error
        self._grant()
        held = f"{len(manifest.tables)}张表{manifest.rows}行，{len(manifest.files)}个文件"
        self.stdout.write(f"已恢复{manifest.at:%Y-%m-%d %H:%M}的备份（{manifest.version}版）。")
        self.stdout.write(f"{held}，逐表核对一致。")
        self.stdout.write("登录会话不在备份之内，请各自重新登录。")
        if pending(manifest):
            self.stdout.write("程序比备份新：请接着运行 manage.py migrate。")

    def _grant(self) -> None:
        """A backup holds no rights: the application's role gets its own anew."""
        if not settings.DATABASE_ROLE:
            return
        try:
            grant(connection, settings.DATABASE_ROLE)
        except (NotGranted, DatabaseError) as error:
            self.stdout.write(f"应用程序的数据库角色还没有授权（manage.py grant_role）：{error}")
