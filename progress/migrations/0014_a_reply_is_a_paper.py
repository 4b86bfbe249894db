"""A reply to a notice becomes a paper; what was replied so far are its rounds. Every act gets a version."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def lay_out(apps, editor):
    """A paper for each notice that was replied to, as its last reply left it."""
    reply, rounds = apps.get_model("progress", "NoticeReply"), apps.get_model("progress", "ReplyRound")
    rounds.objects.filter(filed_by=None).update(filed_by=models.F("replied_by"))
    said = ("cause", "measures", "finish_by", "text")
    last = {each.notice_id: each for each in rounds.objects.select_related("notice").order_by("number")}
    for each in last.values():
        state = "submitted"
        if each.returned_at is not None:
            state = "returned"
        elif each.notice.state == "closed":
            state = "accepted"
        reply.objects.create(
            notice=each.notice,
            state=state,
            version=each.number,
            saved_at=each.replied_at,
            saved_by_id=each.replied_by_id,
            submitted_at=each.replied_at,
            refile_by=each.notice.reply_by if state == "returned" else None,
            **{name: getattr(each, name) for name in said},
        )


class Migration(migrations.Migration):
    dependencies = [
        ("progress", "0013_issued_is_not_closed"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RenameModel("NoticeReply", "ReplyRound"),
        migrations.CreateModel(
            name="NoticeReply",
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
                ("saved_at", models.DateTimeField(blank=True, null=True, verbose_name="保存时间")),
                ("sent_at", models.DateTimeField(blank=True, null=True, verbose_name="送审签时间")),
                ("submitted_at", models.DateTimeField(blank=True, null=True, verbose_name="报送时间")),
                ("refile_by", models.DateField(blank=True, null=True, verbose_name="重报期限")),
                ("sent_back_word", models.TextField(blank=True, verbose_name="审签人意见")),
                ("cause", models.TextField(blank=True, verbose_name="原因")),
                ("measures", models.TextField(blank=True, verbose_name="措施")),
                ("finish_by", models.DateField(blank=True, null=True, verbose_name="完成时限")),
                ("is_done", models.BooleanField(default=False, verbose_name="已办结")),
                ("text", models.TextField(blank=True, verbose_name="办理情况")),
                (
                    "state",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("draft", "草稿"),
                            ("awaiting", "待审签"),
                            ("submitted", "待审核"),
                            ("accepted", "已办结"),
                            ("returned", "已退回"),
                        ],
                        default="",
                        max_length=16,
                        verbose_name="状态",
                    ),
                ),
            ],
            options={
                "verbose_name": "督办回复",
                "verbose_name_plural": "督办回复",
                "ordering": ["notice"],
            },
        ),
        migrations.AlterModelOptions(
            name="replyround",
            options={
                "ordering": ["notice", "number"],
                "verbose_name": "督办回复轮次",
                "verbose_name_plural": "督办回复轮次",
            },
        ),
        migrations.AddField(
            model_name="closure",
            name="changed_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="最近办理时间"),
        ),
        migrations.AddField(
            model_name="closure",
            name="changed_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="最近办理人",
            ),
        ),
        migrations.AddField(
            model_name="closure",
            name="changed_word",
            field=models.CharField(blank=True, max_length=64, verbose_name="最近办理事项"),
        ),
        migrations.AddField(
            model_name="closure",
            name="version",
            field=models.PositiveIntegerField(default=0, verbose_name="版本"),
        ),
        migrations.AddField(
            model_name="conclusion",
            name="changed_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="最近办理时间"),
        ),
        migrations.AddField(
            model_name="conclusion",
            name="changed_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="最近办理人",
            ),
        ),
        migrations.AddField(
            model_name="conclusion",
            name="changed_word",
            field=models.CharField(blank=True, max_length=64, verbose_name="最近办理事项"),
        ),
        migrations.AddField(
            model_name="conclusion",
            name="version",
            field=models.PositiveIntegerField(default=0, verbose_name="版本"),
        ),
        migrations.AddField(
            model_name="extension",
            name="changed_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="最近办理时间"),
        ),
        migrations.AddField(
            model_name="extension",
            name="changed_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="最近办理人",
            ),
        ),
        migrations.AddField(
            model_name="extension",
            name="changed_word",
            field=models.CharField(blank=True, max_length=64, verbose_name="最近办理事项"),
        ),
        migrations.AddField(
            model_name="extension",
            name="version",
            field=models.PositiveIntegerField(default=0, verbose_name="版本"),
        ),
        migrations.AddField(
            model_name="listsettings",
            name="changed_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="最近办理时间"),
        ),
        migrations.AddField(
            model_name="listsettings",
            name="changed_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="最近办理人",
            ),
        ),
        migrations.AddField(
            model_name="listsettings",
            name="changed_word",
            field=models.CharField(blank=True, max_length=64, verbose_name="最近办理事项"),
        ),
        migrations.AddField(
            model_name="listsettings",
            name="version",
            field=models.PositiveIntegerField(default=0, verbose_name="版本"),
        ),
        migrations.AddField(
            model_name="notice",
            name="changed_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="最近办理时间"),
        ),
        migrations.AddField(
            model_name="notice",
            name="changed_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="最近办理人",
            ),
        ),
        migrations.AddField(
            model_name="notice",
            name="changed_word",
            field=models.CharField(blank=True, max_length=64, verbose_name="最近办理事项"),
        ),
        migrations.AddField(
            model_name="replyround",
            name="filed_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="填报人",
            ),
        ),
        migrations.AddField(
            model_name="replyround",
            name="is_done",
            field=models.BooleanField(default=False, verbose_name="已办结"),
        ),
        migrations.AddField(
            model_name="replyround",
            name="recalled_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="撤回时间"),
        ),
        migrations.AddField(
            model_name="replyround",
            name="recalled_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="撤回人",
            ),
        ),
        migrations.AddField(
            model_name="report",
            name="changed_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="最近办理时间"),
        ),
        migrations.AddField(
            model_name="report",
            name="changed_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="最近办理人",
            ),
        ),
        migrations.AddField(
            model_name="report",
            name="changed_word",
            field=models.CharField(blank=True, max_length=64, verbose_name="最近办理事项"),
        ),
        migrations.AddField(
            model_name="reportingperiod",
            name="changed_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="最近办理时间"),
        ),
        migrations.AddField(
            model_name="reportingperiod",
            name="changed_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="最近办理人",
            ),
        ),
        migrations.AddField(
            model_name="reportingperiod",
            name="changed_word",
            field=models.CharField(blank=True, max_length=64, verbose_name="最近办理事项"),
        ),
        migrations.AddField(
            model_name="reportingperiod",
            name="version",
            field=models.PositiveIntegerField(default=0, verbose_name="版本"),
        ),
        migrations.AddField(
            model_name="review",
            name="parts",
            field=models.JSONField(blank=True, default=list, verbose_name="需修改的部分"),
        ),
        migrations.AlterField(
            model_name="replyround",
            name="cause",
            field=models.TextField(blank=True, verbose_name="原因"),
        ),
        migrations.AlterField(
            model_name="replyround",
            name="finish_by",
            field=models.DateField(blank=True, null=True, verbose_name="完成时限"),
        ),
        migrations.AlterField(
            model_name="replyround",
            name="measures",
            field=models.TextField(blank=True, verbose_name="措施"),
        ),
        migrations.AlterField(
            model_name="replyround",
            name="notice",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="rounds",
                to="progress.notice",
                verbose_name="督办单",
            ),
        ),
        migrations.AddConstraint(
            model_name="replyround",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("recalled_at__isnull", True), ("returned_at__isnull", True), _connector="OR"
                ),
                name="a_recalled_reply_is_not_returned",
            ),
        ),
        migrations.AddField(
            model_name="noticereply",
            name="changed_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="最近办理人",
            ),
        ),
        migrations.AddField(
            model_name="noticereply",
            name="notice",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="reply",
                to="progress.notice",
                verbose_name="督办单",
            ),
        ),
        migrations.AddField(
            model_name="noticereply",
            name="saved_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="保存人",
            ),
        ),
        migrations.AddConstraint(
            model_name="noticereply",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["", "draft", "awaiting", "submitted", "accepted", "returned"])
                ),
                name="a_reply_is_in_a_known_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="noticereply",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "returned"), _negated=True),
                    ("refile_by__isnull", False),
                    _connector="OR",
                ),
                name="a_returned_reply_has_a_date_to_reply_by",
            ),
        ),
        migrations.AddConstraint(
            model_name="noticereply",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["submitted", "accepted"]), _negated=True),
                    ("submitted_at__isnull", False),
                    _connector="OR",
                ),
                name="a_submitted_reply_says_when",
            ),
        ),
        migrations.RunPython(lay_out, migrations.RunPython.noop),
    ]
