/* SPDX-License-Identifier: Apache-2.0 */
/* What is done to tokens over the API. They are listed and shown as other
 * records are. */
#include "office/tokens.h"

#include "base/cleanup.h"
#include "rest/write.h"

static int
create(struct write *write, struct err *err)
{
	CLEANUP(record_row_unrefp) struct record_row *row = NULL;

	if (token_create(&write->desk, write->body, write->len, write->secret,
		&row, err) < 0)
		return err->code;
	return write_answer_row(write, row, 201, err);
}

static int
change(struct write *write, struct err *err)
{
	CLEANUP(record_row_unrefp) struct record_row *row = NULL;

	if (token_change(&write->desk, write_value(write, "id"), write->body,
		write->len, &row, err) < 0)
		return err->code;
	return write_answer_row(write, row, 200, err);
}

static int
withdraw(struct write *write, struct err *err)
{
	CLEANUP(record_row_unrefp) struct record_row *row = NULL;

	if (token_revoke(&write->desk, write_value(write, "id"), &row, err) < 0)
		return err->code;
	write->status = 204;
	return 0;
}

const struct write_op token_create_op = { create, &families[FAMILY_TOKEN], NULL,
	false };
const struct write_op token_change_op = { change, &families[FAMILY_TOKEN], NULL,
	false };
const struct write_op token_revoke_op = { withdraw, &families[FAMILY_TOKEN],
	NULL, true };
