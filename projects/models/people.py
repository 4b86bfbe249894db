"""People: one person, one account, one role."""

from datetime import datetime, timedelta

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.db import models
from django.db.models import F, Q

from projects.rules.person_names import is_a_persons
from projects.rules.roles import UNIT_ROLES, Role, may, may_in_admin

UNIT_OUT_OF_USE = (
    "本单位已停用，可以查看，不能再填报、审签；停用前已报送的照常审核。需要恢复使用的，请与系统管理员联系。"
)


class UserManager(BaseUserManager.from_queryset(models.QuerySet)):
    """People's accounts, each with its unit: every page names it. A key of the API is nobody's account."""

    def get_queryset(self) -> models.QuerySet:
        """With the unit, in the same query."""
        return super().get_queryset().filter(is_key=False).select_related("unit")

    def create_user(self, username: str, password: str, **fields: object) -> "User":
        """Make an account with a hashed password."""
        user = self.model(username=username, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, username: str, password: str, **fields: object) -> "User":
        """Make an administrator: what `manage.py createsuperuser` asks for on a new installation."""
        return self.create_user(username, password, **{"role": Role.ADMINISTRATOR, **fields})


class User(AbstractBaseUser):
    """用户: a person's account. The role says what may be done, the unit whose rows they are."""

    username = models.CharField("用户名", max_length=64, unique=True, validators=[UnicodeUsernameValidator()])
    display_name = models.CharField("姓名", max_length=64)
    role = models.CharField("角色", max_length=16, choices=Role.choices())
    unit = models.ForeignKey(
        "projects.Unit",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="people",
        verbose_name="单位",
    )
    telephone = models.CharField("电话", max_length=32, blank=True)
    email = models.EmailField("电子邮箱", blank=True)
    is_active = models.BooleanField("在用", default=True, help_text="离岗人员停用账号，不删除。")
    is_key = models.BooleanField(
        "接口密钥", default=False, db_default=False, editable=False
    )  # what it did bears its name
    must_change_password = models.BooleanField("下次登录须改密码", default=True)
    password_changed_at = models.DateTimeField("密码修改时间", null=True, blank=True)
    password_reset_at = models.DateTimeField("他人重置密码时间", null=True, blank=True)
    password_reset_by = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="密码重置人"
    )
    handed_over_to = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="taken_over",
        verbose_name="接任人",
    )

    objects = UserManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["display_name"]

    class Meta:
        verbose_name = verbose_name_plural = "用户"
        ordering = ["username"]
        constraints = [
            models.CheckConstraint(
                condition=Q(role__in=list(Role)),
                name="a_person_has_a_known_role",
                violation_error_message="请选择角色。",
            ),
            models.CheckConstraint(
                condition=~Q(role__in=UNIT_ROLES) | Q(unit__isnull=False),
                name="a_filer_or_signer_has_a_unit",
                violation_error_message="填报员和审签人必须属于一个单位。",
            ),
            models.CheckConstraint(
                condition=Q(role__in=[*UNIT_ROLES, Role.COORDINATOR, Role.SUPERVISOR]) | Q(unit__isnull=True),
                name="an_administrator_or_auditor_has_no_unit",
                violation_error_message="系统管理员和审计员不属于任何单位。",
            ),
            models.CheckConstraint(
                condition=Q(is_key=False) | Q(is_active=False), name="a_key_is_nobody_who_signs_in"
            ),
        ]

    def __str__(self) -> str:
        return self.display_name or self.username

    @property
    def is_staff(self) -> bool:
        """Whether Django's admin lets this person in: the administrator alone."""
        return self.role == Role.ADMINISTRATOR

    @property
    def role_in_use(self) -> str:
        """The role, "" where the account is out of use."""
        return self.role if self.is_active else ""

    @property
    def has_name(self) -> bool:
        """Whether the account bears a person's name, not that of its unit or none."""
        return is_a_persons(self.display_name, username=self.username, unit=str(self.unit or ""))

    @property
    def is_signer(self) -> bool:
        """审签人: submits for the unit."""
        return self.role == Role.SIGNER

    @property
    def out_of_use_words(self) -> str:
        """Why a person of a unit out of use files and signs nothing, reading goes on; "" for all others."""
        is_of_unit = self.role in UNIT_ROLES and self.unit is not None
        return UNIT_OUT_OF_USE if is_of_unit and not self.unit.is_active else ""

    def has_perm(self, permission: str, obj: models.Model | None = None) -> bool:
        """Whether the role may; whose row it is, is not asked here."""
        return self.is_active and (may(self.role, permission) or may_in_admin(self.role, permission))

    def has_perms(self, permissions: list[str], obj: models.Model | None = None) -> bool:
        """Whether the role may do all of these; `permission_required` asks."""
        return all(self.has_perm(permission, obj) for permission in permissions)

    def has_module_perms(self, app: str) -> bool:
        """Whether the admin's index shows this app."""
        return self.is_active and self.is_staff and app == "projects"

    def must_choose_password(self, *, at: datetime, days: int) -> bool:
        """At first sign-in, and again after so many days (GB/T 22239-2019, 8.1.4.1); 0 days is never."""
        if self.must_change_password or not days:
            return self.must_change_password
        return self.password_changed_at is None or at - self.password_changed_at > timedelta(days=days)


class RoleChangeQuerySet(models.QuerySet):
    """Changes of roles, in the office's words."""

    def waiting(self) -> "RoleChangeQuerySet":
        """Asked for and not answered yet."""
        return self.filter(answered_at__isnull=True)

    def waiting_for(self, user: User) -> "RoleChangeQuerySet":
        """Those that this person may answer: neither asked for by them nor about them."""
        if not user.has_perm("confirm_roles"):
            return self.none()
        return self.waiting().exclude(Q(asked_by=user.pk) | Q(person=user.pk))


class RoleChange(models.Model):
    """角色变更: asked for by one person, in force when another one agrees."""

    person = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="role_changes", verbose_name="用户"
    )
    role = models.CharField("新角色", max_length=16, choices=Role.choices())
    unit = models.ForeignKey(
        "projects.Unit",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="单位",
    )
    asked_at = models.DateTimeField("申请时间")
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name="申请人")
    answered_at = models.DateTimeField("答复时间", null=True, blank=True)
    answered_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="答复人"
    )
    is_agreed = models.BooleanField("同意", default=False)

    objects = RoleChangeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "角色变更"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(answered_at__isnull=True),
                name="one_change_of_a_role_waits_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(answered_by__isnull=True) | ~Q(answered_by=F("asked_by")),
                name="a_change_of_a_role_takes_two",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.get_role_display()}"
