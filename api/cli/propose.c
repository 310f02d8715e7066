/* SPDX-License-Identifier: Apache-2.0 */
#include "propose.h"

#include <string.h>

#include "base/cleanup.h"
#include "base/json.h"
#include "cli/ask.h"
#include "schedule/conflict_text.h"
#include "schedule/propose/text.h"

void
cli_print_conflicts(
    const char *head, const json_t *list, enum language language)
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
			    json_member_text(conflict, "code"), evidence);
		printf("     %s %s %s: %s\n", head,
		    json_member_text(conflict, "code"),
		    json_member_text(conflict, "level"), buf_str(&text));
	}
}

static void
print_price(const json_t *item, enum language language)
{
	CLEANUP(buf_free) struct buf text = BUF_INIT;

	propose_add_price(&text, language, item);
	printf("     %s\n", buf_str(&text));
}

static void
print_item(size_t n, const json_t *item, enum language language)
{
	printf("%zu. %s\n", n, json_member_text(item, "text"));
	print_price(item, language);
	cli_print_conflicts("-", json_object_get(item, "removes"), language);
	cli_print_conflicts("+", json_object_get(item, "adds"), language);
	printf("     ambit resolve apply %s\n", json_member_text(item, "id"));
}

static void
print_other(const json_t *item, enum language language)
{
	const char *standing = json_member_text(item, "standing");

	printf(" x %s\n", json_member_text(item, "why"));
	if (strcmp(standing, "blocked") == 0)
		cli_print_conflicts(
		    "+", json_object_get(item, "adds"), language);
}

static void
print_answer(const json_t *json, enum language language)
{
	const json_t *items = json_object_get(json, "items"), *item;
	const json_t *others = json_object_get(json, "others");
	size_t i;

	if (json_array_size(items) == 0)
		puts(words_get(language,
		    words_mark("There is no way out that all rules allow.")));
	json_array_foreach(items, i, item) print_item(i + 1, item, language);
	if (json_array_size(others))
		printf("%s\n",
		    words_get(language, words_mark("Not offered, and why:")));
	json_array_foreach(others, i, item) print_other(item, language);
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
	status = ask_json(cli, &ask, &json);
	if (status == 0 && cli->json)
		fputs(buf_str(&ask.answer), stdout);
	else if (status == 0)
		print_answer(json, language);
	return status;
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
	status = ask_json(cli, &ask, &json);
	if (status == 0 && cli->json)
		fputs(buf_str(&ask.answer), stdout);
	else if (status == 0)
		printf("%s: %s\n%s\n", json_member_text(json, "state"),
		    json_member_text(json, "title"),
		    json_member_text(json_object_get(json, "told"), "text"));
	return status;
}
