#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Fills a manual page from what the program says of itself: @COMMANDS@ from
`ambit help`, @KEYS@ from `ambit config keys`. usage: fill.py AMBIT PAGE"""
import json
import re
import subprocess
import sys

ambit, template = sys.argv[1:]


def said(*arguments):
    return subprocess.run([ambit, *arguments], check=True, text=True,
                          capture_output=True).stdout


def plain(text):
    """Words that scdoc is not to read as markup."""
    return re.sub(r"([\\*_#~`<>\[\].-])", r"\\\1", text)


def commands():
    found = re.findall(r"^  ([a-z-]+).*\n      (.+)$", said("help"), re.M)
    return "\n\n".join(f"*ambit-{name}*(1)\n\t{plain(summary)}"
                       for name, summary in found)


def keys():
    lines, section = [], None
    for key in json.loads(said("config", "keys", "--json")):
        if key["section"] != section:
            section = key["section"]
            lines.append(f"# SECTION {section}")
        text = plain(key["help"])
        if key["default"]:
            text += f" Default: {plain(key['default'])}"
        lines.append(f"*{plain(key['key'])}*\n\t{text}")
    return "\n\n".join(lines)


page = open(template, encoding="utf-8").read()
for mark, text in (("@COMMANDS@", commands), ("@KEYS@", keys)):
    if mark in page:
        page = page.replace(mark, text())
print(page, end="")
