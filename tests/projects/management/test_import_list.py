"""The command that makes lists of documents."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from projects.models import SourceDocument, Task, Unit, UnitGroup, YearlyList

pytestmark = pytest.mark.django_db

FIXTURES = Path(__file__).parents[3] / "fixtures"
UNKNOWN = (
    "2021年连云港市50件民生实事分解落实方案\n"
    "1.新改扩建中小学25所。(牵头单位:市教育局;共同责任单位:市园林局)\n"
)


@pytest.fixture(autouse=True)
def register():
    call_command("loaddata", FIXTURES / "units.json", verbosity=0)


@pytest.fixture
def unknown(tmp_path):
    (tmp_path / "list.txt").write_text(UNKNOWN, encoding="utf-8")
    return tmp_path / "list.txt"


def run(*arguments):
    out = StringIO()
    call_command("import_list", *map(str, arguments), stdout=out)
    return out.getvalue()


def documents():
    return sorted(path for path in (FIXTURES / "documents").glob("*.txt") if "plan" not in path.name)


def test_the_four_documents_become_three_lists():
    printed = run(*documents())
    assert list(YearlyList.objects.order_by("year").values_list("year", "stage")) == [
        (2019, "archived"),
        (2021, "draft"),
        (2023, "draft"),
    ]
    assert "2021年清单已保存" in printed


def test_importing_again_changes_nothing_and_says_so():
    run(*documents())
    assert run(*documents()).count("未作改动") == 3


def test_the_first_import_brings_the_register_along():
    Unit.objects.all().delete()
    UnitGroup.objects.all().delete()
    assert "先载入" in run(FIXTURES / "documents" / "2023-breakdown.txt")
    assert Unit.objects.get(code="sjyj").assignments.exists()


def test_a_trial_run_saves_nothing():
    assert "未保存" in run(*documents(), "--dry-run")
    assert not SourceDocument.objects.exists()


def test_an_open_question_is_listed_with_exit_code_2_and_nothing_is_saved(unknown):
    with pytest.raises(CommandError, match="市园林局") as stopped:
        run(unknown)
    assert stopped.value.returncode == 2
    assert not SourceDocument.objects.exists()


def test_one_open_question_keeps_every_list_from_being_saved(unknown):
    with pytest.raises(CommandError):
        run(unknown, FIXTURES / "documents" / "2023-breakdown.txt")
    assert not YearlyList.objects.exists()


def test_the_answers_file_settles_it(unknown, tmp_path):
    (tmp_path / "answers.json").write_text(json.dumps({"units": {"市园林局": "scgj"}}), encoding="utf-8")
    run(unknown, "--answers", tmp_path / "answers.json")
    assert Task.objects.get().assignments.get(role="co").unit.code == "scgj"


def test_an_answer_that_names_nobody_is_asked_for_again(unknown, tmp_path):
    (tmp_path / "answers.json").write_text(json.dumps({"units": {"市园林局": "nobody"}}), encoding="utf-8")
    with pytest.raises(CommandError, match="nobody"):
        run(unknown, "--answers", tmp_path / "answers.json")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{",
        '{"unit": {}}',
        '{"units": []}',
        '{"units": {"a": 1}}',
        '{"replace": "yes"}',
        '{"numbers": {"1#2": "2"}}',
        '{"numbers": {"1#2": true}}',
        "3",
        "null",
    ],
)
def test_a_file_that_holds_no_answers_is_refused(unknown, tmp_path, text):
    (tmp_path / "answers.json").write_text(text, encoding="utf-8")
    with pytest.raises(CommandError, match="答复文件"):
        run(unknown, "--answers", tmp_path / "answers.json")


def test_a_file_that_is_not_there_is_told():
    with pytest.raises(CommandError, match="无法读取"):
        run("nowhere.txt")


@pytest.mark.parametrize("content", [b"", b"\x00\xff\xfe", "没有任务的文字。".encode()])
def test_a_file_without_a_list_is_a_question(tmp_path, content):
    (tmp_path / "list.txt").write_bytes(content)
    with pytest.raises(CommandError) as stopped:
        run(tmp_path / "list.txt")
    assert stopped.value.returncode == 2


def test_a_five_year_plan_is_refused():
    with pytest.raises(CommandError, match="规划") as stopped:
        run(FIXTURES / "documents" / "2021-2025-public-service-plan.txt")
    assert stopped.value.returncode == 1
