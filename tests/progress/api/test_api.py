"""The API by key: what it answers to whom, what it saves, what it refuses."""

from decimal import Decimal

import pytest
from django.db import OperationalError
from django.test import Client

from progress.api.key_actions import end_key
from progress.api.stamp_reads import stamp, stamped_lists
from progress.bulletins.quarter_figures import figures
from progress.models import ApiKey, Report
from progress.reports import actions
from progress.rules.states import ReportState
from projects.models import LogEntry, PlanRound, User
from projects.rules.plan_content import PlanContent, to_json
from projects.rules.plan_states import PlanDecision
from projects.rules.roles import Role
from tests.acceptance import accept_as_shown
from tests.factories import (
    NOW,
    make_bulletin,
    make_document,
    make_domain,
    make_indicator,
    make_list,
    make_period,
    make_plan,
    make_report,
    make_task,
    make_unit,
    make_user,
)
from tests.progress.api.conftest import SECRET, Asker
from tests.progress.conftest import owed, saved, submitted

pytestmark = pytest.mark.django_db

REPORT = "/api/2021/q2/tasks/36/reports/sjyj/"
MOST_QUERIES = 12
LISTS = ("/api/lists/", "/api/2021/tasks/", "/api/2021/q2/verdicts/", "/api/2021/q2/reports/")
READ = (
    "/api/",
    "/api/lists/",
    "/api/2021/tasks/",
    "/api/2021/tasks/36/",
    "/api/2021/q2/verdicts/",
    "/api/2021/q2/reports/",
    REPORT,
    "/api/2021/bulletins/",
    "/api/2021/bulletins/1/",
    "/api/plans/",
    "/api/plans/2021-2025/indicators/",
)


@pytest.fixture
def told(report, filer, coordinator):
    """Accepted and told by the first issue, with an indicator beside it."""
    sent = submitted(report, filer)
    accept_as_shown(sent, at=NOW, by=coordinator)
    make_bulletin(report.period, told=figures(report.period, NOW.date()), issued_at=NOW)
    make_indicator(make_document(report.period.yearly_list), report.unit)
    return report


def problem(answer, status):
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")
    assert answer.json()["status"] == status and answer.json()["detail"]
    return answer.json()


@pytest.mark.parametrize("address", READ)
def test_a_unit_and_an_office_read_everything_that_is_told(address, told, system, office):
    for asker in (system, office):
        answer = asker.get(address)
        assert (answer.status_code, answer["Content-Type"]) == (200, "application/json; charset=utf-8")
        assert not answer.cookies


def test_answers_say_what_they_rest_on(told, system):
    said = system.get("/api/2021/q2/verdicts/").json()
    assert (said["as_of"], said["issue"], said["plan_version"]) == ("2021-06-30", 1, 0)
    assert said["counts"]["total"] == 1


def test_what_is_not_told_not_due_not_filed_and_0_are_four_things(report, system, key_for):
    stranger = key_for(make_unit("smzj"))
    states = [
        [each["state"] for each in asker.get("/api/2021/tasks/36/").json()["verdicts"][:3]]
        for asker in (system, stranger)
    ]
    assert states == [["not_open", "judged", "not_open"], ["not_open", "not_told", "not_open"]]
    empty = system.get(REPORT).json()
    assert empty["filing"]["state"]["code"] == "missing"
    assert [(each["state"], each["value"]) for each in empty["targets"]] == [("not_filled", None)]
    key = empty["targets"][0]["target"]
    for value, state in (("0", ("value", "0")), ("", ("not_filled", None))):
        version = system.get(REPORT).json()["version"]
        said = system.put(REPORT, {"version": version, "values": [{"target": key, "value": value}]}).json()
        assert [(each["state"], each["value"]) for each in said["targets"]] == [state]
    assert said["filing"]["state"]["code"] == "missing"  # a draft past the due day is still 未报


def test_a_quarter_that_is_not_open_says_so(report, system):
    assert problem(system.get("/api/2021/q3/verdicts/"), 404)["state"] == "not_open"
    assert [each["state"] for each in system.get("/api/lists/").json()["items"][0]["quarters"]] == ["open"]


def test_another_units_task_is_told_as_the_issue_tells_it(told, filer, coordinator, key_for):
    stranger = key_for(make_unit("smzj"))
    row = stranger.get("/api/2021/q2/verdicts/").json()["items"][0]
    assert (row["state"], row["told_by"], row["has_newer"]) == ("judged", "issue", False)
    assert stranger.get("/api/2021/tasks/36/").json()["targets"][0]["actual"][1]["value"] == "2"


def test_another_units_report_is_not_there(report, filer, key_for):
    stranger = key_for(make_unit("smzj"), scope="draft")
    saved(report, filer)
    problem(stranger.get(REPORT), 404)
    problem(stranger.put(REPORT, {"version": 1, "text": "改写。"}), 404)
    assert stranger.get("/api/2021/q2/reports/").json()["items"] == []
    assert Report.objects.get().text == "已建成2个公园。"


def test_a_draft_is_saved_by_the_action_of_the_page(report, system):
    stands = system.get(REPORT).json()
    target, item = stands["targets"][0]["target"], stands["items"][0]["item"]
    said = {
        "version": stands["version"],
        "text": "已建成1个公园。",
        "values": [{"target": target, "value": "1"}],
        "items": [{"item": item, "state": "partly_done"}],
    }
    answer = system.put(REPORT, said)
    assert answer.status_code == 200
    now = answer.json()
    assert (now["version"], now["text"]) == (stands["version"] + 1, "已建成1个公园。")
    assert (now["targets"][0]["value"], now["items"][0]["state"]) == ("1", "partly_done")
    stored = Report.objects.get()
    assert (stored.state, str(stored.saved_by.display_name)) == ("draft", "办公系统（接口）")
    assert system.put(REPORT, {"version": now["version"], "problems": "汛期。"}).json()["text"] == now["text"]


def test_what_a_key_does_stands_in_the_log_by_its_name_and_never_the_key(report, system):
    system.put(REPORT, {"version": 0, "text": "已开工。"})
    entry = LogEntry.objects.filter(act="report_saved").get()
    assert entry.actor_name == f"办公系统（接口）（key-{system.key.public}）"
    kept = [str(list(model.objects.values())) for model in (LogEntry, ApiKey)]
    assert SECRET not in "".join(kept)


def test_a_stale_draft_is_refused_with_what_stands(report, filer, system):
    saved(report, filer)
    said = problem(system.put(REPORT, {"version": 0, "text": "改写。"}), 409)
    assert (said["stands"]["version"], said["stands"]["text"]) == (1, "已建成2个公园。")
    assert Report.objects.get().text == "已建成2个公园。"
    assert LogEntry.objects.filter(result="refused").get().actor_name.startswith("办公系统")


def test_a_locked_report_is_refused_with_the_sentence(report, filer, system):
    submitted(report, filer)
    said = problem(system.put(REPORT, {"version": 2, "text": "改写。"}), 409)
    assert "内容已锁定" in said["detail"] and "stands" not in said
    assert not system.get(REPORT).json()["may_write"]


NOBODYS = 2**31 - 1  # a key that no row of any test has


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"text": "无版本。"}, "version"),
        ({"version": 0, "values": [{"target": NOBODYS, "value": "2"}]}, f"value-{NOBODYS}"),
        ({"version": 0, "items": [{"item": NOBODYS, "state": "done"}]}, f"item-{NOBODYS}"),
        ({"version": 0, "items": [{"item": NOBODYS, "state": "nearly"}]}, "items.0.state"),
        ({"version": 0, "self_assessment": "splendid"}, "self_assessment"),
        ({"version": 0, "text": "长" * 5001}, "text"),
    ],
)
def test_what_does_not_fit_is_named_and_nothing_is_saved(said, field, report, system):
    assert field in {each["field"] for each in problem(system.put(REPORT, said), 422)["errors"]}
    assert Report.objects.get().version == 0


def test_an_amount_that_cannot_be_read_is_named(report, system):
    key = report.task.targets.get().pk
    said = problem(system.put(REPORT, {"version": 0, "values": [{"target": key, "value": "许多"}]}), 422)
    assert [each["field"] for each in said["errors"]] == [f"value-{key}"]


def test_what_a_person_typed_and_nobody_could_read_hinders_no_system(report, filer, system, enter):
    key = report.task.targets.get().pk
    enter(filer).post("/2021/q2/tasks/36/", {"version": 0, "text": "", f"value-{key}": "许多"})
    assert system.get(REPORT).json()["targets"][0]["state"] == "unread"
    assert system.put(REPORT, {"version": 1, "text": "已开工。"}).status_code == 200
    assert system.get(REPORT).json()["targets"][0]["as_typed"] == "许多"


def test_unreadable_json_is_refused(report, system):
    answer = system.client.put(
        REPORT, "{", content_type="application/json", headers={"Authorization": f"Bearer {system.token}"}
    )
    problem(answer, 400)


def test_a_key_that_reads_does_not_write(report, key_for, unit):
    problem(key_for(unit).put(REPORT, {"version": 0, "text": "改写。"}), 403)
    assert Report.objects.get().version == 0


def test_an_office_reads_every_report_and_writes_none(report, filer, office):
    saved(report, filer)
    assert office.get(REPORT).json()["text"] == "已建成2个公园。"
    problem(office.put(REPORT, {"version": 1, "text": "改写。"}), 404)


def test_overdue_is_for_the_offices(report, office, system):
    rows = office.get("/api/2021/q2/overdue/").json()["items"]
    assert [(row["kind"]["code"], row["number"], row["days"]) for row in rows] == [("missing", 36, 2)]
    assert office.get("/api/2021/q2/overdue/?kind=late").json()["total"] == 0
    problem(system.get("/api/2021/q2/overdue/"), 403)


def test_no_way_of_the_api_signs_or_submits(report, filer, system):
    saved(report, filer)
    for act in ("move/", "submit/", ""):
        answer = system.client.post(REPORT + act, headers={"Authorization": f"Bearer {system.token}"})
        problem(answer, 404 if act else 405)
    holder = ApiKey.objects.get().holder
    assert not any(holder.has_perm(each) for each in ("sign_reports", "review_reports", "manage_accounts"))


def test_without_a_key_of_ours_nothing_opens(report, system):
    for token in ("", "ms_x_y", f"ms_{system.key.public}_other", "another"):
        answer = Asker(token).get("/api/lists/")
        problem(answer, 401)
        assert answer["WWW-Authenticate"].startswith("Bearer")
    assert LogEntry.objects.filter(act="api_key_refused").count() == 4


def test_a_session_opens_nothing(report, filer):
    client = Client(enforce_csrf_checks=True)
    client.force_login(filer)
    problem(client.get("/api/lists/"), 401)
    problem(client.put(REPORT, {"version": 0, "text": "改写。"}, content_type="application/json"), 401)


def test_a_key_ends_by_hand_by_its_day_and_with_its_unit(system, key_for, unit, administrator, monkeypatch):
    other = key_for(unit, ends_on=NOW.date())
    assert other.get("/api/").status_code == 200
    end_key(system.key, based_on=system.key.version, at=NOW, by=administrator)
    problem(system.get("/api/"), 401)
    tomorrow = NOW.replace(day=15)
    monkeypatch.setattr("lianyungang.middleware.timezone.localtime", lambda *_: tomorrow)
    problem(other.get("/api/"), 401)
    third = key_for(make_unit("smzj"))
    type(unit).objects.filter(code="smzj").update(is_active=False)
    problem(third.get("/api/"), 401)


def test_a_key_that_asks_too_often_waits(system, settings, monkeypatch):
    settings.API_PER_MINUTE = 2
    monkeypatch.setattr("progress.api.door_views.timezone.now", lambda: NOW)
    assert [system.get("/api/").status_code for _ in range(2)] == [200, 200]
    answer = system.get("/api/")
    problem(answer, 429)
    assert answer["Retry-After"] == "60"
    later = NOW.replace(minute=31)
    monkeypatch.setattr("progress.api.door_views.timezone.now", lambda: later)
    assert system.get("/api/").status_code == 200
    assert ApiKey.objects.get().last_used_at == later


def test_who_tries_keys_from_one_address_waits(db, monkeypatch):
    monkeypatch.setattr("progress.api.door_views.MOST_REFUSALS", 2)
    answers = [Asker("ms_a_b").get("/api/") for _ in range(3)]
    assert [each.status_code for each in answers] == [401, 401, 429]
    assert LogEntry.objects.count() == 2


def test_what_is_known_is_not_sent_again(told, system):
    first = system.get("/api/2021/tasks/")
    again = system.get("/api/2021/tasks/", **{"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    type(told.task).objects.update(text="建设6个城市公园。")
    assert system.get("/api/2021/tasks/", **{"If-None-Match": first["ETag"]}).status_code == 200


def test_tasks_are_narrowed_sorted_and_paged(unit, system):
    for number in (1, 2, 3):
        make_task(number=number, lead=unit, text=f"第{number}件事。")
    make_task(number=4, lead=make_unit("smzj"), text="别的事。")
    asked = system.get("/api/2021/tasks/?lead=sjyj&sort=-number&per_page=2").json()
    assert ([row["number"] for row in asked["items"]], asked["total"]) == ([3, 2], 3)
    assert [row["number"] for row in system.get("/api/2021/tasks/?q=别的").json()["items"]] == [4]
    for sort in ("lead", "-lead", "domain", "-text"):
        assert system.get(f"/api/2021/tasks/?sort={sort}").json()["total"] == 4
    assert system.get("/api/2021/tasks/?page=9").json()["items"] == []
    for wrong in ("per_page=1000", "lead=nobody", "sort=colour", "quarter=7"):
        problem(system.get(f"/api/2021/tasks/?{wrong}"), 422)


def test_tasks_under_no_domain_are_asked_for_where_there_are_none(unit, system):
    placed, loose = make_task(number=1, lead=unit), make_task(number=2, lead=unit)
    make_domain(placed.yearly_list, placed)
    asked = system.get("/api/2021/tasks/?domain=none")
    assert (asked.status_code, [row["number"] for row in asked.json()["items"]]) == (200, [2])
    make_domain(placed.yearly_list, loose, order=2, name="交通")
    asked = system.get("/api/2021/tasks/?domain=none")
    assert (asked.status_code, asked.json()["items"]) == (200, [])
    problem(system.get("/api/2021/tasks/?domain=9"), 422)


def test_an_unknown_address_and_one_without_a_list_are_problems(db, system):
    problem(Client().get("/api/nothing/"), 404)
    problem(system.get("/api/1999/tasks/"), 404)
    problem(system.get("/api/plans/1999-2003/indicators/"), 404)


def test_a_database_that_is_away_is_a_problem(system, monkeypatch):
    def away(*_, **__):
        raise OperationalError("server closed the connection unexpectedly")

    monkeypatch.setattr("progress.api.views.lists", away)
    system.client.raise_request_exception = False
    problem(system.get("/api/lists/"), 503)


@pytest.mark.parametrize("address", LISTS)
def test_a_list_takes_the_same_number_of_queries(
    address, report, unit, system, django_assert_max_num_queries
):
    system.get(address)  # content types and the like
    with django_assert_max_num_queries(MOST_QUERIES) as one:
        system.get(address)
    for number in range(40, 44):
        make_report(make_task(number=number, lead=unit), unit)
    make_list(2022)
    with django_assert_max_num_queries(MOST_QUERIES) as many:
        system.get(address)
    assert len(one) == len(many)


def test_the_task_list_takes_eight_queries_at_most(report, system, office, django_assert_max_num_queries):
    for key in (system, office):
        key.get("/api/2021/tasks/")
        with django_assert_max_num_queries(8):
            key.get("/api/2021/tasks/?quarter=2")


@pytest.mark.parametrize("address", [*LISTS, "/api/2021/bulletins/", "/api/plans/2021-2025/indicators/"])
@pytest.mark.parametrize("whose", ["unit", "office"])
def test_issues_cost_no_list_more_queries(
    address, whose, told, unit, system, office, django_assert_max_num_queries
):
    """As many quarters, issues, corrections of them and tasks there are."""
    asker = {"unit": system, "office": office}[whose]
    asker.get(address)
    with django_assert_max_num_queries(MOST_QUERIES) as one:
        assert asker.get(address).status_code == 200
    for number in range(40, 44):
        make_report(make_task(number=number, lead=unit), unit)
        make_indicator(None, unit, number=number)
    first_quarter = make_period(told.period.yearly_list, 1, opened_at=NOW)
    make_bulletin(first_quarter, told=figures(first_quarter, NOW.date()))
    for _ in range(2):
        last = told.period.bulletins.last()
        corrects = {"corrects": last, "correction_reason": "数字有误。"}
        make_bulletin(told.period, told=figures(told.period, NOW.date()), **corrects)
    with django_assert_max_num_queries(MOST_QUERIES) as many:
        asker.get(address)
    assert len(one) == len(many)


def test_a_page_beyond_the_last_still_tells_how_many_there_are(report, system):
    answer = system.get("/api/2021/tasks/?page=3&per_page=1").json()
    assert (answer["total"], answer["items"]) == (1, [])


@pytest.mark.parametrize("address", ["/api/", "/api/2021/tasks/", "/api/1999/tasks/"])
def test_head_is_answered_as_get_without_the_body(address, report, system):
    key = {"Authorization": f"Bearer {system.token}"}
    head, whole = (getattr(system.client, each)(address, headers=key) for each in ("head", "get"))
    assert (head.status_code, head.content) == (whole.status_code, b"")
    assert head.headers.get("ETag") == whole.headers.get("ETag")
    assert int(head["Content-Length"]) > 0


def test_a_key_is_no_person(system, unit):
    account = ApiKey.objects.get().holder
    assert not account.is_active and not account.has_usable_password()
    assert not User.objects.filter(pk=account.pk).exists() and not unit.people.exists()


def test_the_signer_finds_what_the_system_typed(report, filer, signer, system):
    stands = system.get(REPORT).json()
    said = {
        "version": 0,
        "text": "已建成2个公园。",
        "values": [{"target": stands["targets"][0]["target"], "value": "2"}],
        "items": [{"item": stands["items"][0]["item"], "state": "done"}],
    }
    system.put(REPORT, said)
    sent = actions.send_for_signature(Report.objects.get(), based_on=1, at=NOW, by=filer)
    signed = actions.submit(sent, based_on=sent.version, at=NOW, by=signer)
    assert signed.state == "submitted"
    assert signed.rounds.get().filed_by == ApiKey.objects.get().holder


def test_a_supervisors_key_reads_as_the_supervisor_does(report, key_for):
    assert key_for(role=Role.SUPERVISOR).get(REPORT).status_code == 200


def test_the_second_quarter_of_another_task_is_listed_for_its_unit_alone(report, unit, system):
    owed(make_unit("smzj"), 37, report.task.yearly_list)
    rows = system.get("/api/2021/q2/reports/?state=missing").json()["items"]
    assert [(row["number"], row["link"]) for row in rows] == [(36, REPORT)]
    assert system.get("/api/2021/q2/reports/?state=accepted").json()["total"] == 0


def test_a_quarter_without_an_issue_on_paper_has_no_issue_number(told):
    period = make_period(told.task.yearly_list, 1, opened_at=NOW)
    make_bulletin(period, number=0, is_backfilled=True)
    assert stamp(stamped_lists().get(), period)["issue"] is None
    assert stamped_lists().get().last_issue == 1


def test_what_a_plan_invests_is_read_and_what_was_spent_saved(report, system):
    plan = make_plan(report.task, report.unit)
    invests = {"number": 1, "content": to_json(PlanContent(investment=Decimal(2000))), "submitted_at": NOW}
    by = {"submitted_by": make_user(), "decision": PlanDecision.RECORDED, "decided_at": NOW}
    assert system.get(REPORT).json()["investment"] is None
    PlanRound.objects.create(plan=plan, **invests, **by)
    before = system.get(REPORT).json()
    assert (before["investment"], before["invested"]) == ("2000", None)
    said = system.put(REPORT, {"version": before["version"], "invested": "500万元"}).json()
    assert said["invested"] == "500"


@pytest.fixture
def own(report):
    """The target is one of 本季填报, and the first quarter was filed with a total of 1."""
    report.task.targets.update(is_own_entry=True)
    first = make_report(report.task, report.unit, quarter=1, state=ReportState.SUBMITTED, submitted_at=NOW)
    first.measurements.create(target=report.task.targets.get(), value=1)
    return report.task.targets.get().pk


@pytest.mark.parametrize(("typed", "total"), [({"own": "2"}, "3"), ({"value": "2"}, "2")])
def test_a_quarters_own_is_sent_by_its_name_and_a_value_is_a_total(typed, total, own, system):
    assert [each["takes_own"] for each in system.get(REPORT).json()["targets"]] == [True]
    now = system.put(REPORT, {"version": 0, "values": [{"target": own, **typed}]}).json()
    found = now["targets"][0]
    assert (found["value"], found["own"]) == (total, str(int(total) - 1))


def test_what_is_not_sent_leaves_a_quarters_own_as_it_stands(own, system):
    system.put(REPORT, {"version": 0, "values": [{"target": own, "own": "2"}]})
    now = system.put(REPORT, {"version": 1, "text": "已建成3个公园。"}).json()
    assert (now["targets"][0]["value"], now["text"]) == ("3", "已建成3个公园。")


def test_both_at_once_or_the_own_of_another_target_is_named(own, report, system):
    both = {"version": 0, "values": [{"target": own, "own": "2", "value": "3"}]}
    assert problem(system.put(REPORT, both), 422)["errors"][0]["message"] == "value 和 own 只写一个。"
    report.task.targets.update(is_own_entry=False)
    alone = {"version": 0, "values": [{"target": own, "own": "2"}]}
    assert "现在填截至季末累计" in problem(system.put(REPORT, alone), 422)["errors"][0]["message"]
    assert not report.measurements.exists()
