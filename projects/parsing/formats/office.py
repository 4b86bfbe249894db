"""Old and foreign office files, turned by the LibreOffice of this machine where there is one."""

import shutil
import subprocess
from pathlib import Path, PurePath
from tempfile import TemporaryDirectory

from projects.parsing.formats.lines import Unreadable

CONVERTER = shutil.which("soffice") or shutil.which("libreoffice") or ""
LONGEST = 60  # seconds; LibreOffice itself starts in some ten
STREAMS = tuple(name.encode("utf-16-le") for name in ("WordDocument", "Workbook", "Book"))


def is_whole(data: bytes) -> bool:
    """Whether an old office file names what it holds; LibreOffice takes any other bytes as a text."""
    return any(name in data for name in STREAMS)


def converted(data: bytes, name: str, suffix: str) -> bytes:
    """The file as docx or xlsx; refused with a sentence where LibreOffice cannot read it."""
    with TemporaryDirectory(prefix="document-") as folder:
        source = Path(folder) / f"document{PurePath(name).suffix.lower()}"
        source.write_bytes(data)
        command = [
            *(CONVERTER, "--headless", "--norestore", f"-env:UserInstallation=file://{folder}/profile"),
            *("--convert-to", suffix, "--outdir", f"{folder}/out", str(source)),
        ]
        try:
            subprocess.run(command, capture_output=True, timeout=LONGEST, check=False)
            return (Path(folder) / "out" / f"document.{suffix}").read_bytes()
        except (OSError, subprocess.TimeoutExpired):
            raise Unreadable(f"文件“{name}”转换失败，请另存为 docx、xlsx 或 pdf 后再试。") from None
