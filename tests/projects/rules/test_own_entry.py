"""Of which targets the quarter's own may be typed."""

import pytest

from projects.rules.own_entry import why_no_own_entry
from projects.rules.states import Nature


@pytest.mark.parametrize(
    ("nature", "is_summed", "word"), [(Nature.LEVEL, False, "只有数量"), (Nature.COUNT, True, "分头完成")]
)
def test_levels_and_sums_over_leads_take_totals_alone(nature, is_summed, word):
    assert word in why_no_own_entry(nature, is_summed_over_leads=is_summed)


def test_a_count_of_one_lead_may_be_typed_quarter_by_quarter():
    assert why_no_own_entry(Nature.COUNT, is_summed_over_leads=False) == ""
