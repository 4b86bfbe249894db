"""Documents that come by the page: read before anything is kept, answered, adopted or taken away again."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction

from projects.adoption.actions import receive_document
from projects.adoption.confined import read_confined
from projects.adoption.questions import Answers
from projects.adoption.unit_codes import free_code, initials
from projects.files.actions import nothing_left
from projects.files.scanner import check_clean
from projects.files.uploads import by_bytes
from projects.log.actions import record
from projects.log.acts import Act
from projects.models import DocumentReading, SourceDocument, Unit, UnitGroup, User
from projects.models.units import bearer_of
from projects.parsing.formats import LARGEST
from projects.parsing.parsed import ParsedList
from projects.rules import addresses
from projects.rules.errors import Refused
from projects.rules.states import DocumentKind, UnitKind

DOCUMENT_DISCARDED = Act("document_discarded", "移除公文")
UNITS_REGISTERED = Act("units_registered", "登记单位")

LONGEST_NAME = 64
ORDER_STEP = 10


@dataclass(frozen=True)
class NewParty:
    """A unit of a kind, or without a kind a group of units, to be registered under its printed name."""

    name: str
    kind: str = ""
    full_name: str = ""


def upload(content: bytes, *, name: str, at: datetime, by: User) -> SourceDocument:
    """Read a file and keep it with its reading; the same file again is the row that stands.

    Refused with one sentence, and nothing kept, for what cannot be read or holds no list.
    """
    name = _shown_name(name)
    if len(content) > LARGEST:
        raise Refused(f"文件“{name}”超过 {LARGEST // 1_000_000} MB，不像是公文，未读取。")
    check_clean([content], name=name, scanner=settings.VIRUS_SCANNER)
    parsed = read_confined(content, name)  # seconds, and no transaction is open meanwhile
    _check_holds_something(parsed, name)
    with nothing_left(by_bytes(content, name).sha256), transaction.atomic():
        document = receive_document(content, name=name, at=at, by=by)
        DocumentReading.objects.get_or_create(document=document, defaults={"parsed": parsed.as_json()})
        if not document.yearly_list_id:
            values = {"kind": parsed.kind, "title": parsed.title[:255], "issued_on": parsed.issued_on}
            values["document_number"] = (parsed.document_number or "")[:64]
            SourceDocument.objects.filter(pk=document.pk).update(**values)
    return document


@transaction.atomic
def answer(
    document: SourceDocument,
    *,
    answers: Answers,
    parties: Mapping[str, NewParty],
    at: datetime,
    by: User,
) -> DocumentReading:
    """Keep what was answered about a document so far, and register the units that it takes for new ones.

    Nothing of the list is written before it is adopted.
    """
    if document.yearly_list_id:
        raise Refused("这份文件已经入库，答复不再更改。")
    kept = DocumentReading.objects.select_for_update().get(document=document)
    register_parties(parties, at=at, by=by)  # from now on the register knows these names
    kept.answers = answers.as_json
    kept.save(update_fields=["answers"])
    return kept


@transaction.atomic
def register_parties(parties: Mapping[str, NewParty], *, at: datetime, by: User) -> dict[str, str]:
    """Register units and groups under the names that a list prints; printed name → code."""
    codes = {printed: _registered(party) for printed, party in parties.items()}
    if codes:
        record(UNITS_REGISTERED, by=by, at=at, url=addresses.units(), detail={"units": list(parties)})
    return codes


@transaction.atomic
def discard(document: SourceDocument, *, at: datetime, by: User) -> None:
    """Take a document away that no list stands on."""
    locked = SourceDocument.objects.select_for_update(of=("self",)).get(pk=document.pk)
    if locked.yearly_list_id or locked.findings.exists():
        raise Refused("清单已依据这份文件入库，不能移除。")
    if locked.five_plans.exists():
        raise Refused("规划指标已依据这份文件入库，不能移除。")
    locked.delete()
    record(DOCUMENT_DISCARDED, by=by, at=at, obj=document, detail={"sha256": document.sha256})


def _shown_name(name: str) -> str:
    """A file's name as it can be shown and passed on."""
    return "".join(letter for letter in name if letter.isprintable())[-255:] or "未命名"


def _check_holds_something(parsed: ParsedList, name: str) -> None:
    """Whether it is worth keeping: tasks, or the indicators of a plan."""
    unreadable = next((each for each in parsed.findings if each.code == "unreadable"), None)
    if unreadable:
        raise Refused(unreadable.message)
    if parsed.tasks or (parsed.kind == DocumentKind.PLAN and parsed.indicators):
        return
    why = next((each.message for each in parsed.findings if each.code == "nothing_read"), "")
    raise Refused(f"文件“{name}”：{why or '没有读到任务。'}未保存。")


def _registered(party: NewParty) -> str:
    """The code of the unit or group that is made, or stands already under this name."""
    name = party.name.strip()
    if not name or len(name) > LONGEST_NAME:
        raise Refused(f"“{name[:LONGEST_NAME]}”不能作单位名称：名称为1至{LONGEST_NAME}字。")
    bearer = bearer_of(name)
    if bearer:
        return bearer.code
    letters = initials(name)[:LONGEST_NAME]
    values = {"code": free_code(letters[:24] or "unit"), "name": name, "pinyin": letters}
    if not party.kind:
        order = _last_order(UnitGroup.objects.values_list("order", flat=True)) + ORDER_STEP
        return UnitGroup.objects.create(order=order, **values).code
    place = _place_of(party.kind)
    return Unit.objects.create(kind=party.kind, full_name=party.full_name, order=place, **values).code


def _place_of(kind: str) -> int:
    """Behind the last unit of its kind, in the official order of kinds."""
    kinds = [member.value for member in UnitKind]
    before = kinds[: kinds.index(kind) + 1]
    return _last_order(Unit.objects.filter(kind__in=before).values_list("order", flat=True)) + 1


def _last_order(orders: object) -> int:
    return max(orders, default=0)
