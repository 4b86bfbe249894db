"""`manage.py read_document`, run as people run it: without a database and without a key."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.projects.parsing.documents import FOLDER

ROOT = Path(__file__).resolve().parents[4]


def run(*arguments):
    environment = {
        name: value
        for name, value in os.environ.items()
        if name not in ("SECRET_KEY", "DATABASE_URL", "DEMO", "DJANGO_SETTINGS_MODULE")
    }
    environment |= {"DATABASE_URL": "postgres://nobody@127.0.0.1:1/none", "PYTHONIOENCODING": "utf-8"}
    command = [sys.executable, str(ROOT / "manage.py"), "read_document", *map(str, arguments)]
    return subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, encoding="utf-8", timeout=60, check=False
    )


@pytest.mark.parametrize("name", ["2023-breakdown", "2019-schedule"])
def test_json_is_what_the_contract_says(name):
    answer = run(FOLDER / f"{name}.txt", "--json")
    parsed = json.loads(answer.stdout)
    assert (answer.returncode, answer.stderr) == (0, "")
    assert "民生实事" in answer.stdout
    assert set(parsed) == {
        "kind",
        "year",
        "title",
        "document_number",
        "issued_on",
        "matters",
        "domains",
        "tasks",
        "indicators",
        "findings",
    }
    assert {
        "number",
        "domain",
        "text",
        "source_text",
        "lead",
        "co",
        "quarters",
        "items",
        "planned",
        "targets",
    } <= set(parsed["tasks"][0])


def test_for_people_it_prints_tasks_units_and_findings():
    printed = run(FOLDER / "2021-schedule.txt").stdout
    assert "36. 建设5个城市公园，优化提升2个城市公园。" in printed
    assert "牵头：市住建局　共同责任：市水利局、各县区" in printed
    assert "第 5 项四季度　empty_cell" in printed


@pytest.mark.parametrize(("name", "said"), [("没有这份文件.txt", "文件不存在"), (".", "文件夹")])
def test_what_cannot_be_read_is_one_sentence(name, said):
    answer = run(FOLDER / name)
    assert (answer.returncode, answer.stdout, len(answer.stderr.strip().splitlines())) == (1, "", 1)
    assert said in answer.stderr


def test_a_format_that_is_not_taken_is_one_sentence(tmp_path):
    file = tmp_path / "方案.rar"
    file.write_bytes(b"Rar!")
    answer = run(file)
    assert answer.returncode == 1
    assert answer.stderr.strip() == "文件“方案.rar”是压缩包，不能直接读取，请改用 docx、xlsx 或 pdf 文件。"
