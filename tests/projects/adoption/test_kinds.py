"""What kind of unit a name sounds like."""

import pytest

from projects.adoption.kinds import likely_kind


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("市教育局", "department"),
        ("市政府办公室", "department"),
        ("市委宣传部", "party"),
        ("市总工会", "mass"),
        ("海州区", "district"),
        ("东海县人民政府", "district"),
        ("徐圩新区", "zone"),
        ("市开发区管委会", "zone"),
        ("市城建集团", "enterprise"),
        ("市税务局", "stationed"),
        ("市第一人民医院", "institution"),
        ("各县区", ""),
    ],
)
def test_a_name_sounds_like_its_kind(name, kind):
    assert likely_kind(name) == kind
