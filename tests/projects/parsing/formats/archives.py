"""Small Word documents and workbooks, made up part by part."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def packed(parts):
    """An archive of these parts."""
    stream = BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def docx(body, numbering="", styles=""):
    """A Word document with this body."""
    parts = {"word/document.xml": f"<w:document {W}><w:body>{body}</w:body></w:document>"}
    if numbering:
        parts["word/numbering.xml"] = f"<w:numbering {W}>{numbering}</w:numbering>"
    if styles:
        parts["word/styles.xml"] = f"<w:styles {W}>{styles}</w:styles>"
    return packed(parts)


def run(text):
    """A stretch of text."""
    return f"<w:r><w:t>{text}</w:t></w:r>"


def paragraph(inner, properties=""):
    """A paragraph of runs."""
    return f"<w:p><w:pPr>{properties}</w:pPr>{inner}</w:p>"


def numbered(text, number="1", level=0):
    """A paragraph that Word numbers."""
    return paragraph(run(text), f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')


def cell(text, properties=""):
    """A cell of a table."""
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(run(text))}</w:tc>"


def level(place, style, text, start=1):
    """A level of a list."""
    return (
        f'<w:lvl w:ilvl="{place}"><w:start w:val="{start}"/><w:numFmt w:val="{style}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def lists(levels, *numbers):
    """One list under several numbers, each perhaps with what it overrides."""
    return f'<w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum>' + "".join(
        f'<w:num w:numId="{place}"><w:abstractNumId w:val="0"/>{inner}</w:num>'
        for place, inner in enumerate(numbers, 1)
    )


def xlsx(fill):
    """A workbook, filled by a function."""
    book = openpyxl.Workbook()
    fill(book)
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()
