/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Applying a way out, or a plan, and taking it back: all of its changes in one
 * transaction, refused when anything of what it changes is not as it was when
 * it was judged. Each runs inside store_write, as the commands of desk.h do:
 * -EPERM when its inputs have changed or its state does not allow it, -ENOENT.
 */
#ifndef AMBIT_OFFICE_RESOLUTION_H
#define AMBIT_OFFICE_RESOLUTION_H

#include "office/desk.h"
#include "store/resolutions.h"

/* Of a conflict's proposal ("conflict.hash"), which is judged again first; or
 * of a plan that is ready. desk->actor.why is the reason. */
int resolution_apply(struct desk *desk, const char *id, struct err *err);

int resolution_undo(struct desk *desk, const char *id, struct err *err);

/* The state of one; its revision must be desk->revision, if that is given.
 * Texts in told and changes are the caller's to free. */
struct resolution_known {
	struct resolution row; /* its texts in room */
	struct buf room[9];
};
int resolution_find(struct desk *desk, const char *id,
    struct resolution_known *out, struct err *err);
void resolution_known_free(struct resolution_known *known);

#endif
