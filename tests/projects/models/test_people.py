from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.utils import timezone

from projects.models import User
from projects.rules.roles import Role
from tests.factories import make_unit, make_user

pytestmark = pytest.mark.django_db


def test_a_filer_without_a_unit_is_refused_by_the_database():
    with pytest.raises(IntegrityError, match="a_filer_or_signer_has_a_unit"):
        User.objects.create_user("anna", "x", role=Role.SIGNER)


def test_an_auditor_belongs_to_no_unit():
    with pytest.raises(IntegrityError, match="an_administrator_or_auditor_has_no_unit"):
        make_user("anna", role=Role.AUDITOR, unit=make_unit())


def test_the_first_account_of_an_installation_is_an_administrator():
    first = User.objects.create_superuser("root", "Aa-12345", display_name="管理员")
    assert (first.role, first.is_staff, first.must_change_password) == (Role.ADMINISTRATOR, True, True)


def test_a_password_is_due_after_its_days():
    now = timezone.now()
    anna = make_user("anna", password_changed_at=now - timedelta(days=91))
    assert anna.must_choose_password(at=now, days=90)
    assert not anna.must_choose_password(at=now, days=0)


def test_an_account_out_of_use_may_nothing():
    assert not make_user("anna", role=Role.AUDITOR, is_active=False).has_perm("read_log")
