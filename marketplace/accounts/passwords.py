"""What a password has to be, and the only form in which it is kept."""

import unicodedata

from argon2 import PasswordHasher

from marketplace.foundation.errors import Invalid
from marketplace.foundation.saying import say

SHORTEST, LONGEST = 10, 200

_hasher = PasswordHasher()


def hash_password(plain: str) -> str:
    """The argon2id hash of a password.

    Raises:
        Invalid: it is too short or too long; the password itself is not repeated.
    """
    if not SHORTEST <= len(plain) <= LONGEST:
        raise Invalid.of(
            "password", say("Use %(least)s to %(most)s characters.", least=SHORTEST, most=LONGEST)
        )
    return _hasher.hash(normal(plain))


def normal(plain: str) -> str:
    """The password as it is compared: the same letter can be typed in several forms."""
    return unicodedata.normalize("NFKD", plain)
