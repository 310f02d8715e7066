# SPDX-License-Identifier: Apache-2.0
"""Slow clients against a daemon: trickled headers, trickled bodies, readers
who take nothing, and more connections than descriptors. One selector loop
holds them all and asks /healthz beside them, on connections of its own."""
import os
import pathlib
import resource
import selectors
import socket
import time

import ambit

HEALTH = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"


class Crowd:
    """Connections that are opened, each sent its beginning, then a byte every
    few seconds; who is closed by the daemon is counted."""

    def __init__(self, port, wanted, begin, trickle, small_window=False):
        self.port, self.wanted = port, wanted
        self.begin, self.trickle = begin, trickle
        self.small_window = small_window
        self.selector = selectors.DefaultSelector()
        self.open, self.made, self.closed, self.refused = 0, 0, 0, 0
        self.socks = set()

    def add(self):
        sock = socket.socket()
        if self.small_window:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        sock.settimeout(5)
        self.made += 1
        try:
            sock.connect(("127.0.0.1", self.port))
            sock.setblocking(False)
            sock.send(self.begin)
        except OSError:
            self.refused += 1
            sock.close()
            return
        if not self.small_window:
            self.selector.register(sock, selectors.EVENT_READ)
        self.socks.add(sock)

    def drop(self, sock):
        if not self.small_window:
            self.selector.unregister(sock)
        self.socks.discard(sock)
        sock.close()
        self.closed += 1

    def look(self):
        """Who was closed."""
        if self.small_window:
            return
        for key, _ in self.selector.select(0):
            try:
                if key.fileobj.recv(4096):
                    continue
            except BlockingIOError:
                continue
            except OSError:
                pass
            self.drop(key.fileobj)

    def push(self):
        for sock in list(self.socks):
            try:
                sock.send(self.trickle)
            except BlockingIOError:
                pass
            except OSError:
                self.drop(sock)

    def end(self):
        for sock in list(self.socks):
            sock.close()
        self.selector.close()


def ask_health(port):
    """Seconds until the answer is there; None: none came."""
    before = time.monotonic()
    try:
        with socket.create_connection(("127.0.0.1", port), 30) as sock:
            sock.sendall(HEALTH)
            answer = b""
            while part := sock.recv(4096):
                answer += part
    except OSError:
        return None
    return time.monotonic() - before if b" 200 " in answer[:20] else None


def processor(pid):
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1]
    user, system = fields.split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def hold_up(box, wanted, begin, trickle, seconds, small_window=False):
    """Keeps wanted slow connections open for seconds, asking for health ten
    times a second meanwhile."""
    crowd = Crowd(box.port, wanted, begin, trickle, small_window)
    log = box.log.stat().st_size
    pid = box.daemon.pid
    used, start = processor(pid), time.monotonic()
    times, failed, first_closed = [], 0, None
    next_push = next_health = start
    while time.monotonic() < start + seconds:
        for _ in range(200):
            if crowd.made < wanted:
                crowd.add()
        crowd.look()
        now = time.monotonic()
        if now >= next_push:
            crowd.push()
            next_push = now + 2
        if now >= next_health:
            took = ask_health(box.port)
            failed += took is None
            times.append(30 if took is None else took)
            next_health = time.monotonic() + 0.1
        if crowd.made >= wanted and not crowd.socks:
            break
        time.sleep(0.01)
    length = time.monotonic() - start
    left = len(crowd.socks)
    crowd.end()
    times.sort()
    recovered = time.monotonic()
    while ask_health(box.port) is None and \
            time.monotonic() < recovered + 30:
        time.sleep(0.05)
    return {
        "clients": (crowd.made, "1"),
        "health_p99": (round(times[len(times) * 99 // 100] * 1000, 1), "ms"),
        "health_unanswered": (failed, "1"),
        "held_for": (round(length, 1), "s"),
        "left_open": (left, "1"),
        "processor": (round((processor(pid) - used) / length * 100, 1), "%"),
        "log": (box.log.stat().st_size - log, "bytes"),
        "recovery": (round(time.monotonic() - recovered, 2), "s"),
    }


def events(n):
    return ([f"UID:{i}", "DTSTAMP:20260101T000000Z", f"SUMMARY:Meeting {i}",
             "DESCRIPTION:" + "agenda " * 50,
             f"DTSTART;VALUE=DATE:{time.gmtime().tm_year + 1}"
             f"{1 + i % 12:02}{1 + i % 28:02}"] for i in range(n))


def served(descriptors=None):
    box = ambit.Ambit({"s": ambit.network("s")})
    box.ics("s", *events(3000))
    box.run("sync")
    box.descriptors = descriptors
    box.serve()
    return box


ENDLESS = b"X-More: and more\r\n"
BODY = (b"POST /v1/teams HTTP/1.1\r\nHost: localhost\r\n"
        b"Content-Type: application/json\r\nContent-Length: 100000\r\n\r\n{")
FEED = b"GET /feeds/public.ics HTTP/1.1\r\nHost: localhost\r\n\r\n"
# Name, how many, what is sent at first and then, small window, descriptors.
WAYS = [
    ("headers", 10000, b"GET / HTTP/1.1\r\n", ENDLESS, False, None),
    ("bodies", 1000, BODY, b" ", False, None),
    ("readers", 1000, FEED * 8, b"", True, None),
    ("descriptors", 200, b"GET / HTTP/1.1\r\n", ENDLESS, False, 64),
]


def all_ways(scale, seconds=60):
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    for name, many, begin, trickle, small, descriptors in WAYS:
        if not descriptors:
            many = max(20, int(many * scale))
        box = served(descriptors)
        try:
            yield name, hold_up(box, many, begin, trickle,
                                max(5, seconds * min(1, scale)), small)
        finally:
            box.close()
