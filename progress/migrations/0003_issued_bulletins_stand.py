"""An issued bulletin and its files are the same for ever: the database itself refuses to change or delete
them (domain.md, The bulletin).
"""

from django.db import migrations

REFUSE = """
CREATE FUNCTION an_issued_bulletin_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'an issued bulletin stands as it is' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER an_issued_bulletin_stands BEFORE UPDATE OR DELETE ON progress_bulletin
    FOR EACH ROW EXECUTE FUNCTION an_issued_bulletin_stands();
CREATE TRIGGER an_issued_file_stands BEFORE UPDATE OR DELETE ON progress_bulletinfile
    FOR EACH ROW EXECUTE FUNCTION an_issued_bulletin_stands();
"""
ALLOW = """
DROP TRIGGER an_issued_file_stands ON progress_bulletinfile;
DROP TRIGGER an_issued_bulletin_stands ON progress_bulletin;
DROP FUNCTION an_issued_bulletin_stands();
"""


class Migration(migrations.Migration):
    dependencies = [("progress", "0002_bulletins")]
    operations = [migrations.RunSQL(REFUSE, ALLOW)]
