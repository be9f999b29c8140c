"""A mail server that can refuse, stall and break off in the middle of a message."""

import email
import time
from collections import Counter
from socketserver import StreamRequestHandler, ThreadingTCPServer
from threading import Thread

WELL, REFUSING, STALLING, BREAKING_OFF = "well", "refusing", "stalling", "breaking off"
GREETING, GO_ON, DATA, BYE = b"220 here\r\n", b"250 fine\r\n", b"354 go on\r\n", b"221 bye\r\n"


class Conversation(StreamRequestHandler):
    """With one client (RFC 5321, as much of it as the portal speaks)."""

    server: "MailServer"

    def handle(self) -> None:
        """Called for each connection."""
        if self.server.mode == REFUSING:
            self.wfile.write(b"421 4.3.2 closed\r\n")
            return
        while self.server.mode == STALLING:
            time.sleep(0.1)
        self.wfile.write(GREETING)
        try:
            while line := self.rfile.readline():
                if not self._answer(line.strip().upper()):
                    return
        except OSError:
            return

    def _answer(self, command: bytes) -> bool:
        if command == b"DATA":
            return self._take_message()
        self.wfile.write(BYE if command == b"QUIT" else GO_ON)
        return command != b"QUIT"

    def _take_message(self) -> bool:
        self.wfile.write(DATA)
        lines = []
        while (line := self.rfile.readline()) not in {b".\r\n", b""}:
            lines.append(line)
            if self.server.mode == BREAKING_OFF:
                return False
        message = email.message_from_bytes(b"".join(lines))
        self.server.received[message["Message-ID"]] += 1
        self.server.addresses[str(message["To"])] += 1
        self.wfile.write(GO_ON)
        return True


class MailServer(ThreadingTCPServer):
    """On a port of this machine; `mode` says how it behaves, `received` counts what it took by Message-ID."""

    daemon_threads = allow_reuse_address = True

    def __init__(self, port: int) -> None:
        super().__init__(("127.0.0.1", port), Conversation)
        self.mode, self.received, self.addresses = WELL, Counter[str](), Counter[str]()
        Thread(target=self.serve_forever, daemon=True).start()
