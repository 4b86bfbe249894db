"""`manage.py verify_files`: whether every kept file still holds the bytes that came; exit 1 where not."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from lianyungang.chores import run
from projects.rules.chores import ChoreKind


class Command(BaseCommand):
    """Reads every file once, changes none; what was found is written down, as when the timer does it."""

    help = "核对留存文件：逐个比对校验值，列出缺失和内容已变的文件，不改动文件；结果记入定时维护。"

    def handle(self, **options: object) -> None:
        """One sentence, which names each file that is not as it came."""
        said: list[str] = []
        succeeded = run(ChoreKind.FILES, timezone.now(), said.append)
        if not succeeded:
            raise CommandError(said[0])
        self.stdout.write(said[0])
