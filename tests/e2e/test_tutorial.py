# SPDX-License-Identifier: Apache-2.0
"""The author's tutorial, word by word: its commands in one shell, against what
is installed and nothing else; after each block its output must hold the lines
that the page promises ("..." stands for anything)."""
import os
import pathlib
import re
import shutil
import signal
import subprocess
import tempfile
import time
import unittest

from ambit import BUILD, ROOT, free_port

PAGE = ROOT / "contrib/tutorial/README.md"
PATIENCE = 240
PORT = "8765"
BLOCK = re.compile(r"^```(sh|text)\n(.*?)^```$", re.M | re.S)


def steps(page):
    """[(commands, [promised line])] in the order of the page."""
    found = []
    for kind, text in BLOCK.findall(page):
        if kind == "sh":
            found.append((text, []))
        else:
            found[-1][1].extend(text.splitlines())
    return found


def promised(line):
    parts = (re.escape(part.strip()) for part in line.split("..."))
    return re.compile(".*".join(parts))


def first_missing(output, lines):
    """The first promised line that does not come after the one before it."""
    rest = output.splitlines()
    for line in lines:
        pattern = promised(line)
        while rest and not pattern.search(rest[0]):
            rest.pop(0)
        if not rest:
            return line
        rest.pop(0)
    return None


class Tutorial(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="ambit-tutorial-"))
        self.addCleanup(shutil.rmtree, self.folder)
        self.prefix = self.install()
        self.shell = None
        self.addCleanup(self.end)

    def install(self):
        """An installed tree below a folder of its own; its prefix."""
        subprocess.run(
            ["meson", "install", "-C", BUILD, "--no-rebuild", "--quiet",
             "--destdir", self.folder / "installed"],
            check=True, capture_output=True, timeout=PATIENCE)
        program = next((self.folder / "installed").rglob("bin/ambit"))
        return program.parents[1]

    def environment(self):
        """Where a machine would have it all; the one thing that the programs
        cannot know is that their prefix has moved."""
        moved = self.folder / "moved"
        host = next(self.prefix.rglob("ambit-plugin-host"))
        configs = [next(self.prefix.rglob("ambit-plugin.pc")).parent]
        (moved / "conf.d").mkdir(parents=True)
        (moved / "ambit.conf").write_text(
            f"[server]\nplugin_host = {host}\n")
        return dict(
            os.environ,
            PATH=f"{self.prefix}/bin:{os.environ['PATH']}",
            PKG_CONFIG_PATH=":".join(map(str, configs)),
            AMBIT_CONFIG=str(moved / "ambit.conf"))

    def end(self):
        if self.shell:
            try:
                os.killpg(self.shell.pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
            self.shell.wait()

    def start(self):
        with open(self.folder / "output", "w") as output:
            self.shell = subprocess.Popen(
                ["bash", "-e", "-o", "pipefail"], cwd=self.folder,
                env=self.environment(), stdin=subprocess.PIPE, stdout=output,
                stderr=subprocess.STDOUT, text=True, start_new_session=True)
        # The configuration that the reader writes gets the moved host too.
        (self.folder / "twin-towns/conf.d").mkdir(parents=True)
        shutil.copy(self.folder / "moved/ambit.conf",
                    self.folder / "twin-towns/conf.d/moved.conf")

    def output_until(self, mark, since):
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            text = (self.folder / "output").read_text()[since:]
            if mark in text:
                return text[:text.index(mark)]
            if self.shell.poll() is not None:
                self.fail("the shell ended in\n" + text)
            time.sleep(0.05)
        self.fail(f"not within {PATIENCE} s:\n{text}")

    def variable(self, name):
        return subprocess.run(
            ["pkg-config", f"--variable={name}", "ambit-plugin"],
            env=self.environment(), check=True, capture_output=True,
            text=True).stdout.strip()

    def test_an_author_finds_what_is_installed(self):
        header = (self.prefix / "include/ambit-plugin.h").read_text()
        numbers = re.findall(r"^#define AMBIT_ABI_M\w+ (\d+)$", header, re.M)
        self.assertEqual(".".join(numbers), self.variable("abi"))
        shutil.rmtree(self.folder / "moved")
        plugins = pathlib.Path(self.variable("plugindir"))
        names = {path.stem for path in plugins.glob("*.so")}
        self.assertLessEqual({"conferences", "delegations", "forums",
                              "networks", "projects"}, names)
        manuals = {path.stem for path in self.prefix.rglob("man7/*")}
        if shutil.which("scdoc"):
            self.assertEqual({f"ambit-{name}" for name in
                              names | {"reading"}}, manuals)
        self.assertEqual(
            PAGE.read_text(),
            (self.prefix / "share/doc/ambit/tutorial.md").read_text())

    def test_every_word_of_it(self):
        page = PAGE.read_text()
        port = str(free_port())
        self.assertGreater(page.count(PORT), 3)
        self.start()
        seen = 0
        for number, (commands, lines) in enumerate(steps(page), 1):
            # mkdir is the page's first command; the test has been there.
            commands = commands.replace(PORT, port).replace(
                "mkdir twin-towns", "mkdir -p twin-towns")
            mark = f"-- end of block {number} --\n"
            self.shell.stdin.write(f"{commands}\necho '{mark.strip()}'\n")
            self.shell.stdin.flush()
            output = self.output_until(mark, seen)
            seen += len(output) + len(mark)
            missing = first_missing(output, lines)
            if missing is not None:
                self.fail(f"block {number} does not say {missing!r}:\n"
                          f"{commands}\n{output}")
        self.shell.stdin.close()
        self.assertEqual(0, self.shell.wait(PATIENCE))


if __name__ == "__main__":
    unittest.main()
