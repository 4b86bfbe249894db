"""On a phone a line of text takes the width there is."""

import pytest

from projects.rules.roles import Role
from tests.browser.test_pages import PHONE
from tests.factories import make_document, make_indicator
from tests.soundness import narrow


@pytest.mark.parametrize(
    ("role", "address"),
    [
        (Role.ADMINISTRATOR, "/2021/matters/"),
        (Role.ADMINISTRATOR, "/2021/tasks/7/targets/add/"),
        (Role.ADMINISTRATOR, "/accounts/keys/"),
        (Role.FILER, "/plans/2021-2025/indicators/1/2021/"),
    ],
)
def test_no_field_of_text_is_narrow_on_a_phone(role, address, enter, a_list):
    unit = a_list.tasks.first().assignments.filter(role="lead").first().unit
    make_indicator(make_document(a_list, sha256="9" * 64), unit)
    page = enter(address, role)
    page.set_viewport_size(PHONE)
    assert page.locator(".form-x input[type=text]").count() > 0
    assert narrow(page) == []
