/* SPDX-License-Identifier: Apache-2.0 */
#include "why.h"

#include <inttypes.h>

#include "schedule/resolve/why_text.h"

const char *const stands_words[] = { "declined", "moved", "served", "kept",
	"new", NULL };
const char *const why_standing_words[] = { "free", "blocked", "never", NULL };
const char *const why_lacks_words[] = { "people", "presence", "resource",
	"budget", "places", "days-away", NULL };

static void
add_blockers(struct buf *out, const struct alternative *one,
    const struct why_names *names)
{
	buf_adds(out, ",\"by\":[");
	for (int32_t i = 0; i < one->why.len; i++) {
		buf_adds(out, i ? "," : "");
		names->mission(out, one->why.mission[i], names->arg);
	}
	buf_addc(out, ']');
}

static void
add_lacks(struct buf *out, const struct alternative *one)
{
	uint32_t lacks = one->why.families << 1 | one->why.people;
	const char *comma = "";

	buf_adds(out, ",\"lacks\":[");
	for (int i = 0; why_lacks_words[i]; i++)
		if (lacks >> i & 1) {
			buf_addf(out, "%s\"%s\"", comma, why_lacks_words[i]);
			comma = ",";
		}
	buf_addc(out, ']');
}

static void
add_alternative(struct buf *out, const struct problem *p,
    const struct alternative *one, const struct why_names *names)
{
	const struct problem_mission *m = &p->mission[one->wish.mission];
	const int64_t *levels = one->forced.levels;

	buf_addf(out, "{\"option\":%d,\"remote\":%s",
	    one->wish.option - m->options.first,
	    p->option[one->wish.option].city < 0 ? "true" : "false");
	if (names->when) {
		buf_adds(out, ",\"when\":");
		names->when(out, one->wish.option, names->arg);
	}
	if (one->wish.person >= 0) {
		buf_adds(out, ",\"person\":");
		names->person(out, one->wish.person, names->arg);
	}
	buf_addf(
	    out, ",\"standing\":\"%s\"", why_standing_words[one->why.standing]);
	add_blockers(out, one, names);
	add_lacks(out, one);
	if (one->forced.possible)
		buf_addf(out,
		    ",\"costs\":[%" PRId64 ",%" PRId64 ",%" PRId64 "]",
		    levels[0], levels[1], levels[2]);
	buf_addc(out, '}');
}

void
why_add_json(struct buf *out, const struct roster *roster, int32_t mission,
    const struct alternatives *list, const struct why_names *names)
{
	const char *comma = "";

	buf_adds(out, "{\"of\":");
	names->mission(out, mission, names->arg);
	buf_addf(out, ",\"stands\":\"%s\",\"alternatives\":[",
	    stands_words[stands_of(roster, mission)]);
	vec_each(list, one) {
		if (one->wish.mission != mission)
			continue;
		buf_adds(out, comma);
		add_alternative(out, roster->problem, one, names);
		comma = ",";
	}
	buf_adds(out, "]}");
}
