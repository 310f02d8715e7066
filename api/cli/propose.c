/* SPDX-License-Identifier: Apache-2.0 */
#include "propose.h"

#include <inttypes.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/json.h"
#include "cli/ask.h"
#include "schedule/conflict_text.h"

static int64_t
number_of(const json_t *item, const char *name)
{
	return json_integer_value(json_object_get(item, name));
}

static const char *
text_of(const json_t *item, const char *name)
{
	const char *text = json_string_value(json_object_get(item, name));

	return text ? text : "";
}

/* The conflicts of a list, a line each. */
static void
print_conflicts(const char *head, const json_t *list, enum language language)
{
	const json_t *conflict;
	size_t i;

	json_array_foreach(list, i, conflict)
	{
		CLEANUP(buf_free) struct buf text = BUF_INIT;
		CLEANUP(freep)
		char *evidence = json_dumps(
		    json_object_get(conflict, "evidence"), JSON_COMPACT);

		if (evidence)
			conflict_add_text(&text, language,
			    text_of(conflict, "code"), evidence);
		printf("     %s %s %s: %s\n", head, text_of(conflict, "code"),
		    text_of(conflict, "level"), buf_str(&text));
	}
}

static void
print_price(const json_t *item, enum language language)
{
	const json_t *objective = json_object_get(item, "objective");
	CLEANUP(buf_free) struct buf text = BUF_INIT;
	char number[3][32];

	snprintf(number[0], 32, "%" PRId64, number_of(item, "people"));
	snprintf(number[1], 32, "%+" PRId64, number_of(item, "days"));
	snprintf(
	    number[2], 32, "%+.2f", (double)number_of(item, "cents") / 100);
	words_add(&text, language,
	    words_mark("people concerned %1, days away %2, money %3"),
	    WORDS(number[0], number[1], number[2]));
	for (size_t i = 0; i < 3; i++)
		snprintf(number[i], 32, "%" JSON_INTEGER_FORMAT,
		    json_integer_value(json_array_get(objective, i)));
	buf_adds(&text, "; ");
	words_add(&text, language,
	    words_mark("mandatory given up %1, approved disturbed %2, value "
		       "lost %3"),
	    WORDS(number[0], number[1], number[2]));
	printf("     %s\n", buf_str(&text));
}

static void
print_item(size_t n, const json_t *item, enum language language)
{
	printf("%zu. %s\n", n, text_of(item, "text"));
	print_price(item, language);
	print_conflicts("-", json_object_get(item, "removes"), language);
	print_conflicts("+", json_object_get(item, "adds"), language);
	printf("     ambit resolve apply %s\n", text_of(item, "id"));
}

static void
print_blocked(const json_t *item, enum language language)
{
	printf(" x %s\n", text_of(item, "text"));
	print_conflicts("+", json_object_get(item, "adds"), language);
}

static void
print_answer(const json_t *json, enum language language)
{
	const json_t *items = json_object_get(json, "items"), *item;
	const json_t *blocked = json_object_get(json, "blocked");
	size_t i;

	if (json_array_size(items) == 0)
		puts(words_get(language,
		    words_mark("There is no way out that all rules allow.")));
	json_array_foreach(items, i, item) print_item(i + 1, item, language);
	if (json_array_size(blocked))
		printf("%s\n",
		    words_get(language,
			words_mark("These would clear it, but are blocked:")));
	json_array_foreach(blocked, i, item) print_blocked(item, language);
}

/* Sent, and not refused: *out is the answer. */
static int
send(struct cli *cli, struct ask *ask, json_t **out)
{
	struct err err = ERR_INIT;
	int status = cli_config(cli);

	if (status)
		return status;
	if (ask_send(cli, ask, &err) < 0)
		return cli_fail(&err);
	status = ask_refused(ask, NULL, NULL);
	if (status == 0)
		json_read(buf_str(&ask->answer), ask->answer.len, out, NULL);
	return status;
}

int
cli_propose(struct cli *cli, const char *id, enum language language)
{
	CLEANUP(ask_free) struct ask ask = { .method = HTTP_GET };
	CLEANUP(json_freep) json_t *json = NULL;
	int status;

	buf_adds(&ask.target, "/v1/conflicts");
	ask_segment(&ask, id);
	ask_segment(&ask, "proposals");
	ask_parameter(&ask, "lang", language_tags[language]);
	status = send(cli, &ask, &json);
	if (status)
		return status;
	if (cli->json)
		fputs(buf_str(&ask.answer), stdout);
	else
		print_answer(json, language);
	return EXIT_SUCCESS;
}

int
cli_resolution_step(
    struct cli *cli, const char *step, const char *id, const char *why)
{
	CLEANUP(ask_free) struct ask ask = { .method = HTTP_POST };
	CLEANUP(json_freep) json_t *json = NULL;
	int status;

	buf_adds(&ask.target, "/v1/resolutions");
	ask_segment(&ask, id);
	ask_segment(&ask, step);
	if (why)
		ask_parameter(&ask, "why", why);
	status = send(cli, &ask, &json);
	if (status)
		return status;
	if (cli->json)
		fputs(buf_str(&ask.answer), stdout);
	else
		printf("%s: %s\n%s\n", text_of(json, "state"),
		    text_of(json, "title"),
		    text_of(json_object_get(json, "told"), "text"));
	return EXIT_SUCCESS;
}
