"""What is posted is measured before it is taken: nobody fills the disk by a form."""

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler

LARGEST_REQUEST = 220_000_000  # bytes: ten files of 20 MB with what is around them


class WithinReason(FileUploadHandler):
    """Refuses a request that says it is larger than any form needs; the other handlers take the files."""

    def handle_raw_input(self, input_data: object, META: dict, content_length: int, *more: object) -> None:
        """413 before a byte is read."""
        if content_length > LARGEST_REQUEST:
            raise RequestDataTooBig("too large")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """On to the next handler."""
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """The next handler has the file."""
