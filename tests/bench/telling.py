"""What a run finds, a line each; its exit code is 1 where one did not hold, or none was tried."""

import sys

HELD, FAILED, LEFT_OUT = "ok", "FAILED", "left out"
_said: list[str] = []


def say(sentence: str, held: bool, detail: str = "") -> bool:
    """One line of what was found; whether it held."""
    _line(HELD if held else FAILED, sentence, detail)
    return bool(held)


def leave_out(sentence: str, why: str) -> None:
    """What cannot be tried on this machine: no success, and no failure either."""
    _line(LEFT_OUT, sentence, why)


def end() -> None:
    """The last thing that a run does."""
    sys.exit(0 if HELD in _said and FAILED not in _said else 1)


def _line(word: str, sentence: str, detail: str) -> None:
    _said.append(word)
    sys.stdout.write(f"{word:<8}  {sentence}{f': {detail}' if detail else ''}\n")
    sys.stdout.flush()
