# SPDX-License-Identifier: Apache-2.0
"""The daemon's life: reload, a wrong configuration, drain, sudden death, two
daemons, commands beside it."""
import signal
import sqlite3

from ambit import Case, main, network

EVENT = ["UID:one", "DTSTAMP:20260101T000000Z", "SUMMARY:Board",
         "DTSTART;VALUE=DATE:20270301", "DTEND;VALUE=DATE:20270303"]


class Daemon(Case):
    def setUp(self):
        self.box = self.ambit({"uclg": network("uclg")})
        self.box.ics("uclg", EVENT)

    def start(self):
        self.box.serve()
        self.box.until(self.box.synced, "the first sync")

    def names(self):
        return [source["name"]
                for source in self.box.local("/v1/sources").json()["items"]]

    def test_reload_takes_a_new_source(self):
        self.start()
        self.box.ics("iclei", [*EVENT[1:], "UID:two"])
        self.box.sources["iclei"] = network("iclei")
        self.box.write_config()
        self.box.daemon.send_signal(signal.SIGHUP)
        self.box.until(lambda: self.names() == ["uclg", "iclei"], "reload")
        self.box.until(self.box.synced, "the new source's sync")
        self.assertEqual(
            1, self.box.local("/v1/sources/iclei").json()["events"])

    def test_a_wrong_configuration_leaves_the_old_one_running(self):
        self.start()
        self.box.sources["uclg"]["netwrok"] = "UCLG"
        self.box.write_config("[server]\nlisen = 1\n")
        self.box.daemon.send_signal(signal.SIGHUP)
        self.box.until(lambda: "stays as it was" in self.box.log.read_text(),
                       "the refusal")
        log = self.box.log.read_text()
        self.assertIn('did you mean "listen"', log)
        self.assertEqual(["uclg"], self.names())
        self.assertEqual(200, self.box.get("/feeds/public.ics").status)

    def test_config_check_names_file_line_and_nearest_key(self):
        self.box.sources["uclg"]["netwrok"] = "UCLG"
        self.box.write_config()
        done = self.box.run("config", "check", check=False)
        self.assertEqual(1, done.returncode)
        line = 1 + next(
            i for i, text in enumerate(
                self.box.config.read_text().split("\n"))
            if text.startswith("netwrok"))
        self.assertIn(f"{self.box.config}:{line}: ", done.stderr)
        self.assertIn("did you mean 'network'", done.stderr)

    def test_terminate_drains_and_ends_well(self):
        self.start()
        self.assertEqual(0, self.box.stop())

    def test_sudden_death_loses_nothing(self):
        self.start()
        etag = self.box.get("/feeds/public.ics").headers["ETag"]
        self.box.stop(signal.SIGKILL)
        with sqlite3.connect(self.box.dir / "state" / "ambit.db") as store:
            self.assertEqual([("ok",)], store.execute(
                "PRAGMA integrity_check").fetchall())
        self.box.serve()
        self.assertEqual(
            etag, self.box.get("/feeds/public.ics").headers["ETag"])

    def test_a_second_daemon_is_told_of_the_first(self):
        self.start()
        other = self.box.run("serve", check=False)
        self.assertNotEqual(0, other.returncode)
        self.assertIn(str(self.box.daemon.pid), other.stderr)

    def test_sync_without_a_daemon_writes_by_itself(self):
        result = self.box.run_json("sync")
        self.assertEqual((1, "ok"),
                         (result[0]["created"], result[0]["result"]))
        self.assertEqual("Board", self.box.run_json(
            "events", "--from", "2027-01-01", "--to", "2028-01-01")
            [0]["summary"])

    def test_commands_speak_json(self):
        self.start()
        self.assertEqual("uclg", self.box.run_json("sources")[0]["name"])
        self.assertIn("networks", [plugin["name"] for plugin in
                                   self.box.run_json("plugin", "list")])
        self.assertEqual("networks",
                         self.box.run_json("plugin", "show",
                                           "networks")["name"])
        self.assertIn("public", [feed["id"] for feed
                                 in self.box.run_json("feed")])
        self.assertEqual([], self.box.run_json("config", "check"))

    def test_what_is_wrong_is_said_once(self):
        self.box.write_config("[places]\nown = no-such-table.tsv\n")
        done = self.box.run("team", "add", "T1", "name=M", check=False)
        self.assertEqual(1, done.returncode)
        self.assertEqual(1, done.stderr.count("\n"), done.stderr)
        self.assertIn("no-such-table.tsv", done.stderr)

    def test_a_link_is_one_that_a_browser_follows(self):
        box = self.box
        box.run("token", "create", "laptop", "role=reader")
        token = box.run_json("token", "list")[0]["id"]
        self.assertTrue(box.run("token", "link", token).stdout.startswith(
            f"http://127.0.0.1:{box.port}/#"))
        box.config.write_text(box.config.read_text().replace(
            "127.0.0.1", "[::1]"))
        self.assertTrue(box.run("token", "link", token).stdout.startswith(
            f"http://[::1]:{box.port}/#"))

    def test_a_misspelt_command_is_met_with_the_right_one(self):
        done = self.box.run("evnts", check=False)
        self.assertEqual(2, done.returncode)
        self.assertIn('did you mean "events"', done.stderr)


if __name__ == "__main__":
    main()
