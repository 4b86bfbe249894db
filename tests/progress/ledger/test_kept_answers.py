from progress.ledger.kept_answers import kept


class Asked:
    def __init__(self):
        self.times = []

    @kept
    def answer(self, number, *, loudly=False):
        self.times.append((number, loudly))
        return None if number == 0 else number

    @kept
    def other(self, number):
        return -number


def test_each_question_is_answered_once():
    asked = Asked()
    for _ in range(2):
        assert (asked.answer(1), asked.answer(2), asked.answer(1, loudly=True)) == (1, 2, 1)
    assert asked.times == [(1, False), (2, False), (1, True)]


def test_none_is_an_answer():
    asked = Asked()
    assert (asked.answer(0), asked.answer(0)) == (None, None)
    assert asked.times == [(0, False)]


def test_two_questions_and_two_that_are_asked_keep_apart():
    asked = Asked()
    assert (asked.answer(1), asked.other(1)) == (1, -1)
    Asked().answer(1)
    assert asked.times == [(1, False)]
