/* SPDX-License-Identifier: Apache-2.0 */
/* POST /v1/import: many records at once, all of them or none. */
#include "office/import.h"

#include "rest/write.h"

static int
import_all(struct write *write, struct err *err)
{
	struct import_counts counts;

	if (desk_import(&write->desk, write->body, write->len, &counts, err) <
	    0)
		return err->code;
	buf_addf(&write->answer,
	    "{\"created\":%lld,\"updated\":%lld,\"same\":%lld}\n",
	    (long long)counts.created, (long long)counts.updated,
	    (long long)counts.same);
	write->status = 200;
	return 0;
}

const struct write_op import_op = { .run = import_all };
