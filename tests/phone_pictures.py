"""Photographs as phones make them (HEIC)."""

import pillow_heif

from tests.sample_files import picture

pillow_heif.register_heif_opener()


def heic(size=(640, 480)):
    return picture("HEIF", size=size)
