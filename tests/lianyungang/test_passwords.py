import pytest
from django.core.exceptions import ValidationError

from lianyungang.passwords import LengthAndClasses, NotTheOldOne
from tests.factories import PASSWORD, make_user


@pytest.mark.parametrize("password", ["Abc-123", "abcdefgh", "abcdefg1", "ABCDEFG-", "12345678"])
def test_a_short_or_plain_password_is_refused(password):
    with pytest.raises(ValidationError):
        LengthAndClasses().validate(password)


@pytest.mark.parametrize("password", ["demo-2021", "Abcdefg1", "ABCDEF-1", "市发改委Aa-12345"])
def test_three_classes_of_characters_are_enough(password):
    LengthAndClasses().validate(password)


def test_the_password_in_use_is_no_new_one(db):
    with pytest.raises(ValidationError):
        NotTheOldOne().validate(PASSWORD, make_user())
