"""The life of a paper, as values: its states, the steps between them, and who takes which (domain.md, A
report's life). A report, a reply to a notice and a plan live alike; each gives the states words of its own.
"""

from enum import StrEnum

from projects.rules.roles import Role


class PaperState(StrEnum):
    """Where a paper stands; the wing that it belongs to has the words."""

    NOT_BEGUN = ""
    DRAFT = "draft"
    AWAITING = "awaiting"
    SUBMITTED = "submitted"
    ACCEPTED = "accepted"
    RETURNED = "returned"
    REOPENED = "reopened"


class Step(StrEnum):
    """What can be done to a paper."""

    SAVE = "save"
    ATTACH = "attach"
    DETACH = "detach"
    SEND = "send"
    SUBMIT = "submit"
    SEND_BACK = "send_back"
    TAKE_BACK = "take_back"
    RECALL = "recall"
    ACCEPT = "accept"
    RETURN = "return"
    REOPEN = "reopen"


HANDED_IN = (PaperState.SUBMITTED, PaperState.ACCEPTED)  # by the unit, and not given back
LOCKED = (PaperState.AWAITING, *HANDED_IN)
ON_THE_WAY = (PaperState.AWAITING, PaperState.SUBMITTED)  # to be signed, or to be decided
WRITABLE = tuple(state for state in PaperState if state not in LOCKED)

FROM = {  # the states from which a step leads on
    Step.SAVE: WRITABLE,
    Step.ATTACH: WRITABLE,
    Step.DETACH: WRITABLE,
    Step.SEND: WRITABLE,
    Step.SUBMIT: (*WRITABLE, PaperState.AWAITING),
    Step.SEND_BACK: (PaperState.AWAITING,),
    Step.TAKE_BACK: (PaperState.AWAITING,),
    Step.RECALL: (PaperState.SUBMITTED,),
    Step.ACCEPT: (PaperState.SUBMITTED,),
    Step.RETURN: (PaperState.SUBMITTED,),
    Step.REOPEN: (PaperState.ACCEPTED,),
}


def leads_on(step: Step, state: str, *, is_signed: bool = False) -> bool:
    """Whether a paper in this state may take the step; `is_signed` where its unit has a signer."""
    if step == Step.SUBMIT and is_signed:
        return state == PaperState.AWAITING
    return state in FROM[step]


def is_role_for(step: Step, role: str, *, is_signed: bool) -> bool:
    """Whether this role of the unit takes the step: what is signed for is submitted by the signer alone."""
    if step == Step.SEND_BACK or (step == Step.SUBMIT and is_signed):
        return role == Role.SIGNER
    return True


def saved_state(state: str) -> str:
    """Where a paper stands once it is written: a returned one stays returned until it is sent anew."""
    return PaperState.DRAFT if state == PaperState.NOT_BEGUN else state
