# SPDX-License-Identifier: Apache-2.0
"""embed.py IN OUT NAME [HEADER]: a file's bytes as NAME and NAME_len. OUT.c is
a C array, which HEADER declares; OUT.S lets the assembler take in the file as
it is, for one so large that a compiler would take long over an array."""
import os
import sys

C = """#include "{header}"
const char {name}[] = {{
\t{rows}
}};
const size_t {name}_len = sizeof {name};
"""
ASSEMBLER = """\t.section .rodata
\t.balign 8
\t.globl {name}_len
{name}_len:
\t.quad {length}
\t.globl {name}
{name}:
\t.incbin "{path}"
\t.section .note.GNU-stack,"",%progbits
"""

source, target, name = sys.argv[1:4]
with open(source, "rb") as file:
    data = file.read()
with open(target, "w") as out:
    if target.endswith(".S"):
        out.write(ASSEMBLER.format(name=name, length=len(data),
                                   path=os.path.abspath(source)))
    else:
        signed = [str(byte - 256 if byte > 127 else byte) for byte in data]
        rows = [", ".join(signed[i:i + 20])
                for i in range(0, len(signed), 20)]
        out.write(C.format(name=name, header=sys.argv[4],
                           rows=",\n\t".join(rows)))
