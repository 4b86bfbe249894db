"""`manage.py demo [--today DAY] [--port N]`: database, lists, accounts and a web server, ready to look at."""

import os
import secrets
from argparse import ArgumentParser
from contextlib import suppress
from datetime import date, datetime, time
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from lianyungang.demo import PASSWORD, SWITCHES, TODAY, is_foreign, load_demo, set_today
from lianyungang.demo_year import go_on
from lianyungang.web_server import become_web_server, refuse_taken_port
from projects.log.seal_actions import seal_log
from projects.rules.errors import Refused

OPENING = time(8, 30)
INVITATION = """
  http://{host}:{port}/

{accounts}
  （各单位代码为填报员，代码-signer 为审签人；密码均为 {password}）

  Ctrl-C ends the web server, `make stop` the database.
"""


class Command(BaseCommand):
    """Run again, it starts at once with the data kept."""

    help = "启动演示：本机数据库、三份清单、演示账号和网页服务。"
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The business date and where to listen."""
        parser.add_argument("--today", type=date.fromisoformat, metavar="2021-07-14", help="业务日期")
        parser.add_argument("--port", type=int, default=8000, help="端口")
        parser.add_argument("--host", default="127.0.0.1", help="监听地址；0.0.0.0 表示对外开放")

    def handle(self, *, today: date | None, port: int, host: str, **options: object) -> None:
        """Prepare, say where, and become the web server."""
        refuse_taken_port(host, port)
        call_command("migrate", interactive=False, verbosity=0)
        if is_foreign():
            raise CommandError(
                "This database holds accounts that are no demo's: name another one in DATABASE_URL."
            )
        day = today or TODAY
        load_demo(datetime.combine(day, OPENING, timezone.get_current_timezone()), today=day, say=self._say)
        go_on(day, say=self._say)
        if today:
            set_today(today)
        with suppress(Refused):  # the log is in use: it is sealed at the next start
            seal_log(at=timezone.now())
        call_command("collectstatic", interactive=False, verbosity=0)
        self.stdout.write(self._invitation(host, port))
        os.environ.update(DEMO="1", SECRET_KEY=demo_key(), ALLOWED_HOSTS="*")
        become_web_server(host, port)

    def _say(self, sentence: str) -> None:
        """At once, also where the output is a file."""
        self.stdout.write(sentence)
        self.stdout.flush()

    def _invitation(self, host: str, port: int) -> str:
        """The address and the accounts."""
        accounts = "\n".join(f"  {switch.username:<14}{switch.label}" for switch in SWITCHES)
        shown = "localhost" if host in {"127.0.0.1", "0.0.0.0"} else host
        return INVITATION.format(host=shown, port=port, accounts=accounts, password=PASSWORD)


def demo_key() -> str:
    """A key of this demo's own, kept so that a restart signs nobody out."""
    file = Path(settings.DATA_DIR) / "demo-key"
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(50), encoding="ascii")
    return file.read_text(encoding="ascii")
