"""Short codes that people read out at the door: eight characters that cannot be mistaken for one another.

The alphabet is Crockford's base 32 (https://www.crockford.com/base32.html): no I, L, O and U. Forty random bits cannot
be guessed at a door.
"""

import secrets
import unicodedata

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 8
# What people type for the letters that the alphabet leaves out.
MEANT = str.maketrans({"I": "1", "L": "1", "O": "0"})


def new_code() -> str:
    """Eight characters, at random."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def typed_code(typed: str) -> str:
    """The code somebody meant: full-width and small letters, spaces and dashes are forgiven. "" if it is none."""
    plain = unicodedata.normalize("NFKC", typed).upper()
    code = "".join(character for character in plain if character.isalnum()).translate(MEANT)
    return code if len(code) == LENGTH and set(code) <= set(ALPHABET) else ""


def spoken(code: str) -> str:
    """The code in two halves, as it is printed: `7K3M-9QXD`."""
    return f"{code[:4]}-{code[4:]}"
