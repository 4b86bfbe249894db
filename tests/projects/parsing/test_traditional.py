"""Traditional characters, place by place."""

from projects.parsing.traditional import is_traditional, simplified


def test_a_traditional_document_is_converted_whole():
    text = "實施薔薇湖水源地功能提升工程,復墾2000畝棄土區。"
    assert is_traditional(text)
    assert simplified(text, traditional=True) == "实施蔷薇湖水源地功能提升工程,复垦2000亩弃土区。"


def test_a_simplified_document_keeps_what_is_right_there():
    text = "乾坤湾瞭望台，於氏祠堂，臺州路。"
    assert not is_traditional("建设" * 100 + text)
    assert simplified(text, traditional=False) == "乾坤湾瞭望台，於氏祠堂，台州路。"


def test_length_never_changes():
    for text in ("", "甚麼", "\ud800", "abc 123", "龍" * 50, "\U00020000𠮷"):
        assert len(simplified(text, traditional=True)) == len(text)
