from projects.screen.typed_text import Carried, is_carrying, pack


def test_what_was_typed_is_carried_and_passwords_are_not():
    packed = pack(
        [("text", ["甲"]), ("csrfmiddlewaretoken", ["x"]), ("old_password", ["x"]), ("items", ["1", "2"])],
        person="7:s",
        files=True,
    )
    assert packed == Carried((("text", "甲"), ("items", "1"), ("items", "2")), "7:s", files=True)


def test_what_is_carried_already_is_carried_on_unchanged():
    packed = pack([("text", ["甲"])], person="7:s", files=True)
    assert pack((name, [value]) for name, value in packed.hidden) == packed


def test_a_plain_form_carries_nothing():
    assert not is_carrying(["text", "carried_by"])
