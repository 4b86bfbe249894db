"""A world for tests that commit: made once in a process, and before each of them brought back row by row.

To make a year with everything in it takes seconds, to copy its rows back a tenth of one.
"""

import pickle
from collections.abc import Callable
from io import BytesIO

from django.db import connection, transaction

from tests import leftovers
from tests.management.commands.flush import filled, may_pass_triggers


class KeptWorld:
    """What `build` makes in an empty database: its rows, its files, and what it returned."""

    def __init__(self, build: Callable[[], object]):
        self.build = build
        self.returned: bytes | None = None
        self.rows: dict[str, bytes] = {}
        self.files: dict[str, bytes] = {}

    def stand(self) -> object:
        """Have it stand in the database, which is empty; what `build` returned, as it was then."""
        if self.returned is None:
            made = self.build()
            with connection.cursor() as cursor:
                if may_pass_triggers(cursor):  # on a named server that does not let us it is built each time
                    self._keep(cursor, made)
            return made
        self._bring_back()
        return pickle.loads(self.returned)

    def _keep(self, cursor, made: object) -> None:
        for table in filled(cursor):
            copied = BytesIO()
            cursor.copy_expert(f'COPY "{table}" TO STDOUT', copied)
            self.rows[table] = copied.getvalue()
        for path in leftovers.FOLDER.rglob("*"):
            if path.is_file():
                self.files[str(path.relative_to(leftovers.FOLDER))] = path.read_bytes()
        self.returned = pickle.dumps(made)

    def _bring_back(self) -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")  # the tables come in any order
            for table, rows in self.rows.items():
                cursor.copy_expert(f'COPY "{table}" FROM STDIN', BytesIO(rows))
        for name, content in self.files.items():
            path = leftovers.FOLDER / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
