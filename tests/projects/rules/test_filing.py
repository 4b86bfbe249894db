"""The life of a paper as values (domain.md, A report's life)."""

import pytest

from projects.rules.filing import FROM, LOCKED, PaperState, Step, is_role_for, leads_on, saved_state
from projects.rules.roles import Role


@pytest.mark.parametrize("state", LOCKED)
def test_what_is_locked_is_neither_written_nor_sent(state):
    assert not leads_on(Step.SAVE, state) and not leads_on(Step.SEND, state)


def test_what_a_signer_signs_is_submitted_from_signature_alone():
    allowed = [state for state in PaperState if leads_on(Step.SUBMIT, state, is_signed=True)]
    assert allowed == [PaperState.AWAITING]


def test_without_a_signer_it_is_submitted_as_written():
    assert leads_on(Step.SUBMIT, PaperState.RETURNED) and not leads_on(Step.SUBMIT, PaperState.ACCEPTED)


def test_a_decided_paper_takes_no_step_of_the_unit():
    assert [step for step in FROM if leads_on(step, PaperState.ACCEPTED)] == [Step.REOPEN]  # the office's


def test_only_what_is_submitted_is_decided():
    for step in (Step.ACCEPT, Step.RETURN):
        assert [state for state in PaperState if leads_on(step, state)] == [PaperState.SUBMITTED]


@pytest.mark.parametrize(
    ("step", "is_signed", "roles"),
    [
        (Step.SUBMIT, True, {Role.SIGNER}),
        (Step.SUBMIT, False, {Role.FILER, Role.SIGNER}),
        (Step.SEND_BACK, True, {Role.SIGNER}),
        (Step.TAKE_BACK, True, {Role.FILER, Role.SIGNER}),
    ],
)
def test_the_signer_alone_signs_and_gives_back(step, is_signed, roles):
    found = {role for role in (Role.FILER, Role.SIGNER) if is_role_for(step, role, is_signed=is_signed)}
    assert found == roles


def test_a_returned_paper_stays_returned_while_it_is_written():
    assert [saved_state(each) for each in (PaperState.NOT_BEGUN, PaperState.RETURNED)] == [
        PaperState.DRAFT,
        PaperState.RETURNED,
    ]
