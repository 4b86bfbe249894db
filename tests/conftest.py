"""What every test may ask for: the database, people of each role, a browser."""

import gc
import os
import shutil
from collections.abc import Iterator

import hypothesis
import pytest
from django.db import connection
from django.test import Client
from django.urls import get_resolver
from playwright.sync_api import Browser, Playwright, expect, sync_playwright

from lianyungang import embedded
from tests import leftovers, migrated
from tests.chromium import CHROMIUM, CHROMIUM_FLAGS
from tests.worlds import a_year_of_everything, one_of_each_role

# A busy machine is slow, and no law fails by that. Where a check runs by itself (CI) it tries the same
# values every time; elsewhere it tries others in every run, and what fails prints how to try that again.
hypothesis.settings.register_profile(
    "suite",
    deadline=None,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
    derandomize="CI" in os.environ,
    print_blob=True,
)
hypothesis.settings.load_profile("suite")
expect.set_options(
    timeout=20_000
)  # milliseconds; on a busy machine a page may need them, on an idle one nothing waits


def pytest_configure(config):
    gc.disable()  # ten thousand tests are collected and none of them is garbage
    embedded.start_unless_named()
    if not hasattr(config, "workerinput"):  # once a run, not once a worker
        leftovers.sweep(os.environ.get("DATABASE_URL") or embedded.URL)


@pytest.hookimpl(trylast=True)  # after pytest-django, which puts the tests that commit last
def pytest_collection_modifyitems(config, items):
    """With several workers the longest files go first, so that nobody waits for one begun at the end."""
    if hasattr(config, "workerinput"):
        items.sort(key=lambda item: (-_seconds(item), "browser" not in item.fixturenames))


def _seconds(item):
    """Of a processor, that the item's file takes where it takes long."""
    early = item.get_closest_marker("early")
    return early.args[0] if early else 0


def pytest_collection_finish(session):
    """Garbage is looked for in what the tests make, never again among the tests themselves."""
    gc.freeze()
    gc.enable()


def pytest_report_header(config):
    return (
        f"browser tests: {CHROMIUM}"
        if CHROMIUM
        else "browser tests: skipped, no Chromium found (set CHROMIUM to its path)"
    )


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings):
    """What the databases of this run are copied from is there before the first of them."""
    migrated.have(migrated.name())


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """The database of this process; it goes at the end, whoever still holds a connection.

    The pages are imported before any test: one that sets the clock back would give its clock for good to
    every module that its first request imports.
    """
    assert get_resolver().url_patterns
    yield
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


@pytest.fixture(scope="module")
def driver() -> Iterator[Playwright]:
    """What drives the browsers of one file.

    Playwright keeps a loop running in this thread, and Django then refuses to ask the database from it. The
    permission ends with the loop, at the end of the file, so no other test runs with either of them.
    """
    with pytest.MonkeyPatch.context() as environment, sync_playwright() as playwright:
        environment.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        yield playwright


@pytest.fixture(scope="module")
def browser(request) -> Iterator[Browser]:
    """The machine's own Chromium."""
    if not CHROMIUM:
        pytest.skip("no Chromium found (set CHROMIUM to its path)")
    chromium = request.getfixturevalue("driver").chromium.launch(
        executable_path=CHROMIUM, args=CHROMIUM_FLAGS
    )
    yield chromium
    chromium.close()


@pytest.fixture(autouse=True)
def no_files():
    """Every test begins without files, whatever was kept by the one before."""
    yield
    shutil.rmtree(leftovers.FOLDER, ignore_errors=True)


@pytest.fixture
def page(browser, live_server):
    """A page at 1366 × 768 whose relative addresses are the test server's."""
    context = browser.new_context(
        base_url=live_server.url, viewport={"width": 1366, "height": 768}, locale="zh-CN"
    )
    yield context.new_page()
    context.close()


@pytest.fixture
def people(db):
    """One account of each role, by role; the filer and the signer belong to one unit."""
    return one_of_each_role()


@pytest.fixture
def as_role(people):
    """A client signed in by role: `as_role("filer").get("/")`."""

    def signed_in(role: str) -> Client:
        client = Client()
        client.force_login(people[role])
        return client

    return signed_in


@pytest.fixture
def a_year(db):
    """The list of 2021 with its task 36 and what hangs from it: what the addresses of test_access.py name."""
    return a_year_of_everything()
