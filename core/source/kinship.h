/* SPDX-License-Identifier: Apache-2.0 */
/*
 * By which uids a source's events go here, where those that it gives them are
 * not trusted (identity = url, content): so that what names its parent by the
 * uid that the source gave it is under it nonetheless. Pure. Cost: one text
 * an event, for such sources alone.
 */
#ifndef AMBIT_SOURCE_KINSHIP_H
#define AMBIT_SOURCE_KINSHIP_H

struct kinship;

struct kinship *kinship_new(void); /* NULL: no memory */
void kinship_free(struct kinship *kinship);

/* The event that was given as one uid goes by the other. 0 or -ENOMEM. */
int kinship_note(struct kinship *kinship, const char *given, const char *uid);

/* What the event that was given as this uid goes by; NULL: it was not yet
 * seen. On loan. */
const char *kinship_uid(const struct kinship *kinship, const char *given);

#endif
