"""`manage.py migrate`: Django's own, and then the application's role is granted what is new."""

from django.conf import settings
from django.core.management.base import CommandError
from django.core.management.commands import migrate
from django.db import connections

from lianyungang.database_role import NotGranted, grant


class Command(migrate.Command):
    """As Django's; the rights are given where DATABASE_OWNER_URL says that there are two roles."""

    def handle(self, *arguments: object, **options: object) -> None:
        """Migrate, then grant."""
        super().handle(*arguments, **options)
        is_whole = not options["app_label"] and not options["plan"] and not options["check_unapplied"]
        if settings.DATABASE_ROLE and is_whole:
            try:
                grant(connections[options["database"]], settings.DATABASE_ROLE)
            except NotGranted as refusal:
                raise CommandError(str(refusal)) from refusal
