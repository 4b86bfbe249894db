"""What a test that commits begins with, the first time and every other time."""

import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import connection

from progress.models import Evidence
from tests.factories import make_task
from tests.kept_worlds import KeptWorld
from tests.management.commands.flush import filled
from tests.worlds import a_year_of_everything

pytestmark = pytest.mark.django_db(transaction=True)


def told():
    """Every row of every table."""
    with connection.cursor() as cursor:
        rows = {}
        for table in filled(cursor):
            cursor.execute(f'SELECT * FROM "{table}" ORDER BY 1')
            rows[table] = cursor.fetchall()
    return rows


def test_a_world_is_made_once_and_comes_back_row_by_row():
    times = []
    world = KeptWorld(lambda: (times.append("made"), a_year_of_everything()))
    _, first = world.stand()
    before = told()
    assert len(before) > 20
    first.title = "改过"
    first.save()
    make_task(first, number=99)
    call_command("flush", interactive=False)
    assert told() == {}
    _, second = world.stand()
    assert (second, told(), times) == (first, before, ["made"])
    assert second.title != "改过"
    make_task(second, number=99)  # the numbers of the rows go on where they were


def test_the_files_of_a_world_come_back_with_it():
    world = KeptWorld(a_year_of_everything)
    world.stand()
    path = Evidence.objects.get().file.path
    with default_storage.open(path) as file:
        content = file.read()
    default_storage.delete(path)
    call_command("flush", interactive=False)
    world.stand()
    with default_storage.open(path) as file:
        assert file.read() == content
