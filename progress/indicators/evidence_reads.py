"""The files of a yearly value."""

from functools import partial

from projects.evidence import round_cards

WHOLE = "整份年度值"

own_card = partial(round_cards.own_card, whole=WHOLE)
submitted_card = partial(round_cards.submitted_card, whole=WHOLE)
