from datetime import date

import pytest

from progress.rules.reminding import (
    DAYS_BEFORE_YEARLY,
    LetterLine,
    Occasion,
    Owed,
    due_messages,
    letter,
    occasion_of,
    subject,
)
from progress.rules.states import FilingState, ReminderKind

DUE = date(2021, 7, 12)


def owed(report=1, *, unit=1, state=FilingState.NOT_DUE, day=DUE, sent_on=None):
    return Owed(report, unit, 2, state, day, sent_on)


def messages(*rows, sent=(), on=date(2021, 7, 9), people=None, days_before=None, signers=()):
    asked = {"on": on, "days_before": days_before or {}, "signers": signers}
    return due_messages(rows, people or {1: [11]}, set(sent), **asked)


@pytest.mark.parametrize(
    ("day", "state", "kind"),
    [
        (8, FilingState.NOT_DUE, ReminderKind.OPENED),
        (8, FilingState.RETURNED, None),
        (9, FilingState.NOT_DUE, ReminderKind.BEFORE_DUE),
        (12, FilingState.NOT_DUE, ReminderKind.BEFORE_DUE),
        (13, FilingState.MISSING, ReminderKind.PAST_DUE),
        (13, FilingState.NOT_REFILED, ReminderKind.PAST_REFILING),
        (13, FilingState.RETURNED, ReminderKind.PAST_REFILING),
    ],
)
def test_the_occasion_follows_from_the_day(day, state, kind):
    found = occasion_of(owed(state=state), on=date(2021, 7, day))
    assert (found and found.kind) == kind


def test_what_is_gathered_once_a_year_is_told_of_two_weeks_before():
    days = [date(2021, 6, 27), date(2021, 6, 28)]
    found = [occasion_of(owed(), on=day, days_before=DAYS_BEFORE_YEARLY).kind for day in days]
    assert found == [ReminderKind.OPENED, ReminderKind.BEFORE_DUE]


def test_a_return_is_told_before_its_new_date():
    assert occasion_of(owed(state=FilingState.RETURNED), on=DUE) == Occasion(2, ReminderKind.BEFORE_DUE, DUE)


def test_a_report_reopened_without_a_date_gives_no_occasion():
    assert occasion_of(owed(state=FilingState.RETURNED, day=None), on=DUE) is None


def test_the_list_says_how_many_days_before():
    kinds = [
        messages(owed(), on=date(2021, 7, 5), days_before=days)[0].occasions[0].kind for days in ({}, {2: 7})
    ]
    assert kinds == [ReminderKind.OPENED, ReminderKind.BEFORE_DUE]


def test_that_a_quarter_was_opened_is_told_once_whatever_day_it_is_due():
    opened = messages(owed(), on=date(2021, 6, 25))[0].occasions[0]
    assert opened == Occasion(2, ReminderKind.OPENED, DUE)
    assert messages(owed(day=date(2021, 7, 20)), sent=[(11, opened)], on=date(2021, 6, 26)) == []
    assert len(messages(owed(), sent=[(12, opened)], on=date(2021, 6, 26))) == 1


def test_who_was_told_of_the_due_day_is_not_told_of_the_opening():
    told = [(11, Occasion(2, ReminderKind.BEFORE_DUE, DUE))]
    assert messages(owed(day=date(2021, 7, 30)), sent=told, on=date(2021, 7, 14)) == []


def test_a_person_gets_one_message_with_all_that_is_owed():
    far = owed(3, day=date(2021, 7, 30))
    found = messages(owed(1), owed(2), far, people={1: [11, 12]})
    assert [(each.person, each.reports) for each in found] == [(11, (1, 2, 3)), (12, (1, 2, 3))]


def test_an_occasion_that_was_sent_is_not_sent_again():
    assert messages(owed(), sent=[(11, Occasion(2, ReminderKind.BEFORE_DUE, DUE))]) == []


def test_a_missed_night_is_made_up():
    assert messages(owed(), on=date(2021, 7, 11))[0].occasions == (Occasion(2, ReminderKind.BEFORE_DUE, DUE),)


def test_a_day_that_has_passed_is_told_as_passed_alone():
    assert messages(owed(state=FilingState.MISSING), on=date(2021, 7, 20))[0].occasions == (
        Occasion(2, ReminderKind.PAST_DUE, DUE),
    )


def test_a_moved_day_is_another_occasion():
    moved = owed(day=date(2021, 7, 20))
    sent = [(11, Occasion(2, ReminderKind.BEFORE_DUE, DUE))]
    assert messages(moved, sent=sent, on=date(2021, 7, 14)) == []
    assert len(messages(moved, sent=sent, on=date(2021, 7, 17))) == 1


def test_a_unit_without_people_gets_nothing():
    assert messages(owed(unit=9)) == []


def test_a_signer_is_told_once_a_day_of_sending_that_something_waits():
    waiting = owed(sent_on=date(2021, 7, 10), day=date(2021, 7, 30))
    told = [(11, Occasion(2, ReminderKind.OPENED, DUE))]
    later = owed(4, sent_on=date(2021, 7, 11), day=date(2021, 7, 30))
    people = {"people": {1: [11, 12]}, "on": date(2021, 7, 12)}
    found = messages(waiting, later, sent=told, signers=[11], **people)
    to_sign = Occasion(2, ReminderKind.TO_SIGN, date(2021, 7, 11))
    assert {each.person: each.occasions for each in found}[11] == (to_sign,)
    assert all(to_sign not in each.occasions for each in found if each.person == 12), "a filer is not"
    assert messages(waiting, later, sent=[*told, (11, to_sign)], signers=[11], on=date(2021, 7, 12)) == []


WORDS = {"heading": "民生实事", "noun": "进展报告"}


def test_a_letter_is_headed_by_what_is_owed():
    matter, words = LetterLine("第2项", "未报", DUE, "/"), {"heading": "规划指标", "noun": "年度值"}
    assert subject([matter], **words) == "规划指标催办：1项年度值待报送"
    assert "以下规划指标年度值尚待报送：" in letter("张三", [matter], **words)
    assert "以下民生实事进展报告尚待报送：" in letter("张三", [matter], **WORDS)


def test_a_letter_tells_what_waits_for_the_signer():
    matter = LetterLine("第36项", "待审签", DUE, "/2021/q2/tasks/36/", is_to_sign=True)
    assert "其中1项已由填报员送审签，等待审签人报送。" in letter("张三", [matter], **WORDS)


def test_a_letter_names_what_is_owed_and_the_way_to_it():
    matter = LetterLine("2021年二季度第36项 建设公园", "未报", DUE, "/2021/q2/tasks/36/?unit=sjyj")
    text = letter("张三", [matter], **WORDS, word="请抓紧。", site="https://x.example")
    assert all(
        words in text
        for words in (
            "张三",
            "未报，2021年7月12日前报送",
            "https://x.example/2021/q2/tasks/36/?unit=sjyj",
            "附言：请抓紧。",
        )
    )
    assert subject([matter], **WORDS) == "民生实事催办：1项进展报告待报送"


def test_a_letter_as_it_arrives():
    matters = [
        LetterLine("第36项", "待审签", DUE, "/36/", is_to_sign=True),
        LetterLine("第37项", "退回", None, "/37/"),
    ]
    assert letter("张三", matters, **WORDS, word="请抓紧。", site="https://x.example").splitlines() == [
        "张三：",
        "",
        "以下民生实事进展报告尚待报送：",
        "",
        "· 第36项（待审签，2021年7月12日前报送）",
        "  https://x.example/36/",
        "· 第37项（退回）",
        "  https://x.example/37/",
        "",
        "其中1项已由填报员送审签，等待审签人报送。",
        "",
        "附言：请抓紧。",
        "",
        "已经报送的请忽略。本邮件由民生实事进度管理系统自动发出，请勿回复。",
    ]
    assert "审签人" not in letter("张三", matters[1:], **WORDS)
    assert "附言" not in letter("张三", matters, **WORDS)


def test_a_letter_without_a_site_carries_no_half_of_a_link():
    assert "/2021/" not in letter("张三", [LetterLine("第36项", "未报", DUE, "/2021/q2/tasks/36/")], **WORDS)
