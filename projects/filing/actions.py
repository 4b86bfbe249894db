"""The steps of a paper on its unit's side, one function each, for every kind of paper alike.

Save, send for signature, submit, send back, take back, recall. The wing that the paper belongs to says by its
`Filing` what is locked, what is asked before a step and what is kept after it.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import ClassVar

from django.db import transaction

from projects.filing.checks import check_in_use, check_seen, check_typed_on, has_signer, refuse, required
from projects.filing.drafts import CheckedDraft
from projects.log.actions import record
from projects.log.acts import Act
from projects.models import User
from projects.models.filing import Paper
from projects.rules.errors import NotYours, Refused, Stale
from projects.rules.filing import ON_THE_WAY, WRITABLE, PaperState, Step, is_role_for, leads_on, saved_state
from projects.rules.refiling import CameBack, same_words
from projects.rules.words import Worded


class Filing(ABC):
    """What a wing says of its kind of paper."""

    noun: ClassVar[str]
    states: ClassVar[type[Worded]]
    acts: ClassVar[Mapping[Step, Act]]

    @abstractmethod
    def lock(self, paper: Paper) -> Paper:
        """The row as it stands now, locked, with whatever it hangs on."""

    @abstractmethod
    def unit_of(self, paper: Paper) -> int:
        """The key of the unit whose paper it is."""

    @abstractmethod
    def why_locked(self, paper: Paper) -> str:
        """Why nothing can be written now, and since when; "" where it can."""

    @abstractmethod
    def why_over(self, paper: Paper) -> str:
        """Why nothing is submitted any more, whatever the state; "" where it is."""

    @abstractmethod
    def check_complete(self, paper: Paper, *, at: datetime) -> None:
        """Refused with everything that is missing."""

    @abstractmethod
    def hand_in(self, paper: Paper, *, at: datetime, by: User) -> dict:
        """Check that it is complete and keep the round; what else is to be written on the paper."""

    @abstractmethod
    def undo_round(self, paper: Paper, *, at: datetime, by: User) -> dict:
        """Mark the last round recalled; what else is to be written on the paper."""

    @abstractmethod
    def undecided_state(self, paper: Paper) -> str:
        """The state in which it was written, to which it goes back when it leaves a lock undecided."""

    @abstractmethod
    def said_of(self, papers: Collection[Paper]) -> Mapping[int, Mapping[str, object]]:
        """What each says now, by its parts: what is sent again is compared with what came back."""

    @abstractmethod
    def came_back_of(self, papers: Collection[Paper]) -> Mapping[int, CameBack]:
        """What each said when the office returned it last, left out where that is not the last word on it.

        Both by the paper's key, and by the same number of queries for one and for many.
        """

    def why_same_of(self, papers: Iterable[Paper], *, is_own: bool) -> dict[int, str]:
        """Of those on their way again: that they, or what was to be mended, are as they were; by key.

        What awaits signature only the unit itself reads (`is_own`).
        """
        on_its_way = ON_THE_WAY if is_own else (PaperState.SUBMITTED,)
        found = [each for each in papers if each.state in on_its_way]
        back = self.came_back_of(found) if found else {}
        again = [each for each in found if each.pk in back]
        said = self.said_of(again) if again else {}
        words = {key: same_words(now, back[key]) for key, now in said.items()}
        return {key: same for key, same in words.items() if same}

    def why_same(self, paper: Paper, *, is_own: bool) -> str:
        """The same of one paper; "" where it never came back or says something new."""
        return self.why_same_of([paper], is_own=is_own).get(paper.pk, "")

    def check_may(self, paper: Paper, by: User) -> None:
        """NotYours for anybody but the people of the unit."""
        if by.unit_id != self.unit_of(paper) or not by.has_perm("file_reports"):
            raise NotYours("只有本单位的填报员、审签人可以办理。")

    def is_signed(self, paper: Paper) -> bool:
        """Whether a signer of the unit submits it: where there is one, unless the wing says otherwise."""
        return has_signer(self.unit_of(paper))

    def word(self, paper: Paper) -> str:
        """The state for a sentence."""
        return self.states(paper.state).word


@transaction.atomic
def save(
    paper: Paper,
    *,
    filing: Filing,
    write: Callable[[Paper], Sequence[str]],
    based_on: int,
    at: datetime,
    by: User,
) -> Paper:
    """保存草稿: `write` puts what was typed on the locked row, and names the fields that are to be stored.

    Stale where somebody has saved since the version `based_on`, which filled the form.
    """
    locked = _begin(paper, filing, by)
    check_writable(locked, filing=filing)
    check_typed_on(locked, based_on, noun=filing.noun)
    typed = write(locked)
    state = saved_state(locked.state)
    return _move(locked, filing, Step.SAVE, state, typed, at=at, by=by, saved_at=at, saved_by=by)


@transaction.atomic
def save_all(
    drafts: Iterable[CheckedDraft],
    *,
    save_draft: Callable[..., Paper],
    name: Callable[[Paper], str],
    at: datetime,
    by: User,
) -> tuple[Paper, ...]:
    """The drafts of a workbook, each with the version that it was filled from, all or nothing.

    `name` says which paper it was that was refused: 第36项.
    """
    saved = []
    for draft in drafts:
        named = {"content": draft.content, "based_on": draft.version, "at": at, "by": by}
        try:
            saved.append(save_draft(draft.paper, **named))
        except Refused as refusal:
            raise type(refusal)(f"{name(draft.paper)}：{refusal}") from None
    return tuple(saved)


@transaction.atomic
def change_files(
    paper: Paper,
    *,
    filing: Filing,
    step: Step,
    write: Callable[[Paper], dict],
    based_on: int,
    at: datetime,
    by: User,
) -> Paper:
    """上传, 移除: `write` attaches a file to the locked row, or takes one away; what it returns is logged.

    The files are part of what is signed: they are locked with the paper, and its version rises with each.
    """
    locked = _begin(paper, filing, by)
    check_writable(locked, filing=filing)
    check_seen(locked, based_on)
    detail = write(locked)
    state = saved_state(locked.state)
    return _move(locked, filing, step, state, at=at, by=by, detail=detail, saved_at=at, saved_by=by)


@transaction.atomic
def send_for_signature(paper: Paper, *, filing: Filing, based_on: int, at: datetime, by: User) -> Paper:
    """送审签: nothing of it can be written until the signer has decided. A second click changes nothing."""
    locked = _begin(paper, filing, by)
    if locked.state == PaperState.AWAITING:
        return locked
    check_writable(locked, filing=filing)
    check_seen(locked, based_on)
    if not filing.is_signed(locked):
        raise Refused("本单位没有审签人，请直接报送。")
    filing.check_complete(locked, at=at)
    answered = {"sent_at": at, "sent_back_word": ""}  # the signer's word of before stands in the log
    return _move(locked, filing, Step.SEND, PaperState.AWAITING, at=at, by=by, **answered)


@transaction.atomic
def submit(paper: Paper, *, filing: Filing, based_on: int, at: datetime, by: User) -> Paper:
    """报送: what the signer saw, sent for signature; or what the filer of a unit without a signer saw.

    `based_on` is the version on the screen: Stale where it was taken back, written on or sent anew since.
    A second click changes nothing.
    """
    locked = _begin(paper, filing, by)
    if locked.state == PaperState.SUBMITTED:
        return locked
    is_signed = filing.is_signed(locked)
    if not is_role_for(Step.SUBMIT, by.role, is_signed=is_signed):
        raise NotYours(f"本单位的{filing.noun}由审签人报送，请送审签。")
    if is_signed and not leads_on(Step.SUBMIT, locked.state, is_signed=True):
        raise Stale(_not_awaiting(locked, filing))
    if locked.state == PaperState.AWAITING:
        refuse(filing.why_over(locked))
    else:
        check_writable(locked, filing=filing)
    check_seen(locked, based_on)
    kept = filing.hand_in(locked, at=at, by=by)
    changes = {"submitted_at": at, "refile_by": None, **kept}
    return _move(locked, filing, Step.SUBMIT, PaperState.SUBMITTED, at=at, by=by, **changes)


@transaction.atomic
def send_back(paper: Paper, *, filing: Filing, word: str, based_on: int, at: datetime, by: User) -> Paper:
    """退回填报人: the signer gives it back to the filer with a word."""
    locked = _begin(paper, filing, by)
    if not is_role_for(Step.SEND_BACK, by.role, is_signed=True):
        raise NotYours("只有审签人可以退回填报人。")
    if not leads_on(Step.SEND_BACK, locked.state):
        raise Refused(f"该{filing.noun}{locked.stands_as(filing.word(locked))}，不在待审签状态。")
    check_seen(locked, based_on)
    said = required(word, "请写明退回填报人的意见。")
    state = filing.undecided_state(locked)
    detail = {"word": said}
    return _move(locked, filing, Step.SEND_BACK, state, at=at, by=by, detail=detail, sent_back_word=said)


@transaction.atomic
def take_back(paper: Paper, *, filing: Filing, based_on: int, at: datetime, by: User) -> Paper:
    """取回: the filer takes it back from signature, until it is signed."""
    locked = _begin(paper, filing, by)
    if not leads_on(Step.TAKE_BACK, locked.state):
        raise Refused(f"该{filing.noun}{locked.stands_as(filing.word(locked))}，不能从审签中取回。")
    check_seen(locked, based_on)
    return _move(locked, filing, Step.TAKE_BACK, filing.undecided_state(locked), at=at, by=by)


@transaction.atomic
def recall(paper: Paper, *, filing: Filing, based_on: int, at: datetime, by: User) -> Paper:
    """撤回, until the office decides; the submission counts as never made."""
    locked = _begin(paper, filing, by)
    if not leads_on(Step.RECALL, locked.state):
        raise Refused(f"该{filing.noun}{locked.stands_as(filing.word(locked))}，不能撤回。")
    check_seen(locked, based_on)
    changes = filing.undo_round(locked, at=at, by=by)
    return _move(locked, filing, Step.RECALL, filing.undecided_state(locked), at=at, by=by, **changes)


def check_writable(paper: Paper, *, filing: Filing) -> None:
    """Refused where a lock covers the paper, with why and since when."""
    refuse(filing.why_locked(paper))


def _begin(paper: Paper, filing: Filing, by: User) -> Paper:
    """The rows, locked; NotYours for who does not file it, Refused where the unit is out of use."""
    filing.check_may(paper, by)
    check_in_use(by)
    return filing.lock(paper)


def _not_awaiting(paper: Paper, filing: Filing) -> str:
    """Why a signature finds nothing to sign."""
    state = f"该{filing.noun}现为“{filing.word(paper)}”"
    if paper.state in WRITABLE:
        return f"{state}，不在待审签状态（{paper.last_change}），没有报送。"
    return f"{state}，没有报送。"


def _move(
    paper: Paper,
    filing: Filing,
    step: Step,
    state: str,
    typed: Sequence[str] = (),
    *,
    at: datetime,
    by: User,
    detail: dict | None = None,
    **fields: object,
) -> Paper:
    """Write the new state and the fields that were typed, raise the version, record the act last."""
    act, old = filing.acts[step], paper.state
    for name, value in {"state": state, **fields}.items():
        setattr(paper, name, value)
    renewed = paper.renew(act.word, at=at, by=by)
    paper.save(update_fields=["state", *renewed, *fields, *typed])
    words = {"from": filing.states(old).word, "to": filing.states(state).word}
    record(act, by=by, at=at, obj=paper, url=paper.address, detail={**words, **(detail or {})})
    return paper
