"""Kept files on their way out: as what they are and nothing else, saved under the name that they came by."""

from collections.abc import Callable
from http import HTTPStatus

from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.http import FileResponse, HttpResponse
from django.utils.http import content_disposition_header

from projects.files.store import Damaged, opened
from projects.models.files import KeptFile
from projects.rules.errors import StoreAway
from projects.rules.file_kinds import SHOWN, UNKNOWN

NOTHING_RUNS = "default-src 'none'; sandbox"


def kept_file(kept: KeptFile, name: str) -> HttpResponse:
    """The bytes as they came; pictures that a browser shows are shown, all else is saved."""
    return _answer(lambda: opened(kept), kept.media_type, name, is_shown=kept.kind in SHOWN)


def file_of_row(content: bytes, name: str) -> HttpResponse:
    """The bytes of a file that no store has yet, to be saved under its name."""
    return _answer(lambda: ContentFile(content), UNKNOWN, name, is_shown=False)


def small_picture(kept: KeptFile) -> HttpResponse:
    """The small picture of a photograph."""
    return _answer(lambda: default_storage.open(kept.small_path), "image/jpeg", "small.jpg", is_shown=True)


def large_picture(kept: KeptFile, name: str) -> HttpResponse:
    """A photograph as every browser shows it."""
    if kept.kind in SHOWN:
        return kept_file(kept, name)
    return _answer(lambda: default_storage.open(kept.large_path), "image/jpeg", f"{name}.jpg", is_shown=True)


def _answer(fetch: Callable[[], File], media_type: str, name: str, *, is_shown: bool) -> HttpResponse:
    try:
        stream = fetch()
    except FileNotFoundError:
        return _not_there("文件在服务器上缺失，请联系系统管理员。", HTTPStatus.GONE)
    except Damaged:
        return _not_there("文件内容与存入时不一致，没有发出，请联系系统管理员。", HTTPStatus.GONE)
    except StoreAway as away:
        return _not_there(str(away), HTTPStatus.SERVICE_UNAVAILABLE)
    response = FileResponse(stream, content_type=media_type)
    response["Content-Disposition"] = content_disposition_header(not is_shown, name)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = NOTHING_RUNS
    return response


def _not_there(sentence: str, status: HTTPStatus) -> HttpResponse:
    return HttpResponse(sentence, content_type="text/plain; charset=utf-8", status=status)
