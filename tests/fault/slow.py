# SPDX-License-Identifier: Apache-2.0
"""Slow clients against a daemon: trickled headers, trickled bodies, readers
who take nothing, and more connections than descriptors. A process of its own,
with the least claim to the processor, holds them; beside it /healthz is asked
for on connections of its own."""
import multiprocessing
import os
import pathlib
import resource
import select
import socket
import time

import ambit

HEALTH = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
PATIENCE = 40  # seconds: who is open then is not closed at all


class Crowd:
    """Connections that are opened, each sent its beginning, then a few bytes
    every two seconds; how long each is borne by the daemon."""

    def __init__(self, port, begin, trickle, reads):
        self.port, self.begin, self.trickle = port, begin, trickle
        # One that does not read is told only that it is closed.
        self.events = select.EPOLLIN if reads else \
            select.EPOLLERR | select.EPOLLHUP
        self.reads = reads
        self.poll = select.epoll()
        self.socks, self.begun = {}, {}
        self.made, self.closed, self.refused, self.longest = 0, 0, 0, 0

    def add(self):
        sock = socket.socket()
        if not self.reads:
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
        self.poll.register(sock, self.events)
        self.socks[sock.fileno()] = sock
        self.begun[sock.fileno()] = time.monotonic()

    def drop(self, number):
        self.longest = max(self.longest,
                           time.monotonic() - self.begun.pop(number))
        self.poll.unregister(number)
        self.socks.pop(number).close()
        self.closed += 1

    def ended(self, number, event):
        if event & (select.EPOLLERR | select.EPOLLHUP) or not self.reads:
            return True
        try:
            return not self.socks[number].recv(4096)
        except BlockingIOError:
            return False
        except OSError:
            return True

    def look(self, seconds):
        for number, event in self.poll.poll(seconds):
            if self.ended(number, event):
                self.drop(number)

    def push(self):
        for number, sock in list(self.socks.items()):
            try:
                sock.send(self.trickle)
            except BlockingIOError:
                pass
            except OSError:
                self.drop(number)

    def hold(self, wanted, seconds):
        end = time.monotonic() + seconds
        push = time.monotonic()
        while self.made < wanted or self.socks:
            now = time.monotonic()
            if now >= end:
                break
            for _ in range(min(50, wanted - self.made)):
                self.add()
            self.look(0.002 if self.made < wanted else 0.05)
            if self.trickle and now >= push:
                self.push()
                push = now + 2


def hold_crowd(pipe, port, way, many, seconds):
    os.nice(19)
    crowd = Crowd(port, way["begin"], way["trickle"], way["reads"])
    crowd.hold(many, seconds)
    pipe.send((crowd.made, crowd.closed, crowd.refused, crowd.longest))


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


def resident(pid):
    """The most that it was, in MiB."""
    for line in open(f"/proc/{pid}/status"):
        if line.startswith("VmHWM"):
            return int(line.split()[1]) / 1024
    return 0


def ask_beside(port, pipe):
    """What health took, ten times a second while the crowd is there; how
    many were not answered."""
    times, failed = [], 0
    while not pipe.poll(0.1):
        took = ask_health(port)
        failed += took is None
        times.append(30 if took is None else took)
    return sorted(times), failed


def hold_up(box, way, many, seconds):
    log, pid = box.log.stat().st_size, box.daemon.pid
    memory = resident(pid)
    pipe, other = multiprocessing.Pipe(False)
    crowd = multiprocessing.get_context("fork").Process(
        target=hold_crowd, args=(other, box.port, way, many, seconds))
    used, start = processor(pid), time.monotonic()
    crowd.start()
    times, failed = ask_beside(box.port, pipe)
    length = time.monotonic() - start
    used = processor(pid) - used
    made, closed, refused, longest = pipe.recv()
    crowd.join()
    ended = time.monotonic()
    box.until(lambda: (ask_health(box.port) or 30) < 0.1, "recovery")
    return {
        "clients": (made, "1"),
        "health_p50": (round(times[len(times) // 2] * 1000, 1), "ms"),
        "health_p99": (round(times[len(times) * 99 // 100] * 1000, 1), "ms"),
        "health_unanswered": (failed, "1"),
        "closed": (closed + refused, "1"),
        "left_open": (made - closed - refused, "1"),
        "closed_within": (round(longest, 1), "s"),
        "processor": (round(used / length * 100, 1), "%"),
        "memory_grown": (round(resident(pid) - memory, 1), "MiB"),
        "log": (box.log.stat().st_size - log, "bytes"),
        "recovery": (round(time.monotonic() - ended, 2), "s"),
    }


# What is promised of each figure: at most.
PROMISED = {"health_p99": 100, "health_unanswered": 0, "left_open": 0,
            "closed_within": 30, "log": 10000, "recovery": 10}


def broken_promises(name, figures):
    most = {**PROMISED, **({"processor": 10} if "descriptors" in WAYS[name]
                           else {})}
    return [f"{name}: {figure} is {figures[figure][0]}, promised is {value}"
            for figure, value in most.items() if figures[figure][0] > value]


def events(n):
    return ([f"UID:{i}", "DTSTAMP:20260101T000000Z", f"SUMMARY:Meeting {i}",
             "DESCRIPTION:" + "agenda " * 50,
             f"DTSTART;VALUE=DATE:{time.gmtime().tm_year + 1}"
             f"{1 + i % 12:02}{1 + i % 28:02}"] for i in range(n))


def served(descriptors=None):
    box = ambit.Ambit({"s": ambit.network("s")})
    box.ics("s", *events(30 if descriptors else 3000))
    box.run("sync")
    box.descriptors = descriptors
    box.serve()
    return box


ENDLESS = b"X-More: and more\r\n"
BODY = (b"POST /v1/teams HTTP/1.1\r\nHost: localhost\r\n"
        b"Content-Type: application/json\r\nContent-Length: 100000\r\n\r\n{")
FEED = b"GET /feeds/public.ics HTTP/1.1\r\nHost: localhost\r\n\r\n"
HEADERS = {"begin": b"GET / HTTP/1.1\r\n", "trickle": ENDLESS, "reads": True}
WAYS = {
    "headers": {"many": 10000, **HEADERS},
    "bodies": {"many": 1000, "begin": BODY, "trickle": b" ", "reads": True},
    "readers": {"many": 1000, "begin": FEED * 8, "trickle": b"",
                "reads": False},
    "descriptors": {"many": 200, "descriptors": 64, **HEADERS},
}


def all_ways(scale, seconds=PATIENCE):
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    boxes = {}
    try:
        for name, way in WAYS.items():
            descriptors = way.get("descriptors")
            many = way["many"] if descriptors else \
                max(20, int(way["many"] * scale))
            box = boxes.get(descriptors) or served(descriptors)
            boxes[descriptors] = box
            yield name, hold_up(box, way, many, seconds)
    finally:
        for box in boxes.values():
            box.close()
