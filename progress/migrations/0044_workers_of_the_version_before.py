"""Columns that came since v0.2 get their default in the database as well.

While an installation goes over, workers of the version before write rows and do not name these columns.
"""

from django.db import migrations

DEFAULTS = {
    "progress_bulletin": {"is_backfilled": "false"},
    "progress_listsettings": {
        "evidence_for_items": "false",
        "evidence_for_targets": "false",
        "evidence_since": "1",
    },
    "progress_replyround": {"evidence": "'[]'"},
    "progress_report": {"confirmations": "'[]'", "unread": "'{}'"},
    "progress_reportingperiod": {"is_backfilled": "false"},
    "progress_review": {"after_issue": "0", "is_after_closing": "false"},
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
    dependencies = [("progress", "0043_contributions_and_surveys_score")]

    operations = [migrations.RunSQL(statements(SET), statements(DROP))]
