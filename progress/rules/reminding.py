"""What is due to be reminded of, of whom and on which occasion: plain values (domain.md, Chasing)."""

from collections.abc import Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from progress.rules.states import FilingState, ReminderKind
from projects.rules.calendar import day_words

DAYS_BEFORE = 3  # where the list sets nothing else
DAYS_BEFORE_YEARLY = 14  # of what is gathered once a year


@dataclass(frozen=True)
class Owed:
    """One paper still owed until `day`: its due day, or a return's new date (None: reopened without one)."""

    report: Hashable  # the key of what is owed: a report, a plan, a yearly value
    unit: int
    period: int  # within which its occasions are counted: a quarter, a filing of plans, a year
    state: str
    day: date | None
    sent_on: date | None = None  # for signature, where it waits for the signer


@dataclass(frozen=True, order=True)
class Occasion:
    """Why a message goes out by itself; a moved due day is another occasion."""

    period: int
    kind: str
    day: date


@dataclass(frozen=True)
class Message:
    """One message to one person: the occasions that call for it, and all that is owed."""

    person: int
    unit: int
    reports: tuple[Hashable, ...]
    occasions: tuple[Occasion, ...]


@dataclass(frozen=True)
class LetterLine:
    """One thing in a letter: what is owed, where it stands, until when, and the way to it."""

    title: str
    state: str
    day: date | None
    address: str
    is_to_sign: bool = False


def occasion_of(owed: Owed, *, on: date, days_before: int = DAYS_BEFORE) -> Occasion | None:
    """The occasion that a report gives on a day: opened, due soon, past its due day, or past its new date."""
    if owed.day is None:
        return None
    if owed.day > on + timedelta(days=days_before):
        is_new = owed.state != FilingState.RETURNED
        return Occasion(owed.period, ReminderKind.OPENED, owed.day) if is_new else None
    if on <= owed.day:
        return Occasion(owed.period, ReminderKind.BEFORE_DUE, owed.day)
    return Occasion(
        owed.period,
        ReminderKind.PAST_REFILING
        if owed.state in (FilingState.NOT_REFILED, FilingState.RETURNED)
        else ReminderKind.PAST_DUE,
        owed.day,
    )


def signing_of(owed: Iterable[Owed]) -> list[Occasion]:
    """That something waits for the signer: one occasion for a quarter and the last day of sending."""
    last: dict[int, date] = {}
    for each in owed:
        if each.sent_on is not None:
            last[each.period] = max(each.sent_on, last.get(each.period, each.sent_on))
    return [Occasion(period, ReminderKind.TO_SIGN, day) for period, day in sorted(last.items())]


def due_messages(
    owed: Iterable[Owed],
    people: Mapping[int, Collection[int]],
    sent: Collection[tuple[int, Occasion]],
    *,
    on: date,
    days_before: Mapping[int, int],
    signers: Collection[int] = (),
) -> list[Message]:
    """One message for each person with an occasion not yet `sent`; `people` by unit, `days_before` by period.

    The `signers` among them hear too that something waits for them.

    What a missed night did not send is still due on the next; an occasion that has passed into another one is
    not made up. That a quarter was opened is said once, to who has had no message on it yet.
    """
    reached = {(person, occasion.period) for person, occasion in sent}
    by_unit: dict[int, list[Owed]] = {}
    for each in owed:
        by_unit.setdefault(each.unit, []).append(each)
    messages = []
    for unit, mine in by_unit.items():
        occasions = _occasions(mine, on, days_before)
        to_sign = signing_of(mine)
        for person in people.get(unit, ()):
            asked = [*occasions, *to_sign] if person in signers else occasions
            new = tuple(each for each in asked if _is_new(person, each, sent, reached))
            if new:
                messages.append(Message(person, unit, tuple(each.report for each in mine), new))
    return messages


def _is_new(
    person: int,
    occasion: Occasion,
    sent: Collection[tuple[int, Occasion]],
    reached: Collection[tuple[int, int]],
) -> bool:
    if occasion.kind == ReminderKind.OPENED:
        return (person, occasion.period) not in reached
    return (person, occasion) not in sent


def _occasions(owed: Iterable[Owed], on: date, days_before: Mapping[int, int]) -> list[Occasion]:
    found = (occasion_of(each, on=on, days_before=days_before.get(each.period, DAYS_BEFORE)) for each in owed)
    return sorted({each for each in found if each is not None})


def subject(matters: Collection[LetterLine], *, heading: str, noun: str) -> str:
    """The line that a mailbox shows; `noun` is what is owed, of what the `heading` says (民生实事)."""
    return f"{heading}催办：{len(matters)}项{noun}待报送"


def letter(
    name: str,
    matters: Collection[LetterLine],
    *,
    heading: str,
    noun: str,
    word: str = "",
    site: str = "",
) -> str:
    """The mail: all that is owed with its day and, where the site's address is known, the way to it."""
    lines = [f"{name}：", "", f"以下{heading}{noun}尚待报送：", ""]
    for each in matters:
        until = f"，{day_words(each.day)}前报送" if each.day else ""
        lines += [f"· {each.title}（{each.state}{until}）", *([f"  {site}{each.address}"] if site else [])]
    to_sign = sum(each.is_to_sign for each in matters)
    if to_sign:
        lines += ["", f"其中{to_sign}项已由填报员送审签，等待审签人报送。"]
    lines += ["", *([f"附言：{word}", ""] if word else [])]
    return "\n".join([*lines, "已经报送的请忽略。本邮件由民生实事进度管理系统自动发出，请勿回复。"])
