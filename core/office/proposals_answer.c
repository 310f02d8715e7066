/* SPDX-License-Identifier: Apache-2.0 */
/* What is answered when somebody asks for ways out of a conflict. */
#include <errno.h>
#include <jansson.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/json.h"
#include "base/text.h"
#include "office/proposals.h"
#include "schedule/propose/text.h"

#define BLOCKED_MOST 6

/* The sentences of the steps that were written from there on. */
static int
add_text(struct buf *out, enum language language,
    const struct proposals_how *how, const struct proposal *proposal)
{
	CLEANUP(buf_free) struct buf steps = BUF_INIT;
	CLEANUP(buf_free) struct buf text = BUF_INIT;
	CLEANUP(json_freep) json_t *json = NULL;

	proposal_add_steps(&steps, how, proposal);
	json = json_loads(buf_str(&steps), 0, NULL);
	if (!json)
		return -ENOMEM;
	propose_add_text(&text, language, json);
	buf_adds(out, ",\"text\":");
	json_add_text(out, buf_str(&text));
	return 0;
}

struct answering {
	const struct proposals_how *how;
	const struct judge_proposals *asked;
	struct buf *out;
};

/* Without its closing bracket. */
static int
add_proposal(const struct answering *answering, const struct proposal *proposal,
    struct err *err)
{
	if (proposal_add_json(answering->out, answering->how, proposal, err) <
	    0)
		return err->code;
	if (add_text(answering->out, answering->asked->language, answering->how,
		proposal) < 0)
		return err_set(err, -ENOMEM, "proposals: no memory");
	return 0;
}

static int
add_only(const struct answering *answering, const struct proposal *proposal,
    struct err *err)
{
	if (add_proposal(answering, proposal, err) < 0)
		return err->code;
	buf_adds(answering->out, ",\"changes\":");
	remedy_add_changes(answering->out, &proposal->remedy);
	buf_adds(answering->out, "}");
	return 0;
}

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
			return err_set(err, -ENOMEM, "proposals: no memory");
		buf_adds(answering->out, comma);
		if (add_proposal(answering, proposal, err) < 0)
			return err->code;
		buf_addf(answering->out, ",\"id\":\"%s\"}", id);
		comma = ",\n";
	}
	buf_addc(answering->out, ']');
	return 0;
}

static int
add_blocked(const struct answering *answering, const struct proposals *list,
    struct err *err)
{
	size_t n = list->len < BLOCKED_MOST ? list->len : BLOCKED_MOST;

	buf_adds(answering->out, ",\n\"blocked\":[");
	for (size_t i = 0; i < n; i++) {
		buf_adds(answering->out, i ? ",\n" : "");
		if (add_proposal(answering, &list->items[i], err) < 0)
			return err->code;
		buf_addc(answering->out, '}');
	}
	buf_addc(answering->out, ']');
	return 0;
}

static int
find_only(const struct answering *answering, const struct proposals *list,
    struct err *err)
{
	char id[PROPOSAL_ID];

	vec_each(list, proposal) {
		if (proposal_id(answering->how, proposal,
			answering->asked->conflict, id) < 0)
			return err_set(err, -ENOMEM, "proposals: no memory");
		if (strcmp(id, answering->asked->only) == 0)
			return add_only(answering, proposal, err);
	}
	return err_set(err, -ENOENT, "that is not proposed any more");
}

static int
answer(const struct answering *answering, const struct proposals *good,
    const struct proposals *blocked, struct err *err)
{
	if (answering->asked->only)
		return find_only(answering, good, err);
	buf_adds(answering->out, "{\"conflict\":");
	json_add_text(answering->out, answering->asked->conflict);
	buf_adds(answering->out, ",\n");
	if (add_items(answering, good, err) < 0 ||
	    add_blocked(answering, blocked, err) < 0)
		return err->code;
	buf_adds(answering->out, "}\n");
	return 0;
}

int
proposals_answer(const struct proposals_how *how,
    const struct judge_proposals *asked, struct buf *out, struct err *err)
{
	CLEANUP(proposals_free) struct proposals good = VEC_INIT;
	CLEANUP(proposals_free) struct proposals blocked = VEC_INIT;
	struct answering answering = { how, asked, out };
	const struct finding *finding =
	    proposals_finding(how->office.picture, asked->code, asked->subject);

	if (!finding)
		return err_set(err, -ENOENT, "it is not found any more");
	if (proposals_make(how, finding, &good, &blocked, err) < 0)
		return err->code;
	if (answer(&answering, &good, &blocked, err) < 0)
		return err->code;
	return buf_error(out) < 0
		   ? err_set(err, -ENOMEM, "proposals: no memory")
		   : 0;
}
