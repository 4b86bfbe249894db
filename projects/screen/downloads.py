"""What goes out as a file: the bytes under the name that the reader saves them by, Chinese names in every
browser.
"""

from django.http import HttpResponse
from django.utils.http import content_disposition_header


def download(content: bytes, name: str, content_type: str) -> HttpResponse:
    """The file, to be saved under its name."""
    disposition = content_disposition_header(as_attachment=True, filename=name)
    return HttpResponse(content, content_type=content_type, headers={"Content-Disposition": disposition})
