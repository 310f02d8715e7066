# SPDX-License-Identifier: Apache-2.0
"""The store in an operator's hands: backup while the daemon runs, restore,
and what the doctor says of it all."""
import contextlib
import json
import os
import sqlite3
import threading

from ambit import Case, main, network



def event(n):
    return [f"UID:{n}", "DTSTAMP:20260101T000000Z", f"SUMMARY:Board {n}",
            "DTSTART;VALUE=DATE:20270301", "DTEND;VALUE=DATE:20270303"]


class Store(Case):
    def setUp(self):
        self.box = self.ambit({"uclg": network("uclg")})
        self.box.ics("uclg", event(1))
        self.store = self.box.dir / "state" / "ambit.db"
        self.backup = self.box.dir / "backup.db"

    def titles(self):
        return [event["summary"] for event in self.box.run_json(
            "events", "--from", "2027-01-01", "--to", "2028-01-01")]

    def findings(self):
        done = self.box.run("doctor", "--json", check=False)
        return done.returncode, {
            finding["check"]: finding for finding in json.loads(done.stdout)
            if finding["state"] != "ok"}

    def damage(self):
        """Zeros over the middle of the file."""
        with open(self.store, "r+b") as file:
            size = os.path.getsize(self.store)
            file.seek(size // 2)
            file.write(bytes(min(16384, size // 4)))

    # ---- the rehearsal

    def test_what_was_backed_up_is_what_is_restored(self):
        self.box.serve()
        self.box.until(self.box.synced, "the first sync")
        etag = self.box.get("/feeds/public.ics").headers["ETag"]
        self.box.run("backup", self.backup)
        self.box.ics("uclg", event(1), event(2))
        self.box.run("sync")
        self.assertEqual(2, len(self.titles()))
        # Not over the running daemon's head.
        refused = self.box.run("restore", self.backup, check=False)
        self.assertEqual(1, refused.returncode)
        self.assertIn(str(self.box.daemon.pid), refused.stderr)
        self.assertEqual(0, self.box.stop())
        self.damage()
        done = self.box.run("restore", self.backup)
        self.assertIn("look through them", done.stderr)
        self.assertEqual(["Board 1"], self.titles())
        self.assertEqual(1, len([
            name for name in os.listdir(self.store.parent)
            if name.startswith("ambit.db.before-") and name.endswith("Z")]))
        self.box.ics("uclg", event(1))
        self.box.serve()
        self.assertEqual(
            etag, self.box.get("/feeds/public.ics").headers["ETag"])

    def test_a_backup_while_it_is_written_is_sound(self):
        self.box.serve()
        self.box.until(self.box.synced, "the first sync")
        stop = threading.Event()

        def write():
            i = 0
            while not stop.is_set():
                i += 1
                self.box.ics("uclg", *(event(n) for n in range(1, 2 + i % 7)))
                self.box.run("sync", "--accept")

        writer = threading.Thread(target=write)
        writer.start()
        try:
            for i in range(5):
                path = self.box.dir / f"backup{i}.db"
                self.box.run("backup", path)
                with sqlite3.connect(path) as copy:
                    self.assertEqual([("ok",)], copy.execute(
                        "PRAGMA integrity_check").fetchall())
                    self.assertEqual([(0,)], copy.execute(
                        "SELECT COUNT(*) FROM event WHERE id NOT IN"
                        " (SELECT entity_id FROM change)").fetchall())
        finally:
            stop.set()
            writer.join()

    def test_a_backup_never_replaces_a_file(self):
        self.box.run("sync")
        self.backup.write_text("mine")
        done = self.box.run("backup", self.backup, check=False)
        self.assertEqual(1, done.returncode)
        self.assertEqual("mine", self.backup.read_text())
        usual = self.box.run_json("backup")
        self.assertIn("/state/backups/", usual["path"])
        self.assertEqual(os.path.getsize(usual["path"]), usual["bytes"])

    def test_what_is_no_sound_backup_is_not_restored(self):
        self.box.run("sync")
        self.box.run("backup", self.backup)
        whole = self.backup.read_bytes()
        before = self.store.read_bytes()
        newer = self.box.dir / "newer.db"
        newer.write_bytes(whole)
        with contextlib.closing(sqlite3.connect(newer)) as copy, copy:
            copy.execute("INSERT INTO schema_step (version) VALUES (9999)")
        cases = {
            "cut.db": whole[:len(whole) // 2],
            "text.db": b"no database at all" * 1000,
            "empty.db": b"",
            "newer.db": newer.read_bytes(),
        }
        for name, content in cases.items():
            path = self.box.dir / name
            path.write_bytes(content)
            for more in ([], ["--dry-run"]):
                with self.subTest(name):
                    done = self.box.run("restore", path, *more, check=False)
                    self.assertEqual(1, done.returncode)
                    self.assertIn(name, done.stderr)
        self.assertEqual(before, self.store.read_bytes())
        self.box.run("restore", "--dry-run", self.backup)
        self.assertEqual(before, self.store.read_bytes())

    # ---- the doctor

    def test_all_is_well(self):
        os.chmod(self.box.dir / "ambit.conf", 0o640)
        self.box.serve()
        self.box.until(self.box.synced, "the first sync")
        code, wrong = self.findings()
        wrong.pop("clock", None)  # a container may not know
        wrong.pop("zones", None)  # as old as this machine
        self.assertEqual({}, wrong)

    def test_what_is_wrong_is_told_with_what_to_do(self):
        self.box.run("sync")
        (self.box.data / "uclg.ics").unlink()
        self.box.run("sync", check=False)
        os.chmod(self.box.config, 0o666)
        os.chmod(self.store, 0o644)
        self.box.write_config("[doctor]\nfree = 1000000G\nzones = 1d\n")
        code, wrong = self.findings()
        self.assertEqual(1, code)
        self.assertEqual({"daemon", "sources", "zones", "permissions",
                          "disk"}, set(wrong) - {"clock"})
        self.assertIn("ambit sync", wrong["sources"]["remedy"])
        self.damage()
        code, wrong = self.findings()
        self.assertIn("ambit restore", wrong["store"]["remedy"])
        self.box.config.write_text("[server]\nlisen = 1\n")
        code, wrong = self.findings()
        self.assertIn('did you mean "listen"', wrong["configuration"]["text"])


if __name__ == "__main__":
    main()
