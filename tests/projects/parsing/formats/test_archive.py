"""Archives that are no honest documents are refused with a sentence before they are unpacked."""

import pytest

from projects.parsing.formats import Unreadable, open_document
from tests.projects.parsing.formats.archives import docx, packed, paragraph, run, xlsx

ENTITY = '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ({"word/document.xml": "1" * 30_000_000}, "过大"),
        ({"word/document.xml": ENTITY}, "外部定义"),
        ({"word/document.xml": ENTITY.encode("utf-16")}, "外部定义"),
        ({"word/document.xml": "<w:document>"}, "损坏"),
        ({"xl/workbook.xml": ENTITY}, "外部定义"),
        ({"a.txt": "甲"}, "压缩包"),
        ({f"{place}.xml": "" for place in range(5_001)} | {"word/document.xml": ""}, "过大"),
    ],
)
def test_what_is_no_honest_document_is_refused(parts, said):
    with pytest.raises(Unreadable) as refusal:
        open_document(packed(parts), "a.docx")
    assert said in str(refusal.value)


def test_an_archive_is_known_by_what_it_holds_not_by_its_name():
    assert open_document(docx(paragraph(run("甲"))), "a.xlsx").lines[0].text == "甲"
    assert open_document(xlsx(lambda book: book.active.append(["乙"])), "a.docx").lines[0].cells == ("乙",)
