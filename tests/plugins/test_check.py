# SPDX-License-Identifier: Apache-2.0
"""`ambit plugin check` finds what is wrong with plugins that misbehave, each in
one way, and says it; `plugin new` makes what it promises."""
import json
import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest

AMBIT = os.environ["AMBIT"]
BAD = pathlib.Path(os.environ["AMBIT_BAD_PLUGINS"])
SKELETON = os.environ["AMBIT_SKELETON"]
SAMPLES = pathlib.Path(os.environ["AMBIT_SAMPLES"])
VALGRIND = shutil.which("valgrind") and os.environ["AMBIT_VALGRIND"] == "yes"


class Check(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="ambit-check-"))
        self.addCleanup(shutil.rmtree, self.folder)

    def run_ambit(self, *arguments):
        return subprocess.run([AMBIT, "plugin", *map(str, arguments)],
                              capture_output=True, text=True, timeout=120,
                              cwd=self.folder)

    def fixtures(self, settings="", **files):
        (self.folder / "sources.conf").write_text(
            f"[source one]\nplugin = x\n{settings}\n")
        for name, text in files.items():
            (self.folder / name).write_text(text)

    def check(self, plugin, *options):
        options = options or ["--no-valgrind"]
        done = self.run_ambit("check", plugin, self.folder, *options)
        self.assertEqual("", done.stderr)
        return done

    def failures(self, plugin, *options):
        done = self.check(BAD / f"bad-{plugin}.so", *options)
        self.assertEqual(1, done.returncode, done.stdout)
        return [line for line in done.stdout.split("\n")
                if line.startswith("    FAIL") and "it is called" not in line]

    def assert_fails(self, plugin, *words):
        self.fixtures(list="something")
        failures = self.failures(plugin)
        self.assertEqual(len(words), len(failures), failures)
        for word, line in zip(words, failures):
            self.assertIn(word, line)

    def test_who_calls_a_part_the_whole(self):
        self.assert_fails("optimist",
                          "fetch 1 without an answer: it says ok",
                          "fetch 1 that is denied (401): it says ok",
                          "fetch 1 that fails (503): it says ok",
                          "fetch 1 brings an empty body: it says ok")

    def test_who_does_not_stop(self):
        self.assert_fails("stubborn", "told to stop at event 1: bug: it went "
                          "on after emit had returned AMBIT_CANCELLED")

    def test_who_is_never_the_same(self):
        self.assert_fails("fickle", "other events when it is run again")

    def test_who_crashes(self):
        self.assert_fails("segfault", "SIGSEGV")

    def test_whose_event_cannot_be_taken_in(self):
        self.fixtures()
        done = self.check(BAD / "bad-unreadable_event.so")
        self.assertIn("leaves out 1", done.stdout)
        self.assertIn("line 12: second: ", done.stdout)

    def test_who_brings_nothing(self):
        self.assert_fails("talker", "it brings no event")

    @unittest.skipUnless(VALGRIND, "no valgrind, or a sanitizer's build")
    def test_who_loses_memory(self):
        self.fixtures()
        done = self.check(BAD / "bad-leaker.so", "--accept")
        self.assertIn("FAIL  memory is lost or misused", done.stdout)
        self.assertIn("4,000 bytes in 1 blocks are definitely lost",
                      done.stdout)

    def test_the_events_that_are_expected(self):
        shutil.copytree(SAMPLES / "skeleton/sample", self.folder,
                        dirs_exist_ok=True)
        done = self.check(SKELETON)
        self.assertEqual(0, done.returncode, done.stdout)
        self.assertIn("no " + str(self.folder / "water.jsonl"), done.stdout)
        self.check(SKELETON, "--accept", "--no-valgrind")
        events = (self.folder / "water.jsonl").read_text().splitlines()
        self.assertEqual(["Cities and water", "A day on housing"],
                         [json.loads(event)["summary"] for event in events])
        self.assertIn("its events are those of", self.check(SKELETON).stdout)
        calendar = self.folder / "sample.ics"
        calendar.write_text(calendar.read_text().replace("housing", "homes"))
        done = self.check(SKELETON)
        self.assertEqual(1, done.returncode)
        self.assertIn("from line 2 on", done.stdout)

    def test_as_json(self):
        shutil.copytree(SAMPLES / "skeleton/sample", self.folder,
                        dirs_exist_ok=True)
        lines = json.loads(
            self.check(SKELETON, "--no-valgrind", "--json").stdout)
        self.assertIn({"source": "all", "verdict": "ok",
                       "text": "a fetch without an answer"}, lines)
        self.assertEqual({None, "all", "water"},
                         {line["source"] for line in lines})

    def test_wrong_commands(self):
        for arguments, words in (
                (["check", SKELETON], "the folder of its fixtures"),
                (["check", "none.so", "."], "No such file"),
                (["check", SKELETON, "."], "sources.conf"),
                (["new"], "name the plugin"),
                (["new", "Twins"], "is no name of a plugin"),
                (["new", "a/b"], "is no name of a plugin")):
            done = self.run_ambit(*arguments)
            self.assertNotEqual(0, done.returncode, arguments)
            self.assertIn(words, done.stderr)

    def test_new_copies_the_skeleton_under_its_name(self):
        done = self.run_ambit("new", "my-twins", "there")
        self.assertEqual(0, done.returncode, done.stderr)
        self.assertIn("cd there", done.stdout)
        made = {str(path.relative_to(self.folder / "there"))
                for path in (self.folder / "there").rglob("*")
                if path.is_file()}
        self.assertEqual({"Makefile", "my-twins.c", "my-twins.scd",
                          "sample/sources.conf", "sample/sample.ics"}, made)
        for name in made:
            self.assertNotIn("skeleton",
                             (self.folder / "there" / name).read_text())
        again = self.run_ambit("new", "my-twins", "there")
        self.assertEqual(1, again.returncode)
        self.assertIn("File exists", again.stderr)


if __name__ == "__main__":
    unittest.main()
