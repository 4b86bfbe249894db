"""An indicator's value of a year: from its unit over the signer to the commission."""

from decimal import Decimal

import pytest

from progress.indicators import actions
from progress.indicators.reads import judged_indicators, paper_of
from progress.models import YearlyValue
from progress.rules.indicator_course import Course
from progress.rules.states import YearlyValueState
from projects.models import Indicator
from projects.rules.errors import NotYours, Refused, Stale
from projects.rules.roles import Role
from tests.factories import NOW, make_user
from tests.progress.indicators.conftest import SAID


def course(indicator, year=2021):
    (found,) = judged_indicators(indicator.plan, year, NOW.date())
    return found.word, found.value


def test_only_what_was_accepted_counts(indicator, submitted, coordinator):
    assert course(indicator) == ("待报", None)
    actions.accept(submitted, based_on=submitted.version, at=NOW, by=coordinator)
    assert course(indicator) == (Course.AHEAD.word, Decimal("2.6"))


def test_the_first_save_makes_the_row_once(indicator, filer):
    paper = paper_of(indicator, 2021)
    actions.save_draft(paper, content=SAID, based_on=0, at=NOW, by=filer)
    with pytest.raises(Stale):
        actions.save_draft(paper, content=SAID | {"value": None}, based_on=0, at=NOW, by=filer)
    assert YearlyValue.objects.get().value == Decimal("2.6")


def test_all_that_is_missing_is_named_at_once(indicator, filer, signer):
    paper = paper_of(indicator, 2021)
    empty = SAID | {"value": None, "source": "", "situation": " "}
    saved = actions.save_draft(paper, content=empty, based_on=0, at=NOW, by=filer)
    with pytest.raises(Refused, match="请填写年度值。请填写数据来源。请填写现状。"):
        actions.send_for_signature(saved, based_on=saved.version, at=NOW, by=filer)


def test_a_value_that_is_asked_about_needs_its_cause(indicator, filer, signer):
    paper = paper_of(indicator, 2021)
    worse = SAID | {"value": Decimal("1.9")}
    saved = actions.save_draft(paper, content=worse, based_on=0, at=NOW, by=filer)
    with pytest.raises(Refused, match="请填写原因"):
        actions.send_for_signature(saved, based_on=saved.version, at=NOW, by=filer)
    told = actions.save_draft(
        saved, content=worse | {"cause": "人口增加。"}, based_on=saved.version, at=NOW, by=filer
    )
    sent = actions.send_for_signature(told, based_on=told.version, at=NOW, by=filer)
    assert sent.state == YearlyValueState.AWAITING


def test_a_return_and_a_reopening_take_the_value_out(indicator, submitted, coordinator, filer, signer):
    back = actions.return_to_unit(
        submitted, reason="口径不对。", based_on=submitted.version, at=NOW, by=coordinator
    )
    assert (back.state, back.rounds[-1]["reason"]) == (YearlyValueState.RETURNED, "口径不对。")
    again = actions.save_draft(
        back, content=SAID | {"value": Decimal("2.5")}, based_on=back.version, at=NOW, by=filer
    )
    sent = actions.send_for_signature(again, based_on=again.version, at=NOW, by=filer)
    handed = actions.submit(sent, based_on=sent.version, at=NOW, by=signer)
    taken = actions.accept(handed, based_on=handed.version, at=NOW, by=coordinator)
    assert course(indicator) == (Course.ON_COURSE.word, Decimal("2.5"))
    actions.reopen(taken, reason="数据更正。", based_on=taken.version, at=NOW, by=coordinator)
    assert course(indicator) == ("待报", None)


def test_what_is_recalled_is_as_it_was_before(submitted, signer, coordinator):
    back = actions.recall(submitted, based_on=submitted.version, at=NOW, by=signer)
    assert (back.state, back.submitted_at) == (YearlyValueState.DRAFT, None)
    with pytest.raises(Refused):
        actions.accept(back, based_on=back.version, at=NOW, by=coordinator)


def test_it_is_the_units_to_write_and_the_offices_to_decide(draft, submitted, coordinator, supervisor):
    stranger = make_user("other", role=Role.FILER, unit=None)
    with pytest.raises(NotYours):
        actions.save_draft(draft, content=SAID, based_on=draft.version, at=NOW, by=coordinator)
    for by in (stranger, supervisor):
        with pytest.raises(NotYours):
            actions.accept(submitted, based_on=submitted.version, at=NOW, by=by)


@pytest.mark.parametrize("act", [actions.accept, actions.recall])
def test_an_old_screen_decides_nothing(act, submitted, coordinator, signer):
    by = coordinator if act is actions.accept else signer
    with pytest.raises(Stale):
        act(submitted, based_on=submitted.version - 1, at=NOW, by=by)
    assert YearlyValue.objects.get().state == YearlyValueState.SUBMITTED


def test_a_value_that_waits_for_signature_says_what_filer_and_signer_can_do(draft, filer, signer):
    sent = actions.send_for_signature(draft, based_on=draft.version, at=NOW, by=filer)
    for by in (filer, signer):
        with pytest.raises(Refused, match="填报员可以取回修改，审签人可以退回填报人。"):
            actions.save_draft(sent, content=SAID, based_on=sent.version, at=NOW, by=by)


@pytest.mark.parametrize(
    ("name", "target", "is_refused"),
    [("公众安全感", "95", True), ("居民收入增长率", "8", False), ("生产安全事故起数下降", "[>15]", False)],
)
def test_a_share_below_nought_is_not_sent(draft, filer, signer, name, target, is_refused):
    Indicator.objects.update(name=name, measure="%", base_printed="", target_printed=target)
    said = SAID | {"value": Decimal("-3"), "cause": "口径调整。"}
    saved = actions.save_draft(draft, content=said, based_on=draft.version, at=NOW, by=filer)
    lacks = actions.lacking(actions.YEARLY_VALUE.lock(saved))
    assert lacks == (["年度值-3%低于0，比率不能为负数，请更正。"] if is_refused else [])


def test_a_rate_above_a_hundred_asks_for_a_cause(draft, filer):
    Indicator.objects.update(measure="%", base_printed="98", target_printed="99")
    said = SAID | {"value": Decimal("101")}
    saved = actions.save_draft(draft, content=said, based_on=draft.version, at=NOW, by=filer)
    paper = actions.YEARLY_VALUE.lock(saved)
    assert actions.asked_of(paper) == ("年度值101%高于100%，请核对数值和计量单位并说明原因。",)
    assert actions.lacking(paper) == ["年度值有需要核对之处，请填写原因。"]
