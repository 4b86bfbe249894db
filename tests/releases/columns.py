"""The columns of a database: where a worker of one version and the tables of another do not fit."""

from dataclasses import dataclass

from tests.databases import rows

COLUMNS = """
    SELECT table_name, column_name, is_nullable = 'YES' OR column_default IS NOT NULL OR is_identity = 'YES'
    FROM information_schema.columns WHERE table_schema = 'public'
"""


@dataclass(frozen=True)
class Columns:
    """Every column by table and name: whether a row may be written that does not name it."""

    may_be_left_out: dict[tuple[str, str], bool]

    @classmethod
    def of(cls, url: str) -> "Columns":
        """As the tables are now."""
        return cls({(table, name): is_free for table, name, is_free in rows(url, COLUMNS)})

    def missed_by(self, earlier: "Columns") -> list[str]:
        """Why a worker who knows the earlier tables could not write, or read, as it does; one line each."""
        tables = {table for table, _ in earlier.may_be_left_out}
        now, before = self.may_be_left_out, earlier.may_be_left_out
        gone = [f"{table}.{name} is gone" for table, name in before if (table, name) not in now]
        asked = [
            f"{table}.{name} has neither a default nor may it be empty"
            for (table, name), is_free in now.items()
            if table in tables and not is_free and before.get((table, name), True)
        ]
        return sorted(gone + asked)
