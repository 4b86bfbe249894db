from datetime import timedelta

from progress.public.brake import Brake
from tests.factories import NOW

AT = NOW.replace(second=20)


def test_who_asks_more_than_he_may_waits_for_the_next_minute():
    brake = Brake()
    waits = [brake.seconds_to_wait("10.0.0.1", most=2, at=AT) for _ in range(3)]
    assert waits == [0, 0, 40]
    assert brake.seconds_to_wait("10.0.0.1", most=2, at=AT + timedelta(seconds=40)) == 0


def test_one_address_does_not_slow_another():
    brake = Brake()
    for _ in range(3):
        brake.seconds_to_wait("10.0.0.1", most=2, at=AT)
    assert brake.seconds_to_wait("10.0.0.2", most=2, at=AT) == 0
