"""本季填报: of some counts the filer types the quarter's own, and the system adds the last total."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("projects", "0037_own_domains")]

    operations = [
        migrations.AddField(
            model_name="target",
            name="is_own_entry",
            field=models.BooleanField(
                default=False,
                help_text="填报本季完成数，系统加上截至上季的累计",
                verbose_name="本季填报",
            ),
        ),
        migrations.AddConstraint(
            model_name="target",
            constraint=models.CheckConstraint(
                condition=models.Q(is_own_entry=False) | models.Q(nature="count", is_summed_over_leads=False),
                name="only_a_count_of_one_lead_is_typed_by_quarter",
            ),
        ),
    ]
