"""`manage.py grant_role ROLE`: what the application's role of the database may do, and no more."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection

from lianyungang.away import sentence_of
from lianyungang.database_role import NotGranted, grant, statements


class Command(BaseCommand):
    """Run as the owner of the tables (DATABASE_OWNER_URL); `migrate` does it by itself where that is set."""

    help = "授权：应用程序的数据库角色可以读写各表，对操作记录及其封存只能读和添加；以表的所有者运行。"
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which role, and whether only to look."""
        parser.add_argument("role", metavar="ROLE", help="应用程序使用的数据库角色")
        parser.add_argument("--print", action="store_true", dest="only_print", help="只打印语句，不执行")

    def handle(self, *, role: str, only_print: bool, **options: object) -> None:
        """Grant, or print what would be run."""
        if only_print:
            self.stdout.writelines(f"{statement};\n" for statement in statements(connection, role))
            return
        try:
            grant(connection, role)
        except NotGranted as refusal:
            raise CommandError(str(refusal)) from refusal
        except DatabaseError as error:
            raise CommandError(sentence_of(error, failed="没有授权")) from error
        self.stdout.write(f"已授权：角色“{role}”可以读写各表，对操作记录只能读和添加。")
