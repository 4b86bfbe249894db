"""Opening a quarter on its page."""

import pytest

from progress.models import ReportingPeriod
from projects.rules.states import ListStage
from tests.factories import (
    NOW,
    make_list,
    make_milestone,
    make_report,
    make_task,
    make_unit,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today(monkeypatch):
    """14 July 2021."""
    monkeypatch.setattr("lianyungang.middleware.timezone.localtime", lambda *_: NOW)


DATES = {"opens_on": "2021-06-25", "as_of": "2021-06-30", "due_on": "2021-07-12"}


def shown_points(client, address="/2021/q2/opening/"):
    """The points that the page carries as read."""
    return [point.key for point in client.get(address).context["points"] if not point.is_in_order]


def test_what_is_lacking_is_listed_by_task(coordinator, enter):
    make_task(make_list(2021), number=36)
    page = enter(coordinator).get("/2021/q2/opening/").content.decode()
    assert all(words in page for words in ("第36项", "没有牵头单位", "没有序时进度"))


def test_opening_lays_out_what_is_owed(coordinator, enter):
    unit = make_unit()
    make_user("filer", unit=unit)
    make_milestone(make_task(make_list(2021), number=36, lead=unit), 2)
    client = enter(coordinator)
    typed = {
        **DATES,
        "version": 0,
        "due_on": "2021-07-20",
        "points": shown_points(client),
        "is_certain": "on",
    }
    answer = client.post("/2021/q2/opening/", typed, follow=True)
    assert ReportingPeriod.objects.get().reports.count() == 1
    assert "1个单位共应报1份" in answer.content.decode()


def test_a_quarter_before_its_time_is_asked_about_twice(coordinator, enter):
    make_milestone(make_task(make_list(2021), number=36, lead=make_unit()), 2)
    client, address = enter(coordinator), "/2021/q4/opening/"
    typed = {"opens_on": "2021-07-14", "as_of": "2021-12-15", "due_on": "2021-12-20"}
    typed["points"] = shown_points(client, address)
    answer = client.post(address, typed)
    assert answer.status_code == 400
    assert "12月1日开启，现在尚早" in answer.content.decode()
    assert not ReportingPeriod.objects.exists()
    client.post(address, {**typed, "is_certain": "on"})
    assert ReportingPeriod.objects.get().quarter == 4


def test_what_was_not_read_is_refused_on_the_page_and_what_was_typed_stays(coordinator, enter):
    make_milestone(make_task(make_list(2021), number=36, lead=make_unit()), 2)
    answer = enter(coordinator).post(
        "/2021/q2/opening/", {**DATES, "version": 0, "due_on": "2021-07-20", "is_certain": "on"}
    )
    page = answer.content.decode()
    assert answer.status_code == 400
    assert all(words in page for words in ("前请先核对", "2021-07-20"))
    assert " checked" not in page


def test_a_quarter_opened_late_is_offered_five_working_days(coordinator, enter):
    make_list(2021)
    page = enter(coordinator).get("/2021/q2/opening/").content.decode()
    assert 'value="2021-07-21"' in page
    assert "已顺延" in page


def test_an_opening_is_withdrawn(report, coordinator, enter):
    client = enter(coordinator)
    assert "撤回开启" in client.get("/2021/q2/opening/").content.decode()
    client.post("/2021/q2/opening/withdraw/")
    assert not ReportingPeriod.objects.opened().exists()
    assert "开启前核对" in client.get("/2021/q2/opening/").content.decode()


def test_dates_that_contradict_each_other_are_said(coordinator, enter):
    make_list(2021)
    answer = enter(coordinator).post("/2021/q2/opening/", {**DATES, "version": 0, "due_on": "2021-06-01"})
    assert "报送期限不能早于" in answer.content.decode()


def test_dates_are_moved_later(report, coordinator, enter):
    enter(coordinator).post("/2021/q2/opening/", {**DATES, "version": 0, "due_on": "2021-07-15"})
    report.period.refresh_from_db()
    assert f"{report.period.due_on:%m-%d}" == "07-15"


def test_closing_says_what_is_still_open_and_can_be_undone(coordinator, enter):
    unit = make_unit()
    report = make_report(make_task(make_list(2021, stage=ListStage.RUNNING), number=36, lead=unit), unit)
    client = enter(coordinator)
    page = client.get("/2021/q2/opening/closing/").content.decode()
    assert all(words in page for words in ("未报", "不能再补报", "通报尚未印发"))
    assert client.post("/2021/q2/opening/closing/", {"action": "close"}).url == "/2021/q2/"
    report.period.refresh_from_db()
    assert report.period.closed_at is not None
    assert "重新打开填报" in client.get("/2021/q2/").content.decode()
    client.post("/2021/q2/opening/closing/", {"action": "resume"})
    report.period.refresh_from_db()
    assert report.period.closed_at is None
