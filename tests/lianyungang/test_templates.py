"""What every template keeps to."""

import gc
import re
from pathlib import Path
from weakref import ref

import pytest
from django.template import engines
from django.test import RequestFactory
from django.test.client import ClientHandler

from progress.ledger.task_ledger import TaskLedger
from projects.rules.roles import Role
from tests.factories import make_user
from tests.progress.year.running_year import a_running_year

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
FORM = re.compile(r'<form\b[^>]*method="post"[^>]*>')


def forms():
    pages = [path for path in TEMPLATES.rglob("*.html") if path.parent.name != "registration"]
    return {path.name: FORM.findall(path.read_text(encoding="utf-8")) for path in pages}


def test_a_browser_never_fills_what_was_typed_before_into_a_form_of_today():
    """What it restores stands beside a version that is newer than what it was typed from."""
    found = [(name, form) for name, forms_there in forms().items() for form in forms_there]
    assert len(found) > 40
    assert not [each for each in found if 'autocomplete="off"' not in each[1]]


TEXT_FIELD = re.compile(r"""<(?:textarea\b|input\b(?![^>]*\btype="(?!text"))[^>]*\bname=")[^>]*>""")


def test_a_field_of_text_says_how_much_it_takes():
    """The browser bounds it, and keeps what was typed into it until it is saved (typed_text.js)."""
    pages = [path for path in TEMPLATES.rglob("*.html") if path.name != "demo_bar.html"]
    found = [each for path in pages for each in TEXT_FIELD.findall(path.read_text(encoding="utf-8"))]
    assert len(found) > 5
    assert not [each for each in found if "maxlength" not in each and " hidden" not in each]


class Kept:
    """Something that a view gives to a template."""


def test_what_a_view_gave_goes_with_the_page(rf):
    """Without Python's collector, which finds circles later and while somebody else waits."""
    given = Kept()
    told = ref(given)
    gc.disable()
    try:
        template = engines["django"].from_string("{{ given }}{{ request.path }}")
        assert template.render({"given": given}, rf.get("/here/")).endswith("/here/")
        del given
        assert told() is None
    finally:
        gc.enable()


@pytest.mark.django_db
@pytest.mark.parametrize("url", ["/2021/", "/2021/q2/", "/2021/q2/review/"])
def test_no_page_leaves_the_ledgers_of_its_list_to_the_collector(url, client):
    a_running_year()
    client.force_login(make_user("office", role=Role.SUPERVISOR))
    asked = RequestFactory().get(url, headers={"cookie": client.cookies.output(header="", sep=";")}).environ
    gc.collect()
    gc.set_debug(gc.DEBUG_SAVEALL)
    try:
        assert "个公园" in ClientHandler()(asked).text
        gc.collect()
        assert not [each for each in gc.garbage if type(each) is TaskLedger]
    finally:
        gc.set_debug(0)
        gc.garbage.clear()
