/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which pages a write-ahead log of SQLite holds, by the log alone: its form is
 * in https://www.sqlite.org/fileformat2.html section 4. What is behind the
 * last commit, or behind a frame whose checksum is wrong, is not held.
 */
#ifndef AMBIT_STORE_WAL_H
#define AMBIT_STORE_WAL_H

#include <stdint.h>

#include "base/err.h"
#include "base/vec.h"

struct wal {
	/* From 1, as the log has them: some come several times. */
	VEC(uint32_t) pages;
	uint32_t size; /* pages of the whole database then; 0: none is held */
};

/* The log beside the database at path; none is an empty one. */
int wal_read(const char *path, struct wal *out, struct err *err);
void wal_free(struct wal *wal);

#endif
