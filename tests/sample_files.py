"""Small files of every kind that is taken as evidence, made here."""

import hashlib
import struct
from functools import cache
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document
from PIL import Image

from projects.files.uploads import LookedAt
from projects.rules.file_kinds import FileKind

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def picture(kind="JPEG", *, size=(640, 480), colour=(120, 160, 90), **saved):
    out = BytesIO()
    Image.new("RGB", size, colour).save(out, kind, **saved)
    return out.getvalue()


def pdf(text="sample"):
    return f"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\n% {text}\ntrailer<</Root 1 0 R>>\n%%EOF\n".encode()


def docx(text="现场会议纪要"):
    out = BytesIO()
    document = Document()
    document.add_paragraph(text)
    document.save(out)
    return out.getvalue()


def xlsx():
    out = BytesIO()
    book = openpyxl.Workbook()
    book.active["A1"] = "验收清单"
    book.save(out)
    return out.getvalue()


def archive(parts):
    """A zip archive of these parts."""
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return out.getvalue()


def ofd():
    return archive({"OFD.xml": b"<OFD/>", "Doc_0/Document.xml": b"<Document/>"})


def old_office(stream="WordDocument"):
    """The head of an old office file with one sector of a table and one of a directory."""
    head = bytearray(512)
    head[:8] = OLE
    struct.pack_into("<H", head, 30, 9)
    struct.pack_into("<I", head, 48, 1)
    struct.pack_into("<109I", head, 76, 0, *[0xFFFFFFFF] * 108)
    return bytes(head) + bytes(512) + stream.encode("utf-16-le").ljust(512, b"\0")


def bomb():
    """A docx of half a megabyte that unpacks to a hundred."""
    return archive({"word/document.xml": b"\0" * 120_000_000})


EVERY_KIND = {
    "通知.pdf": pdf(),
    "纪要.docx": docx(),
    "清单.xlsx": xlsx(),
    "纪要.doc": old_office(),
    "清单.xls": old_office("Workbook"),
    "纪要.wps": old_office(),
    "清单.et": old_office("Workbook"),
    "批复.ofd": ofd(),
    "现场.jpg": picture(),
    "现场.jpeg": picture(),
    "图.png": picture("PNG"),
}


def uploaded(content=None, name="现场.jpg"):
    return SimpleUploadedFile(name, picture() if content is None else content)


def bytes_at(path):
    """What lies in the file store."""
    with default_storage.open(path) as stream:
        return stream.read()


@cache
def a_photograph():
    """One that was looked at."""
    content = picture()
    sha256 = hashlib.sha256(content).hexdigest()
    pictures = {"width": 640, "height": 480, "small": picture(size=(320, 240))}
    return LookedAt(uploaded(content), "现场.jpg", FileKind.JPG, sha256, len(content), **pictures)
