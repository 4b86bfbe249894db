"""The archive that a docx, an xlsx or an ofd is: what it holds, checked before anything is unpacked."""

import struct
import zlib
from io import BytesIO
from lzma import LZMAError
from zipfile import BadZipFile, LargeZipFile, ZipFile

from lxml import etree

from projects.parsing.formats.lines import Unreadable

MOST_PARTS = 5_000
LARGEST_WHOLE = 200_000_000  # bytes unpacked, pictures included
LARGEST_XML = (
    20_000_000  # bytes of one part that is parsed; the longest of the city's has four hundred thousand
)
SMALL = 1_000_000  # bytes; what is smaller is no bomb, however well it is packed
MOST_TIMES = 200  # times that text of an office may shrink when packed
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")  # the stream that a file with a password is kept in

BROKEN = (
    *(BadZipFile, LargeZipFile, zlib.error, LZMAError, struct.error),
    *(KeyError, NotImplementedError, OSError, EOFError, ValueError, RuntimeError),
)  # what reading a damaged archive ends in

# No entity is resolved, nothing is fetched.
PARSER = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)


def parts_of(data: bytes) -> frozenset[str]:
    """The names of an archive's parts; none where it is no whole archive."""
    try:
        with ZipFile(BytesIO(data)) as archive:
            return frozenset(archive.namelist())
    except BROKEN:
        return frozenset()


def checked(data: bytes, name: str) -> ZipFile:
    """The archive, where it is whole, unlocked and of a size that an official document has."""
    try:
        archive = ZipFile(BytesIO(data))
        parts = archive.infolist()
    except BROKEN:
        raise Unreadable(f"文件“{name}”已损坏，打不开，请重新保存后再试。") from None
    if any(part.flag_bits & 1 for part in parts):
        raise Unreadable(f"文件“{name}”设有密码，请取消密码后再试。")
    whole = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts)
    if (
        len(parts) > MOST_PARTS
        or whole > LARGEST_WHOLE
        or (whole > SMALL and whole > MOST_TIMES * max(1, packed))
    ):
        raise Unreadable(f"文件“{name}”解压后过大，不像是公文，未读取。")
    for part in parts:
        if part.filename.endswith((".xml", ".rels")):
            if part.file_size > LARGEST_XML:
                raise Unreadable(f"文件“{name}”解压后过大，不像是公文，未读取。")
            if b"<!DOCTYPE" in part_of(archive, part.filename, name).replace(b"\0", b""):
                raise Unreadable(f"文件“{name}”中有不应有的外部定义，为安全起见未读取。")
    return archive


def part_of(archive: ZipFile, part: str, name: str) -> bytes:
    """The bytes of one part."""
    try:
        return archive.read(part)
    except BROKEN:
        raise Unreadable(f"文件“{name}”已损坏，打不开，请重新保存后再试。") from None


def tree_of(archive: ZipFile, part: str, name: str) -> etree._Element | None:
    """One part as a tree; nothing where the archive has no such part."""
    if part not in archive.namelist():
        return None
    try:
        return etree.fromstring(part_of(archive, part, name), PARSER)
    except etree.XMLSyntaxError:
        raise Unreadable(f"文件“{name}”已损坏，打不开，请重新保存后再试。") from None
