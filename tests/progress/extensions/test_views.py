"""延期 asked for and answered on pages."""

import pytest

from progress.models import Extension
from progress.rules.states import ExtensionState
from tests.factories import (
    make_extension,
)

pytestmark = pytest.mark.django_db
ASKING = "/2021/q2/filing/extension/"


def test_an_extension_is_granted(report, coordinator, enter):
    extension = make_extension(report.period, report.unit)
    enter(coordinator).post(f"/extensions/{extension.pk}/", {"action": "grant", "version": 0})
    extension.refresh_from_db()
    assert extension.state == ExtensionState.GRANTED


def test_refusing_an_extension_without_a_word_is_said_on_the_page(report, coordinator, enter):
    extension = make_extension(report.period, report.unit)
    answer = enter(coordinator).post(
        f"/extensions/{extension.pk}/", {"action": "refuse", "version": 0}, follow=True
    )
    assert "请说明理由" in answer.content.decode()


def test_a_word_on_an_extension_typed_before_the_session_ended_is_told(report, coordinator, enter):
    extension = make_extension(report.period, report.unit)
    answer = enter(coordinator).post(
        f"/extensions/{extension.pk}/",
        {"carried-action": "refuse", "carried-note": "数据已齐。"},
        follow=True,
    )
    extension.refresh_from_db()
    assert (extension.state, "数据已齐。" in answer.content.decode()) == (ExtensionState.ASKED, True)


def test_an_unseen_character_in_an_answer_is_left_out(report, coordinator, enter):
    extension = make_extension(report.period, report.unit)
    posted = {"action": "refuse", "version": 0, "note": "不同意\0"}
    enter(coordinator).post(f"/extensions/{extension.pk}/", posted)
    extension.refresh_from_db()
    assert (extension.state, extension.decision_note) == (ExtensionState.REFUSED, "不同意")


def test_an_extension_is_asked_for_chosen_tasks(report, filer, enter):
    enter(filer).post(ASKING, {"until": "2021-07-20", "reason": "数据未齐。", "tasks": [report.task.pk]})
    asked = Extension.objects.get()
    assert (asked.unit, list(asked.tasks.all()), asked.state) == (filer.unit, [report.task], "asked")


@pytest.mark.parametrize(("until", "said"), [("2021-07-01", "延期应晚于报送期限"), ("", "请填写延至日期")])
def test_what_is_wrong_with_an_extension_stands_beside_what_was_typed(until, said, report, filer, enter):
    answer = enter(filer).post(ASKING, {"until": until, "reason": "数据未齐。"})
    assert answer.status_code == 400
    assert all(words in answer.content.decode() for words in (said, "数据未齐。"))


def test_the_tasks_of_an_extension_are_named_by_their_text(report, filer, enter):
    assert "第36项　建设5个城市公园。" in enter(filer).get(ASKING).content.decode()
