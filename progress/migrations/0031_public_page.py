"""公开页面: its switch, and what it tells of each issue; the database keeps the latter as it was drawn."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

STANDS = """
CREATE TRIGGER a_public_issue_stands BEFORE UPDATE OR DELETE ON progress_publicissue
    FOR EACH ROW EXECUTE FUNCTION an_issued_bulletin_stands();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("progress", "0030_paper_and_reminders"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PublicIssue",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("issuer", models.CharField(max_length=64, verbose_name="印发机关")),
                ("figures", models.JSONField(verbose_name="数据")),
                ("paragraphs", models.JSONField(verbose_name="正文")),
                ("document", models.BinaryField(verbose_name="公开版文件")),
                (
                    "bulletin",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="public_issue",
                        to="progress.bulletin",
                        verbose_name="通报",
                    ),
                ),
            ],
            options={
                "verbose_name": "通报公开版",
                "verbose_name_plural": "通报公开版",
                "ordering": ["bulletin"],
            },
        ),
        migrations.CreateModel(
            name="PublicPage",
            fields=[
                ("version", models.PositiveIntegerField(default=0, verbose_name="版本")),
                ("changed_at", models.DateTimeField(blank=True, null=True, verbose_name="最近办理时间")),
                ("changed_word", models.CharField(blank=True, max_length=64, verbose_name="最近办理事项")),
                (
                    "id",
                    models.PositiveSmallIntegerField(
                        default=1, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("is_on", models.BooleanField(default=False, verbose_name="对外开放")),
                (
                    "changed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="最近办理人",
                    ),
                ),
            ],
            options={
                "verbose_name": "公开页面",
                "verbose_name_plural": "公开页面",
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("id", 1)), name="there_is_one_public_page")
                ],
            },
        ),
        migrations.RunSQL(STANDS, "DROP TRIGGER a_public_issue_stands ON progress_publicissue;"),
    ]
