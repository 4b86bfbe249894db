"""Narrowing the page of people; who takes an account over."""

from collections.abc import Mapping
from typing import Any

from django import forms

from projects.accounts.new_accounts import NewAccount
from projects.accounts.person_checks import LONGEST_NAME, LONGEST_TELEPHONE, telephone_problem
from projects.accounts.reads import AccountState, PersonRow
from projects.models import Unit, User
from projects.rules.city import City, role_word
from projects.rules.person_names import is_a_persons
from projects.rules.roles import UNIT_ROLES, Role
from projects.screen.filters import FastSelect
from projects.screen.line_filters import ALL, LineFilter
from projects.screen.names import LinesSought
from projects.screen.searches import SearchField


class PeopleFilter(LineFilter[PersonRow]):
    """Search in names, units and user names; role and state."""

    q = SearchField("姓名、用户名或单位")
    role = forms.ChoiceField(label="角色", required=False, widget=FastSelect)
    state = forms.ChoiceField(
        label="状态", required=False, widget=FastSelect, choices=[ALL, *AccountState.choices()]
    )

    def __init__(self, query: Mapping[str, str], *, city: City) -> None:
        super().__init__(query)
        self.offer("role", ((role, role_word(role, city)) for role in Role))

    def keeps(self, row: PersonRow, asked: dict[str, Any]) -> bool:
        """Whether role and state are those asked for."""
        if asked.get("role") and asked["role"] != row.role:
            return False
        return not asked.get("state") or asked["state"] == row.state

    def tells(self, row: PersonRow, sought: LinesSought) -> bool:
        """By name, user name or unit."""
        return sought.are_in([row.name, row.username], units=[row.unit] if row.unit else [])


class ContactForm(forms.Form):
    """How a person is reached."""

    telephone = forms.CharField(label="手机", max_length=LONGEST_TELEPHONE, required=False)
    email = forms.EmailField(label="电子邮箱", required=False)

    def clean_telephone(self) -> str:
        """A number that can be dialled."""
        if problem := telephone_problem(self.cleaned_data["telephone"]):
            raise forms.ValidationError(problem)
        return self.cleaned_data["telephone"]


class NewPersonForm(ContactForm):
    """增加一人: a filer or signer of a unit, by name."""

    unit = forms.ModelChoiceField(
        label="单位",
        queryset=Unit.objects.filter(is_active=True),
        widget=FastSelect,
        empty_label="请选择单位",
        error_messages={"required": "请选择单位。", "invalid_choice": "请选择单位。"},
    )
    role = forms.ChoiceField(
        label="角色",
        choices=[(role, Role.word_of(role)) for role in UNIT_ROLES],
        widget=forms.RadioSelect,
        error_messages={"required": "请选择角色。", "invalid_choice": "请选择角色。"},
    )
    display_name = forms.CharField(
        label="姓名", max_length=LONGEST_NAME, error_messages={"required": "请填写姓名。"}
    )

    field_order = ["unit", "role", "display_name", "telephone", "email"]

    def clean(self) -> dict:
        """A person's name, which nobody of the unit bears yet."""
        unit, name = self.cleaned_data.get("unit"), self.cleaned_data.get("display_name")
        if unit is None or not name:
            return self.cleaned_data
        if not is_a_persons(name, username="", unit=str(unit)):
            self.add_error("display_name", "请填写本人的姓名。")
        elif known := User.objects.filter(unit=unit, display_name=name, is_active=True).first():
            role = Role.word_of(known.role)
            self.add_error(
                "display_name", f"{unit}已有{role}{name}（{known.username}）；同名的两人请在姓名后加以区别。"
            )
        return self.cleaned_data

    @property
    def person(self) -> NewAccount:
        """As the action takes it."""
        return NewAccount(**self.cleaned_data)


class HandOverForm(ContactForm):
    """The successor."""

    display_name = forms.CharField(label="接任人姓名", max_length=LONGEST_NAME)

    field_order = ["display_name", "telephone", "email"]

    def __init__(self, *arguments: object, person: User, **named: object) -> None:
        super().__init__(*arguments, **named)
        self.person = person

    def clean_display_name(self) -> str:
        """Another person's."""
        name = self.cleaned_data["display_name"]
        if not is_a_persons(name, username=self.person.username, unit=str(self.person.unit or "")):
            raise forms.ValidationError("请填写接任人本人的姓名。")
        if name == self.person.display_name:
            raise forms.ValidationError("接任人与原使用人同名；同一个人不必交接。")
        return name

    @property
    def successor(self) -> NewAccount:
        """As the action takes it."""
        return NewAccount(unit=self.person.unit, role=self.person.role, **self.cleaned_data)
