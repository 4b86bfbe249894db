"""`manage.py verify_files`: whether every kept file still holds the bytes that came; exit 1 where not."""

from django.core.management.base import BaseCommand, CommandError

from projects.files.reads import damaged
from projects.models import KeptFile


class Command(BaseCommand):
    """Reads every file once; changes nothing."""

    help = "核对留存文件：逐个比对校验值，列出缺失和内容已变的文件，不作改动。"

    def handle(self, **options: object) -> None:
        """One line for each file that is not as it came."""
        found = [f"{row.path}　{words}" for row, words in damaged()]
        self.stdout.writelines(f"{line}\n" for line in found)
        if found:
            raise CommandError(f"{len(found)} 个文件与存入时不同。")
        self.stdout.write(f"{KeptFile.objects.count()} 个文件均与存入时一致。")
