# SPDX-License-Identifier: Apache-2.0
"""Fills a folder with inputs for one fuzz target to begin with: its checked-in
corpus, then whatever of the project and of the larger test data has the right
form. seed.py TARGET FOLDER [DATA ...]"""
import hashlib
import pathlib
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
# Target -> the names of files that are inputs for it; larger ones are left
# out, for a fuzzer learns little from them and slowly.
SEEDS = {
    "config": ["*.conf", "*.conf.example"],
    "confs": ["*.json"],
    "csv": ["*.csv", "*.tsv"],
    "eu_calls": ["*.json"],
    "ical": ["*.ics", "*.ifb", "*.vcs"],
    "indico": ["*.json"],
    "jsonld": ["*.json", "*.html"],
    "pentabarf": ["*.xml"],
    "rss": ["*.xml"],
    "schedule": ["*.json"],
    "tribe": ["*.json"],
    "screen": [],
    "wire": [],
}
MOST_BYTES = 32 << 10


def main():
    target, folder, *data = sys.argv[1:]
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    files = list((ROOT / "tests/fuzz/corpus" / target).iterdir())
    for top in [ROOT / "etc", ROOT / "plugins", *map(pathlib.Path, data)]:
        for pattern in SEEDS[target]:
            files += top.rglob(pattern)
    for path in files:
        if not path.is_file() or path.stat().st_size > MOST_BYTES:
            continue
        content = path.read_bytes()
        name = hashlib.sha256(content).hexdigest()[:16]
        (folder / name).write_bytes(content)
    print(f"{target}: {len(list(folder.iterdir()))} inputs to begin with")


main()
