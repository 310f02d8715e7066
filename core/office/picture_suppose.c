/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What if: the picture takes in records as they would be, just as it takes in
 * what was committed; the units that this touches are looked at and held
 * against what is known of them; then the picture takes the old ones back. So
 * a supposition is judged by the very code that would judge the fact, at the
 * cost of two changes.
 */
#include "office/picture_parts.h"
#include "schedule/detect.h"

void
supposed_free(struct supposed *supposed)
{
	findings_free(&supposed->gone);
	findings_free(&supposed->come);
	vec_free(&supposed->changed);
}

static void
add_copy(struct findings *out, const struct finding *finding)
{
	struct finding copy = *finding;

	copy.items = (struct indices)VEC_INIT;
	vec_each(&finding->items, item)
		out->failed |= vec_push(&copy.items, *item) < 0;
	if (vec_push(&out->list, copy) < 0) {
		vec_free(&copy.items);
		out->failed = true;
	}
}

/* Both sorted: what is in one alone, or differs. */
static void
compare_unit(const struct findings *kept, const struct findings *now,
    struct supposed *out)
{
	size_t a = 0, b = 0, n = kept ? kept->list.len : 0;

	while (a < n || b < now->list.len) {
		const struct finding *before =
		    a < n ? &kept->list.items[a] : NULL;
		const struct finding *after =
		    b < now->list.len ? &now->list.items[b] : NULL;
		int order = !before  ? 1
			    : !after ? -1
				     : finding_compare(before, after);
		bool same = order == 0 && finding_equal(before, after);

		if (order <= 0 && !same)
			add_copy(&out->gone, before);
		if (order >= 0 && !same)
			add_copy(&out->come, after);
		a += order <= 0;
		b += order >= 0;
	}
}

static void
look(struct picture *picture, struct supposed *out)
{
	struct detection *detection = &picture->detection;

	for (int scope = 0; scope < SCOPES; scope++)
		vec_each(&picture->world.dirty[scope].list, unit) {
			struct findings now = { .failed = false };
			bool known =
			    (size_t)*unit < detection->units[scope].len;

			detect_unit(
			    &picture->world, (enum scope)scope, *unit, &now);
			compare_unit(known
					 ? &detection->units[scope].items[*unit]
					 : NULL,
			    &now, out);
			out->come.failed |= now.failed;
			findings_free(&now);
		}
}

void
picture_unmark(struct picture *picture)
{
	struct world *world = &picture->world;

	for (int scope = 0; scope < SCOPES; scope++) {
		struct dirty *dirty = &world->dirty[scope];

		vec_each(&dirty->list, unit)
			dirty->marks.items[*unit] = false;
		dirty->list.len = 0;
	}
}

/* The same changes, the other way. */
static int
turn(const struct record_changes *records, struct record_changes *out)
{
	vec_each(records, change)
		if (vec_push(out, ((struct record_change){
				      change->after, change->before })) < 0)
			return -ENOMEM;
	return 0;
}

int
picture_look_around(struct picture *picture, const struct picture_input *input,
    const struct picture_input *then, const struct record_changes *records,
    const struct touched *series, picture_meanwhile *meanwhile, void *arg,
    struct supposed *out, struct err *err)
{
	struct record_changes back = VEC_INIT;
	int rc = turn(records, &back) < 0
		     ? err_set(err, -ENOMEM, "look for conflicts: no memory")
		     : 0;

	if (rc == 0)
		rc = picture_settle(picture, NULL, NULL, err);
	if (rc == 0)
		rc = picture_change(picture, then, records, series, err);
	if (rc == 0) {
		look(picture, out);
		if (meanwhile && meanwhile(picture, arg) < 0)
			rc = err_set(
			    err, -ENOMEM, "look for conflicts: no memory");
	}
	if (rc == 0)
		rc = picture_change(picture, input, &back, series, err);
	if (rc == 0)
		picture_unmark(picture);
	vec_free(&back);
	if (rc == 0 && (out->gone.failed || out->come.failed))
		rc = err_set(err, -ENOMEM, "look for conflicts: no memory");
	return rc;
}

int
picture_suppose(struct picture *picture, const struct picture_input *input,
    const struct picture_input *then, const struct record_changes *records,
    const struct touched *series, struct supposed *out, struct err *err)
{
	return picture_look_around(
	    picture, input, then, records, series, NULL, NULL, out, err);
}
