"""What the portal asks of a service that vouches for people.

The real ones (PASS, NICE, KCB and the like, 본인확인기관) work in three steps, and so does this interface:

1. `start(request, next_url)` answers with what sends the browser there: a redirect to, or a form posted to, the service,
   carrying a request number that is kept in the session, encrypted as the service demands.
2. The person proves who they are at the service; the portal sees nothing of it.
3. The service sends the browser back to `/accounts/verify/` with a signed answer. `finish(request)` checks the signature, that
   the request number is the one in the session and unused, and that the answer is fresh, and hands out an `IdentityProof`.

The connecting information (CI, 연계정보: 88 characters, the same for one person at every service) is used once, to make the
person's key. Name, sex, telephone number and the rest of the answer are dropped here and reach no other part of the portal. The
district comes from the address the person confirms; services that give none ask for it on our page.
"""

from abc import ABC, abstractmethod
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse

from portal.core.errors import InvalidInput


class ProofRefused(InvalidInput):
    """The service's answer cannot be accepted."""


@dataclass(frozen=True)
class IdentityProof:
    """What a provider vouches for: `birth_year` in four digits, `district` a key of settings.DISTRICTS."""

    connecting_information: str
    birth_year: int
    district: str
    provider: str


class IdentityProvider(ABC):
    """One verification service."""

    slug: str
    # Shown as a sample wherever it appears; only possible in demo mode.
    is_sample: bool = False

    @abstractmethod
    def start(self, request: HttpRequest, *, next_url: str) -> HttpResponse:
        """Answer with the first page or the redirect to the service. `next_url` has been checked."""

    @abstractmethod
    def finish(self, request: HttpRequest) -> IdentityProof | HttpResponse:
        """Read what came back: the proof, or a page that says what is missing. Raises ProofRefused."""

    @abstractmethod
    def refused(self, request: HttpRequest, reason: str, *, status: int) -> HttpResponse:
        """Say on a page of the same step why the portal could not accept a proof; what was typed is kept."""
