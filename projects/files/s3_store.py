"""Kept files in an S3-compatible store, for more than one web server; loaded where the settings name one.

What goes wrong there is one exception with a sentence, and no address of the store is ever given out.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from http import HTTPStatus

from boto3.exceptions import Boto3Error
from boto3.resources.base import ServiceResource
from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError, HTTPClientError
from django.core.files.base import File
from storages.backends.s3 import S3Storage

from projects.rules.errors import StoreAway

SECONDS_TO_REACH, SECONDS_TO_ANSWER, TRIES = 3, 20, 2
IN_MEMORY = 5_000_000  # bytes of a file that is read; what is more waits on the disk
NO_ADDRESS = "S3_ENDPOINT 不是可用的地址，请检查设置。"
ONE_PIECE = 1_000_000_000  # bytes: a file is there as a whole or not at all


class S3Store(S3Storage):
    """Django-storages' S3, asked patiently for a few seconds and no longer."""

    word = "S3 存储"
    not_empty = "S3_BUCKET 的存储里已有文件：请先移走，或用 S3_FOLDER 指定一个空目录。"

    def __init__(self, *, addressing: str, **options: object) -> None:
        config = Config(
            signature_version="s3v4",
            s3={"addressing_style": addressing},
            connect_timeout=SECONDS_TO_REACH,
            read_timeout=SECONDS_TO_ANSWER,
            retries={"total_max_attempts": TRIES},
            # Stores that are not Amazon's know none of its newer checksums; ours is SHA-256, at each reading.
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
        )
        transfer = TransferConfig(use_threads=False, multipart_threshold=ONE_PIECE)
        named = {"client_config": config, "transfer_config": transfer, "max_memory_size": IN_MEMORY}
        super().__init__(**named, **options)

    @property
    def connection(self) -> ServiceResource:
        """To the store; made at the first question of a thread."""
        try:
            return super().connection
        except ValueError as error:  # botocore's, of an address that is none
            raise StoreAway(NO_ADDRESS) from error

    def listed(self, folder: str) -> Iterator[tuple[str, datetime]]:
        """Every file below a folder, with when it was written: a request for each thousand."""
        prefix = self._normalize_name(folder)
        above = len(prefix) - len(folder)
        with _asked():
            pages = self.connection.meta.client.get_paginator("list_objects_v2")
            for page in pages.paginate(Bucket=self.bucket_name, Prefix=f"{prefix}/"):
                for each in page.get("Contents", ()):
                    yield each["Key"][above:], each["LastModified"]

    def check(self) -> None:
        """StoreAway where it does not answer, or not for us."""
        with _asked(missing=False):
            self.connection.meta.client.list_objects_v2(Bucket=self.bucket_name, MaxKeys=1)

    def url(self, name: str, *arguments: object, **more: object) -> str:
        """None: every file goes through the application, which knows who may read it."""
        raise NotImplementedError

    def exists(self, name: str) -> bool:
        """Whether the file is there."""
        with _asked():
            return super().exists(name)

    def size(self, name: str) -> int:
        """In bytes."""
        with _asked():
            return super().size(name)

    def delete(self, name: str) -> None:
        """Also what is not there."""
        with _asked():
            super().delete(name)

    def _open(self, name: str, mode: str = "rb") -> File:
        """The whole of it, fetched before anybody is answered."""
        with _asked():
            opened = super()._open(name, mode)
            opened.open()
        return opened

    def _save(self, name: str, content: File) -> str:
        with _asked(missing=False):
            return super()._save(name, content)


@contextmanager
def _asked(*, missing: bool = True) -> Iterator[None]:
    """What the store answers, in the words of a file store; `missing`: a file may be what is not found."""
    try:
        yield
    except ClientError as error:
        status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode")
        if missing and status == HTTPStatus.NOT_FOUND and not _is_bucket(error):
            raise FileNotFoundError(str(error)) from None
        raise StoreAway from error
    except (BotoCoreError, HTTPClientError, Boto3Error, OSError) as error:
        if isinstance(error, FileNotFoundError):
            raise
        raise StoreAway from error


def _is_bucket(error: ClientError) -> bool:
    return error.response.get("Error", {}).get("Code") == "NoSuchBucket"
