"""The officer's edits over what the figures say."""

import json
from dataclasses import asdict

from progress.bulletins.edits import Edit, printed, with_edits
from projects.paper.paragraphs import SECTION, Paragraph

OPENING = Paragraph("opening", "分解为120项任务。")
OVERALL = Paragraph("overall", "滞后10项。")


def keys(merged):
    return [each.key for each in merged]


def one(paragraph, edit):
    return with_edits([paragraph], [edit])[0]


def test_what_nobody_edited_says_what_the_figures_say():
    merged = with_edits([OPENING])[0]
    assert (merged.paragraph, merged.is_edited, merged.is_stale) == (OPENING, False, False)


def test_an_edited_paragraph_keeps_the_officers_words():
    merged = one(OVERALL, Edit("overall", "仅10项滞后。", generated="滞后10项。"))
    assert (merged.paragraph.text, merged.is_edited, merged.is_stale) == ("仅10项滞后。", True, False)


def test_an_edit_is_stale_once_the_figures_say_otherwise():
    merged = one(Paragraph("overall", "滞后11项。"), Edit("overall", "仅10项滞后。", generated="滞后10项。"))
    assert (merged.paragraph.text, merged.generated, merged.is_stale) == ("仅10项滞后。", "滞后11项。", True)


def test_an_edit_that_says_what_the_figures_came_to_say_is_not_stale():
    assert not one(
        Paragraph("overall", "滞后11项。"), Edit("overall", "滞后11项。", generated="滞后10项。")
    ).is_stale


def test_a_dropped_paragraph_is_kept_and_not_printed():
    merged = with_edits([OPENING, OVERALL], [Edit("overall", is_dropped=True)])
    assert keys(merged) == ["opening", "overall"]
    assert printed(merged) == (OPENING,)


def test_a_dropped_paragraph_without_other_words_follows_the_figures():
    merged = one(OVERALL, Edit("overall", generated="滞后9项。", is_dropped=True))
    assert (merged.paragraph.text, merged.is_stale) == ("滞后10项。", False)


def test_without_its_edit_a_paragraph_is_restored():
    assert with_edits([OVERALL], [])[0].paragraph == OVERALL


def test_paragraphs_stand_in_the_officers_order():
    assert keys(with_edits([OPENING, OVERALL], order=["overall", "opening"])) == ["overall", "opening"]


def test_a_new_paragraph_stands_behind_its_neighbour():
    new = Paragraph("compared", "减少17项。")
    assert keys(with_edits([OPENING, new, OVERALL], order=["overall", "opening"])) == [
        "overall",
        "opening",
        "compared",
    ]


def test_an_edited_paragraph_that_the_figures_no_longer_bring_stays_stale():
    _, kept = with_edits([OPENING], [Edit("behind:7", "第7项滞后。", generated="第7项滞后5个百分点。")])
    assert (kept.key, kept.generated, kept.is_stale) == ("behind:7", None, True)


def test_the_officers_own_paragraph_is_never_stale():
    _, own = with_edits([OPENING], [Edit("own:1", "特此通报。")])
    assert not own.is_stale


def test_a_heading_with_nothing_under_it_is_not_printed():
    headings = [
        Paragraph("behind", head="滞后项目", level=SECTION),
        Paragraph("next", head="下一步工作", level=SECTION),
        OPENING,
    ]
    assert [each.key for each in printed(with_edits(headings))] == ["next", "opening"]


def test_edits_are_kept_as_json():
    edit = Edit("overall", "仅10项滞后。", "滞后10项。", "总体情况", SECTION)
    assert Edit(**json.loads(json.dumps(asdict(edit)))) == edit
