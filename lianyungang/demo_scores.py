"""The demo's 考核 of 2021 by the actions that people use: shown, one objection, answered, issued."""

from datetime import date

from lianyungang.demo_city import LIANYUNGANG
from lianyungang.demo_clock import moment
from lianyungang.demo_progress import YEAR
from progress.models import Objection
from progress.rules.scoring import LineKind
from progress.rules.states import ObjectionState
from progress.scorecards import actions
from progress.scorecards.reads import line_seal, seal_of_cards, unit_cards
from projects.models import User, YearlyList

SAID = "（演示）报告已按时完成，因系统登录故障延误半日，请予核减。"
ANSWER = "（演示）经核对，报送时间以系统记录为准，维持原扣分。"


def show_and_object(day: date) -> None:
    """公示, and one unit that was late objects to a line."""
    yearly_list = YearlyList.objects.get(year=YEAR)
    cards = unit_cards(yearly_list, day)
    actions.show(
        yearly_list, shown=seal_of_cards(cards), at=moment(day, 9), by=User.objects.get(username="drc")
    )
    for each in unit_cards(yearly_list, day):
        lost = next((line for line in each.card.lines if line.kind == LineKind.LATE), None)
        filer = User.objects.filter(username=each.unit.code).first()
        if lost is not None and filer is not None:
            said = {"line": lost.key, "seen": line_seal(lost), "reason": SAID}
            actions.object_to(each.unit, yearly_list=yearly_list, **said, at=moment(day, 15), by=filer)
            return


def answer_and_issue(day: date) -> None:
    """Every objection is answered by who may, then the cards are issued."""
    yearly_list = YearlyList.objects.get(year=YEAR)
    coordinator, supervisor = User.objects.get(username="drc"), User.objects.get(username="office")
    asked = Objection.objects.filter(scoring__yearly_list=yearly_list, state=ObjectionState.ASKED)
    for objection in asked.select_related("unit"):
        by = supervisor if objection.unit_id == coordinator.unit_id else coordinator
        said = {"points": None, "reason": ANSWER, "based_on": objection.version}
        actions.answer(objection, **said, at=moment(day, 9), by=by)
    shown = seal_of_cards(unit_cards(yearly_list, day))
    named = {"city": LIANYUNGANG, "at": moment(day, 10), "by": coordinator}
    actions.issue(yearly_list, shown=shown, **named)
