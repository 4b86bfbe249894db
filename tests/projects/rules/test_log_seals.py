"""Seals over the log: whatever is changed in sealed ground is found."""

from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from zoneinfo import ZoneInfo

import pytest

from projects.rules.log_seals import FIELDS, Seal, as_typed, check, digest_of, line_of, matches

AT = datetime(2021, 7, 14, 8, 30, tzinfo=ZoneInfo("Asia/Shanghai"))


def line(number, word="登录"):
    values = dict.fromkeys(FIELDS, "") | {
        "id": number,
        "at": AT,
        "word": word,
        "detail": {"b": 1, "a": 2},
    }
    values |= {"actor_id": None, "address": None, "role_words": {}}
    return line_of(values.values())


def sealed(*grounds):
    """Seals over these numbers of entries, one after the other."""
    seals, first, previous = [], 1, ""
    for number, numbers in enumerate(grounds, 1):
        seal = Seal(number, first, numbers[-1], len(numbers), previous, AT)
        seal = replace(seal, digest=digest_of(seal, (line(each)[1] for each in numbers)))
        seals.append(seal)
        first, previous = seal.last + 1, seal.digest
    return seals


SEALS = sealed((1, 2), (4, 5, 6), (9,))  # 3, 7 and 8 were rolled back
LINES = [line(number) for number in (1, 2, 4, 5, 6, 9, 10)]


def faults(seals=SEALS, lines=LINES):
    return check(seals, iter(lines)).faults


def test_what_is_as_it_was_sealed_has_no_faults():
    checked = check(SEALS, iter(LINES))
    assert (checked.faults, checked.seals, checked.entries, checked.unsealed) == ((), 3, 7, 1)


def test_a_line_is_as_it_is_described():
    expected = (
        '{"act":"","actor":null,"actor_name":"","address":null,"at":"2021-07-14T00:30:00.000000+00:00",'
        '"detail":{"a":2,"b":1},"id":1,"object_label":"","object_url":"","result":"","role":"",'
        '"role_words":{},"word":"登录"}\n'
    )
    assert line(1) == (1, expected.encode())


def test_a_digest_is_as_it_is_described():
    last = (
        '{"at":"2021-07-14T00:30:00.000000+00:00","count":2,"first":1,"format":1,"last":2,"number":1,'
        '"previous":""}\n'
    )
    assert SEALS[0].digest == sha256(line(1)[1] + line(2)[1] + last.encode()).hexdigest()


@pytest.mark.parametrize("place", range(6))
def test_a_changed_entry_is_found(place):
    number = LINES[place][0]
    changed = [line(number, "退出") if each[0] == number else each for each in LINES]
    [fault] = faults(lines=changed)
    assert "被改动过" in fault


@pytest.mark.parametrize("place", range(6))
def test_an_entry_that_is_gone_is_found(place):
    [fault] = faults(lines=[*LINES[:place], *LINES[place + 1 :]])
    assert "少了1条" in fault


@pytest.mark.parametrize("number", [3, 7, 8])
def test_an_entry_put_into_sealed_ground_is_found(number):
    [fault] = faults(lines=sorted([*LINES, line(number)]))
    assert "多了1条" in fault


@pytest.mark.parametrize("number", [0, -5])
def test_an_entry_put_before_the_first_is_found(number):
    [fault] = faults(lines=[line(number), *LINES])
    assert "不在任何封存之内" in fault


def test_every_entry_is_counted_once_sealed_or_not():
    checked = check(SEALS, iter([line(-5), line(0), *LINES, line(11)]))
    assert checked.faults == ("第1号封存之前有2条记录不在任何封存之内。",)
    assert (checked.entries, checked.unsealed) == (10, 2)
    whole = check(SEALS, iter(LINES[:-1]))
    assert (whole.entries, whole.unsealed) == (6, 0)


def test_several_seals_that_are_gone_are_told_from_the_first_to_the_last():
    assert faults(seals=SEALS[2:])[0] == "第1至第2号封存不在了。"
    four = sealed((1, 2), (4, 5), (6,), (9,))
    assert faults(seals=[four[0], four[3]])[0] == "第2至第3号封存不在了。"


def test_an_entry_that_lacks_a_value_has_no_line():
    with pytest.raises(ValueError, match="shorter"):
        line_of([1, AT])


def test_a_cut_tail_that_was_sealed_is_found():
    assert "少了1条" in faults(lines=LINES[:-2])[0]


def test_an_emptied_log_is_found():
    assert len(faults(lines=[])) == 3


@pytest.mark.parametrize("place", [0, 1])
def test_a_seal_that_is_gone_is_found(place):
    found = faults(seals=[*SEALS[:place], *SEALS[place + 1 :]])
    assert f"第{place + 1}号封存不在了。" in found


@pytest.mark.parametrize(
    "changed", [{"count": 9}, {"digest": "0" * 64}, {"at": AT.replace(year=2020)}, {"previous": "0" * 64}]
)
@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_changed_seal_is_found(place, changed):
    seals = [*SEALS]
    seals[place] = replace(seals[place], **changed)
    assert faults(seals=seals)


def test_a_log_sealed_anew_from_the_middle_does_not_follow():
    other = sealed((1, 2), (4, 5, 6))[1]
    forged = replace(other, at=AT.replace(hour=9))
    forged = replace(forged, digest=digest_of(forged, (line(each)[1] for each in (4, 5, 6))))
    [fault] = faults(seals=[SEALS[0], forged, SEALS[2]])
    assert "第3号封存与前一号接不上" in fault


def test_a_part_begins_where_its_anchor_ends():
    assert check(SEALS[1:], iter(LINES[2:]), anchor=SEALS[0]).faults == ()
    assert check(SEALS[1:], iter(LINES[2:])).faults != ()


def test_a_digest_is_known_by_its_first_letters_however_written():
    digest = SEALS[0].digest
    written = " ".join(digest.upper()[at : at + 4] for at in range(0, 20, 4))
    assert matches(digest, as_typed(written))
    assert matches(digest, as_typed(digest[:16]))
    assert not matches(digest, as_typed(digest[:15]))
    assert not matches(digest, as_typed("0" + digest[1:]))
