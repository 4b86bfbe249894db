"""What is installed is what was tested: every dependency is locked within what pyproject.toml allows."""

import re
import tomllib

import pytest
from django.conf import settings
from packaging.requirements import Requirement

DEPLOY = settings.BASE_DIR / "lianyungang" / "deploy"
PROJECT = tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text(encoding="utf-8"))
RUNNING = PROJECT["project"]["dependencies"]
LOCKS = {"requirements.txt": RUNNING, "requirements-test.txt": RUNNING + PROJECT["dependency-groups"]["test"]}
PINNED = re.compile(r"^([A-Za-z0-9._-]+)==([^ ]+).*\\$", re.M)


def locked(name):
    return dict(PINNED.findall((DEPLOY / name).read_text(encoding="utf-8")))


@pytest.mark.parametrize("name", LOCKS)
def test_every_dependency_is_locked_within_its_bounds(name):
    versions = locked(name)
    wanted = [Requirement(each) for each in LOCKS[name]]
    assert [each.name for each in wanted if each.name not in versions] == []
    assert [str(each) for each in wanted if not each.specifier.contains(versions[each.name])] == []


@pytest.mark.parametrize("name", LOCKS)
def test_every_locked_version_has_its_checksums(name):
    lines = (DEPLOY / name).read_text(encoding="utf-8").split("\n")
    heads = [place for place, line in enumerate(lines) if line and line[0] not in " #"]
    assert len(heads) == len(locked(name))
    assert [lines[place] for place in heads if "--hash=sha256:" not in lines[place + 1]] == []


def test_the_tools_of_the_tests_change_nothing_of_what_runs():
    tested = locked("requirements-test.txt")
    assert {name: tested.get(name) for name in locked("requirements.txt")} == locked("requirements.txt")
