"""The demo: the real lists, accounts that everybody knows, and a business date of its own."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core.management import call_command
from django.db import connection, transaction

from lianyungang.demo_city import LIANYUNGANG
from lianyungang.demo_notices import load_chasing
from lianyungang.demo_oversight import load_oversight, open_public_page
from lianyungang.demo_plans import load_plans
from lianyungang.demo_progress import load_progress, take_statistics
from lianyungang.demo_reminders import load_reminding
from lianyungang.demo_shares import load_shares
from lianyungang.demo_succession import load_successions
from lianyungang.models import DemoState
from progress.bulletins.imprint import DEMO_NOTE
from projects.accounts.actions import open_account
from projects.adoption.actions import adopt, receive_document
from projects.adoption.questions import Answers
from projects.adoption.readings import by_year, read_document
from projects.models.city import CityRecord
from projects.models.people import User
from projects.models.units import Unit
from projects.paper.house import marked
from projects.rules.city import role_word
from projects.rules.roles import Role

PASSWORD = "demo-2021"  # noqa: S105 - printed on the sign-in page of the demo
TODAY = date(2021, 7, 14)  # two days after the second quarter's reports were due
FIXTURES = settings.BASE_DIR / "fixtures"
DOCUMENTS = ("2019-schedule.txt", "2021-breakdown-traditional.txt", "2021-schedule.txt", "2023-breakdown.txt")
OFFICES = {
    "drc": (Role.COORDINATOR, "市发改委"),
    "office": (Role.SUPERVISOR, "市政府办公室"),
    "admin": (Role.ADMINISTRATOR, None),
    "auditor": (Role.AUDITOR, None),
}


@dataclass(frozen=True)
class Switch:
    """One click of the bar: an account, and what the button says."""

    username: str
    label: str


SWITCHES = (
    Switch("sjyj", "市教育局填报员"),
    Switch("sjyj-signer", "市教育局审签人"),
    Switch("hzq", "海州区填报员"),
    Switch("drc", LIANYUNGANG.coordinator_role),
    Switch("office", LIANYUNGANG.supervisor_role),
    Switch("admin", Role.ADMINISTRATOR.word),
    Switch("auditor", Role.AUDITOR.word),
)


def is_foreign() -> bool:
    """Whether the database holds somebody's accounts but no mark of a demo."""
    return not DemoState.objects.exists() and User.objects.exists()


@marked(DEMO_NOTE)
def load_demo(now: datetime, *, today: date = TODAY, say: Callable[[str], object] = str) -> None:
    """Load everything in one transaction, at most once, the mark last; `say` hears of each step."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE lianyungang_demostate IN EXCLUSIVE MODE")
        if DemoState.objects.exists():
            return
        say("正在读取三份清单 …")
        load_plan(now)
        load_successions(now)
        load_oversight(today)
        open_public_page(today)
        say("正在编制演示进展（约半分钟）…")
        latecomers = load_progress(today)
        load_shares(today)
        load_reminding(today, latecomers)
        load_chasing(today)
        say("正在编制演示实施方案 …")
        take_statistics()
        load_plans()
        DemoState.objects.create(today=today)


def load_plan(now: datetime) -> None:
    """The city, the lists and everybody's accounts, without anything that was done."""
    CityRecord.objects.update_or_create(id=1, defaults=asdict(LIANYUNGANG))
    _load_lists(now)
    _name_contacts()
    _open_accounts(now)


def set_today(day: date) -> None:
    """Set the business date of all visitors."""
    DemoState.objects.update(today=day)


def _load_lists(now: datetime) -> None:
    """The register, and the three lists from their documents."""
    call_command("loaddata", FIXTURES / "units.json", verbosity=0)
    documents = [
        receive_document((FIXTURES / "documents" / name).read_bytes(), name=name, at=now, by=None)
        for name in DOCUMENTS
    ]
    for readings in by_year([read_document(document) for document in documents]).values():
        adopt(readings, answers=Answers(), at=now, by=None)


def _name_contacts() -> None:
    """Contacts that anybody sees to be made up, with numbers that nobody has."""
    for unit in Unit.objects.active():
        unit.liaison, unit.liaison_telephone = f"演示联络员{unit.order}", f"0000-{unit.order:08d}"
        unit.leader, unit.leader_telephone = f"演示负责人{unit.order}", f"0000-{unit.order + 1000:08d}"
        unit.save(update_fields=["liaison", "liaison_telephone", "leader", "leader_telephone"])


def _open_accounts(now: datetime) -> None:
    """Each unit's filer and signer, and one account for each of the other roles."""
    people = [(unit.code, f"{unit.name}填报员", Role.FILER, unit) for unit in Unit.objects.active()]
    people += [
        (f"{unit.code}-signer", f"{unit.name}审签人", Role.SIGNER, unit) for unit in Unit.objects.active()
    ]
    people += [
        (name, role_word(role, LIANYUNGANG), role, Unit.objects.filter(name=unit).first())
        for name, (role, unit) in OFFICES.items()
    ]
    shared = make_password(PASSWORD)  # hashed once: it costs a tenth of a second each
    for username, display_name, role, unit in people:
        open_account(
            username,
            display_name=display_name,
            role=role,
            unit=unit,
            password_hash=shared,
            by=None,
            at=now,
            must_change_password=False,
        )
