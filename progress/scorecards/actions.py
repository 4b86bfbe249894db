"""考核: the table of points, showing the cards to the units, objections, the issue."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from hashlib import sha256

from django.db import transaction

from progress.ledger.deciders import may_decide
from progress.ledger.issued import issued_quarters
from progress.models import Objection, Scorecard, ScorecardFile, Scoring
from progress.rules import addresses
from progress.rules.states import ObjectionState
from progress.scorecards.document import scorecard_document
from progress.scorecards.reads import UnitCard, line_seal, lines_to_json, seal_of_cards, unit_cards
from progress.scorecards.workbook import scorecard_workbook
from projects.filing.checks import check_in_use, check_seen, check_shown
from projects.log.actions import record
from projects.log.acts import Act
from projects.models import Unit, User, YearlyList
from projects.rules.amounts import plain
from projects.rules.calendar import local_day, shift_working_days
from projects.rules.city import City
from projects.rules.errors import NotYours, Refused
from projects.rules.quarters import YEAR_END

RULES_CHANGED = Act("scoring_changed", "修改考核办法", after_conclusion=True)
SHOWN = Act("scorecards_shown", "公示考核得分", after_conclusion=True)
OBJECTED = Act("objection_made", "考核申诉", after_conclusion=True)
ANSWERED = Act("objection_answered", "答复考核申诉", after_conclusion=True)
ISSUED = Act("scorecards_issued", "印发考核结果", after_conclusion=True)


@transaction.atomic
def change_rules(
    yearly_list: YearlyList, *, values: Mapping[str, object], based_on: int, at: datetime, by: User
) -> Scoring:
    """The table of points, until the cards are shown; old and new stand in the log."""
    locked = _locked(yearly_list, by)
    if locked.shown_at is not None:
        raise Refused("得分已公示，考核办法不能再改。")
    check_seen(locked, based_on)
    changed = {
        name: [str(getattr(locked, name)), str(value)]
        for name, value in values.items()
        if getattr(locked, name) != value
    }
    for name in changed:
        setattr(locked, name, values[name])
    if changed:
        locked.save(update_fields=[*changed, *locked.renew(RULES_CHANGED.word, at=at, by=by)])
        url = addresses.scorecards(yearly_list.year)
        record(RULES_CHANGED, by=by, at=at, obj=locked, url=url, detail=changed)
    return locked


@transaction.atomic
def show(yearly_list: YearlyList, *, shown: str, at: datetime, by: User) -> Scoring:
    """公示: every unit may object to its own lines; refused before the year's bulletin is out.

    `shown` is the mark of the cards that were read. A second click changes nothing.
    """
    locked = _locked(yearly_list, by)
    if locked.shown_at is not None:
        return locked
    if YEAR_END not in issued_quarters(yearly_list):
        raise Refused("全年通报尚未印发，不能公示得分。")
    cards = unit_cards(yearly_list, local_day(at))
    check_shown(seal_of_cards(cards), shown, what="得分")
    locked.shown_at = at
    locked.objections_until = shift_working_days(local_day(at), locked.objection_days)
    renewed = locked.renew(SHOWN.word, at=at, by=by)
    locked.save(update_fields=["shown_at", "objections_until", *renewed])
    detail = {"until": locked.objections_until.isoformat(), "units": len(cards)}
    record(SHOWN, by=by, at=at, obj=locked, url=addresses.scorecards(yearly_list.year), detail=detail)
    return locked


@transaction.atomic
def object_to(
    unit: Unit, *, yearly_list: YearlyList, line: str, seen: str, reason: str, at: datetime, by: User
) -> Objection:
    """申诉 against one line of one's own card, within the time; `seen` is the line as it was read."""
    if by.unit_id != unit.pk or not by.has_perm("file_reports"):
        raise NotYours("只有本单位可以对本单位的得分申诉。")
    check_in_use(by)
    scoring = Scoring.objects.select_for_update().filter(yearly_list=yearly_list).first()
    if scoring is None or not scoring.takes_objections(local_day(at)):
        raise Refused("不在申诉期限内，不能申诉。")
    card = next((each for each in unit_cards(yearly_list, local_day(at)) if each.unit == unit), None)
    found = next((each for each in card.card.lines if each.key == line), None) if card else None
    check_shown(line_seal(found), seen, what="该计分项")
    if not reason.strip():
        raise Refused("请写明申诉理由。")
    if scoring.objections.filter(unit=unit, line=line).exists():
        raise Refused("该计分项已经申诉过。")
    said = {"line": line, "words": found.words, "before": found.points, "reason": reason.strip()}
    made = Objection.objects.create(scoring=scoring, unit=unit, **said, asked_at=at, asked_by=by)
    record(OBJECTED, by=by, at=at, obj=made, url=made.address, detail={"reason": reason.strip()})
    return made


@transaction.atomic
def answer(
    objection: Objection, *, points: Decimal | None, reason: str, based_on: int, at: datetime, by: User
) -> Objection:
    """答复 with a reason: with `points` it is upheld, and the card is worked out again with them."""
    if not may_decide(by, objection.unit):
        raise NotYours("申诉由协调员答复；协调员所在单位的由督查员答复。")
    scoring = Scoring.objects.select_for_update().get(pk=objection.scoring_id)
    rows = Objection.objects.select_for_update(of=("self",)).select_related("scoring__yearly_list", "unit")
    locked = rows.get(pk=objection.pk)
    if scoring.issued_at is not None or locked.state != ObjectionState.ASKED:
        raise Refused("该申诉已经答复，或考核结果已经印发。")
    check_seen(locked, based_on)
    if not reason.strip():
        raise Refused("请写明答复理由。")
    locked.state = ObjectionState.REJECTED if points is None else ObjectionState.UPHELD
    locked.points, locked.answer = points, reason.strip()
    locked.save(update_fields=["state", "points", "answer", *locked.renew(ANSWERED.word, at=at, by=by)])
    detail = {"answer": locked.answer, "before": _points_word(locked.before), "points": _points_word(points)}
    record(ANSWERED, by=by, at=at, obj=locked, url=locked.address, detail=detail)
    return locked


@transaction.atomic
def issue(yearly_list: YearlyList, *, shown: str, city: City, at: datetime, by: User) -> Scoring:
    """印发: cards and files are frozen. Refused before the time to object is over and all are answered."""
    locked = _locked(yearly_list, by)
    if locked.issued_at is not None:
        return locked
    if locked.shown_at is None:
        raise Refused("得分尚未公示，不能印发。")
    if local_day(at) <= locked.objections_until:
        raise Refused(f"申诉期限至{locked.objections_until:%Y-%m-%d}，期满后再印发。")
    open_ones = locked.objections.filter(state=ObjectionState.ASKED).count()
    if open_ones:
        raise Refused(f"还有{open_ones}件申诉没有答复。")
    cards = unit_cards(yearly_list, local_day(at))
    check_shown(seal_of_cards(cards), shown, what="得分")
    locked.issued_at, locked.issued_by = at, by
    locked.save(update_fields=["issued_at", "issued_by", *locked.renew(ISSUED.word, at=at, by=by)])
    _freeze(locked, cards, city, at)
    url = addresses.scorecards(yearly_list.year)
    record(ISSUED, by=by, at=at, obj=locked, url=url, detail={"units": len(cards)})
    return locked


def _locked(yearly_list: YearlyList, by: User) -> Scoring:
    """The list's scoring, laid out by the first thing that is done to it."""
    if not by.has_perm("score_units"):
        raise NotYours("考核由协调员办理。")
    Scoring.objects.get_or_create(yearly_list=yearly_list)
    rows = Scoring.objects.select_for_update(of=("self",)).select_related("yearly_list")
    return rows.get(yearly_list=yearly_list)


def _freeze(scoring: Scoring, cards: tuple[UnitCard, ...], city: City, at: datetime) -> None:
    Scorecard.objects.bulk_create(
        Scorecard(
            scoring=scoring, unit=each.unit, lines=lines_to_json(each.card.lines), total=each.card.total
        )
        for each in cards
    )
    day = local_day(at)
    files = {
        "workbook": scorecard_workbook(scoring, cards, dated=day),
        "document": scorecard_document(scoring, cards, office=city.coordinator_full, dated=day),
    }
    ScorecardFile.objects.bulk_create(
        ScorecardFile(scoring=scoring, kind=kind, content=content, sha256=sha256(content).hexdigest())
        for kind, content in files.items()
    )


def _points_word(points: Decimal | None) -> str:
    return "—" if points is None else plain(points)
