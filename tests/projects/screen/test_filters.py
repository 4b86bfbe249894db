import pytest
from django import forms

from projects.models import Unit
from projects.screen.filters import FastChoiceFilter, FastFilterSet, FastSelect, narrowing_in_words
from tests.factories import make_unit


class UnitFilter(FastFilterSet):
    code = FastChoiceFilter(label="单位")

    class Meta:
        model = Unit
        fields = ["code"]


def units(choices, **data):
    return UnitFilter(data, queryset=Unit.objects.all(), choices={"code": choices})


def test_a_select_marks_what_is_chosen_and_groups_what_belongs_together():
    select = FastSelect(choices=[("", "全部"), ("县区", [("hzq", "海州区")])])
    assert select.render("unit", "hzq", {"id": "id_unit"}) == (
        '<select id="id_unit" name="unit"><option value="">全部</option>'
        '<optgroup label="县区"><option value="hzq" selected>海州区</option></optgroup></select>'
    )


def test_options_are_escaped():
    assert (
        FastSelect(choices=[('"', "<b>")]).render("unit", None)
        == '<select name="unit"><option value="&quot;">&lt;b&gt;</option></select>'
    )


@pytest.mark.django_db
def test_a_choice_finds_its_rows():
    make_unit("hzq"), make_unit("lyq")
    assert [unit.code for unit in units([("hzq", "海州区")], code="hzq").rows] == ["hzq"]


@pytest.mark.django_db
def test_a_choice_that_the_list_does_not_have_finds_nothing_and_says_so():
    make_unit("hzq")
    filters = units([("hzq", "海州区")], code="nobody")
    assert not filters.rows
    assert filters.form.errors["code"]


@pytest.mark.django_db
def test_a_field_without_choices_is_left_out():
    make_unit("hzq")
    assert len(units([], code="x").rows) == 1
    assert "code" not in units([]).form.fields


class Asked(forms.Form):
    q = forms.CharField(label="查找", required=False)
    unit = forms.ChoiceField(
        label="单位",
        required=False,
        choices=[("", "全部"), ("县区", [("hzq", "海州区")]), ("sjyj", "市教育局")],
    )
    quarter = forms.CharField(label="季度", required=False, widget=forms.HiddenInput)


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ({}, ""),
        ({"q": "学校"}, "筛选条件：查找 学校"),
        ({"q": "学校", "unit": "hzq"}, "筛选条件：查找 学校；单位 海州区"),
        ({"unit": "sjyj"}, "筛选条件：单位 市教育局"),
        ({"unit": "nobody"}, ""),
        ({"quarter": "q2"}, ""),
    ],
)
def test_what_a_list_was_narrowed_by_is_told_in_the_words_of_the_page(query, told):
    assert narrowing_in_words(Asked(query)) == told
