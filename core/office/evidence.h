/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A finding as it is kept and shown: its subject and its evidence as JSON, by
 * ids and names instead of the world's numbers, so that it means the same in
 * years; and who is party to it.
 *
 * Evidence is an object: "rule"; of what there is "person", "team",
 * "resource", "city", "line", "period"; lists "missions", "events", "people",
 * "teams", "towns", "groups", "projects"; "first" and "second", each {"start",
 * "end"} as instants with the offset of the person's or team's home, or as
 * dates; "need" and "have", whose meaning each rule says at its head.
 */
#ifndef AMBIT_OFFICE_EVIDENCE_H
#define AMBIT_OFFICE_EVIDENCE_H

#include "base/buf.h"
#include "office/picture.h"

/* Kind is a family's name, or "event". */
struct party {
	const char *kind;
	char id[RECORD_ID];
};
VEC_TYPE(parties, struct party);

struct evidence {
	const char *code;  /* static */
	const char *level; /* static */
	struct buf subject, body;
	struct buf title; /* for lists and the log, in English */
	struct parties parties;
	/* What it is about lies in here; 0, 0: at no time. */
	struct span span;
};

void evidence_free(struct evidence *evidence);

/* mission (may be NULL) is the one of a trial, which no record is of. out is
 * empty before. -ENOMEM. */
int evidence_fill(struct evidence *out, const struct picture *picture,
    const struct picture_input *input, const struct mission *mission,
    const struct finding *finding, struct err *err);

/* What names it alone: code and subject. -ENOMEM. */
int evidence_name(struct evidence *out, const struct picture *picture,
    const struct finding *finding);

/* [{...}, ...]: the findings of a trial, with code, level and evidence. */
int evidence_add_list(struct buf *out, const struct picture *picture,
    const struct picture_input *input, const struct mission *mission,
    const struct findings *findings, struct err *err);

#endif
