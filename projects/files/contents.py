"""What a file is, by its content; runs in a process of its own (inspection), so it knows no Django."""

import struct
from io import BytesIO
from zipfile import BadZipFile, LargeZipFile, ZipFile

from projects.rules.file_kinds import FileKind

ZIP = b"PK\x03\x04"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
JPEG, PNG = b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"
HEIC_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1")
STREAMS = {  # of an old office file, by what it holds
    "WordDocument".encode("utf-16-le"): (FileKind.DOC, FileKind.WPS),
    "Workbook".encode("utf-16-le"): (FileKind.XLS, FileKind.ET),
}
LOCKED = "EncryptedPackage".encode("utf-16-le")  # the stream that a file with a password is kept in
PARTS = {  # of an archive
    "word/document.xml": FileKind.DOCX,
    "xl/workbook.xml": FileKind.XLSX,
    "OFD.xml": FileKind.OFD,
}
TYPES, MACROS = "[Content_Types].xml", b"macroEnabled"
MOST_PARTS = 5_000
LARGEST_WHOLE = 200_000_000  # bytes unpacked
SMALL = 1_000_000  # bytes; what is smaller is no bomb, however well it is packed
MOST_TIMES = 200  # times that what an office writes may shrink when packed
END_OF_PDF = 2_048  # bytes in which a whole file says that it ends
DIRECTORY_AT, SECTORS_AT, SECTOR_AT = 48, 76, 30  # in the head of an old office file
BROKEN = "文件不完整或已损坏，请重新保存后再传。"


class Unfit(Exception):
    """The file is not taken; the message is the rest of a sentence that begins with its name."""


def kinds_of(data: bytes) -> tuple[FileKind, ...]:
    """The kinds that this content may be; none where it is no kind of ours. Unfit where it is broken."""
    if not data:
        raise Unfit("文件是空的。")
    if b"%PDF-" in data[:1024]:
        return _pdf(data)
    if data.startswith(ZIP):
        return _archive(data)
    if data.startswith(OLE):
        return _old_office(data)
    if data.startswith(JPEG):
        return (FileKind.JPG,)
    if data.startswith(PNG):
        return (FileKind.PNG,)
    if data[4:8] == b"ftyp" and data[8:12] in HEIC_BRANDS:
        return (FileKind.HEIC,)
    return ()


def _pdf(data: bytes) -> tuple[FileKind, ...]:
    if b"%%EOF" not in data[-END_OF_PDF:]:
        raise Unfit(BROKEN)
    return (FileKind.PDF,)


def _archive(data: bytes) -> tuple[FileKind, ...]:
    """docx, xlsx or ofd by the part that each has; every part is unpacked once, within bounds."""
    try:
        with ZipFile(BytesIO(data)) as archive:
            _check_bounds(archive)
            if archive.testzip() is not None:
                raise Unfit(BROKEN)
            names = set(archive.namelist())
            if TYPES in names and MACROS in archive.read(TYPES):
                raise Unfit("文件带有宏，请另存为不带宏的文件后再传。")
    except (BadZipFile, LargeZipFile, NotImplementedError, EOFError, ValueError, OSError):
        raise Unfit(BROKEN) from None
    except RuntimeError:  # what zipfile says of a password
        raise Unfit("文件设有密码，请取消密码后再传。") from None
    return tuple(kind for part, kind in PARTS.items() if part in names)


def _check_bounds(archive: ZipFile) -> None:
    """Before anything is unpacked; zipfile itself reads no more of a part than its head says."""
    parts = archive.infolist()
    whole = sum(part.file_size for part in parts)
    packed = max(1, sum(part.compress_size for part in parts))
    if len(parts) > MOST_PARTS or whole > LARGEST_WHOLE or (whole > SMALL and whole > MOST_TIMES * packed):
        raise Unfit("解压后过大，没有保存。")


def _old_office(data: bytes) -> tuple[FileKind, ...]:
    """doc, xls and their twins by the stream that each has; the sectors named in the head must be there."""
    if LOCKED in data:
        raise Unfit("文件设有密码，请取消密码后再传。")
    if len(data) < 1024:
        raise Unfit(BROKEN)
    sector = 1 << struct.unpack_from("<H", data, SECTOR_AT)[0] % 32
    tables = [each for each in struct.unpack_from("<109I", data, SECTORS_AT) if each < 0xFFFFFFFA]
    named = [struct.unpack_from("<I", data, DIRECTORY_AT)[0], *tables]
    if sector < 512 or any((number + 1) * sector >= len(data) for number in named):
        raise Unfit(BROKEN)
    return next((kinds for stream, kinds in STREAMS.items() if stream in data), ())
