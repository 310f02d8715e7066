/* SPDX-License-Identifier: Apache-2.0 */
/* POST /v1/people/{id}/erase: takes a person out of the store, for good, and
 * out of what was fetched for the next sync. */
#include "office/erase.h"

#include "rest/write.h"
#include "source/fetch.h"

static int
erase(struct write *write, struct err *err)
{
	if (person_erase(&write->desk, write_value(write, "id"), err) < 0 ||
	    (write->state_dir && !write->dry_run &&
		fetched_forget(write->state_dir, err) < 0))
		return err->code;
	write->status = 204;
	return 0;
}

const struct write_op person_erase_op = { .run = erase,
	.family = &families[FAMILY_PERSON],
	.no_body = true,
	.changes_words = true };
