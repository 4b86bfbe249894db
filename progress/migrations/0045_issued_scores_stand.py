"""Issued scorecards and their files are the same for ever, as issued bulletins are: the database refuses."""

from django.db import migrations

REFUSE = """
CREATE TRIGGER an_issued_scorecard_stands BEFORE UPDATE OR DELETE ON progress_scorecard
    FOR EACH ROW EXECUTE FUNCTION an_issued_bulletin_stands();
CREATE TRIGGER an_issued_scorecard_file_stands BEFORE UPDATE OR DELETE ON progress_scorecardfile
    FOR EACH ROW EXECUTE FUNCTION an_issued_bulletin_stands();
"""
ALLOW = """
DROP TRIGGER an_issued_scorecard_file_stands ON progress_scorecardfile;
DROP TRIGGER an_issued_scorecard_stands ON progress_scorecard;
"""


class Migration(migrations.Migration):
    dependencies = [("progress", "0044_workers_of_the_version_before")]
    operations = [migrations.RunSQL(REFUSE, ALLOW)]
