# SPDX-License-Identifier: Apache-2.0
"""A daemon whose n-th allocation fails while it serves a feed, syncs, or reads
its configuration again: for each n it goes on, or is said to have crashed and
in whose code; and an orderly end frees all that it ever took."""
import mmap
import os
import pathlib
import re
import signal
import struct
import time

import ambit

SHIM = ambit.BUILD / "tests" / "fault" / "libmemory.so"


class Memory:
    def __init__(self):
        self.box = ambit.Ambit({"s": ambit.network("s")})
        self.box.ics("s", *([f"UID:{i}", "DTSTAMP:20260101T000000Z",
                             f"SUMMARY:Meeting {i}",
                             f"DTSTART;VALUE=DATE:2027{1 + i % 12:02}01"]
                            for i in range(20)))
        path = self.box.dir / "memory"
        path.write_bytes(bytes(24))
        with open(path, "r+b") as file:
            self.shared = mmap.mmap(file.fileno(), 24)
        self.box.environment = {"LD_PRELOAD": str(SHIM),
                                "MEMORY_CONTROL": str(path)}
        self.crashes = []
        self.start()

    def start(self):
        struct.pack_into("q", self.shared, 16, 0)
        self.fail_at(0)
        self.box.serve()
        self.box.until(self.box.synced, "the first sync")
        self.feed = self.box.get("/feeds/public.ics").body

    def number(self, i):
        return struct.unpack_from("q", self.shared, 8 * i)[0]

    def fail_at(self, n):
        struct.pack_into("q", self.shared, 8, self.number(0) + n if n else 0)

    def left(self):
        """Blocks that an orderly end has not freed. The engine frees a
        connection's last ones a turn after it has ended."""
        self.fail_at(0)
        time.sleep(0.05)
        self.box.stop()
        return self.number(2)

    # ---- the scenarios

    def serve_a_feed(self):
        self.box.get("/feeds/public.ics",
                     headers={"Accept-Encoding": "gzip"})

    def sync(self):
        self.box.local("/v1/sources/s/sync", "POST")
        end = time.monotonic() + 5
        while self.box.local("/v1/sources/s").json().get("syncing") \
                and time.monotonic() < end:
            time.sleep(0.005)

    def reload(self):
        log = self.box.log
        before = log.stat().st_size
        self.box.daemon.send_signal(signal.SIGHUP)
        end = time.monotonic() + 2
        while log.stat().st_size == before and time.monotonic() < end:
            time.sleep(0.005)

    # ---- one allocation that fails

    def try_one(self, scenario, n):
        self.fail_at(n)
        try:
            scenario()
        except (OSError, ValueError, ambit.http.client.HTTPException):
            pass  # the daemon said no, or is gone
        self.fail_at(0)
        if self.ends():
            self.crashes.append((scenario.__name__, n, self.whose()))
            self.box.daemon = None
            self.start()

    def ends(self):
        """Has it crashed? If not it serves the same feed, at once or when
        what it does has ended."""
        end = time.monotonic() + 10
        while self.box.daemon.poll() is None:
            try:
                if self.box.get("/feeds/public.ics").body == self.feed:
                    return False
            except (OSError, ambit.http.client.HTTPException):
                pass
            assert time.monotonic() < end, "another feed, or none"
            time.sleep(0.01)
        return True

    def whose(self):
        """The first of the frames that is no part of libc or of the shim."""
        text = self.box.log.read_text().split("crash at:\n")[-1]
        for path in re.findall(r"^(\S+?)\(", text, re.M):
            name = pathlib.Path(path).name
            if not name.startswith(("libc.", "libc-", "libmemory")):
                return name
        return text[-400:]

    def close(self):
        self.shared.close()
        self.box.close()


def scenario_figures(name, most, step):
    """Crashes by whose code, allocations that one round makes, and what is
    left at the end that a daemon without failures would not leave."""
    memory = Memory()
    scenario = getattr(memory, name)
    try:
        scenario()
        left = memory.left()
        memory.start()
        scenario()
        before = memory.number(0)
        scenario()
        made = memory.number(0) - before
        tried = range(1, min(made, most) + 1, step)
        for n in tried:
            memory.try_one(scenario, n)
        return {"allocations": made, "tried": len(tried),
                "crashes": memory.crashes, "leaked": memory.left() - left}
    finally:
        memory.close()


SCENARIOS = ["serve_a_feed", "sync", "reload"]
