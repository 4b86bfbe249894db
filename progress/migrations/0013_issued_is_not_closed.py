"""A quarter that was closed by its bulletin files on where it is the newest issued one of a running list."""

import django.db.models.deletion
from django.apps.registry import Apps
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

RUNNING = "running"


def open_newest_issued(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Older quarters stay closed, and so do those of lists that are concluded or kept as an archive."""
    periods = apps.get_model("progress", "ReportingPeriod").objects
    issued = periods.filter(yearly_list__stage=RUNNING, bulletins__isnull=False)
    newest = {}
    for period in issued.order_by("quarter").distinct():
        newest[period.yearly_list_id] = period.pk
    periods.filter(pk__in=newest.values()).update(closed_at=None)


class Migration(migrations.Migration):
    dependencies = [
        ("progress", "0012_plan_in_force"),
        ("projects", "0008_plan_in_force"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveField(model_name="report", name="corrected_after_bulletin"),
        migrations.AlterField(
            model_name="review",
            name="decision",
            field=models.CharField(
                choices=[
                    ("accept", "审核通过"),
                    ("return", "退回"),
                    ("reopen", "重开"),
                    ("rejudge", "更正评价"),
                    ("disagree", "不同意评价"),
                ],
                max_length=16,
                verbose_name="决定",
            ),
        ),
        migrations.AddField(
            model_name="verdict",
            name="refused_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="不同意时间"),
        ),
        migrations.AddField(
            model_name="verdict",
            name="refused_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="不同意人",
            ),
        ),
        migrations.AddField(
            model_name="verdict",
            name="refusal_reason",
            field=models.TextField(blank=True, verbose_name="不同意的理由"),
        ),
        migrations.AddConstraint(
            model_name="verdict",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("refused_at__isnull", True),
                    models.Q(models.Q(("refusal_reason", ""), _negated=True), ("confirmed_at__isnull", True)),
                    _connector="OR",
                ),
                name="a_refused_verdict_has_a_reason_and_no_confirmation",
            ),
        ),
        migrations.RunPython(open_newest_issued, migrations.RunPython.noop),
    ]
