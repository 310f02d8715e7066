/* SPDX-License-Identifier: Apache-2.0 */
#include "mission_words.h"

#include <string.h>

#include "base/cleanup.h"
#include "base/record_cell.h"
#include "base/text.h"
#include "model/mission.h"

/* What the words have made so far: the inside of each list. */
struct words {
	struct buf roles, costs, documents, checks, window;
};

static void
words_free(struct words *words)
{
	buf_free(&words->roles);
	buf_free(&words->costs);
	buf_free(&words->documents);
	buf_free(&words->checks);
	buf_free(&words->window);
}

static void
begin_item(struct buf *list)
{
	buf_adds(list, list->len ? ",{" : "{");
}

/* A role of these people, "a1, a2". */
static int
add_role(
    struct words *words, const char *kind, const char *people, struct err *err)
{
	static const struct field list = { .type = FIELD_TEXTS };
	CLEANUP(buf_free) struct buf chosen = BUF_INIT;
	int64_t count = people[0] != '\0';

	if (field_cell_json(&list, people, &chosen, err) < 0)
		return err_context(err, "%s", kind);
	for (const char *at = people; *at; at++)
		count += *at == ',';
	begin_item(&words->roles);
	buf_addf(&words->roles, "\"kind\":\"%s\",\"count\":%lld,\"chosen\":%s}",
	    kind, (long long)count, buf_str(&chosen));
	return 0;
}

static int
add_cost(struct words *words, const char *heading, const char *value,
    struct err *err)
{
	static const struct field cents = { .type = FIELD_INT,
		.form = FORM_CENTS };

	begin_item(&words->costs);
	buf_adds(&words->costs, "\"heading\":");
	json_add_text(&words->costs, heading);
	buf_adds(&words->costs, ",\"estimated\":");
	if (field_cell_json(&cents, value, &words->costs, err) < 0)
		return err_context(err, "cost.%s", heading);
	buf_addc(&words->costs, '}');
	return 0;
}

/* One text as an item of a list. */
static int
add_item(struct buf *list, const char *member, const char *value)
{
	begin_item(list);
	buf_addf(list, "\"%s\":", member);
	json_add_text(list, value);
	buf_addc(list, '}');
	return 0;
}

static int
add_to_window(
    struct words *words, const char *key, const char *value, struct err *err)
{
	bool last = strcmp(key, "last") == 0;
	char end[DAY_TEXT];

	if (last && records_last_to_end(value, end, err) < 0)
		return err->code;
	buf_addf(&words->window, "%s\"%s\":", words->window.len ? "," : "",
	    last ? "end" : key);
	if (strcmp(key, "remote") == 0)
		buf_adds(&words->window,
		    strcmp(value, "yes") == 0 ? "true" : "false");
	else
		json_add_text(&words->window, last ? end : value);
	return 0;
}

/* 1: it was one of the words; 0: it is a field. */
static int
take_word(
    struct words *words, const char *key, const char *value, struct err *err)
{
	static const char *const window[] = { "start", "end", "last", "zone",
		"remote", NULL };
	int rc;

	if (strcmp(key, "people") == 0)
		rc = add_role(words, "technical", value, err);
	else if (choice_parse(role_kind_words, key) > 0)
		rc = add_role(words, key, value, err);
	else if (texts_have(window, key))
		rc = add_to_window(words, key, value, err);
	else if (strncmp(key, "cost.", 5) == 0)
		rc = add_cost(words, key + 5, value, err);
	else if (strcmp(key, "document") == 0)
		rc = add_item(&words->documents, "url", value);
	else if (strcmp(key, "check") == 0)
		rc = add_item(&words->checks, "item", value);
	else
		return 0;
	return rc < 0 ? rc : 1;
}

static void
add_list(struct buf *body, const char *name, const struct buf *inside,
    const char *open, const char *close)
{
	if (inside->len == 0)
		return;
	buf_addf(body, "%s\"%s\":%s%s%s", body->len ? "," : "{", name, open,
	    buf_str(inside), close);
	if (buf_error(inside) < 0)
		body->error = buf_error(inside);
}

int
mission_words_body(const struct records_work *work, int from, struct buf *body,
    struct err *err)
{
	CLEANUP(words_free) struct words words = { .roles = BUF_INIT };

	for (int i = from; i < work->n; i++) {
		char *equals = strchr(work->arguments[i], '=');
		int rc;

		if (equals)
			*equals = '\0';
		rc = equals ? take_word(
				  &words, work->arguments[i], equals + 1, err)
			    : 0;
		if (equals)
			*equals = '=';
		if (rc == 0)
			rc = records_add_member(
			    work, work->arguments[i], body, err);
		if (rc < 0)
			return rc;
	}
	add_list(body, "roles", &words.roles, "[", "]");
	add_list(body, "windows", &words.window, "[{", "}]");
	add_list(body, "costs", &words.costs, "[", "]");
	add_list(body, "documents", &words.documents, "[", "]");
	add_list(body, "checklist", &words.checks, "[", "]");
	buf_adds(body, body->len ? "}" : "{}");
	return 0;
}
