"""The widgets write what Django's own write."""

from datetime import date
from decimal import Decimal

import pytest
from django import forms
from django.http import QueryDict
from django.template.loader import render_to_string
from django.test.html import parse_html

from progress.models import ListSettings
from projects.rules.errors import NotYours, Refused, Stale
from projects.screen import forms as base

CHOICES = [("", "请选择"), ("done", "已完成"), ("a&b", "甲<乙>")]


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "1021-07-20"])
def test_a_day_of_another_century_is_a_slip(day):
    with pytest.raises(forms.ValidationError, match="请核对年份"):
        base.DayField(label="期限").clean(day)


def test_a_day_is_taken_as_it_was_typed():
    assert base.DayField(label="期限").clean("2021-07-20") == date(2021, 7, 20)


def rendered(widget, value):
    return parse_html(
        widget.render(
            "note", value, attrs={"id": "id_note", "required": True, "disabled": False, "placeholder": '"甲"'}
        )
    )


@pytest.mark.parametrize("name", ["TextInput", "HiddenInput", "Textarea"])
@pytest.mark.parametrize("value", [None, "", "甲乙", "<b>&\"'", "一\n二", 12])
def test_a_text_is_written_as_django_writes_it(name, value):
    attrs = {"rows": 6, "class": "num"}
    assert rendered(getattr(base, name)(attrs), value) == rendered(getattr(forms, name)(attrs), value)


@pytest.mark.parametrize("value", [None, "", "done", "a&b", "unknown"])
def test_a_choice_is_written_as_django_writes_it(value):
    assert rendered(base.Select(choices=CHOICES), value) == rendered(forms.Select(choices=CHOICES), value)


@pytest.mark.parametrize("refusal", [Refused, Stale])
def test_what_a_rule_forbids_is_told_above_the_form(refusal):
    form = forms.Form({})
    with base.refusals_on(form):
        raise refusal("请先填写。")
    assert form.non_field_errors() == ["请先填写。"]


def test_a_refused_form_comes_back_on_the_version_that_stands():
    class Seen(forms.Form):
        version = forms.IntegerField()
        reason = forms.CharField()

    form = Seen(QueryDict("row-version=3&row-reason=no"), prefix="row")
    assert form.is_valid()
    with base.refusals_on(form, stands=4):
        raise Stale("它已有变动。")
    assert form.non_field_errors() == ["它已有变动。"]
    assert form.data.dict() == {"row-version": 4, "row-reason": "no"}


class Settings(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    days = base.WholeNumberField(label="宽限期")
    since = forms.ChoiceField(label="起", choices=[("", "不要求"), ("q3", "三季度")], required=False)
    note = forms.CharField(label="说明", required=False)
    is_on = forms.BooleanField(label="启用", required=False)


def test_who_is_overtaken_reads_what_stands_beside_what_was_typed():
    stands = {"version": 4, "days": 5, "since": "q3", "note": "", "is_on": False}
    form = Settings(QueryDict("version=3&days=9&note=急&is_on=on"), initial=stands)
    with base.refusals_on(form, stands=4):
        raise Stale("它已有变动。")
    assert form.overtaken == [("宽限期", "5"), ("起", "三季度"), ("说明", "未填"), ("启用", "否")]


def test_a_tick_stands_before_its_words_and_any_other_field_below_them():
    html = " ".join(render_to_string("components/form.html", {"form": Settings()}).split())
    box = '<input type="checkbox" name="is_on" id="id_is_on">'
    assert f'<label for="id_is_on">{box} 启用</label>' in html
    assert html.count(box) == 1
    assert '说明</label> <input type="text" name="note"' in html


def test_what_another_rule_forbids_is_no_overtaking():
    form = Settings(QueryDict("version=4&days=9"), initial={"days": 5})
    with base.refusals_on(form, stands=4):
        raise Refused("已办结。")
    assert not hasattr(form, "overtaken")


def test_what_is_somebody_elses_act_is_not_told_on_a_form():
    form = forms.Form({})
    with pytest.raises(NotYours), base.refusals_on(form):
        raise NotYours("只有市发改委可以办理。")
    assert form.is_valid()


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("12", 12),
        (" １２ ", 12),
        ("1,234", 1234),
        ("1.2万", 12000),
        ("300票", 300),
        ("0", 0),
        ("-3", -3),
        ("", None),
    ],
)
def test_a_whole_number_is_taken_as_people_write_it(typed, number):
    assert base.WholeNumberField(label="赞成", unit="票", required=False).clean(typed) == number


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("12\t34", "一格只填一个数"),
        ("12\n34", "一格只填一个数"),
        ("12.5", "请填写整数"),
        ("三百", "没有看懂"),
        ("1,23", "逗号只用于千分位"),
        ("9" * 5000, "太大"),
    ],
)
def test_what_is_no_one_whole_number_is_said_and_never_joined(typed, why):
    with pytest.raises(forms.ValidationError, match=why):
        base.WholeNumberField(label="赞成").clean(typed)


def test_points_keep_their_decimals_and_are_never_joined():
    points = base.PointsField(label="得分", max_digits=5, decimal_places=2, unit="分")
    assert points.clean("９１．５分") == Decimal("91.5")
    with pytest.raises(forms.ValidationError, match="一格只填一个数"):
        points.clean("91.5\t88")


def test_a_column_of_numbers_is_typed_as_text():
    days = base.number_field(ListSettings._meta.get_field("grace_days"))
    points = base.number_field(ListSettings._meta.get_field("tolerance"))
    assert (days.clean("３"), points.clean("２．５")) == (3, Decimal("2.5"))
    for field in (days, points):
        with pytest.raises(forms.ValidationError):
            field.clean("3\t5")
