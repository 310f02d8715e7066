/* SPDX-License-Identifier: Apache-2.0 */
/* The tables of fields of what stands beside an event: overlays on imported
 * ones, sessions of our own. Their order is that of the stored columns: new
 * fields go to the end. */
#include "overlay.h"

#include "model/mission.h"
#include "model/session.h"

const char *const publication_words[] = { "", "public", "staff", "hidden",
	NULL };
const char *const part_words[] = { "", "participant", "speaker", "vote",
	"organiser", NULL };

#define ID FIELD_TEXT, .form = FORM_CODE, .required = true, .refers = "event"

#define OVERLAY(member, ...) RECORD_FIELD(overlay, member, __VA_ARGS__)
static const struct field overlay_fields[] = {
	OVERLAY(id, ID),
	OVERLAY(tags, FIELD_TEXTS, .form = FORM_LINE),
	OVERLAY(note, FIELD_TEXT),
	OVERLAY(publication, FIELD_CHOICE, .choices = publication_words),
	OVERLAY(lines, FIELD_TEXTS, .form = FORM_CODE),
	OVERLAY(network, FIELD_TEXT, .form = FORM_LINE),
	OVERLAY(project, FIELD_TEXT, .form = FORM_LINE),
	OVERLAY(part, FIELD_CHOICE, .choices = part_words),
	OVERLAY(deputy, FIELD_TEXT, .form = FORM_CODE, .refers = "person"),
};
const struct record overlay_record = RECORD_TABLE(overlay);

#define GROUP(member, ...) RECORD_FIELD(group, member, __VA_ARGS__)
static const struct field group_fields[] = {
	GROUP(name, FIELD_TEXT, .form = FORM_LINE, .required = true),
	GROUP(minimum, FIELD_INT, .min = 0, .max = 1000),
	GROUP(councils, FIELD_TEXTS, .form = FORM_CODE, .refers = "council"),
	GROUP(teams, FIELD_TEXTS, .form = FORM_CODE, .refers = "team"),
	GROUP(people, FIELD_TEXTS, .form = FORM_CODE, .refers = "person"),
};
static const struct record group_record = RECORD_TABLE(group);

#define SESSION(member, ...) RECORD_FIELD(session, member, __VA_ARGS__)
static const struct field session_fields[] = {
	SESSION(id, ID),
	SESSION(team, FIELD_TEXT, .form = FORM_CODE, .refers = "team"),
	SESSION(host, FIELD_TEXT, .form = FORM_CODE, .refers = "council"),
	SESSION(groups, FIELD_RECORDS, .of = &group_record),
	SESSION(bookings, FIELD_RECORDS, .of = &booking_record),
};
const struct record session_record = RECORD_TABLE(session);
