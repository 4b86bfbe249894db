"""No form of the project says Django's own sentence: each has the office's words."""

import importlib
import pkgutil

import pytest
from django import forms
from django.core import validators
from django.utils.functional import Promise

import lianyungang
import progress
import projects
from projects.rules.roles import Role
from tests.factories import make_list, make_user


def all_below(kind):
    for one in kind.__subclasses__():
        yield one
        yield from all_below(one)


def forms_of_the_project():
    for app in (lianyungang, projects, progress):
        for module in pkgutil.walk_packages(app.__path__, f"{app.__name__}."):
            if "form" in module.name.rpartition(".")[2] or module.name.endswith(("admin", "filters")):
                importlib.import_module(module.name)
    ours = {"lianyungang", "projects", "progress"}
    found = [one for one in all_below(forms.BaseForm) if one.__module__.partition(".")[0] in ours]
    return sorted(found, key=lambda one: (one.__module__, one.__qualname__))


FORMS = forms_of_the_project()


def sentences(field):
    """What Django says of a field in words of its own; a lazy text is one of its catalogue."""
    yield from field.error_messages.items()
    for validator in field.validators:
        if isinstance(validator, validators.DecimalValidator):
            yield from validator.messages.items()
        elif hasattr(validator, "message"):
            yield type(validator).__name__, validator.message


@pytest.mark.parametrize("form", FORMS, ids=lambda form: f"{form.__module__}.{form.__qualname__}")
def test_no_form_says_a_sentence_of_django(form):
    said = [
        (name, code, str(words))
        for name, field in form.base_fields.items()
        for code, words in sentences(field)
        if isinstance(words, Promise)
    ]
    assert said == []


def test_all_forms_are_walked():
    assert len(FORMS) > 80


OF_DJANGO = {one for one in all_below(forms.Field) if one.__module__.startswith("django.forms")}


@pytest.mark.parametrize("field", sorted(OF_DJANGO, key=str), ids=lambda field: field.__name__)
def test_no_field_of_django_is_left_out(field):
    messages = {}
    for one in reversed(field.__mro__):
        messages |= getattr(one, "default_error_messages", {})
    assert [str(words) for words in messages.values() if isinstance(words, Promise)] == []


@pytest.mark.parametrize("page", ["/2021/matters/", "/2021/domains/"])
def test_an_empty_heading_is_asked_for_plainly(db, client, page):
    make_list(2021)
    client.force_login(make_user("admin", role=Role.ADMINISTRATOR))
    answer = client.post(page, {"number": "", "name": ""})
    assert answer.status_code == 400
    assert answer.content.decode().count("请填写。") == 2 and "必填项" not in answer.content.decode()


def test_what_is_too_long_is_told_with_its_length(db, client):
    make_list(2021)
    typed = {"number": "1000", "name": "教" * 200}
    client.force_login(make_user("admin", role=Role.ADMINISTRATOR))
    answer = client.post("/2021/matters/", typed)
    assert "最多128字，现有200字。" in answer.content.decode() and "不能大于999。" in answer.content.decode()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("91.234", "最多2位小数。"),
        ("1234.5", "小数点前最多3位。"),
        ("123456", "最多5位数字。"),
        ("很多", "请填写数字。"),
    ],
)
def test_what_is_wrong_with_a_number_is_told(typed, said):
    with pytest.raises(forms.ValidationError) as refused:
        forms.DecimalField(max_digits=5, decimal_places=2).clean(typed)
    assert refused.value.messages == [said]
