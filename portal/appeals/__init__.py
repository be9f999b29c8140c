"""Appeals against decisions, and suspensions of people.

An appeal is ruled on by somebody other than who decided, inside the time that the settings name. One appeal is taken for each
decision and each suspension. An appeal is settled by itself when the comment is shown again or the suspension is lifted
before.

A suspension may hide everything that the person wrote, in one transaction; lifting it shows what it had hidden and nothing
else has hidden since.

**Locks.** Whoever changes an appeal against a decision has locked its comment. Whoever changes a suspension, or the appeal
against it, has locked the person.
"""
