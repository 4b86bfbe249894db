"""承接: tasks that go on from those of earlier lists; nothing is proposed before somebody asks."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("projects", "0016_order_by_the_row"),
    ]

    operations = [
        migrations.CreateModel(
            name="Succession",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=0, verbose_name="版本")),
                ("changed_at", models.DateTimeField(blank=True, null=True, verbose_name="最近办理时间")),
                ("changed_word", models.CharField(blank=True, max_length=64, verbose_name="最近办理事项")),
                (
                    "state",
                    models.CharField(
                        choices=[("proposed", "待确认"), ("confirmed", "已确认"), ("refused", "不承接")],
                        default="proposed",
                        max_length=16,
                        verbose_name="状态",
                    ),
                ),
                ("likeness", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="相似度")),
                ("reason", models.CharField(blank=True, max_length=255, verbose_name="依据")),
                ("made_at", models.DateTimeField(verbose_name="列出时间")),
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
                (
                    "earlier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="followed_by",
                        to="projects.task",
                        verbose_name="承接的任务",
                    ),
                ),
                (
                    "later",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="follows",
                        to="projects.task",
                        verbose_name="任务",
                    ),
                ),
            ],
            options={
                "verbose_name": "承接关系",
                "verbose_name_plural": "承接关系",
                "ordering": ["later__number", "-earlier__yearly_list__year", "earlier__number"],
                "constraints": [
                    models.UniqueConstraint(fields=("later", "earlier"), name="a_task_follows_another_once"),
                    models.CheckConstraint(
                        condition=models.Q(("later", models.F("earlier")), _negated=True),
                        name="no_task_follows_itself",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["proposed", "confirmed", "refused"])),
                        name="a_succession_is_in_a_known_state",
                    ),
                ],
            },
        ),
    ]
