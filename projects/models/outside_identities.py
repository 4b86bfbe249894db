"""统一身份: by whom else a person is known at the sign-in."""

from django.db import models

from projects.models.people import User


class OutsideIdentity(models.Model):
    """统一身份绑定: what a provider calls a person, bound by the person, never by itself."""

    person = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="outside_identities", verbose_name="用户"
    )
    issuer = models.CharField("认证系统", max_length=255)
    subject = models.CharField("认证系统中的标识", max_length=255)
    bound_at = models.DateTimeField("绑定时间")

    class Meta:
        verbose_name = verbose_name_plural = "统一身份绑定"
        ordering = ["person", "issuer"]
        constraints = [
            models.UniqueConstraint(fields=["issuer", "subject"], name="an_outside_identity_is_one_persons"),
            models.UniqueConstraint(fields=["issuer", "person"], name="a_person_is_bound_to_a_provider_once"),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.issuer}"
