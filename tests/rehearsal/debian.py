"""A fresh Debian 12 in a directory, and the documented unit in it, held by the kernel as systemd would hold it."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from configparser import ConfigParser, SectionProxy
from contextlib import contextmanager
from pathlib import Path

from tests.documented import documented
from tests.running_portal import ROOT

UNIT = "/etc/systemd/system/hanbat-madang.service"
REPOSITORY = "https://git.example.org/hanbat-madang.git"
PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
# A package index or authority that this machine knows and a fresh one does not.
OF_THIS_MACHINE = (Path("/etc/pip.conf"), Path("/etc/ssl/certs/ca-certificates.crt"))


class Debian:
    """The directory; whoever makes one has a mount namespace of their own, so that nothing stays mounted."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.directory = folder, "/"
        run("debootstrap", "--variant=minbase", "bookworm", str(folder), "http://deb.debian.org/debian")
        for kind in ("proc", "dev", "sys"):
            run("mount", "--rbind", f"/{kind}", str(folder / kind))
        # No service starts by itself: there is no systemd in here.
        (folder / "usr/sbin/policy-rc.d").write_text("#!/bin/sh\nexit 101\n")
        (folder / "usr/sbin/policy-rc.d").chmod(0o755)
        run("git", "clone", "--quiet", "--bare", str(ROOT), str(folder / "source.git"))

    def follow(self) -> Iterator[str]:
        """Type the documented commands, one by one; each is handed out before it runs."""
        text = (ROOT / "docs" / "operations.md").read_text()
        commands = re.search(r"### On a server without containers.*?```sh\n(.*?)```", text, re.DOTALL).group(1)
        for command in commands.strip().splitlines():
            yield command
            self.type(command.replace(REPOSITORY, "/source.git"))
            if command.startswith("cd "):
                self.directory = command.split()[1]
            if command.startswith("apt-get"):
                self._start_what_systemd_would()

    def _start_what_systemd_would(self) -> None:
        for file in filter(Path.exists, OF_THIS_MACHINE):
            shutil.copy(file, self.folder / file.relative_to("/"))
        self.type("git config --system --add safe.directory '*'")
        self.type("pg_ctlcluster 15 main start -o '-c listen_addresses='")

    def type(self, command: str) -> None:
        """Run a line as root. Raises CalledProcessError."""
        environment = {"PATH": PATH, "HOME": "/root", "DEBIAN_FRONTEND": "noninteractive"}
        within = ["chroot", str(self.folder), "bash", "-c", f"cd {self.directory} && {command}"]
        subprocess.run(within, env=environment, check=True, stdout=subprocess.DEVNULL)

    def write_env_file(self, values: dict[str, str]) -> None:
        """Add what is documented, with the values of this machine."""
        text = documented("/srv/hanbat-madang/.env")
        for name, value in values.items():
            text = re.sub(rf"^{name}=.*\n|\Z", f"{name}={value}\n", text, count=1, flags=re.MULTILINE)
        with (self.folder / "srv/hanbat-madang/.env").open("a") as lines:
            lines.write(text)


class Service:
    """The documented unit: one user without any privilege, a disk of which one directory can be written to."""

    def __init__(self, debian: Debian, trace: Path) -> None:
        self.root, self.trace, self.unit = debian.folder, trace, _unit()
        self.state = self.root / "var/lib" / self.unit["StateDirectory"]
        self.state.mkdir(mode=int(self.unit["StateDirectoryMode"], 8))
        debian.type(f"chown {self.unit['User']}: /var/lib/{self.state.name}")
        for arguments in (("--bind", self.root, self.root), ("--bind", self.state, self.state)):
            run("mount", *map(str, arguments))
        run("mount", "-t", "tmpfs", "tmpfs", str(self.root / "tmp"))
        for kind in ("proc", "dev"):
            run("mount", "--rbind", f"/{kind}", str(self.root / kind))
        run("mount", "-o", "remount,bind,ro", str(self.root))

    def command(self, line: str) -> list[str]:
        """What runs a line as the unit's user, with nothing that root may do."""
        held = ["setpriv", f"--reuid={self.unit['User']}", f"--regid={self.unit['User']}", "--init-groups"]
        held += ["--no-new-privs", "--bounding-set=-all", "--inh-caps=-all"]
        shell = f"umask {self.unit['UMask']}; cd {self.unit['WorkingDirectory']} && exec {line}"
        return ["chroot", str(self.root), *held, "sh", "-c", shell]

    @contextmanager
    def started(self, log: Path) -> Iterator[subprocess.Popen[bytes]]:
        """Start it and wait until it says that it is ready; what it asks of the kernel beyond `SystemCallFilter` is noted."""
        watch = ["strace", "-f", "-qq", "--seccomp-bpf", "-e", "signal=none", "-A", "-o", str(self.trace)]
        watch += ["-e", f"trace=!{','.join(sorted(_allowed(self.unit['SystemCallFilter'])))}"]
        with log.open("wb") as output:
            process = subprocess.Popen(
                [*watch, *self.command(self.unit["ExecStart"])], env=self.environment, stdout=output, stderr=output
            )
        try:
            yield process
        finally:
            children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
            for child in children:
                os.kill(int(child), 15)
            process.wait(int(self.unit["TimeoutStopSec"]))

    @property
    def environment(self) -> dict[str, str]:
        """What systemd sets."""
        return {"PATH": PATH, "LANG": "C.UTF-8", "HOME": self.unit["WorkingDirectory"], "USER": self.unit["User"]}

    def manage(self, *words: str) -> subprocess.CompletedProcess[str]:
        """A command of the portal beside it."""
        command = self.command(f".venv/bin/python manage.py {' '.join(words)}")
        return subprocess.run(command, env=self.environment, capture_output=True, text=True, check=False)

    def refused_calls(self) -> set[str]:
        """System calls that systemd would have refused; entering the directory is ours."""
        return set(re.findall(r"^\d+ +(\w+)\(", self.trace.read_text(), re.MULTILINE)) - {"chroot"}


def _unit() -> SectionProxy:
    parser = ConfigParser(interpolation=None)
    parser.optionxform = str
    parser.read_string(documented(UNIT))
    return parser["Service"]


def _allowed(group: str) -> set[str]:
    """The system calls of one of systemd's groups, as far as strace knows them."""
    question = ["systemd-analyze", "syscall-filter", group]
    answer = subprocess.run(question, capture_output=True, text=True, check=True).stdout
    found: set[str] = set()
    for name in (line.strip() for line in answer.splitlines()[1:]):
        if name.startswith("@"):
            found |= _allowed(name)
        elif name and not name.startswith("#") and _is_known(name):
            found.add(name)
    return found


def _is_known(call: str) -> bool:
    trial = ["strace", "-o", "/dev/null", "-e", f"trace={call}", "true"]
    return subprocess.run(trial, capture_output=True, check=False).returncode == 0


def run(*command: str) -> None:
    """Raises CalledProcessError."""
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
