"""Columns that came since v0.2 get their default in the database as well.

While an installation goes over, workers of the version before write rows and do not name these columns.
"""

from django.db import migrations

DEFAULTS = {
    "projects_cityrecord": {"copies_to": "''"},
    "projects_domain": {"changed_word": "''", "version": "0"},
    "projects_target": {"is_own_entry": "false"},
}
SET = "ALTER TABLE {table} ALTER COLUMN {column} SET DEFAULT {value}"
DROP = "ALTER TABLE {table} ALTER COLUMN {column} DROP DEFAULT"


def statements(form: str) -> list[str]:
    """One for each column."""
    return [
        form.format(table=table, column=column, value=value)
        for table, columns in DEFAULTS.items()
        for column, value in columns.items()
    ]


class Migration(migrations.Migration):
    dependencies = [("projects", "0039_documents_in_the_file_store")]

    operations = [migrations.RunSQL(statements(SET), statements(DROP))]
