# SPDX-License-Identifier: Apache-2.0
"""A daemon that is killed, or loses its power, again and again while it syncs
and takes writes. What it has acknowledged must be there, nothing half, the
file sound; and once all is synced its feed's ETag is that of a daemon that was
never disturbed."""
import json
import multiprocessing
import os
import pathlib
import random
import shutil
import signal
import sqlite3
import threading
import time

import ambit

NOW = 1790000000  # the clock stands still: two runs leave the same
SHIM = pathlib.Path(os.environ.get(
    "AMBIT_DISK", ambit.BUILD / "tests" / "fault" / "libdisk.so"))


def version(n):
    """The source's n-th state: one event comes, one moves, one is renamed."""
    def event(i):
        day = 1 + (i * 3 + (n if i == n % 5 else 0)) % 27
        return [f"UID:{i}", "DTSTAMP:20260101T000000Z",
                f"SUMMARY:Meeting {i}" + (f" ({n})" if i == n % 7 else ""),
                f"DTSTART;VALUE=DATE:202703{day:02}"]
    return [event(i) for i in range(10 + n)]


class Run:
    def __init__(self, power=False, normal=False, seed=1):
        self.box = ambit.Ambit({"s": ambit.network("s")})
        self.state = self.box.dir / "state"
        self.state.mkdir(mode=0o750)
        # No other plugin is asked what it is at each start.
        self.box.plugins = self.box.dir / "plugins"
        self.box.plugins.mkdir()
        shutil.copy(ambit.BUILD / "plugins" / "networks.so", self.box.plugins)
        self.box.write_config()
        self.durable = self.box.dir / "durable"
        self.durable.mkdir()
        self.power = power
        self.chance = random.Random(seed)
        self.version = 1
        self.acked, self.next = [], 1
        self.lost = []
        self.usual = 0.05  # seconds that a sync takes
        self.box.environment = {
            "LD_PRELOAD": str(SHIM), "DISK_NOW": str(NOW),
            **({"DISK_FOLDER": str(self.state),
                "DISK_DURABLE": str(self.durable)} if power else {}),
            **({"DISK_NORMAL": "1"} if normal else {})}

    def start(self):
        self.box.ics("s", *version(self.version))
        self.box.serve()

    def sync(self):
        """True when this version's sync is known to be done."""
        begun = time.monotonic()
        try:
            self.box.local("/v1/sources/s/sync", "POST")
            while True:
                source = self.box.local("/v1/sources/s").json()
                if not source["syncing"]:
                    self.usual = time.monotonic() - begun
                    return source["result"] == "ok" and \
                        source["events"] == 10 + self.version
                time.sleep(0.005)
        except (OSError, ValueError, ambit.http.client.HTTPException):
            return False

    def write(self, stop):
        while not stop.is_set():
            name = f"t{self.next}"
            self.next += 1
            try:
                done = self.box.local(
                    "/v1/teams", "POST", {"Content-Type": "application/json"},
                    json.dumps({"id": name, "name": f"Team {name}"}))
            except (OSError, ambit.http.client.HTTPException):
                return
            if done.status == 201:
                self.acked.append(name)
            else:
                raise AssertionError(f"{done.status}: {done.body}")
            time.sleep(0.003)

    def cycle(self):
        """One life of the daemon, and what is left of it."""
        self.start()
        stop = threading.Event()
        writer = threading.Thread(target=self.write, args=(stop,))
        synced = []
        syncer = threading.Thread(target=lambda: synced.append(self.sync()))
        writer.start()
        syncer.start()
        time.sleep(self.chance.uniform(0, 2 * self.usual))
        self.box.stop(signal.SIGKILL)
        stop.set()
        writer.join()
        syncer.join()
        if self.power:
            self.lose_power()
        self.check()
        if synced == [True] and not self.lost:
            self.version += 1

    def lose_power(self):
        for path in self.state.glob("ambit.db*"):
            if not path.name.endswith((".lock", ".seal")):
                path.unlink()
        for path in self.durable.glob("ambit.db*"):
            shutil.copy(path, self.state / path.name)

    def check(self):
        path = self.state / "ambit.db"
        if not path.exists():
            assert not self.acked, "the store is gone"
            return
        # A copy: looking would play the log into the file.
        look = self.box.dir / "look"
        shutil.rmtree(look, ignore_errors=True)
        shutil.copytree(self.state, look,
                        ignore=shutil.ignore_patterns("*.lock", "*.sock",
                                                      "socket", "fetched"))
        with sqlite3.connect(look / "ambit.db") as store:
            state = store.execute("PRAGMA integrity_check").fetchall()
            assert state == [("ok",)], state
            try:
                there = {row[0] for row in
                         store.execute("SELECT id FROM team")}
            except sqlite3.OperationalError:
                there = set()  # killed before its schema was made
            half = store.execute(
                "SELECT COUNT(*) FROM team WHERE id NOT IN"
                " (SELECT entity_id FROM change WHERE entity = 'team')"
            ).fetchone() if there else (0,)
        store.close()
        assert half == (0,), f"{half} without a row in the log"
        self.lost += [name for name in self.acked if name not in there]
        self.acked = [name for name in self.acked if name in there]

    def finish(self):
        """Syncs what was cut last, undisturbed; the feed's ETag after one
        more start."""
        self.start()
        self.box.until(self.sync, f"version {self.version}")
        self.box.stop()
        self.start()
        etag = self.box.get("/feeds/public.ics").headers["ETag"]
        self.box.stop()
        return etag


def disturbed(told, cycles, power, normal, seed):
    """Tells what came of so many cycles, and of each of them that it is
    done."""
    run = Run(power, normal, seed)
    try:
        run.start()
        run.sync()
        run.box.stop()
        for _ in range(cycles):
            run.cycle()
            told.put(None)
        told.put({"tried": run.next - 1, "acknowledged": len(run.acked),
                  "lost": run.lost, "version": run.version,
                  "etag": run.finish()})
    except BaseException as error:
        told.put(error)
    finally:
        run.box.close()


def calm_etags(last):
    """Of each version, from a daemon that is never disturbed."""
    run = Run()
    etags = {}
    try:
        run.start()
        while run.version <= last:
            run.box.ics("s", *version(run.version))
            run.box.until(run.sync, f"version {run.version}")
            etags[run.version] = \
                run.box.get("/feeds/public.ics").headers["ETag"]
            run.version += 1
        return etags
    finally:
        run.box.close()


def many_disturbed(cycles, power=False, normal=False, seed=1, workers=4,
                   done=lambda n: None):
    """So many cycles in all, by daemons side by side: what came of each, with
    the ETag that it should have had as "calm"."""
    fork = multiprocessing.get_context("fork")
    told = fork.SimpleQueue()
    crowd = [fork.Process(target=disturbed, args=(
        told, cycles // workers, power, normal, seed * 1000 + i))
        for i in range(workers)]
    for worker in crowd:
        worker.start()
    runs, n = [], 0
    while len(runs) < workers:
        word = told.get()
        if isinstance(word, BaseException):
            raise word
        if word:
            runs.append(word)
        else:
            n += 1
            done(n)
    for worker in crowd:
        worker.join()
    etags = calm_etags(max(run["version"] for run in runs))
    return [{**run, "calm": etags[run["version"]]} for run in runs]
