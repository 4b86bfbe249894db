"""The archive of the sealed log: checked by itself, and beside the log that it came from."""

import csv
import io
import json
import zipfile
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.test import override_settings

from projects.accounts.actions import SIGNED_IN
from projects.log.actions import record
from projects.log.archive import Damaged, read_archive, write_archive
from projects.log.seal_actions import seal_log
from projects.log.seal_reads import seals_between
from projects.rules.roles import Role
from tests.factories import NOW, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def archive(people):
    """Two seals with an entry that a spreadsheet would work out."""
    for name in ("=1+1", "anna"):
        user = make_user(name.strip("=1+") or "first", display_name=name)
        record(SIGNED_IN, by=user, at=NOW, detail={"reason": "一"})
        seal_log(at=NOW)
    return written(people, seals_between(None, None))


def written(people, seals):
    stream = io.BytesIO()
    write_archive(stream, seals, at=NOW, made_by=f"{people[Role.AUDITOR]}（auditor）")
    return stream.getvalue()


def changed(archive, name, change):
    """The same archive with one part changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as there, zipfile.ZipFile(out, "w") as here:
        for each in there.namelist():
            content = there.read(each)
            here.writestr(each, change(content) if each == name else content)
    return out.getvalue()


def faults(content):
    return read_archive(io.BytesIO(content)).checked.faults


def test_an_archive_is_whole_by_itself(archive):
    read = read_archive(io.BytesIO(archive))
    assert (read.checked.faults, read.checked.seals, read.checked.entries) == ((), 2, 2)
    assert read.made_by.endswith("（auditor）")


def test_a_part_of_the_log_is_whole_by_itself(archive, people):
    assert faults(written(people, seals_between(None, None)[1:])) == ()


@pytest.mark.parametrize(
    ("name", "old", "new", "sentence"),
    [
        ("entries.jsonl", b"anna", b"otto", "被改动过"),
        ("entries.csv", b"anna", b"otto", "entries.csv 与清单"),
        ("seals.jsonl", b'"count":1', b'"count":2', "seals.jsonl 与清单"),
        ("manifest.json", b'"entries": 2', b'"entries": 3', "签名不符"),
        ("signature.txt", b"\n", b"0\n", "签名不符"),
    ],
)
def test_what_was_changed_is_found(archive, name, old, new, sentence):
    found = faults(changed(archive, name, lambda content: content.replace(old, new)))
    assert any(sentence in fault for fault in found)


def test_an_entry_left_out_is_found(archive):
    found = faults(changed(archive, "entries.jsonl", lambda content: content.partition(b"\n")[2]))
    assert any("少了1条" in fault for fault in found)


def test_another_key_did_not_sign_it_but_an_earlier_one_may_have(archive, settings):
    key = settings.SECRET_KEY
    with override_settings(SECRET_KEY="another"):
        assert any("签名不符" in fault for fault in faults(archive))
    with override_settings(SECRET_KEY="another", SECRET_KEY_FALLBACKS=[key]):
        assert faults(archive) == ()


@pytest.mark.parametrize("content", [b"", b"no archive", b"PK\x05\x06" + bytes(18)])
def test_what_is_no_archive_is_said(content):
    with pytest.raises(Damaged):
        read_archive(io.BytesIO(content))


def test_the_table_is_text_for_every_spreadsheet(archive):
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        content = opened.read("entries.csv")
        lines = opened.read("entries.jsonl").splitlines()
    assert content.startswith("\ufeff".encode())
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    assert [row[2] for row in rows[1:]] == ["'=1+1（first）", "anna（anna）"]
    assert [json.loads(line)["word"] for line in lines] == ["登录", "登录"]


def test_the_command_compares_it_with_the_seals_here(archive, tmp_path, capsys):
    file = tmp_path / "log.zip"
    file.write_bytes(archive)
    call_command("verify_log", "--archive", str(file))
    assert "与本系统的封存一致" in capsys.readouterr().out
    other = changed(archive, "seals.jsonl", lambda content: content.replace(b'"count":1', b'"count":2', 1))
    file.write_bytes(other)
    with pytest.raises(CommandError, match="不可采信"):
        call_command("verify_log", "--archive", str(file))
    with pytest.raises(CommandError, match="无法读取"):
        call_command("verify_log", "--archive", str(tmp_path / "nothing"))


def test_the_command_seals_what_waits_and_writes_all_of_it(archive, tmp_path, capsys):
    record(SIGNED_IN, by=make_user("last"), at=NOW)
    file = tmp_path / "log.zip"
    call_command("export_log", str(file))
    assert "3条记录，3号封存" in capsys.readouterr().out
    assert (faults(file.read_bytes()), file.stat().st_mode & 0o077) == ((), 0)
    assert [each.name for each in tmp_path.iterdir()] == ["log.zip"]
    with pytest.raises(CommandError, match="已经存在"):
        call_command("export_log", str(file))
    with pytest.raises(CommandError, match="没有封存"):
        call_command("export_log", str(tmp_path / "other.zip"), "--until", "2020-01-01")
    with pytest.raises(CommandError, match="不能写入"):
        call_command("export_log", str(tmp_path / "nowhere" / "log.zip"))


def test_the_command_writes_of_the_days_asked_for_alone(tmp_path, capsys):
    for number, day in enumerate((NOW, NOW + timedelta(days=1), NOW + timedelta(days=2)), 1):
        record(SIGNED_IN, by=make_user(f"person{number}"), at=day)
        seal_log(at=day)
    first, second = NOW.date().isoformat(), (NOW + timedelta(days=1)).date().isoformat()
    for asked, names in (
        (("--since", second), ["person2", "person3"]),
        (("--until", second), ["person1", "person2"]),
        (("--since", second, "--until", second), ["person2"]),
        (("--since", first), ["person1", "person2", "person3"]),
    ):
        file = tmp_path / f"{'-'.join(names)}.zip"
        call_command("export_log", str(file), *asked)
        with zipfile.ZipFile(file) as opened:
            told = [json.loads(line)["actor_name"] for line in opened.read("entries.jsonl").splitlines()]
        assert told == [f"{name}某（{name}）" for name in names], asked
