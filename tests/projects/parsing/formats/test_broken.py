"""A thousand files broken in many ways: each is read or refused in a sentence, none ends in an error."""

import random
from io import BytesIO
from zipfile import BadZipFile, ZipFile

import pytest

from projects.parsing import formats
from projects.parsing.findings import CODES
from projects.parsing.reading import read
from tests.projects.parsing.formats.archives import packed
from tests.projects.parsing.formats.writers import WRITERS

ROWS = [
    ("序号", "目标任务", "第一季度", "第二季度", "第三季度", "第四季度", "责任单位"),
    ("1", "新建中小学4所。", "完成选址。", "开工4所。", "主体完工4所。", "竣工4所。", "牵头单位：市教育局"),
    ("2", "改厕1800座。", "300座。", "累计800座。", "累计1400座。", "累计1800座。", "牵头单位：市农业农村局"),
]
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500) + "WordDocument".encode("utf-16-le") + bytes(500)
FOREIGN = {
    "old.doc": OLE,
    "old.xls": OLE.replace("WordDocument".encode("utf-16-le"), "Workbook".encode("utf-16-le")),
    "old.wps": OLE,
    "old.et": OLE,
    "rich.rtf": rb"{\rtf1\ansi " + "1.新建学校2所。".encode("gbk") + b"}",
    "print.ofd": packed({"OFD.xml": "<ofd:OFD/>", "Doc_0/Document.xml": "<ofd:Document/>"}),
}
WHOLE = {
    **{name: write("安平市2024年民生实事序时进度安排表", ROWS) for name, write in WRITERS.items()},
    **FOREIGN,
}
TIMES = 1000


def cut_off(data, chance):
    return data[: chance.randrange(len(data))]


def begun_late(data, chance):
    return data[chance.randrange(len(data)) :]


def with_other_bytes(data, chance):
    changed = bytearray(data)
    for _ in range(chance.randint(1, 40)):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def with_a_hole(data, chance):
    start = chance.randrange(len(data))
    return data[:start] + data[start + chance.randint(1, 400) :]


def with_noise_between(data, chance):
    start = chance.randrange(len(data))
    return data[:start] + chance.randbytes(chance.randint(1, 400)) + data[start:]


def repeated(data, chance):
    return data + data[chance.randrange(len(data)) :] * chance.randint(1, 3)


def with_a_broken_part(data, chance):
    """One part of an archive broken, the archive itself whole; anything else with other bytes."""
    try:
        with ZipFile(BytesIO(data)) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
    except BadZipFile:
        return with_other_bytes(data, chance)
    name = chance.choice(sorted(parts))
    broken = chance.choice((cut_off, with_other_bytes, with_a_hole, begun_late))
    return packed({**parts, name: broken(parts[name] or b" ", chance)})


def with_a_part_less(data, chance):
    try:
        with ZipFile(BytesIO(data)) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
    except BadZipFile:
        return with_a_hole(data, chance)
    parts.pop(chance.choice(sorted(parts)))
    return packed(parts)


WAYS = (
    cut_off,
    begun_late,
    with_other_bytes,
    with_a_hole,
    with_noise_between,
    repeated,
    with_a_broken_part,
    with_a_part_less,
)


@pytest.fixture
def no_converter(monkeypatch):
    """Whatever LibreOffice would do, it is not asked: it takes ten seconds for each."""
    monkeypatch.setattr(formats, "CONVERTER", "")


@pytest.mark.parametrize("name", WHOLE)
def test_a_broken_file_is_read_or_refused_in_a_sentence(no_converter, name):
    chance = random.Random(name)
    for _ in range(-(-TIMES // len(WHOLE))):
        way = chance.choice(WAYS)
        parsed = read(way(WHOLE[name], chance), name)
        for finding in parsed.findings:
            assert finding.code in CODES
            assert finding.code != "unreadable" or finding.message.endswith("。"), finding.message
            assert not any(word in finding.message for word in ("Error", "Exception", "Traceback")), finding
