"""The page of duties put together, in the order of the standard."""

from datetime import datetime

from lianyungang.duties import Group
from lianyungang.duties_of_machine import intrusion, transfer
from lianyungang.duties_of_people import access, identity
from lianyungang.duties_of_records import audit, backup, residual
from projects.rules.city import City


def duties(city: City, *, is_secure: bool, at: datetime) -> tuple[Group, ...]:
    """Every clause with its lines, measured now; `is_secure`: whether the question came by https."""
    return (
        identity(city),
        access(city, at=at),
        audit(at=at),
        intrusion(),
        transfer(is_secure=is_secure, at=at),
        backup(at=at),
        residual(at=at),
    )
