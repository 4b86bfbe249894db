"""The page of duties put together, in the order of the standard."""

from lianyungang.duties import Group
from lianyungang.duties_of_machine import intrusion, transfer
from lianyungang.duties_of_people import access, identity
from lianyungang.duties_of_records import audit, backup, residual
from lianyungang.measured import Measured


def duties(found: Measured) -> tuple[Group, ...]:
    """Every clause with its lines."""
    return (
        identity(found),
        access(found),
        audit(found),
        intrusion(),
        transfer(found),
        backup(found),
        residual(found),
    )
