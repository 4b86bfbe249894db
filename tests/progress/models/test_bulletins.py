"""Issues stand as they are (domain.md, The bulletin)."""

import pytest
from django.db import DEFAULT_DB_ALIAS, IntegrityError

from progress.models import Bulletin
from tests.factories import make_bulletin, make_list, make_period

pytestmark = pytest.mark.django_db


@pytest.fixture
def bulletin():
    return make_bulletin(make_period(make_list(), 1))


def test_an_issue_cannot_be_changed_even_past_the_actions(bulletin):
    with pytest.raises(IntegrityError, match="stands as it is"):
        Bulletin.objects.update(title="另一个标题")


def test_the_files_of_an_issue_cannot_be_deleted(bulletin):
    with pytest.raises(IntegrityError, match="stands as it is"):
        bulletin.files.all().delete()


def test_an_issue_cannot_be_deleted_by_the_database_either(bulletin):
    with pytest.raises(IntegrityError, match="stands as it is"):
        Bulletin.objects.all()._raw_delete(DEFAULT_DB_ALIAS)


def test_a_quarter_is_issued_once(bulletin):
    with pytest.raises(IntegrityError, match="a_quarter_is_issued_once"):
        make_bulletin(bulletin.period)


def test_an_issue_is_corrected_once(bulletin):
    make_bulletin(bulletin.period, corrects=bulletin, correction_reason="数据有误。")
    with pytest.raises(IntegrityError, match="corrects_id"):
        make_bulletin(bulletin.period, corrects=bulletin, correction_reason="数据又有误。")


def test_a_correction_without_a_reason_is_refused_by_the_database(bulletin):
    with pytest.raises(IntegrityError, match="a_correction_has_a_reason"):
        make_bulletin(bulletin.period, corrects=bulletin)


def test_a_correction_is_labelled_with_what_it_corrects(bulletin):
    later = make_bulletin(bulletin.period, corrects=bulletin, correction_reason="数据有误。")
    assert (bulletin.label, later.label) == ("第1期", "第2期（更正第1期）")


def test_the_last_issue_of_a_quarter_stands(bulletin):
    later = make_bulletin(bulletin.period, corrects=bulletin, correction_reason="数据有误。")
    assert Bulletin.objects.latest_for(bulletin.period) == later
