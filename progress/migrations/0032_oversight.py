"""人大监督: what congress and surveys say of a list, each with its source."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("progress", "0035_api_keys"),
        ("projects", "0024_log_seals"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Oversight",
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
                    "kind",
                    models.CharField(
                        choices=[
                            ("vote", "票决"),
                            ("inquiry", "专题询问"),
                            ("inspection", "视察"),
                            ("rating", "满意度测评"),
                            ("survey", "满意度调查"),
                        ],
                        max_length=16,
                        verbose_name="类别",
                    ),
                ),
                ("held_on", models.DateField(verbose_name="日期")),
                ("title", models.CharField(max_length=128, verbose_name="名称")),
                ("source", models.CharField(max_length=255, verbose_name="来源")),
                ("agreed", models.PositiveIntegerField(blank=True, null=True, verbose_name="赞成")),
                ("opposed", models.PositiveIntegerField(blank=True, null=True, verbose_name="反对")),
                ("satisfied", models.PositiveIntegerField(blank=True, null=True, verbose_name="满意")),
                (
                    "fairly_satisfied",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="基本满意"),
                ),
                ("dissatisfied", models.PositiveIntegerField(blank=True, null=True, verbose_name="不满意")),
                ("abstained", models.PositiveIntegerField(blank=True, null=True, verbose_name="弃权")),
                ("ballots", models.PositiveIntegerField(blank=True, null=True, verbose_name="有效票")),
                ("answers", models.PositiveIntegerField(blank=True, null=True, verbose_name="收回答卷")),
                (
                    "score",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=5, null=True, verbose_name="综合得分"
                    ),
                ),
                ("scores", models.JSONField(blank=True, default=list, verbose_name="分领域得分")),
                ("findings", models.TextField(blank=True, verbose_name="指出的问题和意见")),
                ("answer", models.TextField(blank=True, verbose_name="办理情况")),
                ("is_done", models.BooleanField(default=False, verbose_name="已办结")),
                ("file_name", models.CharField(blank=True, max_length=255, verbose_name="文件名")),
                ("removed_at", models.DateTimeField(blank=True, null=True, verbose_name="删除时间")),
                ("removed_word", models.TextField(blank=True, verbose_name="删除原因")),
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
                    "file",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="oversight",
                        to="projects.keptfile",
                        verbose_name="来源文件",
                    ),
                ),
                (
                    "task",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="oversight",
                        to="projects.task",
                        verbose_name="任务",
                    ),
                ),
                (
                    "yearly_list",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="oversight",
                        to="projects.yearlylist",
                        verbose_name="年度清单",
                    ),
                ),
            ],
            options={
                "verbose_name": "人大监督",
                "verbose_name_plural": "人大监督",
                "ordering": ["yearly_list", "held_on", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("source", ""), _negated=True), name="oversight_names_its_source"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("removed_at__isnull", True),
                            models.Q(("removed_word", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="removed_oversight_says_why",
                    ),
                ],
            },
        ),
    ]
