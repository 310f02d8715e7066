/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The programmes' rules, which are data: programmes.conf, built in, or a file
 * of that form.
 */
#ifndef PROJECTS_PROGRAMMES_H
#define PROJECTS_PROGRAMMES_H

#include "projects/calendar.h"

/* programmes.conf as it stands in this folder. */
extern const char programmes_text[];
extern const size_t programmes_text_len;

#define REASON_ROOM 200

/*
 * Looks for [id] in rules, a text that ends with NUL and is cut up: *out keeps
 * pointing into it. 0, or -1 with a sentence in reason: there is no such
 * programme, or the line of it that cannot be read.
 */
int programme_find(
    char *rules, const char *id, struct programme *out, char *reason);

#endif
