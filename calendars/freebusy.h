/* SPDX-License-Identifier: Apache-2.0 */
/*
 * When somebody or something is not free, and nothing else of it, as a
 * VFREEBUSY (RFC 5545 section 3.6.4): what an .ifb address gives. Pure: equal
 * busy times give equal octets, in whatever order and pieces they come.
 */
#ifndef AMBIT_CALENDARS_FREEBUSY_H
#define AMBIT_CALENDARS_FREEBUSY_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/span.h"

/* FBTYPE of section 3.2.9, the stronger later: it hides the weaker. */
enum busy_type { BUSY_TENTATIVE, BUSY, BUSY_UNAVAILABLE, BUSY_TYPES };

struct busy {
	struct span span; /* UTC */
	enum busy_type type;
};

struct freebusy {
	const char *product; /* PRODID */
	const char *uid;     /* of whose time it is; stable, tells nothing */
	const char *url;     /* its own address, or NULL */
	int64_t modified;    /* when what it tells changed last; UTC */
	struct span window;  /* what it tells of; the rest is cut off */
	const struct busy *busy; /* in any order; may overlap */
	size_t nbusy;
};

/* Adds the whole calendar stream. */
void freebusy_add(struct buf *out, const struct freebusy *freebusy);

#endif
