"""The settings under test, with the files of the release that is read."""

import os
from pathlib import Path

from tests.settings import *  # noqa: F403
from tests.settings import STORAGES

DATA_DIR = Path(os.environ["DATA_DIR"])
STORAGES["default"]["OPTIONS"]["location"] = DATA_DIR
CITY = {}  # a filled database knows its city by itself
