"""Which names are a person's."""

import pytest

from projects.rules.person_names import is_a_persons


@pytest.mark.parametrize(
    "name", ["", "  ", "sjyj-signer", "市教育局", "市教育局审签人", "市教育局 填报员", "审签人"]
)
def test_a_unit_an_account_or_a_role_is_nobody(name):
    assert not is_a_persons(name, username="sjyj-signer", unit="市教育局")


@pytest.mark.parametrize("name", ["张三", "阿卜杜拉·买买提", "sun", "张三（市教育局）"])
def test_a_person_is_one(name):
    assert is_a_persons(name, username="sjyj-signer", unit="市教育局")
