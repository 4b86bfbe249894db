"""`manage.py export_log FILE`: the sealed log as the signed archive that /log/seals/ hands out."""

import os
import tempfile
from argparse import ArgumentParser
from datetime import date
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from projects.log.archive import write_archive
from projects.log.seal_actions import seal_log
from projects.log.seal_reads import seals_between
from projects.rules.errors import Refused
from projects.rules.log_seals import Seal

MAKER = "命令行 export_log"


class Command(BaseCommand):
    """Seals what waits, then writes: so nothing that was done so far is left out."""

    help = "导出封存包：先封存，再把操作记录、封存和签名写入一个新文件；不写日期为全部。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where to, and of which days."""
        parser.add_argument("file", type=Path, metavar="FILE", help="写入的文件，不得已经存在")
        parser.add_argument(
            "--since", type=date.fromisoformat, metavar="DAY", help="封存日期从，如 2021-07-01"
        )
        parser.add_argument("--until", type=date.fromisoformat, metavar="DAY", help="封存日期到")

    def handle(self, *, file: Path, since: date | None, until: date | None, **options: object) -> None:
        """Write it, and say what is in it."""
        if file.exists():
            raise CommandError(f"{file} 已经存在：请换一个文件名。")
        try:
            seal_log(at=timezone.now())
        except Refused as refusal:
            self.stdout.write(str(refusal))
        seals = seals_between(since, until)
        if not seals:
            raise CommandError("这些日期里没有封存，没有可导出的记录。")
        try:
            _write(file, seals)
        except OSError as error:
            raise CommandError(f"不能写入“{file}”：{error.strerror}") from error
        entries = sum(seal.count for seal in seals)
        self.stdout.write(f"已导出：{file}（{entries}条记录，{len(seals)}号封存）。")
        self.stdout.write("核对：manage.py verify_log --archive FILE。")


def _write(file: Path, seals: list[Seal]) -> None:
    """All of it under a name that says unfinished, then renamed; its owner alone reads it."""
    named = {"prefix": f".{file.name}.", "suffix": ".unfinished", "dir": file.parent}
    descriptor, unfinished = tempfile.mkstemp(**named)
    try:
        with os.fdopen(descriptor, "w+b") as stream:
            write_archive(stream, seals, at=timezone.now(), made_by=MAKER)
            stream.flush()
            os.fsync(stream.fileno())
        os.link(unfinished, file)  # fails where the name was taken meanwhile
    finally:
        os.unlink(unfinished)
