"""One-time passwords: strong, readable, different, and nowhere in a trace."""

import re
from time import perf_counter

from django.contrib.auth.hashers import check_password
from django.contrib.auth.password_validation import validate_password

from projects.accounts.one_time import Secret, make_secrets

READABLE = re.compile(r"(?:[A-HJ-NP-Za-km-np-z2-9]{4}-){2}[A-HJ-NP-Za-km-np-z2-9]{4}")
ARGON = ["django.contrib.auth.hashers.Argon2PasswordHasher"]


def test_a_password_obeys_the_rules_and_reads_without_doubt():
    for secret in make_secrets(50):
        validate_password(secret.password)
        assert READABLE.fullmatch(secret.password)


def test_no_two_are_alike():
    assert len({secret.password for secret in make_secrets(200)}) == 200


def test_each_hash_is_of_its_password():
    assert all(check_password(each.password, each.password_hash) for each in make_secrets(5))


def test_a_secret_tells_nothing_of_itself():
    assert repr(Secret("Kd7m-Tq4x-9wRn", "hash")) == "Secret()"


def test_the_hashes_of_a_whole_city_are_made_while_one_waits(settings):
    settings.PASSWORD_HASHERS = ARGON
    begun = perf_counter()
    made = make_secrets(130)
    assert perf_counter() - begun < 30  # a few seconds on an idle machine; at full cost a minute and more
    assert made[0].password_hash.startswith("argon2$")
    assert check_password(made[0].password, made[0].password_hash)
