"""`manage.py serve [--port N] [--register CODE]`: the real start. manage.py has equipped the environment."""

from argparse import ArgumentParser

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse
from django.utils import timezone

from lianyungang import startup
from lianyungang.web_server import become_web_server, refuse_taken_port, start_tending
from projects.accounts.first_actions import first_token, nobody_is_there
from projects.register.actions import load_register
from projects.register.known import known_registers
from projects.rules.errors import Refused

HOST = "127.0.0.1"
FIRST = """
  Nobody has an account yet. The first administrator is made here, once, within an hour:
  {address}
"""
SERVED = """
  {address}

  Reached from this machine alone. {opened}
  Ctrl-C ends the web server, `make stop` the database.
"""
CLOSED = """To open it to others put https in front, e.g. nginx with
  `client_max_body_size 220m; location / {{ proxy_pass http://{host}:{port}; proxy_set_header Host $host;
  proxy_set_header X-Forwarded-Proto https; proxy_set_header X-Forwarded-For $remote_addr; }}`,
  and start again with SITE_URL=https://your.host."""
OPENED = "The proxy in front passes Host on, and says X-Forwarded-Proto and X-Forwarded-For."


class Command(BaseCommand):
    """Run again, it starts at once with the data kept."""

    help = "正式启动：数据库、网页服务；尚无账号时给出一次性地址，在该页开立第一个系统管理员。"
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where to listen, and whether to load a register of units."""
        parser.add_argument("--port", type=int, default=8000, help="端口")
        codes = [register.code for register in known_registers()]
        parser.add_argument("--register", choices=codes, help="载入随系统提供的单位名录（名录为空时）")

    def handle(self, *, port: int, register: str | None, **options: object) -> None:
        """Prepare, say where, and become the web server."""
        refuse_taken_port(HOST, port)
        call_command("migrate", interactive=False, verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        if reason := startup.refusal():
            raise CommandError(reason)
        if register:
            self._load(register)
        start_tending()
        self.stdout.write(words(port))
        become_web_server(HOST, port)

    def _load(self, code: str) -> None:
        """The register that was chosen; one that is filled stays as it is."""
        chosen = next(each for each in known_registers() if each.code == code)
        try:
            number = load_register(chosen, at=timezone.now(), by=None)
        except Refused as refusal:
            self.stdout.write(str(refusal))
        else:
            self.stdout.write(f"已载入{number}个单位。")


def words(port: int) -> str:
    """The address, the first administrator's where nobody is there, and how others get in."""
    site = settings.SITE_URL
    is_open = site.startswith("https://")
    address = site if is_open else f"http://localhost:{port}"
    opened = OPENED if is_open else CLOSED.format(host=HOST, port=port)
    sentences = SERVED.format(address=f"{address}/", opened=opened)
    if nobody_is_there():
        token = first_token()
        sentences = FIRST.format(address=address + reverse("first_administrator", args=[token])) + sentences
    return sentences
