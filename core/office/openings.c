/* SPDX-License-Identifier: Apache-2.0 */
#include "openings.h"

#include <string.h>

#include "base/cleanup.h"
#include "base/text.h"
#include "office/access.h"
#include "office/chairs.h"
#include "office/remedy_parts.h"
#include "office/sight.h"
#include "schedule/rules/rules.h"

#define DELEGATES_MOST 5
#define TRIED_MOST 40 /* people for one role */

struct opening {
	int32_t person;
	int conflicts;
};

struct trying {
	struct picture *picture;
	const struct picture_input *input;
	const struct mission *mission; /* by the window that is tried */
	const struct role *role;
	const struct caller *caller;
	struct opening best[DELEGATES_MOST];
	size_t len;
	int tried, free; /* people */
	struct err *err;
};

/* Fewest conflicts first; who came first stays before. */
static void
keep(struct trying *trying, struct opening opening)
{
	size_t at = trying->len;

	while (at > 0 && trying->best[at - 1].conflicts > opening.conflicts)
		at--;
	if (at == DELEGATES_MOST)
		return;
	if (trying->len < DELEGATES_MOST)
		trying->len++;
	memmove(&trying->best[at + 1], &trying->best[at],
	    (trying->len - at - 1) * sizeof *trying->best);
	trying->best[at] = opening;
}

/* The mission as this person alone would go on it. */
static int
try_person(int32_t person, void *arg)
{
	struct trying *trying = arg;
	const char *id = picture_name(trying->picture, PICTURE_PERSON, person);
	const char *const chosen[] = { id, NULL };
	struct role role = *trying->role;
	const struct role *const roles[] = { &role, NULL };
	struct mission mission = *trying->mission;
	struct findings found = { .failed = false };
	struct opening opening = { person, 0 };
	bool blocked = false;

	if (trying->tried == TRIED_MOST ||
	    (trying->caller && sight_is_narrow(trying->caller) &&
		!person_is_own(trying->caller, trying->input->records, id)))
		return 0;
	trying->tried++;
	role.chosen = chosen;
	mission.roles = roles;
	if (picture_try(trying->picture, trying->input, &mission, &found,
		trying->err) < 0)
		return trying->err->code;
	vec_each(&found.list, finding) {
		blocked |= finding->level == LEVEL_BLOCK;
		opening.conflicts += finding->rule < S1_SAME_EVENT &&
				     finding->level >= LEVEL_WARN;
	}
	findings_free(&found);
	if (!blocked) {
		trying->free++;
		keep(trying, opening);
	}
	return 0;
}

/* ------------------------------------------------------------------ JSON */

static void
add_text(struct buf *out, const char *name, const char *text)
{
	if (!text)
		return;
	buf_addf(out, ",\"%s\":", name);
	json_add_text(out, text);
}

static void
add_delegates(struct buf *out, const struct trying *trying)
{
	for (size_t i = 0; i < trying->len; i++) {
		const char *id = picture_name(
		    trying->picture, PICTURE_PERSON, trying->best[i].person);
		const struct person *person =
		    records_get(trying->input->records, FAMILY_PERSON, id);

		buf_adds(out, i ? ",{\"id\":" : "{\"id\":");
		json_add_text(out, id);
		add_text(out, "name", person ? person->name : NULL);
		buf_addf(out, ",\"conflicts\":%d}", trying->best[i].conflicts);
	}
}

/* Can all roles be filled? */
static int
add_roles(struct buf *out, struct trying *trying, bool *all)
{
	const struct role *const *roles = trying->mission->roles;
	const char *comma = "";

	*all = true;
	for (; roles && *roles; roles++) {
		int64_t needs = (*roles)->count ? (*roles)->count : 1;

		trying->role = *roles;
		trying->len = 0;
		trying->tried = trying->free = 0;
		if (role_people_each(trying->picture, trying->input,
			trying->mission, *roles, try_person, trying) < 0)
			return trying->err->code;
		buf_addf(out, "%s{\"kind\":\"%s\",\"needs\":%d,\"delegates\":[",
		    comma, role_kind_words[(*roles)->kind], (int)needs);
		add_delegates(out, trying);
		buf_adds(out, "]}");
		*all &= trying->free >= needs;
		comma = ",";
	}
	return 0;
}

/* One object, into the list of those that are free or of those that are not. */
static int
add_window(struct buf *lists, struct trying *trying, int64_t number)
{
	CLEANUP(buf_free) struct buf roles = BUF_INIT;
	const struct window *window =
	    number ? trying->mission->windows[number - 1] : NULL;
	struct buf *out;
	bool all;

	if (add_roles(&roles, trying, &all) < 0)
		return trying->err->code;
	out = &lists[all ? 0 : 1];
	buf_addf(out, "%s{\"window\":%d", out->len ? "," : "", (int)number);
	if (window) {
		add_text(out, "start", window->start);
		add_text(out, "end", window->end);
		add_text(out, "zone", window->zone);
	}
	buf_addf(out, ",\"remote\":%s,\"free\":%s,\"roles\":[%s]}",
	    window && window->remote ? "true" : "false", all ? "true" : "false",
	    buf_str(&roles));
	return 0;
}

int
openings_add(struct buf *out, struct picture *picture,
    const struct picture_input *input, const struct mission *mission,
    const struct caller *caller, struct err *err)
{
	struct buf lists[2] = { BUF_INIT, BUF_INIT };
	struct mission copy = *mission;
	struct trying trying = { .picture = picture,
		.input = input,
		.mission = &copy,
		.caller = caller,
		.err = err };
	int64_t n = (int64_t)COUNT(mission->windows);
	int rc = 0;

	for (int64_t w = n ? 1 : 0; rc == 0 && w <= n; w++) {
		copy.window = w;
		rc = add_window(lists, &trying, w);
	}
	buf_addf(out, "[%s%s%s]", buf_str(&lists[0]),
	    lists[0].len && lists[1].len ? "," : "", buf_str(&lists[1]));
	for (int i = 0; i < 2; i++) {
		if (rc == 0 && buf_error(&lists[i]) < 0)
			rc = err_set(err, -ENOMEM, "openings: no memory");
		buf_free(&lists[i]);
	}
	return rc;
}
