/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Every route of the table, asked over TCP by every role and by nobody, and
 * where it is about one record also for one's own and another team's: the
 * answer must be what the table of rules says (office/authorize.h), so no
 * route forgets to ask it. What is hidden must be answered octet by octet as
 * what never was.
 */
#include <stdio.h>
#include <string.h>

#include "base/cleanup.h"
#include "office/authorize.h"
#include "rest/call.h"
#include "rest_kit.h"

static const char *const roles[TOKEN_ROLES] = {
	[TOKEN_READER] = "\"role\":\"reader\"",
	[TOKEN_LEAD] = "\"role\":\"lead\",\"teams\":[\"T1\"]",
	[TOKEN_HEAD] = "\"role\":\"head\",\"teams\":[\"T1\"]",
	[TOKEN_COORDINATOR] = "\"role\":\"coordinator\"",
	[TOKEN_COUNCIL] = "\"role\":\"council\",\"council\":\"C1\"",
	[TOKEN_PEER] = "\"role\":\"peer\"",
	[TOKEN_OFFICER] = "\"role\":\"officer\"",
	[TOKEN_ADMIN] = "\"role\":\"admin\"",
};

struct matrix {
	struct rest_kit *kit;
	char lines[TOKEN_ROLES][128]; /* Authorization */
	/* What there is of T1 and of T2, by the path's beginning. */
	struct thing {
		const char *path;
		char ids[2][64];
	} things[8];
	size_t nthings;
	int asked, wrong;
};

static void
add(struct rest_kit *kit, const char *target, const char *body)
{
	if (rest_send(kit, "POST", target, "", body) != 201)
		fail_msg("%s %s: %s", target, body, buf_str(&kit->reply));
}

/* One of each team, of whom the body's "%d" (1 or 2) tells. */
static void
add_both(struct matrix *matrix, const char *path, const char *body)
{
	struct thing *thing = &matrix->things[matrix->nthings++];

	thing->path = path;
	for (int i = 0; i < 2; i++) {
		char text[400];

		snprintf(text, sizeof text, body, i + 1, i + 1);
		add(matrix->kit, path, text);
		snprintf(thing->ids[i], sizeof thing->ids[i], "%s",
		    rest_text(matrix->kit, "id"));
	}
}

static void
fill(struct matrix *matrix)
{
	struct rest_kit *kit = matrix->kit;

	add(kit, "/v1/councils", "{\"id\":\"C1\",\"name\":\"Castellar\"}");
	add_both(matrix, "/v1/teams", "{\"id\":\"T%d\",\"name\":\"N%d\"}");
	add_both(matrix, "/v1/people",
	    "{\"id\":\"p%d\",\"name\":\"P\",\"team\":\"T%d\"}");
	add_both(matrix, "/v1/budgets", "{\"team\":\"T%d\",\"year\":202%d}");
	add_both(matrix, "/v1/absences",
	    "{\"person\":\"p%d\",\"start\":\"2026-03-02\","
	    "\"end\":\"2026-03-1%d\"}");
	add_both(matrix, "/v1/missions",
	    "{\"title\":\"M%d\",\"team\":\"T%d\",\"city\":\"Lyon\","
	    "\"country\":\"FR\",\"windows\":[{\"start\":\"2026-05-04\","
	    "\"end\":\"2026-05-06\"}]}");
	for (int role = TOKEN_READER; role < TOKEN_ROLES; role++) {
		char body[200];

		snprintf(body, sizeof body, "{\"label\":\"r%d\",%s}", role,
		    roles[role]);
		add(kit, "/v1/tokens", body);
		snprintf(matrix->lines[role], sizeof matrix->lines[role],
		    "Authorization: Bearer %s\r\n", rest_text(kit, "secret"));
	}
}

/* The path with its values filled in. */
static void
path_of(const struct route *route, const char *id, char out[200])
{
	size_t n = 0;

	for (const char *c = route->pattern; *c && n < 150; c++) {
		if (*c != '{') {
			out[n++] = *c;
			continue;
		}
		n +=
		    (size_t)snprintf(out + n, 200 - n, "%s", *id ? id : "none");
		c = strchr(c, '}');
	}
	out[n] = '\0';
	if (route->methods != HTTP_GET && route->handler == write_route)
		strcat(out, "?dry_run=true");
}

static const char *
word_of(const struct route *route)
{
	return route->methods == HTTP_GET      ? "GET"
	       : route->methods == HTTP_POST   ? "POST"
	       : route->methods == HTTP_PATCH  ? "PATCH"
	       : route->methods == HTTP_DELETE ? "DELETE"
					       : "PUT";
}

static int
ask(struct matrix *matrix, const struct route *route, int role, const char *id)
{
	bool body = route->methods & (HTTP_POST | HTTP_PATCH);
	char target[200], fields[300];

	path_of(route, id, target);
	snprintf(fields, sizeof fields, "%s%s", matrix->lines[role],
	    route->methods == HTTP_GET ? "" : "If-Match: *\r\n");
	matrix->asked++;
	if (!body)
		return rest_ask(matrix->kit, word_of(route), target, fields);
	/* Steps and decisions take none, the others one that says little. */
	if (strchr(route->pattern, '}') &&
	    strrchr(route->pattern, '/') > strchr(route->pattern, '}'))
		return rest_ask(matrix->kit, word_of(route), target, fields);
	return rest_send_tcp(matrix->kit, word_of(route), target, fields, "{}");
}

static void
tell(struct matrix *matrix, const struct route *route, int role,
    const char *about, int status, const char *wanted)
{
	matrix->wrong++;
	print_error("%s %s by %s%s: %d, should be %s\n", word_of(route),
	    route->pattern, role ? token_role_words[role] : "nobody", about,
	    status, wanted);
}

/* May the role ask it at all? */
static void
check_route(struct matrix *matrix, const struct route *route, int role)
{
	struct caller caller = { .role = (enum token_role)role };
	struct object object = { .kind = (enum object_kind)route->object,
		.any = true };
	enum verdict verdict =
	    authorize(&caller, (enum verb)route->verb, &object);
	int status = ask(matrix, route, role, "");

	if (route->access == ACCESS_LOCAL) {
		if (status != 401)
			tell(matrix, route, role, "", status, "401");
	} else if (route->access != ACCESS_CALLER) {
		if (status == 401 || status == 403)
			tell(matrix, route, role, "", status, "open");
	} else if (verdict == AUTHORIZE_WHO ? status != 401
		   : verdict == AUTHORIZE_DENIED
		       ? status != 403
		       : status == 401 || status == 403) {
		tell(matrix, route, role, "", status,
		    verdict == AUTHORIZE_WHO      ? "401"
		    : verdict == AUTHORIZE_DENIED ? "403"
						  : "open");
	}
}

static const struct thing *
thing_of(const struct matrix *matrix, const struct route *route)
{
	for (size_t i = 0; i < matrix->nthings; i++) {
		size_t len = strlen(matrix->things[i].path);

		if (strncmp(route->pattern, matrix->things[i].path, len) == 0 &&
		    strncmp(route->pattern + len, "/{id}", 5) == 0)
			return &matrix->things[i];
	}
	return NULL;
}

/* Is the refusal the one that an id which never was gets? */
static bool
is_as_unknown(
    struct matrix *matrix, const struct route *route, int role, const char *id)
{
	CLEANUP(freep) char *hidden = strdup(reply_body(&matrix->kit->reply));
	char unknown[64];
	const char *body;

	snprintf(unknown, sizeof unknown, "%s", id);
	unknown[strlen(unknown) - 1] =
	    unknown[strlen(unknown) - 1] == '0' ? '9' : '0';
	ask(matrix, route, role, unknown);
	body = reply_body(&matrix->kit->reply);
	assert_non_null(hidden);
	for (char *at; (at = strstr(hidden, id));)
		memcpy(at, unknown, strlen(unknown));
	return strcmp(hidden, body) == 0;
}

static void
check_thing(struct matrix *matrix, const struct route *route, int role,
    const struct thing *thing, int other)
{
	struct caller caller = { .role = (enum token_role)role };
	bool teams = role == TOKEN_LEAD || role == TOKEN_HEAD;
	struct object object = {
		.kind = (enum object_kind)route->object,
		.own = teams && !other,
	};
	struct object any = { .kind = object.kind, .any = true };
	enum verdict verdict = authorize(&caller, (enum verb)route->verb, &any);
	int status = ask(matrix, route, role, thing->ids[other]);
	const char *about = other ? " of another team" : " of its own";

	/* Who may do it to none is told so whatever the id, which tells
	 * nothing of it. */
	if (verdict == AUTHORIZED)
		verdict = authorize(&caller, (enum verb)route->verb, &object);
	if (verdict == AUTHORIZED) {
		if (status == 401 || status == 403 || status == 404)
			tell(matrix, route, role, about, status, "done");
	} else if (verdict == AUTHORIZE_HIDDEN) {
		if (status != 404)
			tell(matrix, route, role, about, status, "404");
		else if (!is_as_unknown(matrix, route, role, thing->ids[other]))
			tell(matrix, route, role, about, status,
			    "as if it never was");
	} else if (status != (verdict == AUTHORIZE_WHO ? 401 : 403)) {
		tell(matrix, route, role, about, status, "refused");
	}
}

static void
every_route_asks_the_table(void **state)
{
	struct matrix matrix = { .kit = *state };

	fill(&matrix);
	for (size_t i = 0; i < rest_nroutes; i++)
		for (int role = 0; role < TOKEN_ROLES; role++) {
			const struct route *route = &rest_routes[i];
			const struct thing *thing = thing_of(&matrix, route);

			check_route(&matrix, route, role);
			if (!thing || route->access != ACCESS_CALLER)
				continue;
			check_thing(&matrix, route, role, thing, 0);
			check_thing(&matrix, route, role, thing, 1);
		}
	print_message("%zu routes, %d roles, %d requests, %d deviations\n",
	    rest_nroutes, TOKEN_ROLES, matrix.asked, matrix.wrong);
	assert_int_equal(matrix.wrong, 0);
}

#define ASKED(test) \
	cmocka_unit_test_setup_teardown(test, rest_setup, rest_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		ASKED(every_route_asks_the_table),
	};

	return cmocka_run_group_tests_name("rest_matrix", tests, NULL, NULL);
}
