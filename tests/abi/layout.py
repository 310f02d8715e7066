# SPDX-License-Identifier: Apache-2.0
"""layout.py CC NOW THEN: every member of every struct of the header THEN has
the same place and size in the header NOW, no struct is smaller, and no number
of an enum or a flag has changed."""
import pathlib
import re
import subprocess
import sys
import tempfile

STRUCT = re.compile(r"^struct (ambit_\w+) \{\n(.*?)^\};", re.M | re.S)
COMMENT = re.compile(r"/\*.*?\*/", re.S)


def members(body):
    """The names that are declared, whatever stands between the semicolons."""
    for declaration in body.split(";")[:-1]:
        pointer = re.search(r"\(\*(\w+)\)\(", declaration)
        yield pointer[1] if pointer else re.search(r"(\w+)\s*$",
                                                   declaration)[1]


def program(header):
    text = COMMENT.sub("", header.read_text())
    lines = []
    for name, body in STRUCT.findall(text):
        lines.append(f'printf("{name} %zu\\n", sizeof(struct {name}));')
        for member in members(body):
            place = f"offsetof(struct {name}, {member})"
            size = f"sizeof(((struct {name} *)0)->{member})"
            lines.append(f'printf("{name}.{member} %zu %zu\\n", '
                         f"{place}, {size});")
    enums = " ".join(re.findall(r"^enum \w+ \{(.*?)^\};", text,
                                re.M | re.S))
    flags = " ".join(re.findall(r"#define (AMBIT_(?:CAP_\w+|REQUIRED))", text))
    for number in re.findall(r"AMBIT_\w+", enums + " " + flags):
        lines.append(f'printf("{number} %ld\\n", (long){number});')
    return ('#include <stdio.h>\n#include "ambit-plugin.h"\n'
            "int main(void)\n{\n" + "\n".join(lines) + "\nreturn 0;\n}\n")


def layout(compiler, source, header):
    with tempfile.TemporaryDirectory() as folder:
        code = pathlib.Path(folder, "layout.c")
        code.write_text(source)
        made = pathlib.Path(folder, "layout")
        subprocess.run([*compiler.split(), "-I", header.parent, code, "-o",
                        made], check=True)
        lines = subprocess.run([made], check=True, capture_output=True,
                               text=True).stdout.splitlines()
    return {line.split()[0]: tuple(map(int, line.split()[1:]))
            for line in lines}


def main():
    compiler, now, then = sys.argv[1], *map(pathlib.Path, sys.argv[2:4])
    source = program(then)
    here, there = (layout(compiler, source, path) for path in (now, then))
    faults = []
    for name, was in there.items():
        grown = len(was) == 1 and name.islower() and here[name] > was
        if here[name] != was and not grown:
            faults.append(f"{name}: {was} has become {here[name]}")
    print(f"{len(there)} things compared with {then}")
    print("\n".join(faults))
    return 1 if faults or len(there) < 100 else 0


if __name__ == "__main__":
    sys.exit(main())
