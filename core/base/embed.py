# SPDX-License-Identifier: Apache-2.0
"""embed.py IN OUT.c NAME HEADER: a file's bytes as a C array, NAME and
NAME_len, which HEADER declares."""
import sys

source, target, name, header = sys.argv[1:]
with open(source, "rb") as file:
    data = file.read()
signed = [str(byte - 256 if byte > 127 else byte) for byte in data]
rows = [", ".join(signed[i:i + 20]) for i in range(0, len(signed), 20)]
with open(target, "w") as out:
    out.write(f'#include "{header}"\n'
              f"const char {name}[] = {{\n\t" + ",\n\t".join(rows) + "\n};\n"
              f"const size_t {name}_len = sizeof {name};\n")
