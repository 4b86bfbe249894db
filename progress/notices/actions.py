"""A notice that went out: signed for, its reply returned, closed or withdrawn.

One function per step, each on the version that was on the screen. Until then: `draft_actions`. The unit's
reply is a paper of its own: `reply_actions`; what the office decides on it moves the notice.
"""

from datetime import date, datetime

from django.db import transaction

from progress.models import Notice, NoticeReply
from progress.notices.checks import check_addressee, check_may_sign
from progress.notices.reads import reply_day
from progress.notices.reply_actions import REPLY
from progress.notices.step_actions import begin, locked_notice, move
from progress.rules.states import RUNNING, NoticeState
from projects.filing import decision_actions as decisions
from projects.filing.checks import check_seen, required
from projects.filing.decision_actions import Office, Return
from projects.log.acts import Act
from projects.models import User
from projects.models.filing import Versioned
from projects.rules.errors import Refused
from projects.rules.filing import Step

RECEIVED = Act("notice_received", "签收督办单", after_conclusion=True)
REPLY_RETURNED = Act("notice_reply_returned", "退回督办回复", after_conclusion=True)
CLOSED = Act("notice_closed", "督办单办结", after_conclusion=True)
WITHDRAWN = Act("notice_withdrawn", "督办单作废", after_conclusion=True)

RESTORED_WORD = "恢复原级督办"  # what a notice owes to the one above it


class ReplyOffice(Office):
    """What a decision on a reply writes: its notice moves with it, and the log tells of the notice."""

    filing = REPLY
    acts = {Step.ACCEPT: CLOSED, Step.RETURN: REPLY_RETURNED}
    day_word = "新的回复期限"

    def check_may(self, paper: NoticeReply, by: User) -> None:
        """Who signs notices of this level."""
        check_may_sign(paper.notice, by)

    def check_not_own(self, paper: NoticeReply, by: User) -> None:
        """Nobody signs notices to the own unit but the supervisor, so nothing is left to ask."""

    def lock(self, paper: NoticeReply) -> NoticeReply:
        """The notice, which has to be answered, before its reply."""
        notice = begin(paper.notice, NoticeState.REPLIED)
        reply = NoticeReply.objects.select_for_update(of=("self",)).get(notice=notice)
        reply.notice = notice
        return reply

    def seen(self, paper: NoticeReply) -> Versioned:
        """The notice is on the screen, its reply on it."""
        return paper.notice

    def due_day(self, paper: NoticeReply, on: date) -> date:
        """Any day that is still to come."""
        return on

    def usual_day(self, paper: NoticeReply, due: date, on: date) -> date:
        """The unit has as long as it had for its first reply."""
        return reply_day(paper.notice.yearly_list, on)

    def keep_return(self, paper: NoticeReply, returned: Return, *, at: datetime, by: User) -> None:
        """On the round that it answers."""
        last = paper.notice.rounds.filter(recalled_at=None).order_by("number").last()
        last.returned_at, last.returned_by, last.return_reason = at, by, returned.reason
        last.save(update_fields=["returned_at", "returned_by", "return_reason"])

    def tell(self, step: Step, paper: NoticeReply, detail: dict, *, at: datetime, by: User) -> None:
        """The notice is over, or waits for another reply."""
        notice = paper.notice
        if step == Step.ACCEPT:
            _end(notice, NoticeState.CLOSED, CLOSED, detail["note"], at=at, by=by)
            return
        said = {"reason": detail["reason"], "reply_by": detail["refile_by"]}
        act, day = self.acts[step], paper.refile_by
        move(notice, state=NoticeState.RECEIVED, act=act, at=at, by=by, detail=said, reply_by=day)


OFFICE = ReplyOffice()


@transaction.atomic
def receive(notice: Notice, *, based_on: int, at: datetime, by: User) -> Notice:
    """签收: who and when. A second click changes nothing."""
    check_addressee(notice, by)
    locked = begin(notice, NoticeState.ISSUED, NoticeState.RECEIVED)
    if locked.state == NoticeState.RECEIVED:
        return locked
    check_seen(locked, based_on)
    return move(
        locked, state=NoticeState.RECEIVED, act=RECEIVED, at=at, by=by, received_at=at, received_by=by
    )


def ask_again(
    notice: Notice, *, reason: str, reply_by: date | None = None, based_on: int, at: datetime, by: User
) -> Notice:
    """退回回复: the reply is wanting; with the reason and a new date. Its text stays for the unit to mend."""
    said = {"reason": reason, "until": reply_by, "based_on": based_on}
    reply = NoticeReply(notice=notice)
    return decisions.send_for_mending(reply, office=OFFICE, **said, at=at, by=by).notice


@transaction.atomic
def close(notice: Notice, *, note: str = "", based_on: int, at: datetime, by: User) -> Notice:
    """办结; without a reply the office says why. A second click changes nothing."""
    locked = begin(notice, *RUNNING, NoticeState.CLOSED)
    check_may_sign(locked, by)
    if locked.state == NoticeState.CLOSED:
        return _closed_by(locked, by)
    if locked.state == NoticeState.REPLIED:
        reply = NoticeReply(notice=locked)
        named = {"based_on": based_on, "at": at, "by": by}
        return decisions.accept(reply, office=OFFICE, keep=lambda _: {"note": note}, **named).notice
    check_seen(locked, based_on)
    said = required(note, "单位尚未回复，办结请写明理由。")
    return _end(locked, NoticeState.CLOSED, CLOSED, said, at=at, by=by)


@transaction.atomic
def withdraw(notice: Notice, *, reason: str, based_on: int, at: datetime, by: User) -> Notice:
    """作废 with a reason; the number stays spent, and what it had raised runs again."""
    locked = begin(notice, *RUNNING)
    check_may_sign(locked, by)
    check_seen(locked, based_on)
    said = required(reason, "请写明作废的理由。")
    if locked.followers.open().exists():
        raise Refused("已在该件上拟办升级，请先删除升级件的草稿。")
    _restore(locked.previous, at=at, by=by)
    return _end(locked, NoticeState.WITHDRAWN, WITHDRAWN, said, at=at, by=by)


def _restore(previous: Notice | None, *, at: datetime, by: User) -> None:
    """The notice that had been raised stands again where it stood."""
    if previous:
        locked = locked_notice(previous)
        locked.state = (
            NoticeState.REPLIED
            if locked.chase.replied_on
            else NoticeState.RECEIVED
            if locked.received_at
            else NoticeState.ISSUED
        )
        locked.save(update_fields=["state", *locked.renew(RESTORED_WORD, at=at, by=by)])


def _closed_by(notice: Notice, by: User) -> Notice:
    """The notice, for a second click; whoever comes after another reads who has closed it."""
    if not notice.was_done_by(by):
        raise Refused(f"该件{notice.stands_as(notice.get_state_display())}，没有办理。")
    return notice


def _end(notice: Notice, state: str, act: Act, note: str, *, at: datetime, by: User) -> Notice:
    said = {"ended_at": at, "ended_by": by, "ended_note": note.strip()}
    return move(notice, state=state, act=act, at=at, by=by, detail={"note": note.strip()}, **said)
