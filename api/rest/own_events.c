/* SPDX-License-Identifier: Apache-2.0 */
/* POST /v1/events, PATCH /v1/events/{id}, POST /v1/events/{id}/cancel: events
 * of our own. */
#include "office/own_event.h"

#include <stdio.h>

#include "base/cleanup.h"
#include "rest/event_json.h"
#include "rest/write.h"

static int
answer(struct write *write, const struct event_row *row, int status)
{
	event_add_json(&write->answer, row, NULL, true);
	buf_addc(&write->answer, '\n');
	snprintf(write->tag, sizeof write->tag, "\"%lld\"",
	    (long long)row->revision);
	if (status == 201)
		snprintf(write->location, sizeof write->location,
		    "/v1/events/%s", row->id);
	write->status = status;
	return 0;
}

static int
create(struct write *write, struct err *err)
{
	CLEANUP(event_row_freep) struct event_row *row = NULL;

	if (own_event_create(&write->desk, write->body, write->len, &row, err) <
	    0)
		return err->code;
	return answer(write, row, 201);
}

static int
edit(struct write *write, struct err *err)
{
	CLEANUP(event_row_freep) struct event_row *row = NULL;

	if (own_event_edit(&write->desk, write_value(write, "id"), write->body,
		write->len, &row, err) < 0)
		return err->code;
	return answer(write, row, 200);
}

static int
cancel(struct write *write, struct err *err)
{
	CLEANUP(event_row_freep) struct event_row *row = NULL;

	if (own_event_cancel(
		&write->desk, write_value(write, "id"), &row, err) < 0)
		return err->code;
	return answer(write, row, 200);
}

const struct write_op event_create_op = { .run = create };
const struct write_op event_edit_op = { .run = edit };
const struct write_op event_cancel_op = { .run = cancel, .no_body = true };
