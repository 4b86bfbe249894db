"""Quantities as a person types them."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from projects.corrections.target_forms import SettledForm, TargetForm
from projects.screen.forms import AmountField
from tests.factories import make_assignment, make_task, make_unit


@pytest.mark.parametrize(("text", "amount"), [("2.2万", 22000), ("1亿", 10**8), (" 350 ", 350), ("0", 0)])
def test_a_quantity_is_typed_as_the_office_writes_it(text, amount):
    assert AmountField().clean(text) == amount


@pytest.mark.parametrize(
    ("text", "said"),
    [("若干", "请填写数字"), ("1.00001", "小数超过4位"), ("1" * 20, "太大"), ("1万亿", "请填写数字")],
)
def test_what_is_no_quantity_is_refused(text, said):
    with pytest.raises(ValidationError, match=said):
        AmountField().clean(text)


def test_nothing_typed_is_none_where_that_may_be():
    assert AmountField(required=False).clean(" ") is None


def test_a_quantity_is_shown_in_words():
    assert AmountField().prepare_value(Decimal("22000.0000")) == "2.2万"


def test_the_same_quantity_written_otherwise_is_no_change():
    assert not AmountField().has_changed(Decimal("22000.0000"), "22000")
    assert AmountField().has_changed(Decimal("22000.0000"), "")


def test_an_unticked_box_means_settled():
    assert not SettledForm({}).is_ticked


@pytest.mark.django_db
def test_a_target_needs_its_label_and_quantity():
    assert set(TargetForm({"nature": "count", "direction": "up"}, task=make_task()).errors) == {
        "label",
        "quantity",
    }


@pytest.mark.django_db
def test_who_reports_is_asked_only_where_several_lead():
    task = make_task(lead=make_unit())
    assert "reporting_unit_id" not in TargetForm(task=task).fields
    make_assignment(task, make_unit())
    assert "reporting_unit_id" in TargetForm(task=task).fields


def test_a_quantity_of_scaled_units_is_shown_in_digits_so_that_it_is_read_back_the_same():
    field = AmountField(unit="万元")
    assert field.prepare_value(Decimal("27500.0000")) == "27500"
    assert field.clean("1.1亿") == Decimal(11000)


@pytest.mark.django_db
def test_a_scale_belongs_to_the_quantity_and_not_to_the_unit():
    task, typed = make_task(), {"label": "投资", "quantity": "3500万", "unit": "元"}
    form = TargetForm({**typed, "unit": "万元"}, task=task)
    assert form.errors["unit"] == ["计量单位请写“元”，“万”写在数量里，如2.2万。"]
    assert "unit" not in TargetForm(typed, task=task).errors


OWN = {"label": "公园", "quantity": "5", "nature": "count", "direction": "up", "is_own_entry": "on"}


@pytest.mark.django_db
@pytest.mark.parametrize("changed", [{"nature": "level"}, {"is_summed_over_leads": "on"}])
def test_the_quarters_own_is_not_typed_of_a_level_nor_of_what_several_leads_sum(changed):
    task = make_task(lead=make_unit())
    make_assignment(task, make_unit())
    assert set(TargetForm(OWN | changed, task=task).errors) == {"is_own_entry"}


@pytest.mark.django_db
def test_the_quarters_own_may_be_typed_of_a_count():
    form = TargetForm(OWN, task=make_task())
    assert form.is_valid() and form.values.is_own_entry
