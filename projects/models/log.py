"""操作记录: what was done, refused or failed; a trigger of the database refuses to change or delete a row."""

from django.db import models
from django.db.models import Q

from projects.rules.roles import Role
from projects.rules.states import ActResult

ACTS = {
    "signed_in": "登录",
    "sign_in_failed": "登录失败",
    "sign_in_locked": "登录锁定",
    "signed_out": "退出",
    "refused": "操作被拒绝",
    "account_opened": "开立账号",
    "password_changed": "修改密码",
    "register_added": "登记名录",
    "register_changed": "修改名录",
    "register_deleted": "删除名录",
    "unit_changed": "修改单位",
    "member_added": "增加组成员",
    "member_removed": "移除组成员",
    "members_confirmed": "确认组成员",
    "document_received": "接收公文",
    "list_adopted": "清单入库",
    "list_started": "清单开始执行",
    "finding_settled": "处理疑点",
    "finding_reopened": "撤销疑点处理",
    "plan_corrected": "更正",
    "plan_revised": "调整",
    "period_opened": "开启填报期",
    "period_dates_changed": "更改填报期日期",
    "extension_asked": "申请延期",
    "extension_decided": "批复延期",
    "extension_granted": "给予延期",
    "report_saved": "保存草稿",
    "report_sent_for_signature": "送审签",
    "report_sent_back": "退回填报人",
    "report_taken_back": "取回修改",
    "report_submitted": "报送",
    "report_recalled": "撤回报送",
    "report_accepted": "审核通过",
    "report_returned": "退回",
    "report_reopened": "重开",
    "closure_applied": "申请销号",
    "closure_agreed": "同意销号",
    "closure_refused": "不同意销号",
    "closure_taken_back": "撤销销号",
    "verdict_confirmed": "确认进度评价",
    "bulletin_text_changed": "修改通报草稿",
    "bulletin_text_dropped": "删除通报段落",
    "bulletin_text_restored": "恢复通报段落",
    "bulletin_text_moved": "移动通报段落",
    "bulletin_text_added": "增加通报段落",
    "bulletin_issued": "印发通报",
    "bulletin_corrected": "印发更正通报",
    "reminder_sent": "催办",
    "coordination_recorded": "记录会办",
    "coordination_amended": "修改会办记录",
    "conclusion_reported": "报告会办事项办结",
    "conclusion_confirmed": "确认会办事项办结",
    "conclusion_sent_back": "退回会办事项",
    "settings_changed": "修改清单设置",
    "notice_drafted": "拟督办单",
    "notice_revised": "修改督办单",
    "notice_discarded": "删除督办单草稿",
    "notice_sent_for_signing": "督办单送签",
    "notice_sent_back": "督办单退回拟稿",
    "notice_issued": "签发督办单",
    "notice_received": "签收督办单",
    "notice_replied": "回复督办单",
    "notice_reply_returned": "退回督办回复",
    "notice_closed": "督办单办结",
    "notice_withdrawn": "督办单作废",
}


class LogEntryQuerySet(models.QuerySet):
    """Recorded acts, in the auditor's words."""

    def visible_to(self, user: "models.Model") -> "LogEntryQuerySet":
        """Everything for the auditor, nothing for anybody else."""
        return self if user.has_perm("read_log") else self.none()


class LogEntry(models.Model):
    """One recorded act: when, who, from where, what, on what, with which result."""

    at = models.DateTimeField("时间", db_index=True)
    actor = models.ForeignKey(
        "projects.User",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="账号",
    )
    actor_name = models.CharField("操作人", max_length=150, blank=True)
    role = models.CharField("角色", max_length=16, blank=True)
    address = models.GenericIPAddressField("来源地址", null=True, blank=True)
    act = models.CharField("操作", max_length=64, db_index=True)
    object_label = models.CharField("对象", max_length=255, blank=True)
    object_url = models.CharField("链接", max_length=255, blank=True)
    role_words = models.JSONField("角色的称谓", default=dict, blank=True)  # as it was then, where not as now
    result = models.CharField("结果", max_length=8, choices=ActResult.choices(), default=ActResult.DONE)
    detail = models.JSONField("详情", default=dict, blank=True)

    objects = LogEntryQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "操作记录"
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(result__in=list(ActResult)), name="an_act_has_a_known_result")
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor_name} {self.act}"

    @property
    def act_label(self) -> str:
        """The act in words; an act without a word shows its code."""
        return ACTS.get(self.act, self.act)

    @property
    def role_label(self) -> str:
        """The role that the person had then."""
        return self.role_words.get(self.role) or Role.word_of(self.role) or self.role
