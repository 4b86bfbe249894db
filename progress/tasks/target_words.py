"""A target in the few words of a table's cell."""

from collections.abc import Mapping
from decimal import Decimal

from projects.rules.amounts import worded
from projects.rules.punctuation import full_width
from projects.rules.states import Qualifier


def target_words(target: Mapping[str, str | None]) -> str:
    """新建中小学 15所; with its qualifier and its range where the document prints one."""
    low, high = worded(Decimal(target["quantity"])), target["quantity_max"]
    reach = f"{low}—{worded(Decimal(high))}" if high else low
    label = full_width(target["label"])
    return f"{label} {Qualifier.word_of(target['qualifier'])}{reach}{target['unit']}".strip()
