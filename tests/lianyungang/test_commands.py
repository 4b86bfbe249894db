"""A command whose database is away says so in one sentence."""

import subprocess
import sys

import pytest
from django.db import OperationalError, ProgrammingError, connection, transaction

import manage
from lianyungang.away import sentence_of
from lianyungang.settings import BASE_DIR
from tests import databases

NOBODY = "postgresql://nobody@127.0.0.1:9/nothing"  # the port of discard, at which nothing answers


@pytest.mark.parametrize(
    "words",
    [
        ["verify_files"],
        ["tend"],
        ["tend", "--seal"],
        ["backup", "never-written.zip"],
        ["restore", "tests/releases/v0.1.0/backup.zip"],
        ["verify_log"],
        ["remind"],
    ],
    ids=" ".join,
)
def test_a_database_that_is_away_is_one_sentence(tmp_path, words):
    there = databases.environment(NOBODY, DATA_DIR=str(tmp_path), SECRET_KEY="tests alone")
    command = [sys.executable, "manage.py", *words]
    done = subprocess.run(command, cwd=BASE_DIR, env=there, check=False, capture_output=True, text=True)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "数据库不能" in done.stderr.splitlines()[0]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.django_db
@pytest.mark.parametrize(("code", "is_said"), [("55P03", False), ("40P01", False), ("53300", True)])
def test_only_a_database_that_is_away_is_said_to_be_unusable(code, is_said, monkeypatch):
    def command(words):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"do $$ begin raise exception 'made up' using errcode = '{code}'; end $$")

    monkeypatch.setattr(manage, "execute_from_command_line", command)
    monkeypatch.setattr(sys, "argv", ["manage.py", "help"])
    with pytest.raises(SystemExit if is_said else OperationalError) as ended:
        manage.main()
    assert ("数据库不能使用" in str(ended.value)) == is_said


def test_an_error_is_told_by_its_kind():
    assert (
        sentence_of(OperationalError("no answer\nat all"), failed="没有恢复") == "数据库不能使用：no answer"
    )
    assert sentence_of(ProgrammingError("no table"), failed="没有恢复") == "没有恢复，数据库报错：no table"
    assert sentence_of(ProgrammingError(), failed="没有备份") == "没有备份，数据库报错：ProgrammingError"


def test_no_command_words_it_by_itself():
    commands = [BASE_DIR / "manage.py", *BASE_DIR.glob("*/management/commands/*.py")]
    assert [file.name for file in commands if "数据库不能" in file.read_text(encoding="utf-8")] == []
    ends = [file for file in commands if "except DatabaseError as error" in file.read_text(encoding="utf-8")]
    assert [
        file.name for file in ends if "sentence_of(error, failed=" not in file.read_text(encoding="utf-8")
    ] == []
    assert len(ends) >= 4
