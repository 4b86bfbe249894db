"""Which format a file has, and what is said of those not taken yet."""

import pytest

from projects.parsing.formats import LARGEST, LARGEST_TEXT, MOST_PIECES, Unreadable, open_document


@pytest.mark.parametrize(
    ("data", "name", "said"),
    [
        (b"%PDF-1.7 ...", "a.pdf", "损坏"),
        (b"PK\x03\x04....", "a.docx", "损坏"),
        (b"PK\x03\x04....", "a.xlsx", "损坏"),
        (b"\xd0\xcf\x11\xe0....", "a.doc", "损坏"),
        (b"\xd0\xcf\x11\xe0....", "a.xls", "损坏"),
        (b"\xd0\xcf\x11\xe0...." + "EncryptedPackage".encode("utf-16-le"), "a.docx", "密码"),
        (b"Rar!....", "a.rar", "压缩包"),
        (b"\x89PNG\r\n", "扫描件.txt", "图片"),
        (b"  \n", "a.txt", "空"),
        (b"", "a.txt", "空"),
        (b"1" * (LARGEST_TEXT + 1), "a.txt", "MB"),
        (b"1\t2\n" * MOST_PIECES, "a.txt", "万"),
        (b"%PDF" + b"1" * LARGEST, "a.pdf", "MB"),
    ],
)
def test_what_cannot_be_taken_is_said_in_a_sentence(data, name, said):
    with pytest.raises(Unreadable) as refusal:
        open_document(data, name)
    assert said in str(refusal.value)
    assert str(refusal.value).endswith("。")


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a", "a.docx", "a.2021年"])
def test_text_is_taken_under_any_name(name):
    assert [line.text for line in open_document("甲\n乙".encode(), name).lines] == ["甲", "乙"]
