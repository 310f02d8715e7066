/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Each stretch of a series (instances.h) becomes a part: its rule is that of
 * the series, moved, and ended where the next stretch begins; its dates and
 * overrides are those whose ids lie in the stretch.
 */
#include "parts.h"

#include "base/cleanup.h"
#include "base/date.h"
#include "schedule/instances.h"
#include "schedule/rule_move.h"
#include "schedule/year_days.h"

struct splitter {
	struct instances set;
	struct rule rule;         /* when the series has one */
	struct recurrence *plain; /* the same without its end */
	struct span window;
	series_rule_fn *known;
};

/* The ids [from, to) of the stretch that becomes a part. */
struct piece {
	const struct splitter *splitter;
	const struct stretch *stretch;
	int64_t from, to;
	bool whole; /* the only one */
};

static void
splitter_end(struct splitter *splitter)
{
	instances_end(&splitter->set);
	recurrence_free(splitter->plain);
}

static void
recurrence_freep(struct recurrence **rule)
{
	recurrence_free(*rule);
}

void
series_parts_free(struct series_parts *parts)
{
	vec_each(parts, part) {
		buf_free(&part->rule);
		vec_free(&part->dates);
		vec_free(&part->without);
		vec_free(&part->overrides);
	}
	vec_free(parts);
}

static int
no_memory(struct err *err)
{
	return err_set(err, -ENOMEM, "the parts of a series");
}

static bool
piece_has(const struct piece *piece, int64_t id)
{
	return id >= piece->from && id < piece->to;
}

static const struct event_times *
piece_times(const struct piece *piece)
{
	return piece->splitter->set.rows[piece->stretch->row].times;
}

/* ---------------------------------------------------------------- rules */

/* The rule with the master's DTSTART. */
static int
make_rule(const struct splitter *splitter, const struct rule *rule,
    struct recurrence **out, struct err *err)
{
	CLEANUP(buf_free) struct buf text = BUF_INIT;
	const struct event_times *times = splitter->set.times;

	rule_write(rule, &text);
	if (buf_error(&text))
		return no_memory(err);
	return recurrence_parse(
	    buf_str(&text), times->start, times->all_day, 0, out, err);
}

static int
read_rule(struct splitter *splitter, struct err *err)
{
	const struct instances *set = &splitter->set;
	struct rule plain;
	int code;

	if (!set->rule)
		return 0;
	code = rule_parse(
	    set->rows[set->master].event->rrule, &splitter->rule, err);
	if (code < 0)
		return code;
	plain = splitter->rule;
	plain.count = 0;
	plain.until_form = UNTIL_NONE;
	return make_rule(splitter, &plain, &splitter->plain, err);
}

/* The last id of the rule before one, which is as early as UNTIL and COUNT
 * want it; false when there is none. */
static int
rule_before(const struct splitter *splitter, int64_t before, bool *any,
    int64_t *last, struct err *err)
{
	CLEANUP(recurrence_freep) struct recurrence *cut = NULL;
	struct rule rule = splitter->rule;
	int code;

	rule.until_form =
	    splitter->set.times->all_day ? UNTIL_DATE : UNTIL_LOCAL;
	rule.until = before - 1;
	code = make_rule(splitter, &rule, &cut, err);
	if (code < 0)
		return code;
	if (before > splitter->set.times->start)
		recurrence_with_start(cut);
	*any = recurrence_last(cut, last, NULL);
	return 0;
}

/* The last id of the rule in the piece. *ends is false when it goes on. */
static int
rule_last(const struct piece *piece, bool *ends, bool *any, int64_t *last,
    struct err *err)
{
	const struct instances *set = &piece->splitter->set;
	int64_t before = piece->to;
	bool none;
	int code = 0;

	if (recurrence_last(set->rule, last, &none) && *last < before)
		before = *last + 1;
	*ends = before != INT64_MAX;
	*any = !none;
	if (none || !*ends)
		return 0;
	do {
		code = rule_before(piece->splitter, before, any, last, err);
		before = *last;
	} while (code == 0 && *any && instances_after_until(set, *last));
	return code;
}

static bool
rule_gives(const struct recurrence *rule, int64_t id)
{
	int64_t at;

	return recurrence_next(rule, id, &at) && at == id;
}

/* The rule as this stretch moves it; false when no rule says so. */
static int64_t
day_of(const struct event_times *times, int64_t start)
{
	return times->all_day ? start : day_from_wall(start);
}

static bool
rule_moved(const struct piece *piece, struct rule *rule)
{
	const struct instances *set = &piece->splitter->set;
	const struct event_times *master = set->times;
	const struct event_times *own = piece_times(piece);
	int64_t shift = piece->stretch->shift, first = piece->from;
	bool times = rule->hours || rule->minutes || rule->seconds;
	bool member = rule_gives(piece->splitter->plain, first);

	if (!master->all_day && !own->all_day && master->zone != own->zone)
		return false;
	if (times && (master->all_day || own->all_day || shift % DAY_SECONDS))
		return false;
	/* Nothing may be left to a DTSTART that is no instance. */
	if (!member && (rule->interval > 1 || first < master->start))
		return false;
	if (!member)
		rule_fill_days(rule, day_of(master, master->start));
	if (!master->all_day)
		shift +=
		    master->start - day_from_wall(master->start) * DAY_SECONDS;
	return rule_move_days(
	    rule, day_from_wall(shift), day_of(master, first));
}

/* Any instant from the last instance to the next would do as an end: the last
 * one's day's, so that new rules of the zone do not cut it off. */
static void
end_rule(const struct piece *piece, int64_t last, struct rule *rule)
{
	const struct splitter *splitter = piece->splitter;
	const struct event_times *own = piece_times(piece);
	int64_t at = instance_start(&splitter->set, piece->stretch, last);
	int64_t next, until;

	rule->count = 0;
	if (own->all_day) {
		rule->until_form = UNTIL_DATE;
		rule->until = at;
		return;
	}
	until = (day_from_wall(at) + 1) * DAY_SECONDS - 1;
	if (recurrence_next(splitter->plain, last + 1, &next)) {
		next = instance_start(&splitter->set, piece->stretch, next);
		until = next - 1 < until ? next - 1 : until;
	}
	rule->until_form = UNTIL_UTC;
	rule->until = zone_utc(own->zone, until, NULL);
}

/* Is the rule, which is the part's now, for dates alone? */
static bool
is_unknown(const struct piece *piece, const struct rule *rule,
    const struct series_part *part)
{
	const struct splitter *splitter = piece->splitter;

	return splitter->known &&
	       !splitter->known(rule, day_of(piece_times(piece), part->start));
}

/* Writes the part's rule; *listed tells that its instances must be listed
 * instead. */
static int
part_rule(const struct piece *piece, struct series_part *part, bool *listed,
    struct err *err)
{
	const struct splitter *splitter = piece->splitter;
	struct rule rule = splitter->rule;
	int64_t last = 0;
	bool ends, any, counted;
	int code;

	*listed = false;
	if (!splitter->set.rule)
		return 0;
	counted = piece->whole && rule.until_form == UNTIL_NONE &&
		  rule_gives(splitter->plain, part->first);
	code = rule_last(piece, &ends, &any, &last, err);
	if (code < 0 || !any || (ends && last <= part->first))
		return code;
	*listed =
	    (piece->stretch->first != INT64_MIN && !rule_moved(piece, &rule)) ||
	    is_unknown(piece, &rule, part);
	if (*listed)
		return 0;
	if (ends && !counted)
		end_rule(piece, last, &rule);
	rule_write(&rule, &part->rule);
	return buf_error(&part->rule) ? no_memory(err) : 0;
}

/* ---------------------------------------------------------------- dates */

static int
add_start(const struct piece *piece, int64_t id, struct int64_vec *out,
    struct err *err)
{
	int64_t at = instance_start(&piece->splitter->set, piece->stretch, id);

	return vec_push(out, at) < 0 ? no_memory(err) : 0;
}

/* The rule's instances and the single dates that the window may show. */
static int
list_instances(
    const struct piece *piece, struct series_part *part, struct err *err)
{
	const struct splitter *splitter = piece->splitter;
	struct instance_walk walk = { 0 };
	int64_t from, to, id;
	int code = 0;

	instances_window(
	    &splitter->set, piece->stretch, splitter->window, &from, &to);
	from = from > part->first ? from : part->first + 1;
	to = to < piece->to ? to : piece->to;
	for (size_t n = 0;
	     code == 0 && n < OCCURRENCES_MAX &&
	     instances_member(&splitter->set, &walk, from, to, &id);
	     n++, from = id + 1)
		code = add_start(piece, id, &part->dates, err);
	return code;
}

static int
add_dates(const struct piece *piece, const struct int64_vec *ids, int64_t but,
    struct int64_vec *out, struct err *err)
{
	int code = 0;

	for (size_t i = 0; code == 0 && i < ids->len; i++)
		if (piece_has(piece, ids->items[i]) && ids->items[i] != but)
			code = add_start(piece, ids->items[i], out, err);
	return code;
}

/* RDATE, and a DTSTART that is not the part's and that no rule gives. */
static int
add_singles(
    const struct piece *piece, struct series_part *part, struct err *err)
{
	const struct instances *set = &piece->splitter->set;
	int64_t start = set->times->start;
	int code = 0;

	if (set->rule && piece_has(piece, start) && start != part->first)
		code = add_start(piece, start, &part->dates, err);
	if (code == 0)
		code = add_dates(
		    piece, &set->dates, part->first, &part->dates, err);
	return code;
}

static int
add_overrides(
    const struct piece *piece, struct series_part *part, struct err *err)
{
	const struct instances *set = &piece->splitter->set;
	struct part_override override;
	int64_t id;
	int code = 0;

	for (size_t i = 0; code == 0 && i < set->nrows; i++) {
		const struct event *event = set->rows[i].event;

		if (!event->recurrence_id || event->this_and_future)
			continue;
		code = instances_override(set, i, &id, err);
		if (code < 0 || !piece_has(piece, id))
			continue;
		override.row = i;
		override.replaces = instance_start(set, piece->stretch, id);
		if (vec_push(&part->overrides, override) < 0)
			return no_memory(err);
	}
	return code;
}

/* ---------------------------------------------------------------- parts */

/* The first id of the master's stretch: its own start, or what is there. */
static bool
first_of_master(const struct piece *piece, int64_t *first)
{
	const struct instances *set = &piece->splitter->set;
	bool any = set->times->start < piece->to;

	*first = set->times->start;
	if (!any && set->dates.len > 0) {
		*first = set->dates.items[0];
		any = *first < piece->to;
	}
	if (!any && set->without.len > 0) {
		*first = set->without.items[0];
		any = *first < piece->to;
	}
	return any;
}

static int
fill_part(const struct piece *piece, struct series_part *part, struct err *err)
{
	const struct instances *set = &piece->splitter->set;
	bool moved = piece->stretch->first != INT64_MIN, listed;
	int code;

	part->row = piece->stretch->row;
	part->start = moved ? piece_times(piece)->start : part->first;
	code = part_rule(piece, part, &listed, err);
	if (code == 0 && listed)
		code = list_instances(piece, part, err);
	else if (code == 0)
		code = add_singles(piece, part, err);
	/* An override is shown though its date is excluded. */
	if (code == 0)
		code = add_dates(piece, &set->excluded,
		    moved ? part->first : INT64_MAX, &part->without, err);
	/* Two starts may have become one. */
	starts_sort(&part->dates);
	starts_sort(&part->without);
	return code < 0 ? code : add_overrides(piece, part, err);
}

static int
add_part(const struct splitter *splitter, size_t i, struct series_parts *parts,
    struct err *err)
{
	const struct stretch_vec *all = &splitter->set.stretches;
	struct piece piece = {
		.splitter = splitter,
		.stretch = &all->items[i],
		.from = all->items[i].first,
		.to = i + 1 < all->len ? all->items[i + 1].first : INT64_MAX,
		.whole = all->len == 1,
	};
	struct series_part part = { .first = piece.from };

	if (i == 0 && !first_of_master(&piece, &part.first))
		return 0;
	if (vec_push(parts, part) < 0)
		return no_memory(err);
	return fill_part(&piece, &parts->items[parts->len - 1], err);
}

int
series_split(const struct occurrence_row *rows, size_t n, struct span window,
    series_rule_fn *known, struct series_parts *parts, struct err *err)
{
	CLEANUP(splitter_end)
	struct splitter splitter = { .window = window, .known = known };
	int code = instances_read(&splitter.set, rows, n, err);

	if (code == 0)
		code = read_rule(&splitter, err);
	for (size_t i = 0; code == 0 && i < splitter.set.stretches.len; i++)
		code = add_part(&splitter, i, parts, err);
	return code;
}
