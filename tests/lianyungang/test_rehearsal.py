"""A rehearsal: backed up while a draft is there, restored elsewhere, signed in to, gone on with."""

import subprocess
import sys

from lianyungang.settings import BASE_DIR
from tests import databases, migrated

SETTINGS = "tests.releases.settings"


def run(step, file, url, folder):
    there = databases.environment(url, DATA_DIR=str(folder), DJANGO_SETTINGS_MODULE=SETTINGS)
    command = [sys.executable, "-m", "tests.lianyungang.rehearsal", step, str(file)]
    done = subprocess.run(command, cwd=BASE_DIR, env=there, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


def test_a_backup_with_drafts_is_gone_on_with_elsewhere(tmp_path):
    migrated.have(migrated.name())
    file = tmp_path / "backup.zip"
    with databases.empty_database("working", template=migrated.name()) as working:
        assert "已备份" in run("before", file, working, tmp_path / "working")
    with databases.empty_database("elsewhere") as elsewhere:
        said = run("after", file, elsewhere, tmp_path / "elsewhere")
    assert "逐表核对一致" in said
    assert said.count("操作记录完整") == 2
