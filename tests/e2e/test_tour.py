# SPDX-License-Identifier: Apache-2.0
"""The tour of the API, word by word: its commands in one shell, against a
daemon of its own; after each block its output must hold the lines that the
page promises, in their order."""
import os
import pathlib
import subprocess

import ambit
from test_tutorial import first_missing, steps

PAGE = ambit.ROOT / "api/README.md"


def page_lines(output):
    """Answers stand in one line each; a page promises pieces of them."""
    return output.replace('","', '"\n"').replace(',"', '\n"')


class Tour(ambit.Case):
    def test_every_word_of_it(self):
        box = self.ambit({})
        box.serve()
        there = pathlib.Path(box.dir) / "tour"
        there.mkdir()
        programs = there / "bin"
        programs.mkdir()
        (programs / "ambit").symlink_to(ambit.BUILD / "ambit")
        blocks = steps(PAGE.read_text())
        self.assertGreater(len(blocks), 5)
        script = "".join(
            f"{commands}\necho\necho '-- end of block {number} --'\n"
            for number, (commands, _) in enumerate(blocks, 1))
        done = subprocess.run(
            ["bash", "-e", "-o", "pipefail"], input=script, text=True,
            cwd=there, capture_output=True, timeout=120,
            env={**os.environ, "AMBIT_CONFIG": str(box.config),
                 "AMBIT": f"http://127.0.0.1:{box.port}",
                 "PATH": f"{programs}:{os.environ['PATH']}"})
        self.assertEqual(0, done.returncode, done.stdout + done.stderr)
        rest = done.stdout
        for number, (commands, lines) in enumerate(blocks, 1):
            output, rest = rest.split(f"-- end of block {number} --\n", 1)
            missing = first_missing(page_lines(output), lines)
            self.assertIsNone(
                missing, f"block {number} does not say {missing!r}:\n"
                         f"{commands}\n{output}")


if __name__ == "__main__":
    ambit.main()
