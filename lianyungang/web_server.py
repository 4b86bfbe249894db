"""Becoming gunicorn, as demo and serve do."""

import os
import socket
import subprocess
import sys

from django.conf import settings
from django.core.management.base import CommandError

WORKERS = "2"
THREADS = "4"
OF_THE_OWNER = ("AS_OWNER", "DATABASE_OWNER_URL")  # no business of a web server


def refuse_taken_port(host: str, port: int) -> None:
    """Say it before anything is loaded."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise CommandError(
                f"Port {port} cannot be used ({error.strerror}): name another one, PORT={port + 1}."
            ) from error


def start_tending() -> None:
    """What a timer does, in a process that ends with this one."""
    environment = {name: value for name, value in os.environ.items() if name not in OF_THE_OWNER}
    command = [sys.executable, "manage.py", "tend", "--stay"]
    subprocess.Popen(command, cwd=settings.BASE_DIR, env=environment, stdin=subprocess.DEVNULL)


def become_web_server(host: str, port: int) -> None:
    """Become gunicorn: its signals are then the terminal's."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "lianyungang.settings"
    for name in OF_THE_OWNER:
        os.environ.pop(name, None)
    sys.stdout.flush()
    options = ["--bind", f"{host}:{port}", "--log-level", "warning"]
    options += ["--worker-class", "gthread", "--workers", WORKERS, "--threads", THREADS]
    os.chdir(settings.BASE_DIR)
    os.execv(sys.executable, [sys.executable, "-m", "gunicorn", *options, "lianyungang.wsgi:application"])
