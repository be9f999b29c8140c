"""How many people come with one registration."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.core.errors import InvalidInput


class UnusableParty(InvalidInput):
    """More people than the forum allows together, or none."""


class OtherParty(InvalidInput):
    """A form says another party than the one whose seats are kept: two windows of one person."""


@dataclass(frozen=True)
class Party:
    """`size` people, the registered person included; `least` of them (k of n) would come if there are no more seats."""

    size: int = 1
    least: int = 0

    @property
    def enough(self) -> int:
        """The fewest seats with which the party comes: all of them, unless it agreed to fewer."""
        return self.least or self.size

    def is_like(self, other: "Party") -> bool:
        """Whether both ask for the same, however it was said."""
        return (self.size, self.enough) == (other.size, other.enough)

    def check_is_meant(self, said: "Party") -> None:
        """Raises OtherParty unless the form of these kept seats says the same party: no window wins without a word."""
        if not self.is_like(said):
            raise OtherParty(
                ngettext(
                    "Since you opened this form, you chose another number of people in another window: seats are now "
                    "reserved for a party of %(count)d person. You are not registered yet, and what you typed is still "
                    "here. If the new number is right, send the form again.",
                    "Since you opened this form, you chose another number of people in another window: seats are now "
                    "reserved for a party of %(count)d people. You are not registered yet, and what you typed is still "
                    "here. If the new number is right, send the form again.",
                    self.size,
                )
                % {"count": self.size}
            )

    def seats_of(self, free: int) -> int:
        """How many of the free seats the party takes: together, or not at all."""
        return min(free, self.size) if free >= self.enough else 0

    def check(self, *, companions_limit: int) -> None:
        """Raises UnusableParty unless the forum allows so many together."""
        if not 1 <= self.size <= companions_limit + 1:
            raise UnusableParty(
                _("At most %(count)d people can register together for this forum.") % {"count": companions_limit + 1}
            )
        if not 1 <= self.enough <= self.size:
            raise UnusableParty(_("The smaller number of seats has to be between 1 and the number of people."))
