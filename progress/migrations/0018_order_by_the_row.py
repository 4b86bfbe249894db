"""What came after what is kept with the row: a clock may be set back between two acts."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import F


def keep_what_times_told(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Of the decisions that are there already their times are all that is known."""
    reviews = apps.get_model("progress", "Review").objects
    for issue in apps.get_model("progress", "Bulletin").objects.order_by("number"):
        later = reviews.filter(
            report__period__yearly_list=issue.yearly_list_id, decided_at__gt=issue.issued_at
        )
        later.update(after_issue=issue.number)
    reviews.filter(decided_at__gte=F("report__period__closed_at")).update(is_after_closing=True)


class Migration(migrations.Migration):
    dependencies = [("progress", "0017_drafts_keep_everything")]

    operations = [
        migrations.AddField(
            model_name="review",
            name="after_issue",
            field=models.PositiveSmallIntegerField(default=0, verbose_name="此前最后一期"),
        ),
        migrations.AddField(
            model_name="review",
            name="is_after_closing",
            field=models.BooleanField(default=False, verbose_name="关闭后"),
        ),
        migrations.AlterModelOptions(
            name="review",
            options={"ordering": ["report", "pk"], "verbose_name": "审核", "verbose_name_plural": "审核"},
        ),
        migrations.AlterModelOptions(
            name="closure",
            options={"ordering": ["-pk"], "verbose_name": "销号", "verbose_name_plural": "销号"},
        ),
        migrations.AlterModelOptions(
            name="extension",
            options={"ordering": ["-pk"], "verbose_name": "延期", "verbose_name_plural": "延期"},
        ),
        migrations.RunPython(keep_what_times_told, migrations.RunPython.noop),
    ]
