"""A bulletin's text, written from its figures in the wording and order of such bulletins (domain.md).

Every paragraph has a key that stays the same whatever the figures say, so that an officer's edit finds its
place again. Amounts are in Arabic digits, headings and quarters in Chinese ones (GB/T 15835).
"""

from collections.abc import Iterator, Sequence

from progress.bulletins.behind_prose import behind_section
from progress.bulletins.correction_prose import correction_section
from progress.bulletins.filing_prose import filing_section
from progress.bulletins.next_prose import next_section, problem_section
from progress.bulletins.oversight_prose import oversight_section
from progress.bulletins.past_prose import after_issue, past_section
from progress.bulletins.phrases import good_word, items, lag_word, share
from progress.rules.figures import Figures, GroupTally, named
from progress.rules.standings import Tally
from progress.rules.states import GOOD, LAGGING, VerdictClass, verdict_word
from projects.paper.paragraphs import PART, SECTION, Paragraph
from projects.rules.amounts import money
from projects.rules.calendar import day_words
from projects.rules.city import City
from projects.rules.matters import SPACE, place_of


def prose(figures: Figures, *, city: City) -> tuple[Paragraph, ...]:
    """The whole text as the figures tell it."""
    sections = (
        correction_section(figures),
        _opening(figures, city),
        _overall(figures),
        _domains(figures),
        behind_section(figures),
        () if figures.is_public else filing_section(figures),
        past_section(figures),
        oversight_section(figures),
        problem_section(figures),
        next_section(figures),
    )
    return tuple(paragraph for section in sections for paragraph in section)


def _opening(figures: Figures, city: City) -> Iterator[Paragraph]:
    documents = [
        f"《{each.title}》" + (f"（{each.document_number}）" if each.document_number else "")
        for each in figures.basis
    ]
    basis = f"根据{'和'.join(documents)}要求，" if documents else ""
    offices = f"{city.coordinator}会同{city.supervisor}"
    what = "完成情况" if figures.is_years_last_word else "进展情况"
    reviewed = f"{offices}对各牵头单位截至{day_words(figures.as_of)}的{what}进行了督查和汇总审核"
    span = "全年" if figures.is_year else figures.span  # the day stands before it
    yield Paragraph("opening", f"{figures.breakdown}。{basis}{reviewed}。现将{span}有关情况通报如下：")


def _overall(figures: Figures) -> Iterator[Paragraph]:
    yield Paragraph("overall", head="总体情况", level=SECTION)
    yield Paragraph("overall.counts", f"从督查情况看，截至{day_words(figures.as_of)}，{_counts(figures)}")
    if figures.by_matter:
        yield Paragraph("overall.matters", _matters(figures))
    if figures.investing:
        yield Paragraph("overall.investment", _investment(figures))
    if figures.tally.pending:
        yield Paragraph(
            "overall.pending",
            f"待审核的{figures.tally.pending}项任务，进展报告已经报送、尚未审核通过，其数据未计入本次评价。",
        )
    if figures.compared:
        yield Paragraph("overall.compared", _compared(figures))


def _counts(figures: Figures) -> str:
    """120项任务中，按序时推进54项，占45.0%，其中超序时5项、达序时49项；滞后10项，占8.3%，其中严重滞后1项；…"""
    tally, word = figures.tally, good_word(figures)
    parts = _parts(figures, tally)
    if tally.total and tally.done == tally.total:
        all_of_them = "均" if tally.total > 1 else ""
        return f"{tally.total}项任务{all_of_them}{word}{parts}，无滞后任务。"
    on_time = (
        f"{word}{tally.done}项，占{share(tally.done, tally.total)}{parts}"
        if tally.done
        else f"尚无{word}的任务"
    )
    return f"{tally.total}项任务中，{on_time}；{'；'.join(_others(figures))}。"


def _parts(figures: Figures, tally: Tally) -> str:
    """，其中超序时5项、达序时49项; of the year 超额完成, 销号, 非量化, which the whole list alone tells."""
    counts = (
        figures.done_parts
        if figures.is_year
        else (
            (verdict_word(VerdictClass.COMPLETED, figures.quarter), tally.completed),
            ("超序时", tally.ahead),
            ("达序时", tally.on_schedule),
        )
    )
    parts = named(f"{word}{count}项" for word, count in counts if count)
    return f"，其中{parts}" if parts else ""


def _others(figures: Figures) -> Iterator[str]:
    tally = figures.tally
    far = f"，其中严重滞后{tally.far_behind}项" if tally.far_behind else ""
    yield (
        f"滞后（{lag_word(figures)}）{tally.behind}项，占{share(tally.behind, tally.total)}{far}"
        if tally.behind
        else "无滞后任务"
    )
    if tally.unmeasured:
        reasons = named(f"{word}{count}项" for word, count in tally.reasons)
        yield f"待评定{tally.unmeasured}项" + (f"，其中{reasons}" if reasons else "")
    if tally.not_filed:
        yield f"未报{tally.not_filed}项"


def _matters(figures: Figures) -> str:
    """按件看，10件中，任务均按序时推进的8件；有滞后任务的1件（第3件）；…; which tasks the tables name."""
    groups = figures.by_matter
    well = [each for each in groups if each.tally.done == each.tally.total]
    lagging = [each for each in groups if each.tally.behind]
    others = [each for each in groups if each not in well and each not in lagging]
    kinds = (
        (f"任务均{good_word(figures)}的", well, False),
        ("有滞后任务的", lagging, True),
        ("没有滞后、有待评定任务的" if figures.is_public else "没有滞后、有待评定或未报任务的", others, True),
    )
    clauses = [
        f"{words}{len(found)}件" + (f"（{named(map(_place, found))}）" if is_named else "")
        for words, found, is_named in kinds
        if found
    ]
    loose = len(figures.tasks) - sum(each.tally.total for each in groups)
    rest = f"另有{loose}项任务没有归入各件。" if loose else ""
    return f"按件看，{len(groups)}件中，{'；'.join(clauses)}。{rest}"


def _investment(figures: Figures) -> str:
    """有计划投资的n项任务，计划投资…万元，截至…已完成投资…万元，占…; who has not said it is told apart."""
    tasks = figures.investing
    said = [each for each in tasks if each.invested is not None]
    head = f"有计划投资的{len(tasks)}项任务，计划投资共{money(sum(each.investment for each in tasks))}"
    if not said:
        return f"{head}，尚无投资完成数。"
    planned, spent = sum(each.investment for each in said), sum(each.invested for each in said)
    done = f"已完成{money(spent)}，占{share(spent, planned)}"
    silent = len(tasks) - len(said)
    if not silent:
        return f"{head}，截至{day_words(figures.as_of)}{done}。"
    of_them = f"其中{len(said)}项（计划投资{money(planned)}）{done}"
    return f"{head}，截至{day_words(figures.as_of)}，{of_them}；其余{silent}项没有投资完成数。"


def _place(group: GroupTally) -> str:
    """第3件, without its name; from the name in an issue that kept no number."""
    return group.name.partition(SPACE)[0] if group.number is None else place_of(group.number)


def _compared(figures: Figures) -> str:
    """Among the tasks that both quarters judged, the quarter before as its last issue tells it."""
    before, now, label = figures.compared.before, figures.compared.now, figures.when.previous.label
    issue = f"（第{figures.issue_before}期通报）" if figures.issue_before else ""
    kinds = [_moved("滞后的", before.behind, now.behind)]
    if not figures.is_year:  # 按序时推进 of a quarter is not 已完成 of the year
        kinds.insert(0, _moved("按序时推进的", before.done, now.done))
    both = "两次" if figures.when.is_year_end else "两个季度"
    sentence = f"与{label}{issue}相比，{both}均已评定的{now.total}项任务中，{'，'.join(kinds)}"
    well, well_before = good_word(figures), "已完成" if figures.when.is_year_end else "按序时推进"
    turned = (
        (f"由滞后转为{well}", figures.compared.recovered),
        (f"由{well_before}转为滞后", figures.compared.slipped),
    )
    moves = [f"{words}{count}项" for words, count in turned if count]
    sentence += f"，其中{'、'.join(moves)}。" if moves else "。"
    since = [each for each in figures.corrections if each.quarter == figures.quarter - 1]
    if since and figures.issue_before:
        numbers = items(each.number for each in since)
        sentence += f"{label}数据以该期通报为准，印发后{after_issue(since)}的{numbers}未计入。"
    return sentence


def _moved(kind: str, before: int, now: int) -> str:
    """按序时推进的由48项增至50项."""
    if before == now:
        return f"{kind}仍为{now}项"
    return f"{kind}由{before}项{'增至' if now > before else '减至'}{now}项"


def _domains(figures: Figures) -> Iterator[Paragraph]:
    """A paragraph on each domain, where the list has domains."""
    if figures.by_domain:
        yield Paragraph("domains", head="分领域情况", level=SECTION)
    if figures.by_domain and figures.has_custom_domains:
        yield Paragraph("domains.custom", "年度清单未划分领域，以下领域为汇总时自定。")
    for group in figures.domain_rows:
        name = "" if group.is_rest else group.name
        head = f"{group.name}领域" if group.is_rest else group.name
        yield Paragraph(f"domain:{name}", _domain(figures, name, group.tally), head=head, level=PART)


def _domain(figures: Figures, name: str, tally: Tally) -> str:
    """One domain's; "" is the name of what stands under none."""
    total, word = f"共{tally.total}项任务", good_word(figures)
    if tally.done == tally.total:
        parts = "" if figures.is_year or tally.total == 1 else _parts(figures, tally)
        return f"{total}，{'均' if tally.total > 1 else ''}{word}{parts}。"
    if tally.behind == tally.total:
        return f"{total}，均{lag_word(figures)}（{_numbers(figures, name, LAGGING)}）。"
    kinds = (
        (word, GOOD),
        ("滞后", LAGGING),
        ("待评定", (VerdictClass.UNMEASURED,)),
        ("未报", (VerdictClass.NOT_FILED,)),
    )
    clauses = [_kind(figures, name, word, codes) for word, codes in kinds if _of(figures, name, codes)]
    return f"{total}，{'，'.join(clauses)}。"


def _kind(figures: Figures, domain: str, word: str, codes: Sequence[str]) -> str:
    """按序时推进8项, 滞后2项（第3、7项）: by number where it is not good."""
    return f"{word}{len(_of(figures, domain, codes))}项" + (
        "" if codes is GOOD else f"（{_numbers(figures, domain, codes)}）"
    )


def _of(figures: Figures, domain: str, codes: Sequence[str]) -> list[int]:
    return [each.number for each in figures.tasks if each.domain == domain and each.code in codes]


def _numbers(figures: Figures, domain: str, codes: Sequence[str]) -> str:
    return items(_of(figures, domain, codes))
