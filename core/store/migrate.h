/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The schema's versions. Each step from one to the next is a list of
 * statements run in one transaction together with the note of its number, so
 * that a store is always at one version, whole. Steps that were released are
 * never edited: a new need is a new step.
 */
#ifndef AMBIT_STORE_MIGRATE_H
#define AMBIT_STORE_MIGRATE_H

#include "store/db.h"

struct migration {
	const char *const *statements; /* ends with NULL; see db_schema */
};

/* The step that brings the office's records. */
extern const char *const schema_office[];
/* The one that brings what those who ask are known by. */
extern const char *const schema_access[];
/* The step that brings the life of missions. */
extern const char *const schema_missions[];
/* Those of resolving, schema_resolutions.c. */
extern const char *const schema_resolutions[];

/* Those of this program, from version 1 on. */
extern const struct migration migrations[];
extern const int migrations_len;

/*
 * Brings db, the file at path, up to version n. Before the first step on a
 * store that has a version a copy is made and checked, "<path>.v<version>.bak"
 * (a copy of that name, from an earlier try, is replaced). *version is the one
 * reached. -EPROTO: it is newer than n; -EINVAL: a database of another
 * program.
 */
int migrate(struct db *db, const char *path, const struct migration *steps,
    int n, int *version, struct err *err);

/* The version of db, 0 for a new one. -EINVAL as above. */
int
schema_version(struct db *db, const char *path, int *version, struct err *err);

#endif
