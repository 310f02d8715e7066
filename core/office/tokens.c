/* SPDX-License-Identifier: Apache-2.0 */
#include "tokens.h"

#include <string.h>

#include "base/cleanup.h"
#include "base/date.h"
#include "office/access.h"

static const struct family *
tokens(void)
{
	return &families[FAMILY_TOKEN];
}

static int
write_token(struct desk *desk, const struct record_row *old,
    const struct token *token, const char *action, enum verb verb,
    struct record_row **out, struct err *err)
{
	CLEANUP(records_unrefp) struct records *now = NULL;
	const struct record_row *row;

	if (store_records(desk->store, &now, err) < 0 ||
	    (old && row_authorize(desk->caller, verb, now, old, err) < 0) ||
	    record_write(desk->store, &desk->actor, tokens(), old, token,
		action, &row, err) < 0 ||
	    (!old && row_authorize(desk->caller, verb, now, row, err) < 0))
		return err->code;
	*out = record_row_ref((struct record_row *)row);
	return 0;
}

static void
note_given(struct desk *desk, const char *value, const char *where)
{
	if (value)
		invalid_add(&desk->invalid, where,
		    "it is set by the program: leave it out");
}

int
token_create(struct desk *desk, const char *json, size_t len,
    char secret[SECRET_TEXT], struct record_row **out, struct err *err)
{
	CLEANUP(freep) void *record = NULL;
	char id[SECRET_DIGEST];
	struct token *token;

	if (record_patch(&token_record, NULL, json, len, &desk->invalid,
		&record, err) < 0)
		return err->code;
	token = record;
	note_given(desk, token->id, "/id");
	note_given(desk, token->maker, "/maker");
	note_given(desk, token->revoked, "/revoked");
	token->id = secret_digest(id, TOKEN_PURPOSE, secret_new(secret));
	token->maker = desk->caller ? desk->caller->token : NULL;
	if (desk_check(desk, tokens(), token, err) < 0)
		return err->code;
	return write_token(desk, NULL, token, "created", VERB_CREATE, out, err);
}

/* The record that is to be changed, when it is as it was. */
static int
find_token(
    struct desk *desk, const char *id, struct record_row **out, struct err *err)
{
	CLEANUP(record_row_unrefp) struct record_row *row = NULL;

	if (desk_find(desk, tokens(), id, &row, err) < 0)
		return err->code;
	if (desk->revision && desk->revision != row->revision)
		return err_set(err, -ESTALE,
		    "the token has changed: it is at revision %lld now",
		    (long long)row->revision);
	*out = TAKE(row);
	return 0;
}

/* Only what these two say may differ. */
static void
check_same_scope(
    struct desk *desk, const struct token *old, const struct token *token)
{
	for (size_t i = 0; i < token_record.nfields; i++) {
		const struct field *field = &token_record.fields[i];
		struct record_place place = { .name = field->name };

		if (strcmp(field->name, "label") != 0 &&
		    strcmp(field->name, "expires") != 0 &&
		    !field_equal(field, old, token))
			record_note(&desk->invalid, &place,
			    "it stays as it is: revoke the token and make "
			    "another");
	}
}

int
token_change(struct desk *desk, const char *id, const char *json, size_t len,
    struct record_row **out, struct err *err)
{
	CLEANUP(record_row_unrefp) struct record_row *old = NULL;
	CLEANUP(freep) void *record = NULL;

	if (find_token(desk, id, &old, err) < 0 ||
	    record_patch(&token_record, old->record, json, len, &desk->invalid,
		&record, err) < 0)
		return err->code;
	check_same_scope(desk, old->record, record);
	if (desk_check(desk, tokens(), record, err) < 0)
		return err->code;
	return write_token(desk, old, record, "updated", VERB_CHANGE, out, err);
}

int
token_revoke(
    struct desk *desk, const char *id, struct record_row **out, struct err *err)
{
	CLEANUP(record_row_unrefp) struct record_row *old = NULL;
	const struct token *was;
	struct token token;
	char now[INSTANT_TEXT];

	if (find_token(desk, id, &old, err) < 0)
		return err->code;
	was = old->record;
	if (was->revoked) {
		*out = TAKE(old);
		return 0;
	}
	record_init(&token_record, &token);
	token.id = was->id;
	token.label = was->label;
	token.role = was->role;
	token.feed = was->feed;
	token.maker = was->maker;
	token.revoked = instant_format(now, desk->actor.now, 0);
	return write_token(desk, old, &token, "revoked", VERB_REMOVE, out, err);
}

void
token_caller(const struct token *token, struct caller *caller)
{
	*caller = (struct caller){
		.role = (enum token_role)token->role,
		.token = token->id,
		.teams = token->teams,
		.person = token->person,
		.council = token->council,
	};
}
