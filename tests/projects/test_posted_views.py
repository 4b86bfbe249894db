"""An act that has no page of its own: what reaches it as a GET goes to the page with the form."""

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from projects.filing.posted_views import POSTED_FROM
from projects.rules.roles import Role
from tests.factories import make_list, make_user

SAMPLES = {"code": "x"}  # every other argument is a number


def patterns(of):
    for each in of.url_patterns:
        if isinstance(each, URLResolver):
            yield from patterns(each)
        elif isinstance(each, URLPattern):
            yield each


def declared(view):
    """What the decorator left on the view, through the decorators outside of it."""
    while view is not None:
        if found := vars(view).get(POSTED_FROM):
            return found
        view = getattr(view, "__wrapped__", None)
    return None


def test_every_act_names_a_page_that_is_there():
    acts = {each.name: declared(each.callback) for each in patterns(get_resolver())}
    acts = {name: page for name, page in acts.items() if page}
    assert {"plans_sign", "target_remove", "succession_decide", "matter_remove"} <= set(acts)
    for page, place in acts.values():
        reverse(page, kwargs={name: SAMPLES.get(name, 1) for name in place})


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["matters/headings/", "succession/seek/"])
def test_an_act_that_met_the_sign_in_comes_back_to_its_page_undone(path, client):
    make_list(2021)
    client.force_login(make_user("admin", role=Role.ADMINISTRATOR))
    answer = client.post(f"/2021/{path}?sort=number", {"carried-action": "confirm"}, follow=True)
    page, status = answer.redirect_chain[0]
    assert (page, status) == (f"/2021/{path.partition('/')[0]}/?sort=number", 302)
    assert "刚才的操作没有办理" in answer.text
    assert client.put(f"/2021/{path}").status_code == 405
