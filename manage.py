#!/usr/bin/env python
"""Django's command line; starts the database beside the checkout first, where the command needs one."""

import os
import sys

from django.core.management import execute_from_command_line
from django.db import InterfaceError, OperationalError

from lianyungang import embedded, installation
from lianyungang.away import is_away, sentence_of
from projects.rules.errors import StoreAway

AS_OWNER = {"migrate", "restore", "grant_role", "serve"}  # the tables' owner, where there is one
NEED_NO_DATABASE = {"read_document", "collectstatic", "help", "--help", "-h", "version", "--version"}


def main() -> None:
    """Run one command."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lianyungang.settings")
    command = sys.argv[1] if len(sys.argv) > 1 else "help"
    if command in AS_OWNER:
        os.environ["AS_OWNER"] = "1"
    if command == "serve" or os.environ.get("SERVE"):
        installation.equip(to_serve=command == "serve")
    elif command not in NEED_NO_DATABASE:
        embedded.start_unless_named()
    try:
        execute_from_command_line(sys.argv)
    except (OperationalError, InterfaceError) as error:
        if not is_away(error):
            raise
        sys.exit(sentence_of(error, failed=command))
    except StoreAway as away:
        sys.exit(str(away))


if __name__ == "__main__":
    main()
