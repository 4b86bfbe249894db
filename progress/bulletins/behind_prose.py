"""The part of a bulletin's text about what is behind: task by task, the far behind first."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from progress.bulletins.phrases import lag_word, sentence
from progress.rules.causes import without_idle_end
from progress.rules.figures import Figures, Laggard, named
from progress.rules.states import VerdictClass
from projects.paper.paragraphs import PART, POINT, SECTION, Paragraph
from projects.rules.calendar import day_words


def behind_section(figures: Figures) -> Iterator[Paragraph]:
    """The laggards: the far behind under a heading of their own where there are any."""
    yield Paragraph("behind", head="滞后项目", level=SECTION)
    tasks = defaultdict(list)
    for each in figures.laggards:
        tasks[each.number].append(each)
    far = [lines for lines in tasks.values() if lines[0].code == VerdictClass.FAR_BEHIND]
    others = [lines for lines in tasks.values() if lines[0].code != VerdictClass.FAR_BEHIND]
    if not far:
        yield Paragraph("behind.none", _none(figures, len(others)))
    for key, word, group in (("far", "严重滞后项目", far), ("plain", "其他滞后项目", others)):
        if far and group:
            yield Paragraph(f"behind.{key}", head=f"{word}（{len(group)}项）", level=PART)
        yield from (_laggard(lines, is_over=figures.is_years_last_word) for lines in group)


def _none(figures: Figures, others: int) -> str:
    """What there is none of: no laggard at all, or none that is far behind."""
    if others:
        what = lag_word(figures) if figures.is_year else f"{lag_word(figures)}的任务"
        return f"{what}{others}项，均未达到严重滞后程度。"
    if figures.tally.unmeasured:
        return f"截至{day_words(figures.as_of)}，已评定的任务中无滞后项目。"
    return "本期无滞后项目。"


def _laggard(lines: Sequence[Laggard], *, is_over: bool) -> Paragraph:
    """第11项：text, what is behind in each sub-project, points, since when, cause, leads."""
    first = lines[0]
    said = [sentence(first.text), f"{'；'.join(map(_situation, lines))}。"]
    expected = next((each.expected for each in lines if each.expected), "")
    if expected and not is_over:  # when the year is over nothing is expected of it
        said.append(f"预计年底：{expected}。")
    if first.streak > 1:
        said.append(f"已连续{first.streak}个季度滞后。")
    cause = sentence("\n".join(map(without_idle_end, first.cause.split("\n")))) if first.cause else ""
    said.append(f"主要原因：{cause}" if cause else "主要原因：未作说明。")
    if first.leads:
        said.append(f"牵头单位：{named(first.leads)}。")
    return Paragraph(f"behind:{first.number}", "".join(said), head=f"第{first.number}项", level=POINT)


def _situation(line: Laggard) -> str:
    """市二院：计划累计6所，实际累计4所，滞后9.8个百分点."""
    where = f"{line.sub_project}：" if line.sub_project else ""
    points = f"，滞后{line.gap}个百分点" if line.gap else ""
    return f"{where}{line.situation or '未达到计划进度'}{points}"
