# SPDX-License-Identifier: Apache-2.0
"""What is told of the tree is true: each path of it that a page names, as a
link or as `folder/file` from the root, is there. Exits 1 on any fault."""
import re
import sys

import tree

LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")
SPAN = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")
FENCE = re.compile(r"^(```.*?^```|(?:    .*\n)+)", re.M | re.S)
ELSEWHERE = re.compile(r"[a-z]+:")
PATH = re.compile(r"[\w.*-]+(/[\w.*-]*)+")


def there(page, path):
    return any(True for folder in (tree.ROOT, page.parent)
               for _ in folder.glob(path.rstrip("/")))


def page_faults(name, tops):
    page = tree.ROOT / name
    text = page.read_text()
    for link in LINK.findall(text):
        if not ELSEWHERE.match(link) and not (page.parent / link).exists():
            yield f"{name}: the link {link} leads nowhere"
    for span in SPAN.findall(FENCE.sub("", text)):
        path = span.split()[0] if span.split() else ""
        if PATH.fullmatch(path) and path.split("/")[0] in tops \
                and not there(page, path):
            yield f"{name}: there is no {path}"


def main():
    names = tree.files()
    tops = {name.split("/")[0] for name in names if "/" in name}
    pages = [name for name in names if name.endswith(".md")]
    faults = [fault for page in pages for fault in page_faults(page, tops)]
    print("\n".join(faults))
    print(f"{len(pages)} pages, {len(faults)} violations")
    sys.exit(bool(faults))


main()
