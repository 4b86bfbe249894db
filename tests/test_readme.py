"""The README against the code: every setting, every word of the models, every command, nothing else."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import get_commands
from django.urls import resolve

from lianyungang.settings import BASE_DIR
from projects.parsing.findings import CODES

README = (BASE_DIR / "README.md").read_text(encoding="utf-8")
APPS = ("projects", "progress")


def section(heading):
    """The text below one heading, up to the next of its kind."""
    return README.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]


def first_cells(text):
    """The words set as code in the first column of a table."""
    rows = [line.split("|")[1] for line in text.splitlines() if line.startswith("| `")]
    return {word for row in rows for word in re.findall(r"`(\w+)`", row)}


def test_every_setting_is_named():
    source = (BASE_DIR / "lianyungang" / "settings.py").read_text(encoding="utf-8")
    read = set(re.findall(r'(?:environ\.get|_switch)\(\s*"([A-Z0-9_]+)"', source))
    assert first_cells(section("Settings")) == read | {"CHROMIUM", "CHROMIUM_109"}


def test_every_model_has_a_word():
    models = {model.__name__ for app in APPS for model in apps.get_app_config(app).get_models()}
    assert first_cells(section("Words: code and page")) == models


def test_every_command_of_ours_is_told():
    ours = {name for name, app in get_commands().items() if app in (*APPS, "lianyungang")}
    assert set(re.findall(r"^### `(\w+)", section("Commands"), re.M)) == ours


@pytest.mark.parametrize(
    "path", sorted(set(re.findall(r"`((?:projects|progress|lianyungang|fixtures|tests)/[\w./-]+)`", README)))
)
def test_every_path_is_there(path):
    assert Path(BASE_DIR / path).exists()


def test_the_codes_of_findings_are_where_it_says():
    assert "`CODES` in `projects/parsing/findings.py`" in README
    assert re.search(r'"code": "(\w+)"', README)[1] in CODES


@pytest.mark.parametrize("address", sorted(set(re.findall(r"`(/[^`?]*)`", section("Running it")))))
def test_every_page_named_is_there(address):
    assert resolve(address)
