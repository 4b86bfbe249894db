"""等保核对: each line is in order where the installation is, and turns where it is broken."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.utils import timezone

from lianyungang import duties_of_machine, duties_of_records
from lianyungang.database_role import grant
from lianyungang.duties import Found
from lianyungang.measured import TRIGGERS, measured
from lianyungang.models import DemoState
from lianyungang.security import duties
from projects.log.actions import record
from projects.log.acts import REFUSED
from projects.log.seal_actions import seal_log
from projects.models import Chore, CityRecord, LogSeal, User
from projects.rules.chores import ChoreKind
from projects.rules.roles import OF_TWO, Role
from tests import leftovers
from tests.factories import make_user

pytestmark = pytest.mark.django_db
ARGON2 = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
BROKEN_SETTINGS = [
    ("passwords", "PASSWORD_DAYS", 0),
    ("passwords", "AUTH_PASSWORD_VALIDATORS", []),
    ("passwords", "PASSWORD_HASHERS", ["django.contrib.auth.hashers.MD5PasswordHasher"]),
    ("lockout", "AXES_FAILURE_LIMIT", 1000),
    ("lockout", "AXES_ENABLED", False),
    ("idle", "SESSION_COOKIE_AGE", 2 * 3600),
    ("second_factor", "SECOND_FACTOR_ROLES", frozenset({"administrator"})),
    ("defaults", "DEMO", True),
    ("backup", "BACKUP_DIR", ""),
    ("debug", "DEBUG", True),
    ("hsts", "SECURE_HSTS_SECONDS", 0),
    ("https", "SECURE_SSL_REDIRECT", False),
    ("cookies", "SESSION_COOKIE_SECURE", False),
    ("cookies", "SESSION_COOKIE_HTTPONLY", False),
    ("policy", "CONTENT_SECURITY_POLICY", {"DIRECTIVES": {"default-src": ["'self'", "'unsafe-inline'"]}}),
]
TAKEN_OUT = [
    ("lockout", "axes.middleware.AxesMiddleware"),
    ("idle", "lianyungang.middleware.IdleSession"),
    ("unkept", "lianyungang.middleware.Unkept"),
    ("policy", "csp.middleware.CSPMiddleware"),
]


def database(**named):
    return lambda facts: replace(facts, database=replace(facts.database, **named))


def people(**named):
    return lambda facts: replace(facts, people=replace(facts.people, **named))


def log(**named):
    return lambda facts: replace(facts, log=replace(facts.log, **named))


def everything(**named):
    return lambda facts: replace(facts, **named)


def failed(kind):
    """A chore that failed this minute."""

    def change(facts):
        row = Chore(kind=kind, done_at=None, failed_at=facts.at, complaint="不成")
        return replace(facts, chores=facts.chores | {kind: row})

    return change


TURNED = [  # a line, what was found otherwise, what the line then says
    ("defaults", everything(is_demo=True), "演示系统"),
    ("https", everything(is_secure=False), "http"),
    ("sessions", everything(sessions_left=1), "1 个三天前已结束"),
    ("database_role", database(is_mighty=True), "超级用户"),
    ("database_role", database(tables_owned=1), "1 张表的所有者"),
    ("log_protected", database(may_change_the_log=True), "有权修改"),
    ("log_protected", database(triggers=frozenset(TRIGGERS[1:])), "缺少 1 个"),
    ("log_kept", database(may_change_the_log=True), "有人有权删除"),
    ("log_kept", log(first=None), "还没有记录"),
    ("log_sealed", log(seal=None), "还没有封存过"),
    ("log_verified", failed(ChoreKind.VERIFY), "没有通过：不成"),
    ("log_verified", everything(chores={}), "还没有核对过"),
    ("clock", database(seconds_apart=5.1), "相差 5.1 秒"),
    ("database_link", database(is_local=False, is_encrypted=False), "没有加密"),
    ("files", failed(ChoreKind.FILES), "没有通过：不成"),
    ("files", failed(ChoreKind.STORE), "不成"),
    ("backup", failed(ChoreKind.BACKUP), "没有成功：不成"),
    ("backup", everything(chores={}), "还没有备份过"),
    ("officers", people(officers=((("甲"), Role.ADMINISTRATOR),)), "没有"),
    ("unused", people(unused=2), "2 个账号半年没有登录"),
]
KEPT = [  # what is in order all the same
    ("clock", database(seconds_apart=5.0), "相差 5.0 秒"),
    ("database_link", database(is_local=False, is_encrypted=True), "连接已加密"),
    ("database_link", database(is_local=True, is_encrypted=False), "数据库在本机"),
]
BY_A_TEST_OF_THEIR_OWN = {"software", "log_witness", "backup_apart"}


def lines(*, is_secure=True):
    return told(found(is_secure=is_secure))


def found(*, is_secure=True):
    return measured(CityRecord.objects.current(), is_secure=is_secure, at=timezone.now())


def told(facts):
    """Each line by its code."""
    groups = duties(facts)
    return {each.code: each for group in groups for each in group.duties}


def to_do(**named):
    return {code for code, line in lines(**named).items() if line.found == Found.TO_DO}


@pytest.fixture
def sound(settings, tmp_path, monkeypatch):
    """An installation as it should be, seen as the role that owns nothing."""
    settings.PASSWORD_DAYS = 90
    settings.SECOND_FACTOR_ROLES = frozenset(OF_TWO)
    settings.SECURE_SSL_REDIRECT = settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    settings.SECURE_HSTS_SECONDS = 365 * 24 * 3600
    settings.BACKUP_DIR, settings.LOG_WITNESS = str(tmp_path), tmp_path / "log-seals.txt"
    monkeypatch.setattr(duties_of_machine, "_unlike_locked", tuple)
    monkeypatch.setattr(duties_of_records, "_is_on_one_file_system", lambda one, other: False)
    now = timezone.now()
    for role in (Role.ADMINISTRATOR, Role.COORDINATOR, Role.AUDITOR):
        user = make_user(role.value, role=role, display_name=f"{role.word}甲")
        record(REFUSED, by=user, at=now)
    User.objects.update(last_login=now)
    settings.PASSWORD_HASHERS = ARGON2
    seal_log(at=now)
    for kind in (ChoreKind.VERIFY, ChoreKind.BACKUP, ChoreKind.FILES):
        Chore.objects.create(kind=kind, done_at=now, said="好")
    role = f"{leftovers.NAME}_app"
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE ROLE {role}")  # with the test's transaction it goes
        grant(connection, role)
        cursor.execute(f"SET LOCAL ROLE {role}")


def test_a_sound_installation_has_nothing_to_do(sound):
    assert to_do() == set()
    unknown = {code for code, line in lines().items() if line.found == Found.UNKNOWN}
    assert unknown == {"viruses", "elsewhere", "rehearsal"}
    assert all(line.stand and (line.to_do or line.found == Found.IN_ORDER) for line in lines().values())


@pytest.mark.parametrize(("code", "name", "value"), BROKEN_SETTINGS)
def test_a_setting_that_is_broken_turns_its_line(sound, settings, code, name, value):
    setattr(settings, name, value)
    assert code in to_do()


@pytest.mark.parametrize(("code", "name"), TAKEN_OUT)
def test_what_is_taken_out_of_the_way_of_a_request_turns_its_line(sound, settings, code, name):
    settings.MIDDLEWARE = [each for each in settings.MIDDLEWARE if each != name]
    assert to_do() == {code}


@pytest.mark.parametrize(("code", "change", "words"), TURNED)
def test_what_is_found_otherwise_turns_its_line(sound, code, change, words):
    assert told(found())[code].found == Found.IN_ORDER
    line = told(change(found()))[code]
    assert (line.found, words in line.stand) == (Found.TO_DO, True), line.stand
    assert line.to_do


@pytest.mark.parametrize(("code", "change", "words"), KEPT)
def test_what_is_just_enough_is_in_order(sound, code, change, words):
    line = told(change(found()))[code]
    assert (line.found, words in line.stand, line.to_do) == (Found.IN_ORDER, True, ""), line.stand


def test_every_line_that_is_measured_is_turned_by_a_test(sound):
    measured_lines = {code for code, line in lines().items() if line.found != Found.UNKNOWN}
    turned = {code for code, *_ in (*BROKEN_SETTINGS, *TAKEN_OUT, *TURNED)} | BY_A_TEST_OF_THEIR_OWN
    assert turned == measured_lines


def test_seals_and_backups_of_which_there_is_no_trace_are_told(sound, settings, tmp_path):
    settings.LOG_WITNESS, settings.BACKUP_DIR = tmp_path / "none.txt", str(tmp_path / "none")
    assert to_do() == {"log_witness", "backup_apart"}


def test_what_can_be_asked_is_asked_once(as_role, django_assert_max_num_queries):
    """The whole page, with the session, the account and the year of its head."""
    administrator = as_role(Role.ADMINISTRATOR)
    administrator.get("/security/")
    with django_assert_max_num_queries(12):
        assert administrator.get("/security/").status_code == 200


def test_a_page_that_came_by_http_says_so(sound):
    assert to_do(is_secure=False) == {"https"}


def as_owner(*statements):
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # no table is altered while a check waits
        for statement in statements:
            cursor.execute(statement)


def test_the_owner_of_the_tables_as_the_application_turns_its_lines(sound):
    as_owner()
    assert to_do() == {"database_role", "log_protected", "log_kept"}


def test_a_trigger_that_is_off_turns_the_log(sound):
    role = f"{leftovers.NAME}_app"
    as_owner("ALTER TABLE projects_logentry DISABLE TRIGGER log_is_append_only", f"SET LOCAL ROLE {role}")
    assert to_do() == {"log_protected", "log_kept"}
    assert "缺少 1 个" in lines()["log_protected"].stand


def test_a_weekend_without_entries_is_no_seal_missed(sound):
    as_owner("ALTER TABLE projects_logseal DISABLE TRIGGER USER")
    LogSeal.objects.update(at=timezone.now() - timedelta(days=3))
    record(REFUSED, by=None, at=timezone.now())
    assert "1 条等待封存" in lines()["log_sealed"].stand
    assert "log_sealed" not in to_do()


def test_an_entry_that_waits_an_hour_for_its_seal_turns_the_line(sound):
    record(REFUSED, by=None, at=timezone.now() - timedelta(minutes=55))
    assert to_do() == set()
    record(REFUSED, by=None, at=timezone.now() - timedelta(minutes=65))
    assert to_do() == {"log_sealed"}


@pytest.mark.parametrize(("kind", "code"), [(ChoreKind.VERIFY, "log_verified"), (ChoreKind.BACKUP, "backup")])
def test_what_the_timer_does_not_do_turns_its_line(sound, kind, code):
    Chore.objects.filter(kind=kind).update(done_at=timezone.now() - timedelta(days=3))
    assert to_do() == {code}
    Chore.objects.filter(kind=kind).update(failed_at=timezone.now(), complaint="磁盘已满")
    assert "磁盘已满" in lines()[code].stand
    Chore.objects.filter(kind=kind).delete()
    assert to_do() == {code}


def test_files_that_nobody_compared_lately_are_for_a_person_to_check(sound):
    row = Chore.objects.filter(kind=ChoreKind.FILES)
    row.update(done_at=timezone.now() - timedelta(days=3))
    assert lines()["files"].found == Found.UNKNOWN
    row.delete()
    assert (lines()["files"].found, "从未" in lines()["files"].stand) == (Found.UNKNOWN, True)


@pytest.mark.parametrize("kind", [ChoreKind.FILES, ChoreKind.STORE])
def test_files_that_are_not_as_they_came_or_away_turn_their_line(sound, kind):
    Chore.objects.update_or_create(kind=kind, defaults={"failed_at": timezone.now(), "complaint": "不对"})
    assert to_do() == {"files"}
    assert "不对" in lines()["files"].stand


def test_seals_and_backups_on_the_file_system_of_the_data_are_told(sound, monkeypatch):
    monkeypatch.setattr(duties_of_records, "_is_on_one_file_system", lambda one, other: True)
    assert to_do() == {"log_witness", "backup_apart"}


def test_a_line_says_no_more_than_was_compared(sound, tmp_path):
    (tmp_path / "log-seals.txt").touch()
    stands = {code: line.stand for code, line in lines().items()}
    assert "校验值" not in stands["software"]
    assert "磁盘" not in stands["log_witness"] + stands["backup_apart"]
    assert "不在同一文件系统" in stands["log_witness"] and "不在同一文件系统" in stands["backup_apart"]


def test_an_office_without_a_person_and_one_person_for_two_are_told(sound):
    User.objects.filter(role=Role.COORDINATOR).update(display_name="系统管理员甲")
    assert to_do() == {"officers"}
    User.objects.filter(role=Role.AUDITOR).update(is_active=False)
    assert "没有审计员；系统管理员甲同名" in lines()["officers"].stand


def test_an_account_that_nobody_uses_is_told(sound):
    User.objects.filter(role=Role.AUDITOR).update(last_login=timezone.now() - timedelta(days=200))
    assert to_do() == {"unused"}


def test_sessions_that_were_never_cleared_are_told(sound):
    Session.objects.create(session_key="old", expire_date=timezone.now() - timedelta(days=4))
    assert to_do() == {"sessions"}


def test_a_demo_is_no_installation(sound):
    DemoState.objects.create(today=timezone.now())
    assert to_do() == {"defaults"}


def test_a_component_in_another_version_is_named(sound, monkeypatch):
    monkeypatch.setattr(duties_of_machine, "_unlike_locked", lambda: ("django（4.2）",))
    assert to_do() == {"software"}
    assert "django（4.2）" in lines()["software"].stand


def test_what_is_installed_is_compared_with_what_is_locked(monkeypatch):
    monkeypatch.setattr(duties_of_machine, "installed", lambda name: "0.0")
    names = [each.partition("（")[0] for each in duties_of_machine._unlike_locked.__wrapped__()]
    assert {"django", "psycopg2-binary", "gunicorn"} <= set(names)


def test_the_page_tells_the_numbers_and_each_line(as_role):
    page = as_role(Role.ADMINISTRATOR).get("/security/")
    assert page.status_code == 200
    assert "身份鉴别" in page.text and "须人工核实 4 项" in page.text
    assert "https 证书" in page.text
