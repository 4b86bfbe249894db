"""分解: who shares what out to whom, and what becomes of it (domain.md, Contributions and shares)."""

from decimal import Decimal

import pytest

from progress.contributions.share_actions import share_out
from progress.models import Allocation, SharedTarget
from progress.rules.shares import Share
from projects.log.words import detail_words
from projects.models import LogEntry
from projects.rules.errors import NotYours, Refused, Stale
from projects.rules.states import AssignmentRole, ListStage
from tests.factories import NOW, make_assignment, make_group, make_target, make_unit, make_user


def quantities():
    return dict(Allocation.objects.values_list("unit__code", "quantity"))


def test_a_lead_shares_out_and_changes_it(setting):
    setting.share(2, 3)
    setting.share(4, None)
    assert quantities() == {"hzq": 4}
    first, second = LogEntry.objects.filter(act="target_shared_out").order_by("pk")
    assert detail_words(first.detail) == [("修改内容", "海州区2；连云区3")]
    assert detail_words(second.detail) == [("修改内容", "连云区3 → 不再分解；海州区2 → 4")]


def test_the_same_once_more_changes_nothing(setting):
    shared = setting.share(2, 3)
    setting.share(2, 3)
    assert SharedTarget.objects.get().version == shared.version == 1
    assert LogEntry.objects.count() == 1


def test_shares_changed_since_they_were_read_are_refused(setting):
    setting.share(2, 3)
    shares = {setting.counties[0].pk: Share(Decimal(5))}
    with pytest.raises(Stale):
        share_out(setting.target, shares=shares, based_on=0, at=NOW, by=setting.person("sjyj"))
    assert quantities() == {"hzq": 2, "lyq": 3}


@pytest.mark.parametrize("who", ["hzq", "drc", "other"])
def test_nobody_but_the_lead_shares_out(setting, who):
    make_user("drc", role="coordinator")
    make_user("other", unit=make_unit("other"))
    with pytest.raises(NotYours):
        setting.share(2, 3, by=who)
    assert not Allocation.objects.exists()


def test_the_lead_that_reports_the_target_shares_it_out(setting):
    second = make_unit("smzj")
    make_assignment(setting.task, second)
    make_user("smzj", unit=second)
    with pytest.raises(NotYours):
        setting.share(2, 3, by="smzj")
    setting.target.reporting_unit = second
    setting.target.save()
    setting.share(2, 3, by="smzj")
    assert quantities() == {"hzq": 2, "lyq": 3}


def test_nothing_is_shared_out_to_a_stranger(setting):
    setting.counties[1] = make_unit("gyq")
    with pytest.raises(Refused, match="共同责任单位"):
        setting.share(2, 3)


def test_a_member_of_a_group_takes_a_share(setting):
    member = make_unit("gyq")
    group = make_group("gxq", member, yearly_list=setting.task.yearly_list)
    make_assignment(setting.task, group, role=AssignmentRole.CO)
    setting.counties[1] = member
    setting.share(2, 3)
    assert quantities() == {"hzq": 2, "gyq": 3}


def test_a_level_and_a_target_of_several_leads_are_not_shared_out(setting):
    level = make_target(setting.task, quantity=80, nature="level")
    several = make_target(setting.task, quantity=80, is_summed_over_leads=True)
    for target in (level, several):
        with pytest.raises(Refused, match="分解"):
            setting.share(2, 3, target=target)


def test_nothing_is_shared_out_of_a_concluded_list(setting):
    setting.task.yearly_list.stage = ListStage.CONCLUDED
    setting.task.yearly_list.save()
    setting.target.refresh_from_db()
    with pytest.raises(Refused, match="已办结"):
        setting.share(2, 3)


def test_more_than_the_target_is_taken_and_said(setting):
    setting.share(4, 3)
    assert quantities() == {"hzq": 4, "lyq": 3}
