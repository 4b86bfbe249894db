"""The project's own settings, with the baselines' addresses beside the project's."""

from lianyungang.settings import *  # noqa: F403

ROOT_URLCONF = "tests.bench.urls"
