"""Two tasks brought together by hand."""

from collections.abc import Sequence

from django import forms

from projects.models import Task, YearlyList
from projects.screen.forms import Select, WholeNumberField

MISSING = {"required": "请填写序号。"}


def _number(label: str) -> WholeNumberField:
    return WholeNumberField(label=label, min_value=1, max_value=9999, error_messages=MISSING)


class RegisterForm(forms.Form):
    """本年第 n 项 承接 某年第 m 项; `task` and `earlier_task` are found by the numbers."""

    number = _number("本年任务序号")
    year = forms.TypedChoiceField(label="承接年度", coerce=int, widget=Select)
    earlier = _number("承接任务序号")

    def __init__(
        self, *arguments: object, yearly_list: YearlyList, years: Sequence[int], **named: object
    ) -> None:
        super().__init__(*arguments, **named)
        self.yearly_list = yearly_list
        self.fields["year"].choices = [(year, f"{year}年") for year in years]

    def clean(self) -> dict:
        """Both tasks, where their lists have them."""
        data = super().clean()
        if "number" in data:
            data["task"] = self._found("number", self.yearly_list.year, data["number"])
        if "earlier" in data and "year" in data:
            data["earlier_task"] = self._found("earlier", data["year"], data["earlier"])
        return data

    def _found(self, field: str, year: int, number: int) -> Task | None:
        tasks = Task.objects.select_related("yearly_list")
        task = tasks.filter(yearly_list__year=year, number=number).first()
        if task is None:
            self.add_error(field, f"{year}年没有第{number}项。")
        return task
