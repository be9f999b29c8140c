"""What Debian packages, with the very configuration that is documented; only ports and certificate are this machine's."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.documented import documented
from tests.real_portal import HOST


@dataclass(frozen=True)
class Place:
    """One trial: where its files lie and on which ports portal and proxy listen."""

    folder: Path
    portal: int
    http: int
    https: int

    @property
    def site(self) -> str:
        """The host as browsers name it."""
        return f"{HOST}:{self.https}"


def nginx(place: Place) -> list[str]:
    """Write the configuration; the command that starts it."""
    block = documented("/etc/nginx/sites-available/hanbat-madang")
    block = re.sub(r"^ *listen \[::\].*\n", "", block, flags=re.MULTILINE)
    block = block.replace("listen 80;", f"listen {place.http};").replace("listen 443 ", f"listen {place.https} ")
    block = block.replace("127.0.0.1:8000", f"127.0.0.1:{place.portal}")
    for name, file in (("fullchain.pem", "certificate.pem"), ("privkey.pem", "key.pem")):
        block = block.replace(f"/etc/letsencrypt/live/{HOST}/{name}", str(place.folder / file))
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    temporary = " ".join(f"{kind}_temp_path {place.folder}/nginx-{kind};" for kind in kinds)
    head = f"daemon off; pid {place.folder}/nginx.pid; error_log stderr; events {{ worker_connections 768; }}\n"
    (place.folder / "nginx.conf").write_text(f"{head}http {{ access_log off; {temporary}\n{block}}}\n")
    return ["nginx", "-c", str(place.folder / "nginx.conf")]


def caddy(place: Place) -> list[str]:
    """The same for Caddy."""
    block = documented("/etc/caddy/Caddyfile").replace("127.0.0.1:8000", f"127.0.0.1:{place.portal}")
    # Without HTTP/3: somebody else may have the port of this number for datagrams.
    ports = f"\tadmin off\n\thttp_port {place.http}\n\thttps_port {place.https}\n\tservers {{\n\t\tprotocols h1 h2"
    block = block.replace("\tservers {", ports, 1)
    tls = f"{HOST} {{\n\ttls {place.folder}/certificate.pem {place.folder}/key.pem"
    (place.folder / "Caddyfile").write_text(block.replace(f"{HOST} {{", tls))
    return ["caddy", "run", "--adapter", "caddyfile", "--config", str(place.folder / "Caddyfile")]


PROXIES: dict[str, Callable[[Place], list[str]]] = {"nginx": nginx, "caddy": caddy}
