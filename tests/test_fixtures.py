"""Reading the official documents gives the fixtures; WRITE_FIXTURES=1 writes them anew after a change."""

import json
import os
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.core import serializers
from django.core.management import call_command

from projects.adoption.actions import adopt, receive_document
from projects.adoption.questions import load_answers
from projects.adoption.readings import read_document
from projects.models import (
    Assignment,
    Domain,
    Finding,
    GroupMembership,
    Milestone,
    MilestoneItem,
    PlannedValue,
    SourceDocument,
    SubProject,
    Target,
    Task,
    YearlyList,
)
from projects.parsing.reading import read

pytestmark = [pytest.mark.django_db, pytest.mark.early(30)]

FIXTURES = Path(__file__).parents[1] / "fixtures"
DOCUMENTS = FIXTURES / "documents"
ANSWERS = load_answers((DOCUMENTS / "answers.json").read_text(encoding="utf-8"))
LISTS = {
    2019: ["2019-schedule.txt"],
    2021: ["2021-breakdown-traditional.txt", "2021-schedule.txt"],
    2023: ["2023-breakdown.txt"],
}
TABLES = [
    (YearlyList, "year"),
    (SourceDocument, "yearly_list__year"),
    (Domain, "yearly_list__year"),
    (GroupMembership, "yearly_list__year"),
    (Task, "yearly_list__year"),
    (Assignment, "task__yearly_list__year"),
    (Target, "task__yearly_list__year"),
    (PlannedValue, "target__task__yearly_list__year"),
    (SubProject, "task__yearly_list__year"),
    (Milestone, "task__yearly_list__year"),
    (MilestoneItem, "milestone__task__yearly_list__year"),
    (Finding, "yearly_list__year"),
]


def adopted(year):
    """The list of one year, from its documents and the answers kept beside them."""
    at = datetime(year, 3, 1, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
    documents = [
        receive_document((DOCUMENTS / name).read_bytes(), name=name, at=at, by=None) for name in LISTS[year]
    ]
    return adopt([read_document(document) for document in documents], answers=ANSWERS, at=at, by=None)


def links(model):
    """The foreign keys of a table and what their natural keys are read through; else every row would ask for
    them.
    """
    found = set()
    for field in model._meta.fields:
        if field.many_to_one:
            key = getattr(field.related_model, "NATURAL_KEY", ())
            further = {part.rpartition("__")[0] for part in key if "__" in part}
            found |= {field.name, *(f"{field.name}__{link}" for link in further)}
    return found


def dumped(year):
    """All rows of one list by natural keys, one a line."""
    rows = []
    for model, path in TABLES:
        of_the_list = model.objects.filter(**{path: year}).select_related(*links(model))
        rows += sorted(of_the_list, key=lambda row: str(row.natural_key()))
    data = serializers.serialize("python", rows, use_natural_foreign_keys=True, use_natural_primary_keys=True)
    for row in data:
        row["fields"].pop("plan", None)  # which filed plan wrote it is no part of what a document says
        row["fields"].pop("file", None)  # nor is where its bytes lie
        row["fields"].pop("matter", None)  # nor is what the administrator grouped
    lines = (json.dumps(row, ensure_ascii=False, cls=serializers.json.DjangoJSONEncoder) for row in data)
    return "[\n" + ",\n".join(lines) + "\n]\n"


def check(path, text):
    """The file holds the text; or it is written."""
    if os.environ.get("WRITE_FIXTURES"):
        path.write_text(text, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == text, f"{path.name} is not what the documents are read as"


@pytest.fixture
def register():
    call_command("loaddata", FIXTURES / "units.json", verbosity=0)


@pytest.mark.parametrize("year", LISTS)
def test_reading_the_documents_gives_the_list(register, year):
    adopted(year)
    check(FIXTURES / f"{year}.json", dumped(year))


@pytest.mark.parametrize("name", [name for names in LISTS.values() for name in names])
def test_a_document_is_read_as_the_file_beside_it_says(name):
    reading = read((DOCUMENTS / name).read_bytes(), name).as_json()
    check((DOCUMENTS / name).with_suffix(".json"), json.dumps(reading, ensure_ascii=False, indent=1) + "\n")


@pytest.mark.parametrize("year", [2021, 2023])
def test_a_fixture_loads_as_the_same_list(register, year):
    call_command("loaddata", FIXTURES / f"{year}.json", verbosity=0)
    assert dumped(year) == (FIXTURES / f"{year}.json").read_text(encoding="utf-8")


def test_loading_over_an_adopted_list_changes_nothing(register):
    adopted(2019)
    before = list(MilestoneItem.objects.order_by("pk").values_list("pk", "text"))
    call_command("loaddata", FIXTURES / "2019.json", verbosity=0)
    assert list(MilestoneItem.objects.order_by("pk").values_list("pk", "text")) == before
