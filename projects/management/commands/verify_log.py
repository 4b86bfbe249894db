"""`manage.py verify_log`: whether the log is as it was sealed; exit 1 where not."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from projects.log.archive import Archive, Damaged, read_archive
from projects.log.seal_reads import (
    check_log,
    last_seal,
    may_change_the_log,
    seal_of_digest,
    unlike_ours,
)


class Command(BaseCommand):
    """Reads every entry once; changes nothing."""

    help = "核对操作记录：每条记录是否与封存时一致、封存是否前后相接、尾部是否被截去；不作改动。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """A digest that was written down elsewhere."""
        parser.add_argument("--digest", metavar="DIGEST", default="", help="抄录的摘要，至少前16位")
        parser.add_argument("--archive", metavar="FILE", type=Path, help="核对导出的封存包")

    def handle(self, *, digest: str, archive: Path | None, **options: object) -> None:
        """One line for whatever does not fit."""
        if archive:
            self._archive(_opened(archive))
        else:
            self._log(digest)

    def _archive(self, archive: Archive) -> None:
        """By itself, and beside the seals that are here."""
        faults = [*archive.checked.faults, *unlike_ours(archive.seals)]
        self.stdout.writelines(f"{line}\n" for line in faults)
        if faults:
            raise CommandError(f"封存包不可采信：发现{len(faults)}处。")
        made = f"{archive.made_at:%Y-%m-%d %H:%M}，{archive.made_by}"
        held = f"{archive.checked.entries}条记录，{archive.checked.seals}号封存"
        self.stdout.write(f"封存包完整（{made}）：{held}，签名、校验值与封存逐条核对一致。")
        compared = "与本系统的封存一致。" if last_seal() else "本系统还没有封存，未作对照。"
        self.stdout.write(compared)

    def _log(self, digest: str) -> None:
        """Everything in the database."""
        checked = check_log()
        faults = list(checked.faults)
        if digest and seal_of_digest(digest) is None:
            faults.append(f"抄录的摘要“{digest}”与任何一号封存都不相符。")
        self.stdout.writelines(f"{line}\n" for line in faults)
        if faults:
            raise CommandError(f"操作记录与封存时不同：发现{len(faults)}处。")
        self.stdout.write(f"操作记录完整：{checked.entries}条记录，{checked.seals}号封存，逐条核对一致。")
        if checked.unsealed:
            self.stdout.write(f"另有{checked.unsealed}条尚未封存（manage.py tend 封存）。")
        if may_change_the_log():
            self.stdout.write(
                "提示：应用程序的数据库角色是表的所有者，只有触发器在防改动；分设角色见 grant_role。"
            )
        if last := last_seal():
            self.stdout.write(f"最近一号：第{last.number}号，{last.at:%Y-%m-%d %H:%M}，摘要 {last.digest}")


def _opened(file: Path) -> Archive:
    """An archive, or a sentence why it is none."""
    try:
        with file.open("rb") as stream:
            return read_archive(stream)
    except (OSError, Damaged) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise CommandError(f"无法读取“{file}”：{reason}") from error
