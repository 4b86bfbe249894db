"""The evaluation's sentences: counts, the binding indicators apart, the laggards by name."""

from collections.abc import Sequence

from progress.indicators.reads import Evaluation, JudgedIndicator, counted
from progress.rules.indicator_course import Course
from projects.rules.amounts import plain

LAGGING = (Course.BEHIND, Course.MISSED)


def paragraphs(of: Evaluation) -> list[str]:
    """The document's text, a paragraph each."""
    plan, found, year = of.plan, of.found, of.year
    sets = f"由{of.unit}负责的主要指标{len(found)}项" if of.unit else f"设{len(found)}项主要指标"
    sentences = [f"《{plan.title}》{sets}。{_by_year(found, year)}"]
    binding = [each for each in found if each.indicator.is_binding]
    if binding:
        sentences.append(f"其中约束性指标{len(binding)}项：{_counts(binding)}。")
    lagging = [each for each in found if each.value is not None and each.course in LAGGING]
    if lagging:
        word = "未实现目标" if year == plan.end_year else "滞后于预期"
        named = "；".join(_laggard(each, year) for each in lagging)
        sentences.append(f"{word}的指标{len(lagging)}项：{named}。")
    silent = [each for each in found if each.value is None]
    if silent and len(silent) < len(found):
        names = "、".join(each.indicator.name for each in silent)
        sentences.append(f"尚无{year}年数据的指标{len(silent)}项：{names}。")
    sentences.append("各项指标情况如下：")
    return sentences


def _by_year(found: Sequence[JudgedIndicator], year: int) -> str:
    if all(each.value is None for each in found):
        return f"{year}年的数据尚未报送审核。"
    return f"按{year}年数据评估：{_counts(found)}。"


def _counts(found: Sequence[JudgedIndicator]) -> str:
    words = dict.fromkeys(("待报", "未报"), "尚无数据")
    return "，".join(f"{words.get(word, word)}{count}项" for word, count in counted(found))


def _laggard(each: JudgedIndicator, year: int) -> str:
    indicator, measure = each.indicator, each.indicator.measure
    value = f"{indicator.name}{year}年为{plain(each.value)}{measure}"
    if each.course == Course.MISSED:
        return f"{value}，目标为{indicator.target_printed}"
    return f"{value}，按规划进度应为{plain(each.expected)}{measure}"
