# SPDX-License-Identifier: Apache-2.0
"""The daemon on a disk that fails, and on one that is full for a while: what
clients, probes and the operator are told, and that nothing is lost."""
import json
import os
import pathlib
import sqlite3
import unittest

from ambit import BUILD, Case, main, network

ASAN = b"__asan_init" in (BUILD / "ambit").read_bytes()
SHIM = pathlib.Path(os.environ.get(
    "AMBIT_DISK", BUILD / "tests" / "fault" / "libdisk.so"))


@unittest.skipIf(ASAN, "a sanitizer wants to stand where the shim does")
class BrokenDisk(Case):
    def served(self, **environment):
        box = self.ambit({"s": network("s")})
        box.ics("s", ["UID:1", "DTSTAMP:20260101T000000Z", "SUMMARY:Board",
                      "DTSTART;VALUE=DATE:20270301"])
        self.failing = box.dir / "failing"
        box.environment = {"LD_PRELOAD": str(SHIM),
                           "DISK_FOLDER": str(box.dir / "state"),
                           "DISK_FAIL_WHILE": str(self.failing),
                           **environment}
        box.serve()
        box.until(box.synced, "the first sync")
        self.box = box
        self.assertEqual(201, self.write("before").status)
        return box

    def write(self, name):
        return self.box.local(
            "/v1/teams", "POST", {"Content-Type": "application/json"},
            json.dumps({"id": name, "name": f"Team {name}"}))

    def teams(self):
        return {team["id"] for team in
                self.box.local("/v1/teams").json()["items"]}

    def ready(self):
        return self.box.get("/readyz").json()["status"]

    def doctor(self):
        return self.box.run("doctor", check=False)

    def test_an_error_of_the_disk_ends_writing(self):
        box = self.served()
        self.failing.touch()
        answer = self.write("lost")
        self.assertEqual(503, answer.status, answer.body)
        # Also when the disk is well again: nobody knows what it has lost.
        self.failing.unlink()
        self.assertEqual(503, self.write("after").status)
        self.assertEqual("read-only", self.ready())
        self.assertIn(b"ambit_store_writable 0", box.get("/metrics").body)
        self.assertEqual(200, box.get("/feeds/public.ics").status)
        self.assertEqual({"before"}, self.teams())
        said = self.doctor()
        self.assertEqual(1, said.returncode)
        self.assertIn("writes no more", said.stdout)
        box.stop()
        box.serve()
        self.assertEqual("ready", self.ready())
        self.assertEqual(201, self.write("after").status)
        self.assertEqual({"before", "after"}, self.teams())
        self.assertNotIn("writes no more", self.doctor().stdout)

    def test_a_changed_byte_is_refused_and_told(self):
        box = self.served()
        box.stop()
        path = box.dir / "state" / "ambit.db"
        self.assertIn("sound", self.doctor().stdout)
        content = bytearray(path.read_bytes())
        content[content.rindex(b"Board")] ^= 1
        path.write_bytes(content)
        said = self.doctor()
        self.assertEqual(1, said.returncode)
        self.assertIn("not as it was written", said.stdout)
        self.assertIn("ambit restore FILE", said.stdout)
        self.assertIn("not as it was written",
                      box.run("serve", check=False).stderr)

    def test_a_full_disk_is_outlived(self):
        box = self.served(DISK_FULL="1")
        self.failing.touch()
        for _ in range(3):
            self.assertIn(self.write("full").status, (503, 507))
        self.assertEqual(200, box.get("/feeds/public.ics").status)
        self.failing.unlink()
        self.assertEqual(201, self.write("room").status)
        self.assertEqual("ready", self.ready())
        self.assertEqual({"before", "room"}, self.teams())
        self.assertEqual(0, box.stop())
        with sqlite3.connect(box.dir / "state" / "ambit.db") as store:
            self.assertEqual([("ok",)], store.execute(
                "PRAGMA integrity_check").fetchall())
        store.close()


if __name__ == "__main__":
    main()
