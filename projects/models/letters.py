"""What every message by which a unit is reminded says of its sending."""

from django.db import models


class Letter(models.Model):
    """A message to one person: on the page always, by mail where a server is set."""

    word = models.TextField("附言", blank=True)
    sent_at = models.DateTimeField("发出时间", db_index=True)
    sent_by = models.ForeignKey(
        "projects.User",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="催办人",
    )
    to_mail = models.BooleanField("另发邮件", default=False)
    mailed_at = models.DateTimeField("邮件发出时间", null=True, blank=True)
    mail_failure = models.CharField("邮件未发出的原因", max_length=255, blank=True)

    class Meta:
        abstract = True

    @property
    def mail_word(self) -> str:
        """What became of the mail."""
        if not self.to_mail:
            return "未发邮件"
        if self.mailed_at:
            return "已发邮件"
        return "邮件未发出，待重发" if self.mail_failure else "邮件待发"
