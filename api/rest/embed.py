# SPDX-License-Identifier: Apache-2.0
"""embed.py IN OUT.c NAME: a file's bytes as a C array, NAME and NAME_len."""
import sys

with open(sys.argv[1], "rb") as source:
    data = source.read()
rows = [", ".join(str(byte) for byte in data[i:i + 20])
        for i in range(0, len(data), 20)]
name = sys.argv[3]
with open(sys.argv[2], "w") as out:
    out.write('#include "rest/files.h"\n'
              f"const char {name}[] = {{\n\t" + ",\n\t".join(rows) + "\n};\n"
              f"const size_t {name}_len = sizeof {name};\n")
