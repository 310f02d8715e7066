/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is answered when somebody asks for ways out of a conflict: all of it as
 * data first, from which is taken what the reader may not know; the words are
 * made of what is left.
 */
#include <errno.h>
#include <jansson.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/json.h"
#include "office/proposals_parts.h"
#include "office/sight.h"
#include "schedule/propose/text.h"

/* ----------------------------------------------------------------- words */

static int
set_text(json_t *item, const char *name, const struct buf *text)
{
	return json_object_set_new(item, name, json_string(buf_str(text)));
}

/* What it says in words: what is done; why it is not offered. */
static int
add_words(json_t *item, enum language language)
{
	CLEANUP(buf_free) struct buf text = BUF_INIT;
	CLEANUP(buf_free) struct buf why = BUF_INIT;
	json_t *forced = json_object_get(item, "forced");

	propose_add_text(&text, language, json_object_get(item, "steps"));
	if (set_text(item, "text", &text) < 0 ||
	    (json_is_object(forced) && add_words(forced, language) < 0))
		return -ENOMEM;
	if (!json_object_get(item, "standing"))
		return 0;
	propose_add_why(&why, language, item);
	return set_text(item, "why", &why);
}

static int
add_all_words(json_t *answer, enum language language)
{
	static const char *const lists[] = { "items", "others" };
	json_t *item;
	size_t i;

	for (size_t l = 0; l < ARRAY_LEN(lists); l++)
		json_array_foreach(json_object_get(answer, lists[l]), i, item)
		{
			if (add_words(item, language) < 0)
				return -ENOMEM;
		}
	return 0;
}

/* ------------------------------------------------------------------ data */

struct answering {
	const struct proposals_how *how;
	const struct judge_proposals *asked;
	struct buf *out;
};

static int
add_items(const struct answering *answering, const struct proposals *list,
    struct err *err)
{
	const char *comma = "";
	char id[PROPOSAL_ID];

	buf_adds(answering->out, "\"items\":[");
	vec_each(list, proposal) {
		if (proposal_id(answering->how, proposal,
			answering->asked->conflict, id) < 0)
			return proposals_no_memory(err);
		buf_adds(answering->out, comma);
		if (proposal_add_json(
			answering->out, answering->how, proposal, err) < 0)
			return err->code;
		buf_addf(answering->out, ",\"id\":\"%s\"}", id);
		comma = ",";
	}
	buf_addc(answering->out, ']');
	return 0;
}

static int
add_others(const struct answering *answering, const struct proposals *list,
    struct err *err)
{
	const char *comma = "";

	buf_adds(answering->out, ",\"others\":[");
	vec_each(list, proposal) {
		buf_adds(answering->out, comma);
		if (proposal_add_json(
			answering->out, answering->how, proposal, err) < 0 ||
		    proposal_add_why(
			answering->out, answering->how, proposal, err) < 0)
			return err->code;
		buf_addc(answering->out, '}');
		comma = ",";
	}
	buf_addc(answering->out, ']');
	return 0;
}

/* The one that is to be applied, with its changes. */
static int
add_only(const struct answering *answering, const struct proposals *list,
    struct err *err)
{
	char id[PROPOSAL_ID];

	vec_each(list, proposal) {
		if (proposal_id(answering->how, proposal,
			answering->asked->conflict, id) < 0)
			return proposals_no_memory(err);
		if (strcmp(id, answering->asked->only) != 0)
			continue;
		if (proposal_add_json(
			answering->out, answering->how, proposal, err) < 0)
			return err->code;
		buf_adds(answering->out, ",\"changes\":");
		remedy_add_changes(answering->out, &proposal->remedy);
		buf_addc(answering->out, '}');
		return 0;
	}
	return err_set(err, -ENOENT, "that is not proposed any more");
}

static int
add_data(const struct answering *answering, const struct finding *finding,
    struct err *err)
{
	CLEANUP(proposals_free) struct proposals good = VEC_INIT;
	CLEANUP(proposals_free) struct proposals others = VEC_INIT;
	bool only = answering->asked->only != NULL;

	if (proposals_make(
		answering->how, finding, &good, only ? NULL : &others, err) < 0)
		return err->code;
	if (only)
		return add_only(answering, &good, err);
	buf_adds(answering->out, "{\"conflict\":");
	json_add_text(answering->out, answering->asked->conflict);
	buf_addc(answering->out, ',');
	if (add_items(answering, &good, err) < 0 ||
	    add_others(answering, &others, err) < 0)
		return err->code;
	buf_addc(answering->out, '}');
	return 0;
}

static int
write_out(json_t *answer, struct buf *out, struct err *err)
{
	CLEANUP(freep) char *text = json_dumps(answer, JSON_COMPACT);

	if (!text)
		return proposals_no_memory(err);
	buf_adds(out, text);
	buf_addc(out, '\n');
	return buf_error(out) < 0 ? proposals_no_memory(err) : 0;
}

int
proposals_answer(const struct proposals_how *how,
    const struct judge_proposals *asked, struct buf *out, struct err *err)
{
	CLEANUP(buf_free) struct buf data = BUF_INIT;
	CLEANUP(json_freep) json_t *answer = NULL;
	struct answering answering = { how, asked, &data };
	const struct finding *finding =
	    proposals_finding(how->office.picture, asked->code, asked->subject);

	if (strcmp(asked->code, "C16") == 0)
		return err_set(err, -ENOENT,
		    "of two events that may be one the decision is the way "
		    "out: merge them, or keep them apart");
	if (!finding)
		return err_set(err, -ENOENT, "it is not found any more");
	if (add_data(&answering, finding, err) < 0)
		return err->code;
	answer = json_loads(buf_str(&data), 0, NULL);
	if (!answer || buf_error(&data) < 0)
		return proposals_no_memory(err);
	sight_of_proposals(asked->caller, how->office.input.records, answer);
	if (asked->only ? add_words(answer, asked->language) < 0
			: add_all_words(answer, asked->language) < 0)
		return proposals_no_memory(err);
	return write_out(answer, out, err);
}
