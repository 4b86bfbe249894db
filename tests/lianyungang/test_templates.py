"""What every template keeps to."""

import re
from pathlib import Path

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
