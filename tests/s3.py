"""An S3-compatible store on this machine, for the tests that rehearse one."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import boto3
from moto.server import ThreadedMotoServer

BUCKET, FOLDER = "livelihood", "city"
KEYS = {"access_key": "tests", "secret_key": "tests-alone"}
NOBODY = "http://127.0.0.1:9"  # the port of discard, at which nothing answers


def storages(endpoint: str) -> dict:
    """The setting that puts kept files there."""
    place = {"bucket_name": BUCKET, "location": FOLDER, "region_name": "us-east-1", "addressing": "path"}
    return {
        "default": {
            "BACKEND": "projects.files.s3_store.S3Store",
            "OPTIONS": {"endpoint_url": endpoint, **place, **KEYS},
        },
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


@contextmanager
def store() -> Iterator["Bucket"]:
    """A running store with one empty bucket."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    try:
        yield Bucket(f"http://{host}:{port}")
    finally:
        server.stop()


class Refusing:
    """A store that takes so many files and refuses all that come after; it forgets what is deleted."""

    def __init__(self, after: int) -> None:
        self.after, self.written, self.kept = after, [], set()
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Answers, self))
        self.endpoint = f"http://127.0.0.1:{self.server.server_port}"

    def takes(self, path: str) -> bool:
        """Whether there is still room for another."""
        if len(self.written) >= self.after:
            return False
        self.written.append(path)
        self.kept.add(path)
        return True


class _Answers(BaseHTTPRequestHandler):
    """An empty list, and what the store decides of each file."""

    def __init__(self, store: Refusing, *arguments: object) -> None:
        self.store = store
        super().__init__(*arguments)

    def do_GET(self) -> None:
        self._answer(200, b"<ListBucketResult/>")

    def do_HEAD(self) -> None:
        self._answer(404)

    def do_PUT(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self._answer(200 if self.store.takes(self.path) else 403)

    def do_DELETE(self) -> None:
        self.store.kept.discard(self.path)
        self._answer(204)

    def _answer(self, status: int, body: bytes = b"") -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *words: object) -> None:
        """Nothing of a test's store is told."""


@contextmanager
def refusing(*, after: int) -> Iterator[Refusing]:
    """Such a store, running."""
    store = Refusing(after)
    thread = Thread(target=store.server.serve_forever)
    thread.start()
    try:
        yield store
    finally:
        store.server.shutdown()
        thread.join()
        store.server.server_close()


class Bucket:
    """The bucket, looked at past the program."""

    def __init__(self, endpoint: str) -> None:
        self.endpoint = endpoint
        named = {"aws_access_key_id": KEYS["access_key"], "aws_secret_access_key": KEYS["secret_key"]}
        self.client = boto3.client("s3", endpoint_url=endpoint, region_name="us-east-1", **named)
        self.client.create_bucket(Bucket=BUCKET)
        self.clear()  # a server that was stopped keeps what it held

    def names(self) -> list[str]:
        """What lies in it."""
        listed = self.client.list_objects_v2(Bucket=BUCKET)
        return [each["Key"] for each in listed.get("Contents", ())]

    def put(self, name: str, content: bytes) -> None:
        """Write behind the program's back."""
        self.client.put_object(Bucket=BUCKET, Key=f"{FOLDER}/{name}", Body=content)

    def clear(self) -> None:
        """Empty it."""
        for name in self.names():
            self.client.delete_object(Bucket=BUCKET, Key=name)
