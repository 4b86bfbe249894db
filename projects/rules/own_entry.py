"""Of which targets the quarter's own may be typed (本季填报)."""

from projects.rules.states import Nature


def why_no_own_entry(nature: str, *, is_summed_over_leads: bool) -> str:
    """Why the total must be typed; "" where the quarter's own may be."""
    if nature != Nature.COUNT:
        return "只有数量可以本季填报：水平（比率）不逐季累加。"
    if is_summed_over_leads:
        return "分头完成的目标由各牵头单位报累计数，不能本季填报。"
    return ""
