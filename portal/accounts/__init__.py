"""People: sign-in without a password, nicknames, identity verification, consent, roles, the second factor.

Of a verified person only a keyed hash is kept, with birth year and district. Whoever takes the role of administrator locks,
after the person, that role's group, so that the last administrator stays. A role gives what `roles.py` lists and nothing else.
"""
