"""The whole portal as `make run` starts it, under the control of a test or a measurement."""

import os
import random
import signal
import socket
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

ROOT = Path(__file__).resolve().parent.parent


# Outside of the range from which the system takes ports for outgoing connections.
PORTS = range(20_000, 30_000)
claims: list[socket.socket] = []


def free_port() -> int:
    """A port that nobody listens on, and that no other test run will choose while this process lives.

    The claim is the port of the same number for datagrams, which nobody else uses and which a killed process gives back.
    """
    for port in random.sample(PORTS, len(PORTS)):
        claim = socket.socket(type=socket.SOCK_DGRAM)
        try:
            claim.bind(("127.0.0.1", port))
            with socket.socket() as probe:
                probe.bind(("127.0.0.1", port))
        except OSError:
            claim.close()
            continue
        claims.append(claim)
        return port
    raise OSError("No port is free.")


def address_of(database: dict[str, str]) -> str:
    """`DATABASE_URL` of a database that is given as Django's settings."""
    password = f":{quote(database['PASSWORD'], safe='')}" if database.get("PASSWORD") else ""
    host, port = quote(database["HOST"], safe=""), database["PORT"] or 5432
    return f"postgresql://{database['USER']}{password}@{host}:{port}/{database['NAME']}"


class Run:
    """One `make run`, from its first line to its last."""

    def __init__(self, data_dir: Path, port: int) -> None:
        self.site = f"http://127.0.0.1:{port}"
        environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
        environment |= {"PORTAL_DATA_DIR": str(data_dir), "SITE_URL": self.site}
        command = [sys.executable, "-m", "portal.launch.serve", "--port", str(port)]
        self.process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )

    def wait_until_ready(self) -> str:
        """Everything it printed until the address and the hint about Ctrl-C."""
        said = ""
        for line in self.process.stdout:
            said += line
            if "Ctrl-C" in line:
                return said
        raise AssertionError(f"it ended with {self.process.wait()}: {said}")

    def stop(self, number: int = signal.SIGINT) -> int:
        """Send a signal; its exit code."""
        self.process.send_signal(number)
        return self.process.wait(120)
