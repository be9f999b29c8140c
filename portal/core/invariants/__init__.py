"""What must hold of the rows, whatever happened to the machine: each rule recomputes a thing from what it was made of.

Each package declares its own rules, which stand beside its tables, when it starts. `manage.py invariants` checks them.
"""

from portal.core.invariants.registry import Breach, BrokenRule, Invariant, Report, all_rules, check, declare, snapshot

__all__ = ["Breach", "BrokenRule", "Invariant", "Report", "all_rules", "check", "declare", "snapshot"]
