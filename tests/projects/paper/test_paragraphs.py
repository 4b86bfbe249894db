"""Headings of an official text are numbered."""

import pytest

from projects.paper.paragraphs import PART, POINT, SECTION, Paragraph, chinese, numbered


def numbers(*levels):
    return [
        number
        for number, _ in numbered(Paragraph(str(place), level=level) for place, level in enumerate(levels))
    ]


def test_headings_are_numbered_when_they_are_printed():
    assert numbers(SECTION, PART, POINT, POINT, PART, POINT, POINT, SECTION, 0, PART, PART) == [
        *("一、", "（一）", "1.", "2.", "（二）", "1.", "2.", "二、", "", "（一）", "（二）")
    ]


def test_a_part_or_a_point_alone_under_its_heading_has_no_number():
    assert numbers(SECTION, PART, SECTION, POINT) == ["一、", "", "二、", ""]


@pytest.mark.parametrize(
    ("number", "words"), [(1, "一"), (10, "十"), (12, "十二"), (20, "二十"), (35, "三十五")]
)
def test_headings_count_in_chinese(number, words):
    assert chinese(number) == words
