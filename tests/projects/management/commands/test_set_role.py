import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from projects.models import LogEntry, User
from projects.rules.roles import Role
from tests.factories import make_unit, make_user

pytestmark = pytest.mark.django_db


def test_a_role_is_given_and_recorded(capsys):
    make_user("anna", is_active=False)
    call_command("set_role", "anna", "coordinator")
    anna = User.objects.get()
    assert anna.role == Role.COORDINATOR and anna.is_active
    assert LogEntry.objects.get(act="role_changed").detail["new"] == "协调员"
    assert "anna某（anna）现为协调员。" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("bert", "auditor"), "没有用户“bert”"),
        (("anna", "filer", "--unit", "nowhere"), "没有单位“nowhere”"),
        (("anna", "filer"), "必须属于一个单位"),
        (("anna", "auditor"), "最后一个在用的系统管理员"),
    ],
)
def test_what_cannot_be_is_said_in_one_sentence(arguments, sentence):
    make_user("anna", role=Role.ADMINISTRATOR)
    make_unit("sjyj")
    if arguments[1] == "filer":
        make_user(role=Role.ADMINISTRATOR)
    with pytest.raises(CommandError, match=sentence):
        call_command("set_role", *arguments)
