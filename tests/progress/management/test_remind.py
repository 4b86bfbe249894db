from datetime import date

import pytest
from django.core.management import call_command

from progress.models import Reminder
from tests.factories import make_list, make_report, make_task, make_unit, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def report():
    unit = make_unit("sjyj", name="市教育局")
    make_user("filer", unit=unit)
    return make_report(make_task(make_list(2021), number=36, lead=unit), unit)


def said(capsys, *arguments):
    call_command("remind", *arguments, today=date(2021, 7, 9))
    return capsys.readouterr().out


def test_the_command_says_whom_it_reminded(report, capsys):
    assert said(capsys).splitlines() == [
        "市教育局 filer某：即将到期（07-12）",
        "已提醒1个单位1人；邮件发出0封，未发出0封。",
    ]


def test_run_twice_it_sends_once(report, capsys):
    said(capsys), said(capsys)
    assert Reminder.objects.count() == 1


def test_a_dry_run_only_counts(report, capsys):
    assert "应提醒1个单位1人" in said(capsys, "--dry-run")
    assert not Reminder.objects.exists()


def test_without_a_list_it_says_that_nobody_was_reminded(capsys, db):
    call_command("remind")
    assert capsys.readouterr().out.startswith("已提醒0个单位0人")
