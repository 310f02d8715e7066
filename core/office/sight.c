/* SPDX-License-Identifier: Apache-2.0 */
#include "sight.h"

#include <errno.h>
#include <jansson.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/json.h"
#include "office/access.h"

struct looking {
	const struct caller *caller;
	const struct records *records;
};

bool
sight_is_narrow(const struct caller *caller)
{
	return caller && !authorize_all(caller, VERB_READ, OBJECT_PERSON);
}

void
sight_free(struct sight *sight)
{
	buf_free(&sight->title);
	buf_free(&sight->subject);
	buf_free(&sight->evidence);
}

/* Leaves the team. True: it was somebody who may not be named. */
static bool
hide(const struct looking *looking, json_t *person)
{
	const char *id = json_string_value(json_object_get(person, "id"));

	if (!id || person_is_own(looking->caller, looking->records, id))
		return false;
	json_object_del(person, "id");
	json_object_del(person, "name");
	return true;
}

/* A host is a resource, and somebody. */
static bool
is_person(const struct looking *looking, const char *name, const json_t *value)
{
	const char *id = json_string_value(json_object_get(value, "id"));
	const char *family =
	    json_string_value(json_object_get(value, "family"));

	if (family)
		return strcmp(family, "person") == 0;
	if (strcmp(name, "resource") == 0)
		return id &&
		       !records_find(looking->records, FAMILY_RESOURCE, id);
	return strcmp(name, "person") == 0 || strcmp(name, "deputy") == 0;
}

/* Evidence is made by us: it is never deep. */
static void
narrow(const struct looking *looking, const char *name, json_t *value)
{
	const char *member;
	json_t *item;
	size_t i;

	if (json_is_object(value) && is_person(looking, name, value))
		hide(looking, value);
	else if (json_is_object(value))
		json_object_foreach(value, member, item)
		    narrow(looking, member, item);
	json_array_foreach(value, i, item)
	    narrow(looking, strcmp(name, "people") ? name : "person", item);
}

/* Is it about somebody who was taken out? */
static bool
is_about_hidden(const json_t *evidence)
{
	const json_t *who = json_object_get(evidence, "person");

	if (!who)
		who = json_object_get(evidence, "resource");
	return who && !json_object_get(who, "id");
}

/* Their id stands first in the subject, their name last in the title. */
static void
hide_subject(json_t *subject)
{
	if (json_array_size(subject))
		json_array_set_new(subject, 0, json_null());
}

static size_t
title_len(const char *title)
{
	const char *colon = strchr(title, ':');

	return colon ? (size_t)(colon - title) : strlen(title);
}

static int
bad(struct err *err)
{
	return err_set(err, -EINVAL, "a conflict's evidence is no JSON");
}

static int
write_out(const json_t *value, struct buf *out, struct err *err)
{
	char *text = json_dumps(value, JSON_COMPACT);

	buf_adds(out, text ? text : "");
	free(text);
	return text && buf_error(out) == 0
		   ? 0
		   : err_set(err, -ENOMEM, "a conflict: no memory");
}

int
sight_of(const struct caller *caller, const struct records *records,
    const char *title, const char *subject, const char *evidence,
    struct sight *out, struct err *err)
{
	struct looking looking = { caller, records };
	CLEANUP(json_freep) json_t *body = json_loads(evidence, 0, NULL);
	CLEANUP(json_freep) json_t *names = json_loads(subject, 0, NULL);
	size_t len = strlen(title);

	if (!body || !names)
		return bad(err);
	if (sight_is_narrow(caller))
		narrow(&looking, "", body);
	if (is_about_hidden(body)) {
		hide_subject(names);
		len = title_len(title);
	}
	buf_add(&out->title, title, len);
	if (write_out(names, &out->subject, err) < 0)
		return err->code;
	return write_out(body, &out->evidence, err);
}

static void
narrow_finding(const struct looking *looking, json_t *finding)
{
	json_t *evidence = json_object_get(finding, "evidence");
	const char *title =
	    json_string_value(json_object_get(finding, "title"));

	narrow(looking, "", evidence);
	if (!is_about_hidden(evidence) || !title)
		return;
	hide_subject(json_object_get(finding, "subject"));
	json_object_set_new(
	    finding, "title", json_stringn(title, title_len(title)));
}

int
sight_of_evidence(struct desk *desk, struct err *err)
{
	CLEANUP(records_unrefp) struct records *records = NULL;
	CLEANUP(json_freep) json_t *findings = NULL;
	struct looking looking = { .caller = desk->caller };
	json_t *finding;
	size_t i;

	if (!sight_is_narrow(desk->caller) || !desk->evidence.len)
		return 0;
	findings = json_loadb(desk->evidence.data, desk->evidence.len, 0, NULL);
	if (!findings)
		return bad(err);
	if (store_records(desk->store, &records, err) < 0)
		return err->code;
	looking.records = records;
	json_array_foreach(findings, i, finding)
	    narrow_finding(&looking, finding);
	desk->evidence.len = 0;
	return write_out(findings, &desk->evidence, err);
}

/* ------------------------------------------------------------- ways out */

/* Of those who are invited, whom one may not name. */
static void
hide_invited(const struct looking *looking, json_t *list)
{
	for (size_t i = json_array_size(list); i-- > 0;) {
		const char *id = json_string_value(json_array_get(list, i));

		if (id && records_find(looking->records, FAMILY_PERSON, id) &&
		    !person_is_own(looking->caller, looking->records, id))
			json_array_remove(list, i);
	}
}

static void
narrow_proposal(const struct looking *looking, json_t *proposal)
{
	static const char *const lists[] = { "removes", "adds" };
	json_t *item;
	size_t i;

	for (size_t l = 0; l < ARRAY_LEN(lists); l++)
		json_array_foreach(json_object_get(proposal, lists[l]), i, item)
		    narrow_finding(looking, item);
	json_array_foreach(json_object_get(proposal, "steps"), i, item)
	{
		narrow(looking, "", item);
		hide_invited(looking, json_object_get(item, "to"));
	}
	narrow(looking, "", json_object_get(proposal, "by"));
	item = json_object_get(proposal, "forced");
	if (json_is_object(item))
		narrow_proposal(looking, item);
}

void
sight_of_proposals(
    const struct caller *caller, const struct records *records, json_t *answer)
{
	struct looking looking = { caller, records };
	static const char *const lists[] = { "items", "others" };
	json_t *item;
	size_t i;

	if (!sight_is_narrow(caller))
		return;
	for (size_t l = 0; l < ARRAY_LEN(lists); l++)
		json_array_foreach(json_object_get(answer, lists[l]), i, item)
		    narrow_proposal(&looking, item);
}

/* --------------------------------------------------------------- the log */

void
sight_change_free(struct sight_change *sight)
{
	buf_free(&sight->title);
	buf_free(&sight->before);
	buf_free(&sight->after);
}

static int
narrow_text(const struct looking *looking, const char **text, struct buf *out,
    struct err *err)
{
	CLEANUP(json_freep) json_t *body = NULL;

	if (!*text)
		return 0;
	body = json_loads(*text, 0, NULL);
	if (!body)
		return bad(err);
	narrow(looking, "", body);
	if (write_out(body, out, err) < 0)
		return err->code;
	*text = buf_str(out);
	return 0;
}

int
sight_of_change(const struct caller *caller, const struct records *records,
    const struct change *change, struct sight_change *out, struct err *err)
{
	struct looking looking = { caller, records };
	const char *title = change->title ? change->title : "";

	out->change = *change;
	buf_add(&out->title, title, title_len(title));
	out->change.title = buf_str(&out->title);
	if (narrow_text(&looking, &out->change.before, &out->before, err) < 0)
		return err->code;
	return narrow_text(&looking, &out->change.after, &out->after, err);
}
