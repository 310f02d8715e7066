# SPDX-License-Identifier: Apache-2.0
"""thunderbird.py URL FIRST AFTER: subscribes a Thunderbird of its own, without
a window and with a profile that is thrown away, to a feed, and prints its
account of it: one occurrence a line, sorted: start, end, title.

It is driven through Marionette, Mozilla's own remote control: lines of JSON,
each with its length before it."""
import json
import os
import pathlib
import shutil
import socket
import subprocess
import sys
import tempfile
import time

PATIENCE = 120  # seconds
SCRIPT = pathlib.Path(__file__).with_name("thunderbird.js").read_text()
PREFERENCES = {
    "mail.provider.suppress_dialog_on_startup": True,
    "mail.rights.version": 1,
    "mail.spotlight.firstRunDone": True,
    "mailnews.start_page.enabled": False,
    "app.update.enabled": False,
    "extensions.update.enabled": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "toolkit.telemetry.enabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "calendar.timezone.useSystemTimezone": False,
    "calendar.timezone.local": "Europe/Madrid",
}


class Marionette:
    def __init__(self, port):
        end = time.monotonic() + PATIENCE
        while True:
            try:
                self.socket = socket.create_connection(
                    ("127.0.0.1", port), timeout=PATIENCE)
                break
            except OSError:
                if time.monotonic() > end:
                    raise
                time.sleep(0.2)
        self.unread = b""
        self.number = 0
        self.receive()  # its greeting

    def receive(self):
        while b":" not in self.unread:
            self.unread += self.some()
        length, self.unread = self.unread.split(b":", 1)
        while len(self.unread) < int(length):
            self.unread += self.some()
        message = json.loads(self.unread[:int(length)])
        self.unread = self.unread[int(length):]
        return message

    def some(self):
        octets = self.socket.recv(65536)
        if not octets:
            raise ConnectionError("Thunderbird ended")
        return octets

    def command(self, name, **parameters):
        self.number += 1
        message = json.dumps([0, self.number, name, parameters]).encode()
        self.socket.sendall(b"%d:%s" % (len(message), message))
        error, value = self.receive()[2:]
        if error:
            raise RuntimeError(error["message"])
        return value


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def start(home, port):
    profile = home / "profile"
    profile.mkdir()
    lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});"
             for name, value in {**PREFERENCES,
                                 "marionette.port": port}.items()]
    (profile / "user.js").write_text("\n".join(lines))
    with open(home / "log", "w") as log:
        return subprocess.Popen(
            ["thunderbird", "-headless", "-no-remote", "-marionette",
             "-remote-allow-system-access", "-profile", profile],
            env={**os.environ, "HOME": str(home), "TZ": "Europe/Madrid"},
            stdout=log, stderr=subprocess.STDOUT)


def ask(port, arguments):
    thunderbird = Marionette(port)
    session = thunderbird.command(
        "WebDriver:NewSession", capabilities={"alwaysMatch": {}})
    print("Thunderbird", session["capabilities"]["browserVersion"],
          file=sys.stderr)
    thunderbird.command("Marionette:SetContext", value="chrome")
    thunderbird.command("WebDriver:SetTimeouts", script=PATIENCE * 1000)
    return thunderbird.command(
        "WebDriver:ExecuteAsyncScript", script=SCRIPT, args=arguments,
        newSandbox=True)["value"]


def main():
    home = pathlib.Path(tempfile.mkdtemp(prefix="ambit-thunderbird-"))
    port = free_port()
    program = start(home, port)
    try:
        answer = ask(port, sys.argv[1:4])
    finally:
        program.terminate()
        program.wait()
        shutil.rmtree(home, ignore_errors=True)
    if "error" in answer:
        sys.exit(answer["error"])
    print("\n".join(sorted(answer["lines"])))


main()
