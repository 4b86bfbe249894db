"""What a notice rests on is kept when it is drafted; drafts of before have none and are told as they were."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("progress", "0045_issued_scores_stand")]
    operations = [
        migrations.AddField(
            model_name="notice",
            name="rests_on",
            field=models.JSONField(blank=True, null=True, verbose_name="拟稿时的情形"),
        ),
    ]
