"""Seals over the log, written once like it; neither is emptied at a stroke any more.

Who writes an entry holds a lock, shared with all others who write, until the end of the transaction: whoever
gets it alone knows that no entry with a lower number is still to come. The trigger stands before the number
is drawn.
"""

from django.db import migrations, models

PROTECT = """
CREATE FUNCTION log_is_being_written() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock_shared(2021021219);
    RETURN NULL;
END $$;
CREATE TRIGGER log_is_being_written BEFORE INSERT ON projects_logentry
    FOR EACH STATEMENT EXECUTE FUNCTION log_is_being_written();
CREATE TRIGGER log_is_never_emptied BEFORE TRUNCATE ON projects_logentry
    FOR EACH STATEMENT EXECUTE FUNCTION log_is_append_only();
CREATE TRIGGER a_seal_stands BEFORE UPDATE OR DELETE ON projects_logseal
    FOR EACH ROW EXECUTE FUNCTION log_is_append_only();
CREATE TRIGGER seals_are_never_emptied BEFORE TRUNCATE ON projects_logseal
    FOR EACH STATEMENT EXECUTE FUNCTION log_is_append_only();
"""
LEAVE = """
DROP TRIGGER seals_are_never_emptied ON projects_logseal;
DROP TRIGGER a_seal_stands ON projects_logseal;
DROP TRIGGER log_is_never_emptied ON projects_logentry;
DROP TRIGGER log_is_being_written ON projects_logentry;
DROP FUNCTION log_is_being_written();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("projects", "0023_indicators"),
    ]

    operations = [
        migrations.CreateModel(
            name="LogSeal",
            fields=[
                ("number", models.PositiveIntegerField(primary_key=True, serialize=False, verbose_name="号")),
                ("first", models.BigIntegerField(verbose_name="起")),
                ("last", models.BigIntegerField(verbose_name="止")),
                ("count", models.PositiveIntegerField(verbose_name="条数")),
                ("previous", models.CharField(blank=True, max_length=64, verbose_name="前一号摘要")),
                ("digest", models.CharField(max_length=64, unique=True, verbose_name="摘要")),
                ("at", models.DateTimeField(db_index=True, verbose_name="封存时间")),
                ("format", models.PositiveSmallIntegerField(verbose_name="格式")),
            ],
            options={
                "verbose_name": "记录封存",
                "verbose_name_plural": "记录封存",
                "ordering": ["number"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("last__gte", models.F("first"))), name="a_seal_covers_entries"
                    )
                ],
            },
        ),
        migrations.RunSQL(PROTECT, LEAVE),
    ]
