#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Is every C file as .clang-format wants it?
cd "$(dirname "$0")/../.."
command -v clang-format >/dev/null || {
	echo "skipped: clang-format is not installed"
	exit 77
}
git rev-parse --git-dir >/dev/null 2>&1 || {
	echo "skipped: this is no clone with git"
	exit 77
}
# A file that is being taken away is listed still.
git ls-files -co --exclude-standard '*.c' '*.h' | while read -r file; do
	[ ! -f "$file" ] || echo "$file"
done | xargs clang-format --dry-run --Werror
