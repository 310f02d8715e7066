# SPDX-License-Identifier: Apache-2.0
"""The real programs in a folder of their own: what every end-to-end test
stands on. Standard library only; traffic goes to 127.0.0.1 only."""
import datetime
import http.client
import json
import os
import pathlib
import resource
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path(os.environ.get("AMBIT_BUILD", ROOT / "build"))
PATIENCE = 30  # seconds; a hang is a failure, not a wait


GIVEN = set()


def free_port():
    """One that nobody listens at, below those that the system gives to whoever
    connects. Tests run side by side: each process begins at a place of its
    own."""
    for port in range(20000 + os.getpid() % 600 * 20, 32768):
        if port in GIVEN:
            continue
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
        GIVEN.add(port)
        return port
    raise AssertionError("there is no free port")


def moment(text, all_day):
    if all_day:
        return text
    time = datetime.datetime.fromisoformat(text)
    return f"{time.astimezone(datetime.timezone.utc):%Y-%m-%dT%H:%M:%SZ}"


class Answer:
    def __init__(self, response):
        self.status = response.status
        self.headers = response.headers
        self.body = response.read()

    def json(self):
        return json.loads(self.body)


class Ambit:
    """A configuration, a store and, once served, a daemon."""

    def __init__(self, sources, extra=""):
        self.dir = pathlib.Path(tempfile.mkdtemp(prefix="ambit-e2e-"))
        self.data = self.dir / "data"
        self.data.mkdir()
        self.plugins = BUILD / "plugins"
        self.port = free_port()
        self.config = self.dir / "ambit.conf"
        self.sources = sources
        self.extra = extra
        self.daemon = None
        self.environment = {}  # of the daemon, beside ours
        self.descriptors = None  # that it may have
        self.log = self.dir / "log"
        self.write_config()

    def write_config(self, extra=""):
        lines = [
            "[server]",
            f"listen = 127.0.0.1:{self.port}",
            "uid_domain = ambit.example",
            f"state_dir = {self.dir}/state",
            f"data_dir = {self.data}",
            f"plugin_dir = {self.plugins}",
            f"plugin_host = {BUILD}/plugins/host/ambit-plugin-host",
            "log_format = text",
        ]
        for name, keys in self.sources.items():
            lines.append(f"[source {name}]")
            lines += [f"{key} = {value}" for key, value in keys.items()]
        self.config.write_text(
            "\n".join(lines) + "\n" + self.extra + extra + "\n")

    def ics(self, name, *components):
        """Writes data/NAME.ics from VEVENT bodies (lists of lines)."""
        lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//test//test//EN"]
        for body in components:
            lines += ["BEGIN:VEVENT", *body, "END:VEVENT"]
        lines.append("END:VCALENDAR")
        path = self.data / f"{name}.ics"
        path.write_bytes("".join(f"{line}\r\n" for line in lines).encode())

    def run(self, *arguments, check=True):
        done = subprocess.run(
            [BUILD / "ambit", "-c", self.config, *arguments],
            capture_output=True, text=True, timeout=PATIENCE)
        if check and done.returncode != 0:
            raise AssertionError(
                f"ambit {' '.join(arguments)}: {done.returncode}\n"
                f"{done.stdout}{done.stderr}")
        return done

    def run_json(self, *arguments):
        return json.loads(self.run(*arguments, "--json").stdout)

    def account(self, first, after):
        """What `ambit events` lists, in the form in which clients are asked
        for it: start, end, title; whole days as dates (the end exclusive),
        times in UTC."""
        lines = []
        for event in self.run_json("events", "--from", str(first),
                                   "--to", str(after)):
            start, end = (moment(event[key], event["all_day"])
                          for key in ("start", "end"))
            prefix = "Cancelled: " if event["status"] == "cancelled" else ""
            lines.append(f"{start} {end} {prefix}{event['summary']}")
        return sorted(lines)

    def serve(self):
        with open(self.log, "a") as log:
            self.daemon = subprocess.Popen(
                [BUILD / "ambit", "-c", self.config, "serve"],
                stderr=log, stdout=subprocess.DEVNULL,
                env={**os.environ, **self.environment},
                preexec_fn=self.limit)
        self.until(self.listens, "the daemon listens")

    def limit(self):
        if self.descriptors:
            resource.setrlimit(resource.RLIMIT_NOFILE,
                               (self.descriptors, self.descriptors))

    def listens(self):
        if self.daemon.poll() is not None:
            raise AssertionError("the daemon ended:\n" + self.log.read_text())
        try:
            return self.get("/healthz").status == 200
        except OSError:
            return False

    def until(self, what, words):
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            if what():
                return
            time.sleep(0.02)
        raise AssertionError(f"not within {PATIENCE} s: {words}\n" +
                             (self.log.read_text() if self.log.exists()
                              else ""))

    def synced(self):
        """Every enabled source has been synced and none is being synced."""
        return all(source["last_attempt"] and not source["syncing"]
                   for source in self.local("/v1/sources").json()["items"]
                   if source["enabled"])

    def get(self, path, method="GET", headers=None, body=None):
        connection = http.client.HTTPConnection(
            "127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.request(method, path, body=body, headers=headers or {})
            return Answer(connection.getresponse())
        finally:
            connection.close()

    def local(self, path, method="GET", headers=None, body=None):
        """As get, over the daemon's Unix socket."""
        connection = http.client.HTTPConnection("localhost",
                                                timeout=PATIENCE)
        connection.sock = socket.socket(socket.AF_UNIX)
        try:
            connection.sock.settimeout(PATIENCE)
            connection.sock.connect(str(self.dir / "state" / "ambit.sock"))
            connection.request(method, path, body=body, headers=headers or {})
            return Answer(connection.getresponse())
        finally:
            connection.close()

    def stop(self, number=signal.SIGTERM):
        if not self.daemon:
            return None
        self.daemon.send_signal(number)
        code = self.daemon.wait(timeout=PATIENCE)
        self.daemon = None
        return code

    def close(self):
        if self.daemon and self.daemon.poll() is None:
            self.daemon.kill()
            self.daemon.wait()
        shutil.rmtree(self.dir, ignore_errors=True)


class Case(unittest.TestCase):
    """A test with its own Ambit, closed at its end."""

    def ambit(self, sources, extra=""):
        ambit = Ambit(sources, extra)
        self.addCleanup(ambit.close)
        return ambit


def network(name, **keys):
    return {"plugin": "networks", "url": f"file:{name}.ics",
            "network": name.title(), "zone": "Europe/Madrid", **keys}


def unfold(feed):
    return feed.decode().replace("\r\n ", "").split("\r\n")


def main():
    unittest.main(verbosity=2)
