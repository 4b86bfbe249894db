"""The form by which a key is handed out."""

from datetime import date

from django import forms

from progress.rules.api_keys import KeyScope
from projects.models import Unit
from projects.rules.city import City, role_word
from projects.rules.roles import Role
from projects.screen.filters import FastSelect
from projects.screen.forms import DayField

OFFICES = (Role.COORDINATOR, Role.SUPERVISOR)


class KeyForm(forms.Form):
    """发放密钥: whose system it is, what it may do and until when."""

    of = forms.ChoiceField(
        label="单位或部门",
        widget=FastSelect,
        error_messages={"required": "请选择单位或部门。", "invalid_choice": "请选择单位或部门。"},
    )
    name = forms.CharField(
        label="系统名称",
        max_length=20,
        help_text="如“教育局办公系统”；操作记录和报告的保存人以此署名。",
        error_messages={"required": "请填写系统名称。"},
    )
    scope = forms.ChoiceField(
        label="权限", choices=KeyScope.choices(), widget=forms.RadioSelect, initial=KeyScope.READ
    )
    ends_on = DayField(label="有效期至", error_messages={"required": "请填写有效期。"})

    def __init__(self, *arguments: object, city: City, **named: object) -> None:
        super().__init__(*arguments, **named)
        self.units = {unit.code: unit for unit in Unit.objects.filter(is_active=True)}
        offices = [(role.value, role_word(role, city)) for role in OFFICES]
        units = [(code, unit.name) for code, unit in self.units.items()]
        self.fields["of"].choices = [("", "请选择"), ("部门", offices), ("单位", units)]

    @property
    def whose(self) -> tuple[Unit | None, str]:
        """The unit, or none and the role of the office."""
        code = self.cleaned_data["of"]
        return self.units.get(code), "" if code in self.units else code


def usual_end(on: date) -> date:
    """A year from today: so long a key holds where nobody says otherwise."""
    return date(on.year + 1, on.month, min(on.day, 28))
