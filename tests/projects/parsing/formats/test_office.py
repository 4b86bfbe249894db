"""Old office files are turned by the LibreOffice of the machine; here a small program stands in its place."""

import pytest

from projects.parsing import formats
from projects.parsing.formats import Unreadable, office, open_document
from tests.projects.parsing.formats.archives import docx, packed, paragraph, run

OLD = b"\xd0\xcf\x11\xe0...." + "WordDocument".encode("utf-16-le")
PROGRAM = """#!/bin/sh
while [ $# -gt 0 ]; do [ "$1" = --outdir ] && out="$2"; shift; done
mkdir -p "$out" && cp {sample} "$out/document.docx"
"""


def installed(monkeypatch, tmp_path, program):
    path = tmp_path / "soffice"
    path.write_text(program, encoding="utf-8")
    path.chmod(0o755)
    monkeypatch.setattr(office, "CONVERTER", str(path))
    monkeypatch.setattr(formats, "CONVERTER", str(path))


def test_an_old_document_is_read_where_libreoffice_turns_it(monkeypatch, tmp_path):
    sample = tmp_path / "sample.docx"
    sample.write_bytes(docx(paragraph(run("甲"))))
    installed(monkeypatch, tmp_path, PROGRAM.format(sample=sample))
    assert [line.text for line in open_document(OLD, "旧.doc").lines] == ["甲"]


@pytest.mark.parametrize("name", ["旧.doc", "旧.wps", "旧.xls", "旧.et"])
def test_one_that_libreoffice_cannot_turn_is_said_so(monkeypatch, tmp_path, name):
    installed(monkeypatch, tmp_path, "#!/bin/sh\nexit 1\n")
    with pytest.raises(Unreadable, match="另存为 docx"):
        open_document(OLD, name)


@pytest.mark.parametrize(
    ("name", "kind", "becomes"), [("表.ods", "ODS 表格", "xlsx"), ("文.odt", "ODT 文档", "docx")]
)
def test_an_open_document_is_turned_too_and_is_no_archive(monkeypatch, name, kind, becomes):
    data = packed({"mimetype": "application/vnd.oasis.opendocument", "content.xml": "<office/>"})
    found = formats.recognise(data, name[-4:])
    assert (found.name, found.becomes) == (kind, becomes)
    monkeypatch.setattr(formats, "CONVERTER", "")
    with pytest.raises(Unreadable, match=f"是{kind}，不能直接读取，请另存为 docx、xlsx 或 pdf"):
        open_document(data, name)
