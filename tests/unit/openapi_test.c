/* SPDX-License-Identifier: Apache-2.0 */
/* The description of the API and the table of routes tell the same. */
#include <jansson.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <strings.h>

#include <cmocka.h>

#include "base/cleanup.h"
#include "model/event.h"
#include "rest/call.h"
#include "rest/files.h"
#include "source/wire.h"

static int
load(void **state)
{
	json_error_t error;

	*state = json_loadb(
	    openapi_text, openapi_text_len, JSON_REJECT_DUPLICATES, &error);
	if (!*state)
		fail_msg("line %d: %s", error.line, error.text);
	return 0;
}

static int
unload(void **state)
{
	json_decref(*state);
	return 0;
}

static const struct {
	unsigned method;
	const char *word;
} methods[] = { { HTTP_GET, "get" }, { HTTP_POST, "post" }, { HTTP_PUT, "put" },
	{ HTTP_PATCH, "patch" }, { HTTP_DELETE, "delete" } };

static bool
routed(const char *pattern, const char *word)
{
	for (size_t i = 0; i < rest_nroutes; i++)
		for (size_t m = 0; m < ARRAY_LEN(methods); m++)
			if (strcmp(rest_routes[i].pattern, pattern) == 0 &&
			    rest_routes[i].methods & methods[m].method &&
			    strcmp(methods[m].word, word) == 0)
				return true;
	return false;
}

static void
every_route_is_described(void **state)
{
	json_t *paths = json_object_get(*state, "paths");

	for (size_t i = 0; i < rest_nroutes; i++)
		for (size_t m = 0; m < ARRAY_LEN(methods); m++) {
			const struct route *route = &rest_routes[i];
			json_t *operation = json_object_get(
			    json_object_get(paths, route->pattern),
			    methods[m].word);

			if (!(route->methods & methods[m].method))
				continue;
			if (!operation)
				fail_msg("%s %s is not described",
				    methods[m].word, route->pattern);
			assert_string_equal(json_string_value(json_object_get(
						operation, "summary")),
			    route->summary);
			assert_int_equal(
			    json_object_get(operation, "security") != NULL,
			    route->access != ACCESS_ANYONE);
		}
}

static void
every_description_is_routed(void **state)
{
	const char *pattern, *word;
	json_t *path, *operation;

	json_object_foreach(json_object_get(*state, "paths"), pattern, path)
	    json_object_foreach(
		path, word, operation) if (!routed(pattern, word))
		fail_msg("%s %s has no route", word, pattern);
}

/* "{id}" of a path is described once, as a parameter of the path. */
static void
path_values_are_described(void **state)
{
	const char *pattern, *word;
	json_t *path, *operation, *parameter;
	size_t i;

	json_object_foreach(json_object_get(*state, "paths"), pattern, path)
	    json_object_foreach(path, word, operation)
	{
		int described = 0, wanted = 0;

		for (const char *at = pattern; (at = strchr(at, '{')); at++)
			wanted++;
		json_array_foreach(
		    json_object_get(operation, "parameters"), i, parameter)
		{
			char name[40];
			const char *in =
			    json_string_value(json_object_get(parameter, "in"));

			snprintf(name, sizeof name, "{%s}",
			    json_string_value(
				json_object_get(parameter, "name")));
			if (!in || strcmp(in, "path") != 0)
				continue;
			described++;
			assert_non_null(strstr(pattern, name));
		}
		assert_int_equal(described, wanted);
	}
}

static json_t *
properties(json_t *document, const char *schema)
{
	return json_object_get(
	    json_object_get(
		json_object_get(
		    json_object_get(document, "components"), "schemas"),
		schema),
	    "properties");
}

static void
check_fields(json_t *known, const struct record *record)
{
	for (size_t i = 0; i < record->nfields; i++)
		if (!json_object_get(known, record->fields[i].name))
			fail_msg("%s.%s is not described", record->name,
			    record->fields[i].name);
}

static void
every_field_is_described(void **state)
{
	json_t *event = properties(*state, "Event");

	check_fields(event, &event_record);
	check_fields(properties(*state, "Plugin"), &description_record);
	for (size_t i = 0; i < event_record.nfields; i++) {
		const struct field *field = &event_record.fields[i];

		if (field->of)
			check_fields(json_object_get(
					 json_object_get(json_object_get(event,
							     field->name),
					     "items"),
					 "properties"),
			    field->of);
	}
}

/* Every "$ref" leads somewhere. */
static void
check_references(json_t *document, json_t *part)
{
	const char *ref = json_string_value(json_object_get(part, "$ref"));
	const char *key;
	json_t *child, *at = document;
	size_t i;

	if (ref) {
		CLEANUP(freep) char *copy = strdup(ref);
		char *rest = copy, *name;

		assert_string_equal(strsep(&rest, "/"), "#");
		while ((name = strsep(&rest, "/")))
			at = json_object_get(at, name);
		if (!at)
			fail_msg("%s leads nowhere", ref);
	}
	json_object_foreach(part, key, child) check_references(document, child);
	json_array_foreach(part, i, child) check_references(document, child);
}

static void
references_lead_somewhere(void **state)
{
	check_references(*state, *state);
}

static void
check_examples(json_t *content, const char *where, const char *what)
{
	const char *type;
	json_t *media;

	json_object_foreach(content, type, media)
	{
		json_t *examples = json_object_get(media, "examples");

		if (json_object_size(examples) == 0)
			fail_msg(
			    "%s: %s, %s has no example", where, what, type);
	}
}

/* What it asks for, and each answer of its own. */
static void
check_operation(json_t *operation)
{
	const char *id =
	    json_string_value(json_object_get(operation, "operationId"));
	const char *status;
	json_t *response;

	assert_non_null(id);
	check_examples(
	    json_object_get(
		json_object_get(operation, "requestBody"), "content"),
	    id, "the request");
	json_object_foreach(
	    json_object_get(operation, "responses"), status, response)
	{
		check_examples(
		    json_object_get(response, "content"), id, status);
	}
}

/* That each is as its schema says is told by Redocly (test_description), which
 * passes over those without a value. */
static void
every_request_and_answer_has_an_example(void **state)
{
	json_t *parts = json_object_get(*state, "components");
	const char *pattern, *word, *name;
	json_t *path, *operation, *part;

	json_object_foreach(json_object_get(*state, "paths"), pattern, path)
	{
		json_object_foreach(path, word, operation)
		{
			check_operation(operation);
		}
	}
	json_object_foreach(json_object_get(parts, "responses"), name, part)
	{
		check_examples(
		    json_object_get(part, "content"), name, "the answer");
	}
	json_object_foreach(json_object_get(parts, "examples"), name, part)
	{
		if (!json_object_get(part, "value"))
			fail_msg("the example %s has no value", name);
	}
}

#define LOADED(test) cmocka_unit_test_setup_teardown(test, load, unload)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		LOADED(every_route_is_described),
		LOADED(every_description_is_routed),
		LOADED(path_values_are_described),
		LOADED(every_field_is_described),
		LOADED(references_lead_somewhere),
		LOADED(every_request_and_answer_has_an_example),
	};

	return cmocka_run_group_tests_name("openapi", tests, NULL, NULL);
}
