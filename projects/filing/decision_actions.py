"""What an office decides on a paper, one function each: accept, send for mending, reopen.

The unit's side is `filing.actions`. What a decision writes beside the paper (a verdict, a schedule, a notice)
is the wing's own: its `Office` says it.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from django.db import transaction

from projects.filing.actions import Filing
from projects.filing.checks import check_seen, refuse, required
from projects.log.actions import record
from projects.log.acts import Act
from projects.models import User
from projects.models.filing import Paper, Versioned
from projects.rules.calendar import local_day, slip_of_year
from projects.rules.errors import Refused
from projects.rules.filing import PaperState, Step, leads_on


@dataclass(frozen=True)
class Return:
    """What a unit reads of a paper that came back: why, what is to be mended, and by when."""

    reason: str
    parts: tuple[str, ...]
    until: date


class Office(ABC):
    """What a wing says of the office that decides on its kind of paper."""

    filing: ClassVar[Filing]
    acts: ClassVar[Mapping[Step, Act]]
    day_word: ClassVar[str] = "重报期限"

    @abstractmethod
    def check_may(self, paper: Paper, by: User) -> None:
        """NotYours for who decides on no paper of this kind."""

    @abstractmethod
    def check_not_own(self, paper: Paper, by: User) -> None:
        """NotYours for who filed or signed this one."""

    def lock(self, paper: Paper) -> Paper:
        """The row as it stands now, locked, with whatever it hangs on."""
        return self.filing.lock(paper)

    @abstractmethod
    def due_day(self, paper: Paper, on: date) -> date:
        """The day before which nothing need be filed anew."""

    @abstractmethod
    def usual_day(self, paper: Paper, due: date, on: date) -> date:
        """By when it is filed anew where the office names no day; `due` is the day of `due_day`."""

    @abstractmethod
    def keep_return(self, paper: Paper, returned: Return, *, at: datetime, by: User) -> None:
        """Keep it with the round that it answers."""

    def has_parts(self, paper: Paper, parts: Collection[str]) -> bool:
        """Whether these are parts of the paper; its form offers no others where it has a list of them."""
        return True

    def why_not_waiting(self, paper: Paper) -> str:
        """Why nothing is to be decided on it; "" where something is."""
        if leads_on(Step.ACCEPT, paper.state):
            return ""
        waiting = self.filing.states(PaperState.SUBMITTED).word
        stands = self.seen(paper).stands_as(self.filing.word(paper))
        return f"该{self.filing.noun}{stands}，不在{waiting}状态，没有办理。"

    def why_not_reopenable(self, paper: Paper) -> str:
        """Why it cannot be opened again; "" where it can."""
        if leads_on(Step.REOPEN, paper.state):
            return ""
        return f"该{self.filing.noun}{self.seen(paper).stands_as(self.filing.word(paper))}，不能重开。"

    def keep_reopening(self, paper: Paper, reason: str, *, at: datetime, by: User) -> dict:
        """What falls where it is opened again; what of it is logged."""
        return {}

    def seen(self, paper: Paper) -> Versioned:
        """The row whose version was on the screen."""
        return paper

    def tell(self, step: Step, paper: Paper, detail: dict, *, at: datetime, by: User) -> None:
        """Record the act, last."""
        record(self.acts[step], by=by, at=at, obj=paper, url=paper.address, detail=detail)


@transaction.atomic
def accept(
    paper: Paper,
    *,
    office: Office,
    keep: Callable[[Paper], dict],
    based_on: int,
    at: datetime,
    by: User,
) -> Paper:
    """审核通过, 备案, 办结: `keep` writes what stands once it is accepted; what it returns is logged.

    A second click changes nothing; who comes after another reads who has accepted it.
    """
    locked = _begin(paper, office, by)
    if locked.state == PaperState.ACCEPTED and office.seen(locked).was_done_by(by):
        return locked
    _check_waiting(locked, office, based_on)
    _write(locked, office, Step.ACCEPT, PaperState.ACCEPTED, at=at, by=by, refile_by=None)
    office.tell(Step.ACCEPT, locked, keep(locked), at=at, by=by)
    return locked


@transaction.atomic
def send_for_mending(
    paper: Paper,
    *,
    office: Office,
    reason: str,
    parts: Collection[str] = (),
    until: date | None = None,
    based_on: int,
    at: datetime,
    by: User,
) -> Paper:
    """退回 with a reason and a new date, never before the due day; `parts` are what is to be mended."""
    locked = _begin(paper, office, by)
    _check_waiting(locked, office, based_on)
    said = required(reason, f"请写明退回{office.filing.noun}的理由。")
    if not office.has_parts(locked, parts):
        raise Refused(f"所选的需修改部分不在该{office.filing.noun}中，请刷新后再退回。")
    on = local_day(at)
    due = office.due_day(locked, on)
    day, earliest = until or office.usual_day(locked, due, on), max(due, on)
    if day < earliest:
        raise Refused(f"{office.day_word}不能早于{earliest:%Y-%m-%d}。")
    refuse(slip_of_year(day, earliest, office.day_word))
    office.keep_return(locked, Return(said, tuple(parts), day), at=at, by=by)
    _write(locked, office, Step.RETURN, PaperState.RETURNED, at=at, by=by, refile_by=day)
    office.tell(Step.RETURN, locked, {"reason": said, "refile_by": day.isoformat()}, at=at, by=by)
    return locked


@transaction.atomic
def reopen(paper: Paper, *, office: Office, reason: str, based_on: int, at: datetime, by: User) -> Paper:
    """重开, with a reason, of what was accepted. A second click changes nothing."""
    locked = _begin(paper, office, by)
    if locked.state == PaperState.REOPENED and office.seen(locked).was_done_by(by):
        return locked
    check_seen(office.seen(locked), based_on)
    refuse(office.why_not_reopenable(locked))
    said = required(reason, f"请写明重开{office.filing.noun}的理由。")
    detail = office.keep_reopening(locked, said, at=at, by=by)
    _write(locked, office, Step.REOPEN, PaperState.REOPENED, at=at, by=by)
    office.tell(Step.REOPEN, locked, {"reason": said, **detail}, at=at, by=by)
    return locked


def _begin(paper: Paper, office: Office, by: User) -> Paper:
    """The rows, locked; NotYours for who may not decide on it."""
    office.check_may(paper, by)
    locked = office.lock(paper)
    office.check_not_own(locked, by)
    return locked


def _check_waiting(paper: Paper, office: Office, based_on: int) -> None:
    refuse(office.why_not_waiting(paper))
    check_seen(office.seen(paper), based_on)


def _write(
    paper: Paper, office: Office, step: Step, state: str, *, at: datetime, by: User, **fields: object
) -> None:
    """The new state, and the version raised."""
    for name, value in {"state": state, **fields}.items():
        setattr(paper, name, value)
    renewed = paper.renew(office.acts[step].word, at=at, by=by)
    paper.save(update_fields=["state", *renewed, *fields])
