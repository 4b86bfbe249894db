"""The log is written once: the database itself refuses to change or delete an entry (GB/T 22239-2019,
8.1.4.3).
"""

from django.db import migrations

REFUSE = """
CREATE FUNCTION log_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the log is append-only' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER log_is_append_only BEFORE UPDATE OR DELETE ON projects_logentry FOR EACH ROW EXECUTE FUNCTION log_is_append_only();
"""
ALLOW = "DROP TRIGGER log_is_append_only ON projects_logentry; DROP FUNCTION log_is_append_only();"


class Migration(migrations.Migration):
    dependencies = [("projects", "0001_initial")]
    operations = [migrations.RunSQL(REFUSE, ALLOW)]
