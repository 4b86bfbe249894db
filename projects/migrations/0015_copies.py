"""Who gets a copy of a bulletin stands in its imprint (GB/T 9704-2012, 7.4)."""

from django.conf import settings
from django.db import migrations, models

from projects.rules.city import city_from


def seed(apps, schema_editor):
    """An empty database takes the word of the settings; one in use goes on printing what it has printed."""
    record, lists = apps.get_model("projects", "CityRecord"), apps.get_model("projects", "YearlyList")
    if not lists.objects.exists():
        record.objects.update(copies_to=city_from(settings.CITY).copies_to)


class Migration(migrations.Migration):
    dependencies = [
        ("projects", "0014_kept_files"),
    ]

    operations = [
        migrations.AddField(
            model_name="cityrecord",
            name="copies_to",
            field=models.CharField(
                blank=True,
                default="",
                help_text="印在通报末页版记；留空则不印抄送。",
                max_length=128,
                verbose_name="通报抄送",
            ),
            preserve_default=False,
        ),
        migrations.RunPython(seed, migrations.RunPython.noop),
    ]
