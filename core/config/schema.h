/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The keys as one table: from it values are checked and stored, defaults are
 * set, near misses are named, and the manual is written.
 */
#ifndef AMBIT_CONFIG_SCHEMA_H
#define AMBIT_CONFIG_SCHEMA_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

enum schema_type {
	SCHEMA_TEXT,    /* char * */
	SCHEMA_PATH,    /* char *, made absolute from the folder of the file */
	SCHEMA_URL,     /* char *, http or https, without a final slash */
	SCHEMA_INT,     /* int64_t */
	SCHEMA_SECONDS, /* int64_t */
	SCHEMA_BYTES,   /* int64_t; "10M", "64k" */
	SCHEMA_BOOL,    /* int */
	SCHEMA_CHOICE,  /* int, an index into choices */
	SCHEMA_LISTEN,  /* char * address, int64_t port behind it by offset2 */
};

struct schema_key {
	const char *section;
	const char *name;
	enum schema_type type;
	size_t offset;
	size_t offset2; /* SCHEMA_LISTEN: of the port */
	const char *fallback;
	int64_t min, max; /* no range when equal */
	const char *const *choices;
	const char *help;
};

/* Ends with a row whose section is NULL. Those of [server], [store], [feeds]
 * lie in struct config; those of [source] in struct config_source. */
extern const struct schema_key schema_keys[];

/* NULL when there is none. */
const struct schema_key *schema_find(const char *section, const char *name);

/* The nearest key of the section, or NULL. */
const char *schema_nearest(const char *section, const char *name);

/* Checks value and stores it in target (a struct config or config_source).
 * -EINVAL with the reason added to why; -ENOMEM. */
int schema_set(const struct schema_key *key, const char *folder,
    const char *value, void *target, struct buf *why);

/* Frees the texts that schema_set put into target. */
void schema_release(const char *section, void *target);

#endif
