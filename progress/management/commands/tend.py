"""`manage.py tend`: everything that a timer does, each by itself; running it twice does nothing twice."""

from argparse import ArgumentParser

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.utils import timezone

from projects.files.actions import sweep
from projects.log.seal_actions import seal_log
from projects.rules.errors import Refused


class Command(BaseCommand):
    """Run by cron or a timer once a night."""

    help = "日常维护：封存操作记录，发出到期的催办，清除过期的登录，清理无人使用的文件；重复运行不重复办理。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Nothing to choose."""

    def handle(self, **options: object) -> None:
        """The log, reminders, sessions, files."""
        self._seal()
        call_command("remind", stdout=self.stdout)
        call_command("clearsessions")
        swept = sweep(timezone.now())
        self.stdout.write(f"已清理文件：不再使用的 {swept.rows} 个，上传中断留下的 {swept.strays} 个。")

    def _seal(self) -> None:
        """What is new in the log."""
        try:
            made = seal_log(at=timezone.now())
        except Refused as refusal:
            self.stdout.write(str(refusal))
            return
        sealed = sum(seal.count for seal in made)
        self.stdout.write(f"已封存操作记录{sealed}条。" if made else "操作记录没有新增。")
