"""The five-year plan of the real document, received and adopted."""

import pytest

from lianyungang.settings import BASE_DIR
from projects.adoption.actions import receive_document
from projects.indicators.actions import adopt_plan
from projects.models import DocumentReading
from projects.parsing.reading import read
from projects.rules.roles import Role
from projects.rules.states import DocumentKind
from tests.factories import NOW, make_user

NAME = "2021-2025-public-service-plan.txt"
BYTES = (BASE_DIR / "fixtures" / "documents" / NAME).read_bytes()
PARSED = read(BYTES, NAME).as_json()


@pytest.fixture
def admin(db):
    return make_user("admin", role=Role.ADMINISTRATOR)


@pytest.fixture
def document(admin):
    received = receive_document(BYTES, name=NAME, at=NOW, by=admin)
    DocumentReading.objects.create(document=received, parsed=PARSED)
    received.kind = DocumentKind.PLAN
    received.save(update_fields=["kind"])
    return received


@pytest.fixture
def plan(document, admin):
    return adopt_plan(document, at=NOW, by=admin)
