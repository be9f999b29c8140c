"""The whole portal as `make run` starts it, under the control of a test or a measurement."""

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


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
        return self.process.wait(30)
