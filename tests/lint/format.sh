#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Is every C file as .clang-format wants it?
cd "$(dirname "$0")/../.."
command -v clang-format >/dev/null || {
	echo "skipped: clang-format is not installed"
	exit 77
}
git ls-files -co --exclude-standard '*.c' '*.h' | xargs clang-format \
	--dry-run --Werror
