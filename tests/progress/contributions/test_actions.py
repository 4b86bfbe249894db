"""A contribution's life between its unit and the lead (domain.md, Contributions and shares)."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from progress.contributions import actions, lead_actions
from progress.contributions.actions import CONTRIBUTION, ContributionContent, Given
from progress.contributions.reads import changed_shares, sent_of
from progress.contributions.waiting_reads import contributions_waiting
from progress.ledger.owed_contributions import shared_task, shared_tasks
from progress.ledger.shares import shared_out
from progress.models import Contribution
from progress.rules.states import ContributionState
from projects.files.uploads import looked_at
from projects.models import LogEntry, Target, Unit
from projects.rules.errors import NotYours, Refused, Stale
from projects.rules.roles import Role
from tests.factories import NOW, make_unit, make_user
from tests.sample_files import uploaded


def acts():
    rows = LogEntry.objects.filter(act__startswith="contribution").order_by("pk")
    return [each.act for each in rows]


def total(setting):
    return shared_out(setting.task, 2)[0].total


def test_saved_sent_and_adopted(shared):
    shared.send(1)
    assert shared.adopt().state == ContributionState.ACCEPTED
    assert acts() == ["contribution_saved", "contribution_submitted", "contribution_adopted"]
    assert total(shared) == 1


def test_a_unit_with_a_signer_sends_at_once(shared):
    """The lead signs for it."""
    make_user("hzq-signer", role=Role.SIGNER, unit=shared.counties[0])
    assert shared.send(1).state == ContributionState.SUBMITTED


def test_a_draft_counts_in_no_sum_and_says_nothing_to_the_lead(shared):
    shared.save(1)
    assert total(shared) is None
    assert sent_of(shared.paper()) is None


def test_what_is_returned_leaves_the_sum_until_it_comes_again(shared):
    Target.objects.update(unit="公里")  # of which there are halves
    shared.send(1), shared.send(2, "lyq")
    assert total(shared) == 3
    shared.send_back()
    assert total(shared) == 2
    paper = shared.paper()
    assert (paper.return_word, paper.refile_by) == ("请核实。", date(2021, 7, 19))
    shared.send(Decimal("1.5"))
    assert total(shared) == Decimal("3.5")
    assert [each.get("reason") for each in shared.paper().rounds] == ["请核实。", None]


def test_what_was_adopted_can_still_be_returned(shared):
    shared.send(1), shared.adopt()
    assert shared.send_back().state == ContributionState.RETURNED


def test_a_recalled_one_counts_as_never_sent(shared):
    sent = shared.send(1)
    recalled = actions.recall(sent, based_on=sent.version, at=NOW, by=shared.person("hzq"))
    assert recalled.state == ContributionState.DRAFT
    assert recalled.first_submitted_at is None and sent_of(recalled) is None


def test_recalled_after_a_return_it_is_returned_again(shared):
    shared.send(1), shared.send_back()
    sent = shared.send(2)
    recalled = actions.recall(sent, based_on=sent.version, at=NOW, by=shared.person("hzq"))
    assert (recalled.state, recalled.return_word) == (ContributionState.RETURNED, "请核实。")
    assert recalled.refile_by == date(2021, 7, 19)


def test_what_is_adopted_is_recalled_no_more(shared):
    shared.send(1)
    adopted = shared.adopt()
    with pytest.raises(Refused):
        actions.recall(adopted, based_on=adopted.version, at=NOW, by=shared.person("hzq"))


def test_a_share_wants_a_value_or_a_reason(shared):
    saved = shared.save(None)
    named = {"shown": shared.seal(), "based_on": saved.version, "at": NOW, "by": shared.person("hzq")}
    with pytest.raises(Refused, match="请填写“城市公园”的本次累计"):
        actions.submit(saved, **named)
    content = ContributionContent(values={shared.target.pk: Given(None, "数据未出。")})
    kept = actions.save_draft(saved, content=content, based_on=saved.version, at=NOW, by=named["by"])
    actions.submit(kept, **{**named, "based_on": kept.version})
    line = shared_out(shared.task, 2)[0].lines[0]
    assert (line.value, line.value_words) == (None, "本季无数据：数据未出。")


def test_nought_is_a_value(shared):
    shared.send(0)
    assert total(shared) == 0


def test_what_cannot_be_read_is_kept_and_not_sent(shared):
    paper = shared.paper()
    unread = {f"value-{shared.target.pk}": {"typed": "约两所", "why": "请填一个数。"}}
    content = ContributionContent(text="已开工。", values={shared.target.pk: Given()}, unread=unread)
    named = {"at": NOW, "by": shared.person("hzq")}
    saved = actions.save_draft(paper, content=content, based_on=0, **named)
    with pytest.raises(Refused, match="请填一个数"):
        actions.submit(saved, shown=shared.seal(), based_on=saved.version, **named)


def test_of_its_own_accord_a_unit_without_a_share_sends_a_text(setting):
    with pytest.raises(Refused, match="请填写协同情况"):
        setting.send(None, text=" ")
    sent = setting.send(None, text="已协调用地。")
    assert sent_of(sent).text == "已协调用地。"


@pytest.mark.parametrize("code", ["sjyj", "other"])
def test_a_lead_and_a_stranger_contribute_nothing(shared, code):
    if code == "other":
        make_user("other", unit=make_unit("other"))
    with pytest.raises(NotYours):
        shared.save(None, code, text="已开工。")
    assert not Contribution.objects.exists()


@pytest.mark.parametrize("by", ["hzq", "lyq", "drc"])
def test_nobody_but_the_lead_decides(shared, by):
    make_user("drc", role=Role.COORDINATOR)
    shared.send(1)
    with pytest.raises(NotYours):
        shared.adopt(by=by)
    with pytest.raises(NotYours):
        shared.send_back(by=by)


def test_a_share_changed_before_it_is_sent_is_said(shared):
    saved, seal = shared.save(1), shared.seal()
    shared.share(1, 4)
    named = {"based_on": saved.version, "at": NOW, "by": shared.person("hzq")}
    with pytest.raises(Stale, match="份额"):
        actions.submit(saved, shown=seal, **named)
    assert actions.submit(saved, shown=shared.seal(), **named).state == ContributionState.SUBMITTED


def test_a_share_changed_after_it_was_sent_stands_beside_what_was_sent(shared):
    sent = shared.send(1)
    shared.share(1, 4)
    owed = shared_task(shared.period, shared.task, sent.unit, NOW.date())
    assert changed_shares(sent, owed) == ["“城市公园”份额由2调整为1个。"]
    assert sent_of(sent).values == [("城市公园", "1个", "2个")]
    assert total(shared) == 1


def test_a_share_taken_back_leaves_the_sum_and_what_was_sent_stands(shared):
    sent = shared.send(1)
    shared.send(2, "lyq")
    shared.share(None, 5)
    assert total(shared) == 2
    assert changed_shares(sent, None) == ["“城市公园”已不再分解给该单位，所报数不计入合计。"]
    assert sent_of(Contribution.objects.get(pk=sent.pk)).values == [("城市公园", "1个", "2个")]


def test_a_value_of_a_share_taken_back_meanwhile_is_not_saved(shared):
    shared.share(None, 5)
    with pytest.raises(Refused, match="已调整分解"):
        shared.save(1)


def test_saved_by_a_colleague_meanwhile_it_is_not_overwritten(shared):
    paper = shared.paper()
    shared.save(1)
    content = ContributionContent(text="另一人。")
    with pytest.raises(Stale):
        actions.save_draft(paper, content=content, based_on=0, at=NOW, by=shared.person("hzq"))


def test_a_closed_quarter_takes_nothing(shared):
    saved = shared.save(1)
    shared.period.closed_at = NOW
    shared.period.save()
    with pytest.raises(Refused, match="已于2021-07-14关闭"):
        shared.save(2)
    with pytest.raises(Refused, match="关闭"):
        actions.submit(saved, shown=shared.seal(), based_on=saved.version, at=NOW, by=shared.person("hzq"))


def test_first_sent_after_its_day_it_is_late_to_the_lead(setting):
    setting.share(2, 3, at=NOW - timedelta(days=60))
    setting.send(1)
    owed = shared_task(setting.period, setting.task, setting.counties[0], NOW.date())
    assert owed.due_on == date(2021, 7, 7) and owed.is_late


def test_what_is_shared_out_after_the_leads_own_day_has_days_of_its_own(shared):
    shared.send(1)  # shared out on 14 July, two days after the lead's own day
    owed = shared_task(shared.period, shared.task, shared.counties[0], NOW.date())
    assert owed.due_on == date(2021, 7, 19) and not owed.is_late


def test_a_unit_out_of_office_owes_no_share_and_what_it_sent_stands(shared):
    shared.send(1)
    Unit.objects.update(is_active=False)
    owed = shared_tasks(shared.period, NOW.date(), task=shared.task)
    assert [(each.unit.code, each.is_open) for each in owed] == [("hzq", False)]
    assert total(shared) == 1


def test_the_lead_reminds_who_has_not_sent_theirs_once_a_day(shared):
    shared.send(1)
    units = [each.pk for each in shared.counties]
    named = {"period": shared.period, "units": units, "word": "请今天报。", "by": shared.person("sjyj")}
    (paper,) = lead_actions.remind(shared.task, at=NOW, **named)
    assert (paper.unit.code, paper.reminder_word, paper.version) == ("lyq", "请今天报。", 0)
    assert lead_actions.remind(shared.task, at=NOW, **named) == ()
    assert len(lead_actions.remind(shared.task, at=NOW + timedelta(days=1), **named)) == 1
    (words,) = [each.words for each in contributions_waiting(shared.person("lyq"), NOW.date())]
    assert "牵头单位7月15日催办。" in words


@pytest.mark.parametrize("by", ["hzq", "drc"])
def test_nobody_but_the_lead_reminds(shared, by):
    make_user("drc", role=Role.COORDINATOR)
    named = {"period": shared.period, "units": [shared.counties[1].pk], "at": NOW}
    with pytest.raises(NotYours):
        lead_actions.remind(shared.task, by=shared.person(by), **named)


def test_files_are_locked_with_their_contribution(shared):
    named = {"file": looked_at(uploaded()), "at": NOW, "by": shared.person("hzq")}
    held = actions.attach_evidence(shared.paper(), based_on=0, **named)
    sent = shared.send(1)
    with pytest.raises(Refused, match="已锁定"):
        actions.attach_evidence(sent, based_on=sent.version, **named)
    key = held.evidence.get().pk
    with pytest.raises(Refused, match="已锁定"):
        actions.take_evidence_away(sent, key=key, based_on=sent.version, at=NOW, by=named["by"])
    assert [each["key"] for each in sent_of(sent).evidence] == [key]


def test_a_file_of_a_round_stays_with_it_when_it_is_taken_away(shared):
    named = {"file": looked_at(uploaded()), "at": NOW, "by": shared.person("hzq")}
    key = actions.attach_evidence(shared.paper(), based_on=0, **named).evidence.get().pk
    shared.send(1)
    paper = shared.send_back()
    actions.take_evidence_away(paper, key=key, based_on=paper.version, at=NOW, by=named["by"])
    assert paper.evidence.in_place().count() == 0
    assert [each["key"] for each in shared.paper().rounds[0]["evidence"]] == [key]


@pytest.mark.parametrize(
    ("value", "text", "said"),
    [
        (1, "已开工。", "与退回前相同，没有改动"),
        (2, "已开工。", ""),
        (1, "已完工。", ""),
        (None, "已开工。", ""),
    ],
)
def test_what_is_sent_again_as_it_came_back_says_so(setting, value, text, said):
    setting.share(2, 3)
    setting.send(1)
    setting.send_back()
    if value is None:
        content = ContributionContent(text=text, values={setting.target.pk: Given(None, "统计未出。")})
        paper, by = setting.paper(), setting.person("hzq")
        saved = actions.save_draft(paper, content=content, based_on=paper.version, at=NOW, by=by)
        sent = actions.submit(saved, shown=setting.seal(), based_on=saved.version, at=NOW, by=by)
    else:
        sent = setting.send(value, text=text)
    assert CONTRIBUTION.why_same(sent, is_own=False) == said
