# SPDX-License-Identifier: Apache-2.0
"""A daemon with one good source and a source for each plugin that misbehaves:
what the test and the benchmark of them stand on."""
import shutil

import ambit

# Plugin -> its result and a part of what its health has to say. Each but the
# one that ends while it is loaded brings an event first.
BAD = {
    "segfault": ("bug", "killed by signal 11 (SIGSEGV)"),
    "abort": ("bug", "killed by signal 6 (SIGABRT)"),
    "exit_constructor": ("bug", "exited with status 0 before it was done"),
    "loop": ("retry", "did not finish within 2 s"),
    "greedy": ("bug", "killed by signal"),
    "flood": ("bug", "brought more than 1000000 items"),
    "shouter": ("bug", "to standard error"),
    "rubbish": ("bug", "sent rubbish"),
    "forged": ("bug", "an event cannot be read"),
    "forks": ("bug", "start a process: Operation not permitted"),
    "opens_database": ("bug", "open the store: Operation not permitted"),
    "opens_socket": ("bug", "open a socket: Operation not permitted"),
    "reads_etc": ("bug", "open /etc/passwd: Permission denied"),
}


def source(box, name):
    keys = {"plugin": f"bad-{name}", "max_memory": "64M",
            "deadline": "2s" if name == "loop" else "60s", "interval": "1d"}
    if name == "opens_database":
        keys["path"] = f"{box.dir}/state/ambit.db"
    return keys


def add(box, names):
    """The sources of these plugins, beside those that the box has."""
    box.plugins = box.dir / "plugins"
    box.plugins.mkdir()
    for path in [*(ambit.BUILD / "plugins").glob("*.so"),
                 *(ambit.BUILD / "tests" / "plugins").glob("bad-*.so")]:
        shutil.copy(path, box.plugins)
    for name in names:
        box.sources[name] = source(box, name)
    box.write_config()
