/* SPDX-License-Identifier: Apache-2.0 */
#include "merge.h"

#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "store/changes.h"
#include "store/series.h"
#include "store/store_room.h"

static int
no_memory(struct err *err)
{
	return err_set(err, -ENOMEM, "merged events: no memory");
}

static void
member_release(struct merge_member *member)
{
	free(member->source);
	free(member->uid);
}

void
merge_members_free(struct merge_members *members)
{
	vec_each(members, member)
		member_release(member);
	vec_free(members);
}

static int
members_add(struct merge_members *members, const char *source, const char *uid,
    struct err *err)
{
	struct merge_member member;

	vec_each(members, known)
		if (strcmp(known->source, source) == 0 &&
		    strcmp(known->uid, uid) == 0)
			return 0;
	member = (struct merge_member){ strdup(source), strdup(uid) };
	if (member.source && member.uid && vec_push(members, member) == 0)
		return 0;
	member_release(&member);
	return no_memory(err);
}

/* ----------------------------------------------------------------- edges */

/* Those on which stmt goes by; takes it bound and gives it back. */
static int
members_take(struct db_stmt *stmt, struct merge_members *out, struct err *err)
{
	int rc;

	while ((rc = db_step(stmt, err)) > 0) {
		rc = members_add(out, db_text(stmt, 0), db_text(stmt, 1), err);
		if (rc < 0)
			break;
	}
	db_done(stmt);
	return rc;
}

#define NEIGHBOURS \
	"SELECT o.source, o.uid FROM conflict_event m" \
	" JOIN conflict c ON c.id = m.conflict AND c.state = 'merged'" \
	" JOIN conflict_event o ON o.conflict = m.conflict" \
	" WHERE m.source = $1 AND m.uid = $2"

static int
add_neighbours(struct store *store, const char *source, const char *uid,
    struct merge_members *out, struct err *err)
{
	struct db_stmt *stmt = db_prepare(store->db, NEIGHBOURS, err);

	if (!stmt)
		return err->code;
	db_bind_text(stmt, 1, source);
	db_bind_text(stmt, 2, uid);
	return members_take(stmt, out, err);
}

/* Goes on from each that it finds. */
static int
grow(struct store *store, struct merge_members *members, struct err *err)
{
	for (size_t i = 0; i < members->len; i++)
		if (add_neighbours(store, members->items[i].source,
			members->items[i].uid, members, err) < 0)
			return err->code;
	return 0;
}

int
merge_members(struct store *store, const char *source, const char *uid,
    struct merge_members *out, struct err *err)
{
	if (members_add(out, source, uid, err) < 0)
		return err->code;
	return grow(store, out, err);
}

int
merge_edges_each(struct store *store,
    int (*fn)(const struct merge_member *a, const struct merge_member *b,
	void *arg, struct err *err),
    void *arg, struct err *err)
{
	struct db_stmt *stmt = db_prepare(store->db,
	    "SELECT a.source, a.uid, b.source, b.uid FROM conflict c"
	    " JOIN conflict_event a ON a.conflict = c.id"
	    " JOIN conflict_event b ON b.conflict = c.id"
	    " AND (b.source > a.source"
	    " OR (b.source = a.source AND b.uid > a.uid))"
	    " WHERE c.state = 'merged'",
	    err);
	int rc;

	if (!stmt)
		return err->code;
	while ((rc = db_step(stmt, err)) > 0) {
		struct merge_member a = { (char *)db_text(stmt, 0),
			(char *)db_text(stmt, 1) };
		struct merge_member b = { (char *)db_text(stmt, 2),
			(char *)db_text(stmt, 3) };

		rc = fn(&a, &b, arg, err);
		if (rc < 0)
			break;
	}
	db_done(stmt);
	return rc;
}

/* ----------------------------------------------------------------- touch */

static int
touch_members(
    struct store *store, const struct merge_members *members, struct err *err)
{
	vec_each(members, member)
		if (touched_note(
			&store->touched, member->source, member->uid, err) < 0)
			return err->code;
	return 0;
}

static int
any_merged(struct store *store, struct err *err)
{
	struct db_stmt *stmt = db_prepare(store->db,
	    "SELECT 1 FROM conflict WHERE state = 'merged' LIMIT 1", err);
	int64_t any = 0;

	if (!stmt)
		return err->code;
	return db_execute_int(stmt, &any, err) < 0 ? err->code : (int)any;
}

int
merge_spread(struct store *store, struct err *err)
{
	size_t touched = store->touched.len;
	int rc = touched ? any_merged(store, err) : 0;

	for (size_t i = 0; rc > 0 && i < touched; i++) {
		CLEANUP(merge_members_free)
		struct merge_members members = VEC_INIT;
		const struct touched_series *series = &store->touched.items[i];

		if (merge_members(
			store, series->source, series->uid, &members, err) < 0)
			return err->code;
		if (members.len > 1 && touch_members(store, &members, err) < 0)
			return err->code;
	}
	return rc < 0 ? rc : 0;
}

/* The events of a conflict and all that is one with them. */
static int
members_of(struct store *store, const char *conflict, struct merge_members *out,
    struct err *err)
{
	struct db_stmt *stmt = db_prepare(store->db,
	    "SELECT source, uid FROM conflict_event WHERE conflict = $1", err);

	if (!stmt)
		return err->code;
	db_bind_text(stmt, 1, conflict);
	if (members_take(stmt, out, err) < 0)
		return err->code;
	return grow(store, out, err);
}

int
merge_touch(struct store *store, const char *conflict, struct err *err)
{
	CLEANUP(merge_members_free) struct merge_members members = VEC_INIT;

	if (members_of(store, conflict, &members, err) < 0)
		return err->code;
	return touch_members(store, &members, err);
}

/* ------------------------------------------------------------ join, part */

/* The masters of the members: who they are, and what has been published. */
struct masters {
	char oldest[UUID_TEXT];
	char *title;                /* of the oldest */
	int64_t sequence, revision; /* of all others, summed */
	int64_t own_sequence, own_revision;
	struct buf ids; /* "id","id" */
};

static void
masters_release(struct masters *masters)
{
	free(masters->title);
	buf_free(&masters->ids);
}

static int
masters_add(struct db_stmt *stmt, struct masters *masters)
{
	const char *id = db_text(stmt, 0), *title = db_text(stmt, 3);
	int64_t sequence = db_int(stmt, 1), revision = db_int(stmt, 2);

	buf_addf(&masters->ids, "%s\"%s\"", masters->ids.len ? "," : "", id);
	if (masters->oldest[0] && strcmp(id, masters->oldest) >= 0) {
		masters->sequence += sequence;
		masters->revision += revision;
		return 0;
	}
	masters->sequence += masters->own_sequence;
	masters->revision += masters->own_revision;
	masters->own_sequence = sequence;
	masters->own_revision = revision;
	strcpy(masters->oldest, id);
	free(masters->title);
	masters->title = strdup(title ? title : "");
	return masters->title ? 0 : -ENOMEM;
}

static int
masters_read(struct store *store, const struct merge_members *members,
    struct masters *masters, struct err *err)
{
	vec_each(members, member) {
		struct db_stmt *stmt = db_prepare(store->db,
		    "SELECT id, published_sequence, revision, summary"
		    " FROM event WHERE source = $1 AND uid = $2"
		    " AND COALESCE(recurrence_id, '') = ''",
		    err);
		int rc;

		if (!stmt)
			return err->code;
		db_bind_text(stmt, 1, member->source);
		db_bind_text(stmt, 2, member->uid);
		rc = db_step(stmt, err);
		if (rc > 0 && masters_add(stmt, masters) < 0)
			rc = no_memory(err);
		db_done(stmt);
		if (rc < 0)
			return rc;
	}
	return 0;
}

static int
masters_raise(struct store *store, const struct masters *masters,
    int64_t revision, int64_t sequence, int64_t now, struct err *err)
{
	struct db_stmt *stmt = db_prepare(store->db,
	    "UPDATE event SET revision = revision + $2,"
	    " published_sequence = published_sequence + $3, revised_at = $4"
	    " WHERE id = $1",
	    err);

	if (!stmt)
		return err->code;
	db_bind_text(stmt, 1, masters->oldest);
	db_bind_int(stmt, 2, revision);
	db_bind_int(stmt, 3, sequence);
	db_bind_int(stmt, 4, now);
	return db_execute(stmt, err);
}

static int
masters_note(struct store *store, const struct actor *actor,
    const struct masters *masters, const char *action, bool join,
    struct err *err)
{
	CLEANUP(buf_free) struct buf one = BUF_INIT;
	CLEANUP(buf_free) struct buf each = BUF_INIT;
	struct change change = { .entity = "event",
		.id = masters->oldest,
		.title = masters->title,
		.action = action };

	buf_addf(&one, "{\"merged\":[%s]}", buf_str(&masters->ids));
	buf_adds(&each, "{\"merged\":null}");
	if (buf_error(&one) < 0 || buf_error(&each) < 0)
		return no_memory(err);
	change.before = join ? each.data : one.data;
	change.after = join ? one.data : each.data;
	return change_add(store, actor, &change, err);
}

/* What is shown has the sums of the members' revisions and sequences, so that
 * each of theirs shows. One more is one that no reader has seen; and after
 * parting the one that it was known by must not fall behind the sum. */
static int
restate(struct store *store, const struct actor *actor, const char *conflict,
    bool join, struct err *err)
{
	CLEANUP(merge_members_free) struct merge_members members = VEC_INIT;
	CLEANUP(masters_release) struct masters masters = { .oldest = "" };
	int rc = members_of(store, conflict, &members, err);

	if (rc == 0)
		rc = masters_read(store, &members, &masters, err);
	if (rc < 0 || !masters.oldest[0])
		return rc;
	rc = masters_raise(store, &masters, 1 + (join ? 0 : masters.revision),
	    1 + (join ? 0 : masters.sequence), actor->now, err);
	return rc < 0 ? rc
		      : masters_note(store, actor, &masters,
			    join ? "merged" : "parted", join, err);
}

int
merge_join(struct store *store, const struct actor *actor, const char *conflict,
    struct err *err)
{
	return restate(store, actor, conflict, true, err);
}

int
merge_part(struct store *store, const struct actor *actor, const char *conflict,
    struct err *err)
{
	return restate(store, actor, conflict, false, err);
}

/* ------------------------------------------------------------ preference */

void
preferred_free(struct preferred *preferred)
{
	vec_each(preferred, source)
		free(*source);
	vec_free(preferred);
}

int
store_prefer(
    struct store *store, const char *const *sources, size_t n, struct err *err)
{
	struct preferred preferred = VEC_INIT;

	for (size_t i = 0; i < n; i++) {
		char *copy = strdup(sources[i]);

		if (copy && vec_push(&preferred, copy) == 0)
			continue;
		free(copy);
		preferred_free(&preferred);
		return no_memory(err);
	}
	preferred_free(&store->preferred);
	store->preferred = preferred;
	return 0;
}

bool
store_prefers(const struct store *store, const char *source)
{
	vec_each(&store->preferred, preferred)
		if (strcmp(*preferred, source) == 0)
			return true;
	return false;
}
