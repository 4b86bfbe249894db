"""`manage.py backup FILE`: the database and the files kept, in one file with checksums, while people work."""

import signal
import sys
from argparse import ArgumentParser
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection
from django.utils import timezone

from lianyungang.away import sentence_of
from lianyungang.backup import back_up
from lianyungang.backup_files import Files
from lianyungang.postgres import Unusable


class Command(BaseCommand):
    """Run by cron or a timer once a night; the file belongs on another machine."""

    help = "备份：把数据库和存档文件写入一个带校验值的新文件；密钥和登录会话不在其中。备份期间系统照常使用。"
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where to."""
        parser.add_argument("file", type=Path, metavar="FILE", help="写入的文件，不得已经存在")

    def handle(self, *, file: Path, **options: object) -> None:
        """Write it and say what is in it."""
        # Whoever ends us, a timer or a machine going down, gives time to clean up first.
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
        try:
            kept = Files.by_settings(settings.DATA_DIR)
            manifest = back_up(connection, file, kept=kept, at=timezone.localtime())
        except Unusable as refusal:
            raise CommandError(str(refusal)) from refusal
        except DatabaseError as error:
            raise CommandError(sentence_of(error, failed="没有备份")) from error
        held = f"{len(manifest.tables)}张表{manifest.rows}行，{len(manifest.files)}个文件"
        self.stdout.write(f"已备份：{file}（{held}，{file.stat().st_size}字节）。")
        self.stdout.write("SECRET_KEY 不在其中，请另行保管。")
