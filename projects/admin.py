"""Django's admin, in Chinese, for the administrator: the city, units and their names, groups, people."""

from dataclasses import asdict
from hashlib import sha256
from http import HTTPStatus

from django.contrib import admin, messages
from django.contrib.admin.widgets import AutocompleteSelect
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import UserChangeForm
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models
from django.forms import CharField, ChoiceField, Field, HiddenInput, ModelChoiceField, ModelForm, Textarea
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from projects.accounts.actions import ask_role, can_agree, keep_an_administrator, note_reset
from projects.accounts.forms import AddPersonForm, ResetPasswordForm
from projects.adoption.unit_codes import free_code, initials, letters_with
from projects.log.actions import record
from projects.log.acts import Act
from projects.models import CityRecord, GroupMembership, Unit, UnitAlias, UnitGroup, User
from projects.models.units import bearer_of
from projects.register.actions import keep_former_name
from projects.rules.letters import look_of
from projects.rules.roles import Role, needs_another
from projects.screen.forms import WholeNumberField
from projects.screen.posted import whole_number
from projects.screen.searches import words_sought

REGISTER_ADDED = Act("register_added", "登记名录")
REGISTER_CHANGED = Act("register_changed", "修改名录")
REGISTER_DELETED = Act("register_deleted", "删除名录")

UNLOGGED = ("telephone", "email")  # addresses of people stand in no log
LONGEST_LETTERS = 64
OF_THE_ROLE = ("role", "unit", "is_active")

admin.site.site_header = "民生实事管理后台"
admin.site.site_title = "民生实事"
admin.site.index_title = "城市、单位名录和用户"


class Based(ModelForm):
    """A form that carries what it was filled from: nothing that somebody changed since is written over."""

    based_on = CharField(required=False, widget=HiddenInput)

    def __init__(self, *arguments: object, **named: object) -> None:
        super().__init__(*arguments, **named)
        self.stands = _fingerprint(self.initial) if self.instance.pk else ""
        self.initial["based_on"] = self.stands

    def clean_based_on(self) -> str:
        """Refuse a form that was opened before somebody else's change."""
        if self.cleaned_data["based_on"] != self.stands:
            raise ValidationError("您打开之后，此处已被他人修改，没有保存。请重新打开本页，对照后再改。")
        return self.stands


def _fingerprint(values: dict) -> str:
    """The values of a form as one short word; of a password nothing."""
    pairs = sorted((name, str(value)) for name, value in values.items() if name != "password")
    return sha256(repr(pairs).encode()).hexdigest()[:32]


class Recorded(admin.ModelAdmin):
    """What is done here stands in the log of acts, beside Django's own."""

    form = Based
    formfield_overrides = {models.PositiveSmallIntegerField: {"form_class": WholeNumberField}}

    def get_fieldsets(self, request: HttpRequest, obj: models.Model | None = None) -> list:
        """What the form was filled from travels at its head."""
        (name, first), *others = super().get_fieldsets(request, obj)
        fields = [field for field in first["fields"] if field != "based_on"]
        return [(name, {**first, "fields": (*fields, "based_on") if obj else fields}), *others]

    def changeform_view(self, request: HttpRequest, *arguments: object, **named: object) -> HttpResponse:
        """Where somebody saved the same in this very moment, the form is read again and says so."""
        try:
            return super().changeform_view(request, *arguments, **named)
        except IntegrityError:
            return super().changeform_view(request, *arguments, **named)

    def construct_change_message(
        self, request: HttpRequest, form: ModelForm, formsets: list, add: bool = False
    ) -> list[dict]:
        """What Django says, with the old and the new of each field that was changed."""
        message = super().construct_change_message(request, form, formsets, add)
        fields = [name for name in form.changed_data if name in form.fields]  # a password is none
        if fields and message and "changed" in message[0]:
            message[0]["changed"]["values"] = [_old_and_new(form, name) for name in fields]
        return message

    def log_addition(self, request: HttpRequest, obj: models.Model, message: object) -> object:
        """A row was added."""
        _record(request, obj, REGISTER_ADDED, message)
        return super().log_addition(request, obj, message)

    def log_change(self, request: HttpRequest, obj: models.Model, message: object) -> object:
        """A row was changed."""
        _record(request, obj, REGISTER_CHANGED, message)
        return super().log_change(request, obj, message)

    def log_deletions(self, request: HttpRequest, queryset: models.QuerySet) -> object:
        """Rows are going to be deleted."""
        for obj in queryset:
            _record(request, obj, REGISTER_DELETED, "")
        return super().log_deletions(request, queryset)

    def formfield_for_foreignkey(
        self, db_field: models.ForeignKey, request: HttpRequest, **named: object
    ) -> ModelChoiceField | None:
        """A box that finds rows looks for no row that cannot be."""
        if db_field.name in self.get_autocomplete_fields(request):
            named["widget"] = KnownSelect(db_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **named)

    def get_search_results(
        self, request: HttpRequest, queryset: models.QuerySet, search_term: str
    ) -> tuple[models.QuerySet, bool]:
        """Words read as every search box of the house reads them."""
        words = " ".join(word.plain for word in words_sought(search_term))
        return super().get_search_results(request, queryset, words)


class KnownSelect(AutocompleteSelect):
    """The box that finds a unit; what is none, in the address or in the form, is not looked for."""

    def optgroups(self, name: str, value: list[str], attr: dict | None = None) -> list:
        """The rows chosen."""
        return super().optgroups(name, [each for each in value if whole_number(each) is not None], attr)


class LinesField(CharField):
    """A list of words, one a line."""

    widget = Textarea({"rows": 4})

    def prepare_value(self, value: list[str] | str | None) -> str | None:
        """A line each; what was typed stays as it is."""
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: str | None) -> list[str]:
        """Each word once."""
        lines = (line.strip() for line in super().to_python(value).splitlines())
        return list(dict.fromkeys(line for line in lines if line))

    def has_changed(self, initial: list[str] | None, data: str | None) -> bool:
        """Whether there are other words."""
        return self.to_python(data) != (initial or [])


class NamedForm(Based):
    """A unit or a group: no two go by names that look the same."""

    def clean_name(self) -> str:
        """Refuse the name, or another name, of somebody else."""
        name, bearer = self.cleaned_data["name"], bearer_of(self.cleaned_data["name"])
        if bearer is not None and bearer != self.instance:
            raise ValidationError(f"“{name}”已是{bearer}的名称或别名。")
        return name


class GroupForm(NamedForm):
    """A group; its other names are nobody else's either."""

    aliases = LinesField(label="别名", required=False, max_length=1000, help_text="名称的其他写法，一行一个")

    def clean_aliases(self) -> list[str]:
        """Refuse the name, or another name, of somebody else."""
        for name in self.cleaned_data["aliases"]:
            bearer = bearer_of(name)
            if bearer is not None and bearer != self.instance:
                raise ValidationError(f"“{name}”已是{bearer}的名称或别名。")
        return self.cleaned_data["aliases"]


class AliasForm(Based):
    """Another name of a unit, which no unit or group goes by yet."""

    def clean_name(self) -> str:
        """Refuse it; this row's own name may stay, and may go over to another unit."""
        name, bearer = self.cleaned_data["name"], bearer_of(self.cleaned_data["name"])
        is_own = look_of(name) == look_of(self.initial.get("name", ""))
        if bearer is not None and not is_own:
            raise ValidationError(f"“{name}”已是{bearer}的名称或别名。")
        return name


class CodeIsStored(Recorded):
    """A code is proposed from the name once and never changes; a former name is kept as another name."""

    form = NamedForm

    def get_readonly_fields(self, request: HttpRequest, obj: models.Model | None = None) -> tuple[str, ...]:
        """The code of what is registered already."""
        return ("code",) if obj else ()

    def get_form(
        self, request: HttpRequest, obj: models.Model | None = None, change: bool = False, **kwargs: object
    ) -> type[ModelForm]:
        """A new unit may leave the code to us."""
        form = super().get_form(request, obj, change, **kwargs)
        if "code" in form.base_fields:
            form.base_fields["code"].required = False
            form.base_fields["code"].help_text = "拼音首字母，登记后不再改变；留空则自动生成"
        return form

    def save_model(self, request: HttpRequest, obj: Unit | UnitGroup, form: ModelForm, change: bool) -> None:
        """Fill in code and pinyin where they were left blank; a renamed one keeps its former letters too."""
        is_renamed = change and "name" in form.changed_data
        if is_renamed and "pinyin" not in form.changed_data:
            obj.pinyin = letters_with(obj.name, obj.pinyin, longest=LONGEST_LETTERS)
        obj.pinyin = obj.pinyin or initials(obj.name)
        obj.code = obj.code or free_code(obj.pinyin)
        super().save_model(request, obj, form, change)
        if is_renamed:
            keep_former_name(obj, former=form.initial["name"])


@admin.register(Unit)
class UnitAdmin(CodeIsStored):
    """单位."""

    list_display = ("name", "code", "kind", "order", "is_active")
    list_filter = ("kind", "is_active")
    search_fields = ("name", "full_name", "code", "pinyin", "aliases__name")

    def get_readonly_fields(self, request: HttpRequest, obj: models.Model | None = None) -> tuple[str, ...]:
        """Other names are changed on the unit's own page, whose form knows what it was filled from."""
        return ("code", "other_names") if obj else ()

    @admin.display(description="别名")
    def other_names(self, unit: Unit) -> str:
        """The aliases in one line."""
        return "、".join(alias.name for alias in unit.aliases.all()) or "无"

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """A unit is put out of use, never deleted: lists name it."""
        return False


@admin.register(UnitAlias)
class UnitAliasAdmin(Recorded):
    """别名."""

    form = AliasForm
    list_display = ("name", "unit", "note")
    search_fields = ("name", "unit__name", "unit__code")
    autocomplete_fields = ("unit",)


@admin.register(UnitGroup)
class UnitGroupAdmin(CodeIsStored):
    """单位组."""

    form = GroupForm
    list_display = ("name", "code", "order")


@admin.register(GroupMembership)
class GroupMembershipAdmin(Recorded):
    """组成员, list by list; who saves a member here confirms it."""

    list_display = ("yearly_list", "group", "unit", "confirmed_at", "confirmed_by")
    list_filter = ("yearly_list", "group")
    list_select_related = ("yearly_list", "group", "unit", "confirmed_by")
    autocomplete_fields = ("unit",)
    readonly_fields = ("confirmed_at", "confirmed_by")

    def save_model(self, request: HttpRequest, obj: GroupMembership, form: ModelForm, change: bool) -> None:
        """Confirmed by whom, and when."""
        obj.confirmed_at, obj.confirmed_by = request.now, request.user
        super().save_model(request, obj, form, change)


@admin.register(CityRecord)
class CityAdmin(Recorded):
    """城市: one row, changed and never deleted."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Where there is none yet."""
        return super().has_add_permission(request) and not CityRecord.objects.exists()

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, str]:
        """The words in use stand there to be changed."""
        return asdict(CityRecord.objects.current())

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Every page names the city."""
        return False


class PersonForm(Based, UserChangeForm):
    """An account as it stands."""


@admin.register(User)
class PersonAdmin(Recorded, UserAdmin):
    """用户: one person, one account. A password set here is chosen anew at the next sign-in."""

    list_display = ("username", "display_name", "role", "unit", "is_active", "last_login")
    list_filter = ("role", "is_active")
    list_select_related = ("unit",)
    search_fields = ("username", "display_name", "unit__name", "unit__code", "unit__aliases__name")
    ordering = ("username",)
    filter_horizontal = ()
    autocomplete_fields = ("unit",)
    readonly_fields = ("last_login", "password_changed_at")
    person = ("display_name", "role", "unit", "telephone", "email", "is_active")
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        ("人员", {"fields": person}),
        ("登录", {"fields": ("must_change_password", *readonly_fields)}),
    )
    form = PersonForm
    add_form = AddPersonForm
    add_form_template = (
        "admin/change_form.html"  # the other one opens with a sentence that nobody has translated
    )
    add_fieldsets = ((None, {"fields": ("username", "password1", "password2")}), ("人员", {"fields": person}))
    change_password_form = ResetPasswordForm

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> tuple[str, ...]:
        """Nobody gives themself another role or puts themself out of use."""
        is_own = obj is not None and obj.pk == request.user.pk
        return (*self.readonly_fields, "role", "unit", "is_active") if is_own else self.readonly_fields

    def save_model(self, request: HttpRequest, obj: User, form: ModelForm, change: bool) -> None:
        """Save; a role that takes two persons is asked for here and given when another one agrees."""
        before = User.objects.filter(pk=obj.pk).first()
        wanted = (obj.role, obj.unit)
        in_use_before = before.role_in_use if before else ""
        agree = can_agree(asked_by=request.user, person=obj)
        waits = needs_another(in_use_before, obj.role_in_use, is_anybody_there=agree)
        if before and in_use_before == Role.ADMINISTRATOR and not obj.is_active:
            keep_an_administrator(obj)
        if waits and before:
            obj.role, obj.unit, obj.is_active = before.role, before.unit, before.is_active
        elif waits:
            obj.is_active = False
        if waits:
            form.changed_data[:] = [name for name in form.changed_data if name not in OF_THE_ROLE]
        super().save_model(request, obj, form, change)
        if waits:
            role, unit = wanted
            ask_role(obj, role=role, unit=unit, by=request.user, at=request.now)
            messages.warning(request, "角色变更已提交，由另一名系统管理员或督查员在“角色变更”页确认后生效。")
            if not agree:
                messages.warning(request, "现在还没有别人可以确认：请先开立督查员账号，由督查员确认。")

    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> HttpResponse:
        """Another one's password is set here and told to its person; one's own is changed as by everybody."""
        if whole_number(id) == request.user.pk:  # 01 is 1 to the database too
            return HttpResponseRedirect(reverse("password_change"))
        answer = super().user_change_password(request, id, form_url)
        if request.method == "POST" and answer.status_code == HTTPStatus.FOUND:
            note_reset(User.objects.get(pk=id), by=request.user, at=request.now)
        return answer

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """An account is put out of use, never deleted: the log names it."""
        return False


def _old_and_new(form: ModelForm, name: str) -> list[str]:
    """A field's name, its old and its new value; of a way to reach somebody the name alone."""
    field = form.fields[name]
    if name in UNLOGGED:
        return [str(field.label), "", ""]
    return [
        str(field.label),
        _shown(field, form.initial.get(name)),
        _shown(field, form.cleaned_data.get(name)),
    ]


def _shown(field: Field, value: object) -> str:
    """A value as the form shows it."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(field, ModelChoiceField) and not isinstance(value, models.Model):
        value = field.queryset.filter(pk=value).first()
    elif isinstance(field, ChoiceField):
        value = dict(field.choices).get(value, value)
    elif isinstance(value, list):
        value = "、".join(value)
    return "" if value is None else str(value)


def _record(request: HttpRequest, obj: models.Model, act: Act, message: object) -> None:
    detail = {"table": obj._meta.verbose_name, "changes": message}
    record(act, by=request.user, at=request.now, obj=obj, url=request.path, detail=detail)
