"""An archive of evidence as the answer to a request."""

from collections.abc import Callable, Iterable

from django.http import StreamingHttpResponse
from django.utils.http import content_disposition_header

from projects.evidence.archive import Origin, archive_of, placed
from projects.evidence.evidence_workbook import evidence_workbook
from projects.files.store import complaint
from projects.models.evidence import FileOfPaper
from projects.rules.errors import Refused


def evidence_zip(
    rows: Iterable[FileOfPaper], origin_of: Callable[[FileOfPaper], Origin], *, title: str, note: str
) -> StreamingHttpResponse:
    """The files with their list; `note` says in the list of what they are."""
    sentence = complaint()
    if sentence:
        raise Refused(sentence)
    files = placed(rows, origin_of)
    listed = evidence_workbook(files, title=f"{title}清单", note=f"{note}　共{len(files)}份")
    response = StreamingHttpResponse(archive_of(files, listed), content_type="application/zip")
    response["Content-Disposition"] = content_disposition_header(True, f"{title}.zip")
    response["Content-Encoding"] = "identity"  # photographs shrink no further
    return response
