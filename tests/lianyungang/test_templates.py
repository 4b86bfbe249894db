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
