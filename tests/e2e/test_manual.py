# SPDX-License-Identifier: Apache-2.0
"""Each command, verb and option that the program says it has is in its manual
page and in the completion, and the reverse. A failure says what to write, and
where."""
import functools
import os
import pathlib
import re
import subprocess
import unittest

from ambit import BUILD, ROOT, main

MANUAL = ROOT / "api" / "cli" / "manual"
AMBIT = BUILD / "ambit"


@functools.cache
def said(*arguments):
    done = subprocess.run([AMBIT, *arguments], capture_output=True, text=True,
                          timeout=30)
    assert done.returncode == 0, \
        f"ambit {' '.join(arguments)}: {done.stderr}"
    return done.stdout


def commands():
    return re.findall(r"^  ([a-z-]+)", said("help"), re.M)


def verbs_of(usage):
    """The first words between the bars of "list | show ID | ..."."""
    line = usage.split("\n")[0].split(maxsplit=3)
    return re.findall(r"(?:^|\| *)\[?([a-z][a-z-]*)", line[3]) \
        if len(line) > 3 else []


def options_of(command):
    usage = said(command, "--help")
    verbs = verbs_of(usage)
    texts = [usage] + [said(command, verb, "--help") for verb in verbs]
    return verbs, {option for text in texts
                   for option in re.findall(r"^  (--[a-z-]+)", text, re.M)}


def shared():
    text = (MANUAL / "meson.build").read_text()
    text = text[text.index("manual_shared = {"):]
    text = text[:text.index("}")]
    return {name: page for page, names in
            re.findall(r"'([a-z-]+)': \[(.*?)\]", text, re.S)
            for name in re.findall(r"'([a-z-]+)'", names)}


def page_of(command):
    return MANUAL / f"ambit-{shared().get(command, command)}.1.scd"


class Manual(unittest.TestCase):
    def test_every_command_has_a_page_and_the_reverse(self):
        listed = re.findall(r"^    '([a-z-]+)',$",
                            (MANUAL / "meson.build").read_text(), re.M)
        for command in commands():
            page = page_of(command)
            with self.subTest(command):
                self.assertTrue(
                    page.exists(),
                    f"write {page.relative_to(ROOT)} (see that of sync)")
                self.assertIn(
                    page.name.removeprefix("ambit-").removesuffix(".1.scd"),
                    listed, "list it in api/cli/manual/meson.build")
        known = {page_of(command).name for command in commands()}
        self.assertEqual(set(), {page.name for page in MANUAL.glob(
            "ambit-*.scd")} - known, "pages of commands that are not there")

    def test_every_option_is_in_its_page_and_the_reverse(self):
        for command in commands():
            page = page_of(command)
            if not page.exists():
                continue
            text = page.read_text()
            verbs, options = options_of(command)
            where = f"see OPTIONS in {page.relative_to(ROOT)}"
            told = set(re.findall(r"^\*(--[a-z-]+)\*", text, re.M))
            with self.subTest(command):
                self.assertEqual(set(), options - told - {"--json"},
                                 f"options without a word; {where}")
                self.assertEqual(set(), told - options,
                                 f"options that are not there; {where}")
                for verb in verbs:
                    self.assertRegex(text, rf"\b{verb}\b",
                                     f"a verb without a word; {where}")

    def test_the_filled_pages_have_every_command_and_key(self):
        text = (BUILD / "api/cli/manual/ambit.1.scd").read_text()
        for command in commands():
            self.assertTrue(f"*ambit-{command}*(1)" in text, command)
        text = (BUILD / "api/cli/manual/ambit.conf.5.scd").read_text()
        for line in said("config", "keys").split("\n")[1:-1]:
            key = line.split()[1].replace("_", r"\_")
            self.assertTrue(f"*{key}*" in text, key)


class Completion(unittest.TestCase):
    def complete(self, *words):
        script = ('source "$1"; shift; COMP_WORDS=("$@"); '
                  'COMP_CWORD=$(($# - 1)); _ambit; '
                  'printf "%s\\n" "${COMPREPLY[@]}"')
        done = subprocess.run(
            ["bash", "-c", script, "-",
             ROOT / "contrib/completion/ambit.bash", AMBIT, *words],
            capture_output=True, text=True, timeout=60, check=True,
            cwd=pathlib.Path("/"), env={**os.environ, "LC_ALL": "C.UTF-8"})
        return set(done.stdout.split())

    def test_commands(self):
        self.assertLessEqual(set(commands()), self.complete(""))
        self.assertEqual({"serve"}, self.complete("ser"))

    def test_options_and_verbs(self):
        # It asks the program, whatever the command.
        for command in ("events", "plugin", "team"):
            verbs, options = options_of(command)
            with self.subTest(command):
                found = self.complete(command, "--")
                for verb in verbs:
                    found |= self.complete(command, verb, "--")
                self.assertLessEqual(options, found)
                self.assertLessEqual(set(verbs), self.complete(command, ""))


if __name__ == "__main__":
    main()
