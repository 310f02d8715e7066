/* SPDX-License-Identifier: Apache-2.0 */
/* One configuration file as a flat list of entries with their lines. */
#ifndef AMBIT_CONFIG_INI_FILE_H
#define AMBIT_CONFIG_INI_FILE_H

#include "base/err.h"
#include "base/vec.h"
#include "config/config.h"

struct ini_entry {
	char *file;
	int line; /* 1-based */
	char *section;
	char *key;
	char *value;
};
VEC_TYPE(ini_entries, struct ini_entry);

/* Appends the file's entries. What is not readable as a line is added to
 * problems. -ENOENT, -EACCES ... when the file cannot be read; -E2BIG above
 * 1 MiB. */
int ini_file_read(const char *path, struct ini_entries *entries,
    struct config_problems *problems, struct err *err);
void ini_entries_free(struct ini_entries *entries);

#endif
