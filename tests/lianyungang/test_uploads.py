"""A request that says it is larger than any form needs is not read."""

from io import BytesIO

import pytest
from django.core.exceptions import RequestDataTooBig
from django.core.handlers.wsgi import WSGIRequest

from lianyungang.uploads import LARGEST_REQUEST

BODY = b'--x\r\nContent-Disposition: form-data; name="files"; filename="a.txt"\r\n\r\nabc\r\n--x--\r\n'


def request(length):
    return WSGIRequest(
        {
            "REQUEST_METHOD": "POST",
            "PATH_INFO": "/documents/",
            "CONTENT_TYPE": "multipart/form-data; boundary=x",
            "CONTENT_LENGTH": str(length),
            "wsgi.input": BytesIO(BODY),
        }
    )


def test_a_request_without_measure_is_refused():
    with pytest.raises(RequestDataTooBig):
        _ = request(LARGEST_REQUEST + 1).FILES


def test_a_file_of_reason_arrives():
    assert request(len(BODY)).FILES["files"].read() == b"abc"
