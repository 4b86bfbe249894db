"""清单设置: the numbers of a list, each within what makes sense."""

from django import forms

from progress.models import ListSettings
from projects.screen.forms import number_field

MOST_DAYS, MOST_POINTS = 60, 100


class SettingsForm(forms.ModelForm):
    """Every setting of a list; it is not saved here."""

    class Meta:
        model = ListSettings
        formfield_callback = number_field
        exclude = (
            "yearly_list",
            *("version", "changed_at", "changed_by", "changed_word"),
        )
        help_texts = {
            "tolerance": "差距不超过此数的不算滞后。",
            "ahead_margin": "超过计划此数以上的为超序时。",
            "far_behind_gap": "差距超过此数的为严重滞后。",
            "contribution_days": "有分解的协同单位，比牵头单位的报送期限提前几个工作日。",
            "evidence_since": "此前的季度只作提示，不影响报送。",
            "grace_days": "宽限期满仍未报的，列入督办建议。",
        }

    def __init__(self, *args: object, **named: object) -> None:
        super().__init__(*args, **named)
        prefix = self.instance.notice_prefix
        self.fields["notice_prefix"].help_text = f"文号如“{prefix}〔2021〕3号”；已签发的文号不变。"
        for name, field in self.fields.items():
            if isinstance(field, forms.IntegerField | forms.DecimalField):
                field.error_messages["required"] = f"请填写{self.fields[name].label}。"

    def clean(self) -> dict:
        """Days and points within bounds; a prefix that is more than space."""
        data = super().clean()
        for name, value in list(data.items()):
            most = MOST_DAYS if isinstance(value, int) else MOST_POINTS
            if not isinstance(value, str) and value is not None and not 0 <= value <= most:
                self.add_error(name, f"请填写0—{most}之间的数。")
        return data
