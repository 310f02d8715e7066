/* SPDX-License-Identifier: Apache-2.0 */
/* The parts of which evidence is made, for evidence*.c alone: each adds one
 * thing, by id and name, and notes it as a party. */
#ifndef AMBIT_OFFICE_EVIDENCE_PARTS_H
#define AMBIT_OFFICE_EVIDENCE_PARTS_H

#include "office/evidence.h"
#include "office/picture_parts.h"

struct filling {
	struct evidence *out;
	const struct picture *picture;
	const struct picture_input *input;
	const struct mission *trial;
	const struct finding *finding;
	bool failed;
};

/* In what a span is counted. */
enum evidence_unit { INSTANTS, DAYS };

/* ,"name":"text"; nothing for NULL. */
void evidence_add_member(struct buf *out, const char *name, const char *text);
void evidence_add_instant(
    struct filling *filling, const char *name, int64_t utc, int32_t site_);
/* "name":{"start":..,"end":..}; site: whose wall shows it. */
void evidence_add_span(struct filling *filling, const char *name,
    struct span span, int32_t site, enum evidence_unit unit);
/* The evidence is about this time, too. */
void evidence_widen(struct filling *filling, struct span span);
/* Each an object, by its number in the world. */
void evidence_add_event(struct filling *filling, int32_t i);
void evidence_add_person(struct filling *filling, int32_t i);
void evidence_add_mission(struct filling *filling, int32_t i);
void evidence_add_team(struct filling *filling, int32_t i);
void evidence_add_resource(struct filling *filling, int32_t i);
void evidence_add_session(struct filling *filling, int32_t i);
/* The name of a number, as a text. */
void
evidence_add_text(struct filling *filling, enum picture_kind kind, int32_t i);

#endif
