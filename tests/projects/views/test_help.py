"""The help: one part for each role, its words those of the pages."""

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.template.loader import get_template

from progress.states import FILING_STATES, LATE_MARK, VERDICTS
from projects.roles import FILER, ROLES
from projects.views.help import PARTS

TEXTS = {part.slug: Path(get_template(part.template).origin.name).read_text(encoding="utf-8") for part in PARTS}
PICTURE = re.compile(r"""static '(img/help/[a-z]+\.png)' %}" width="(\d+)" height="(\d+)" loading="lazy" alt="[^"]+""")
LARGEST = 60_000  # bytes of a picture


@pytest.fixture
def page(as_role):
    return as_role(FILER).get("/help/").content.decode()


def test_every_role_has_a_part():
    assert set(ROLES) <= {part.slug for part in PARTS}


def test_ones_own_part_is_marked(page):
    assert '<a href="#filer" class="own">填报员（您）</a>' in page
    assert page.count('class="own"') == 1


@pytest.mark.django_db
def test_it_can_be_read_before_signing_in(client):
    assert "密码连错 5 次" in client.get("/help/").content.decode()


@pytest.mark.parametrize("word", [*FILING_STATES.values(), LATE_MARK, *(word.partition("（")[0] for word in VERDICTS.values())])
def test_every_state_and_verdict_is_explained(word):
    assert f">{word}</span></th>" in TEXTS["words"]


def test_every_picture_is_there_small_and_described():
    pictures = [found for text in TEXTS.values() for found in PICTURE.findall(text)]
    assert len(pictures) == sum(text.count("<img") for text in TEXTS.values())
    for name, width, height in pictures:
        content = Path(finders.find(name)).read_bytes()
        assert len(content) < LARGEST
        assert (int.from_bytes(content[16:20]), int.from_bytes(content[20:24])) == (int(width), int(height))


def test_every_page_leads_to_it(as_role):
    assert '<a href="/help/">' in as_role(FILER).get("/").content.decode()
