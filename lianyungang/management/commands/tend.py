"""`manage.py tend`: everything that a timer does, each by itself; running it twice does nothing twice."""

import os
import signal
import sys
import time
from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, close_old_connections, connection
from django.utils import timezone

from lianyungang import sealing
from lianyungang.away import sentence_of
from lianyungang.chores import tend
from lianyungang.sealing import seal_now
from projects.rules.errors import Refused

EVERY = 300  # seconds: everything; the log is sealed more often
LOOK = 2  # so often does one that stays look whether its parent is still there


class Command(BaseCommand):
    """Run by a timer every minute with --due, or without it by cron once a night."""

    help = "日常维护：封存、核对操作记录，检查、核对文件，催办，清理登录和文件，备份；重复运行不重复办理。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Everything, or what is due."""
        parser.add_argument("--due", action="store_true", help="只办到时间的（供每分钟运行一次的定时器）")
        parser.add_argument("--stay", action="store_true", help="每五分钟办一次，随启动它的程序结束而结束")
        parser.add_argument("--seal", action="store_true", help="只封存操作记录（停止服务时用）")

    def handle(self, *, due: bool, stay: bool, seal: bool, **options: object) -> None:
        """Once, or until whoever started it is gone."""
        if seal:
            self._seal()
            return
        if stay:
            self._stay()
            return
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
        try:
            succeeded = tend(at=timezone.localtime(), only_due=due, say=self._say)
        except DatabaseError as error:
            raise CommandError(sentence_of(error, failed="定时维护没有办完")) from error
        if not succeeded:
            raise CommandError("定时维护有事项没有成功。")

    def _seal(self) -> None:
        """Say how much, or why not."""
        try:
            self._say(sealing.seal(timezone.now()))
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal

    def _stay(self) -> None:
        """Says only what went wrong; a database that is away is tried again the next time.

        What was done to the end is sealed at the end.
        """
        parent = os.getppid()
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
        signal.signal(signal.SIGINT, lambda *_: sys.exit(0))
        try:
            while os.getppid() == parent:
                _tend()
                _wait(parent)
        finally:
            seal_now()

    def _say(self, sentence: str) -> None:
        self.stdout.write(sentence)
        self.stdout.flush()


def _tend() -> None:
    try:
        close_old_connections()
        tend(at=timezone.localtime(), only_due=True, say=_nothing)
    except DatabaseError:
        connection.close()


def _wait(parent: int) -> None:
    """Until the next time, or until the parent is gone; the log is sealed meanwhile."""
    for second in range(LOOK, EVERY, LOOK):
        time.sleep(LOOK)
        if os.getppid() != parent:
            return
        if second % sealing.EVERY == 0:
            seal_now()


def _nothing(sentence: str) -> None:
    """What is done is written down in the database."""
