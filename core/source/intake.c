/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A scratch struct event is filled with pointers into what was given, or into
 * the scratch's own room for what had to be written anew; one record_copy at
 * the end makes it a block of its own, whose texts are then cleaned in place.
 */
#include "intake.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/date.h"
#include "base/text.h"
#include "source/intake_scratch.h"
#include "source/wire.h"

static void
scratch_release(struct scratch *scratch)
{
	vec_each(&scratch->texts, text)
		free(*text);
	vec_each(&scratch->blocks, block)
		free(*block);
	vec_free(&scratch->texts);
	vec_free(&scratch->blocks);
	vec_free(&scratch->rdates);
	vec_free(&scratch->exdates);
}

const char *
intake_name(const struct ambit_event *event)
{
	return given(event->summary) ? event->summary
	       : given(event->uid)   ? event->uid
				     : "an event without a name";
}

/* A word of a fixed set; an unknown one is the plugin's mistake. */
static int
take_choice(const char *const *words, const char *word, const char *field,
    int *out, struct err *err)
{
	*out = 0;
	if (!given(word))
		return 0;
	*out = choice_parse(words, word);
	if (*out >= 0)
		return 0;
	return err_set(err, -EINVAL, "%s \"%.60s\" is not known", field, word);
}

static int
take_choices(const struct intake_options *options,
    const struct ambit_event *from, struct event *to, struct err *err)
{
	const char *kind =
	    given(from->kind) ? from->kind : options->fallback_kind;

	if (take_choice(event_kind_words, kind, "kind", &to->kind, err) < 0 ||
	    take_choice(event_status_words, from->status, "status", &to->status,
		err) < 0 ||
	    take_choice(event_certainty_words, from->certainty, "certainty",
		&to->certainty, err) < 0 ||
	    take_choice(
		event_level_words, from->level, "level", &to->level, err) < 0 ||
	    take_choice(event_role_words, from->role, "role", &to->role, err) <
		0 ||
	    take_choice(event_direction_words, from->direction, "direction",
		&to->direction, err) < 0 ||
	    take_choice(event_attendance_words, from->attendance, "attendance",
		&to->attendance, err) < 0 ||
	    take_choice(event_visibility_words, from->visibility, "visibility",
		&to->visibility, err) < 0)
		return err->code;
	if (to->kind == EVENT_KIND_NONE)
		return err_set(err, -EINVAL, "it has no kind");
	if (to->status == EVENT_STATUS_NONE)
		to->status = EVENT_CONFIRMED;
	if (to->certainty == EVENT_CERTAINTY_NONE)
		to->certainty = to->status == EVENT_TENTATIVE
				    ? EVENT_DATES_TENTATIVE
				    : EVENT_DATES_CONFIRMED;
	return 0;
}

/* Web addresses only: what a reader may follow without harm. */
static const char *
web_link(const char *url)
{
	if (!url || strlen(url) > 2048)
		return NULL;
	if (strncasecmp(url, "https://", 8) == 0 ||
	    strncasecmp(url, "http://", 7) == 0)
		return url;
	return NULL;
}

static void
take_plain(const struct ambit_event *from, struct event *to)
{
	to->summary = from->summary;
	to->description = from->description;
	to->language = from->language;
	to->url = web_link(from->url);
	to->categories = from->categories;
	to->parent = from->parent;
	to->sequence = from->sequence > 0 ? from->sequence : 0;
	to->organiser = from->organiser;
	to->network = from->network;
	to->project = from->project;
	to->statutory = from->statutory != 0;
	to->organ = from->organ;
	to->voting_seat = from->voting_seat != 0;
	to->head_rank = from->head_rank;
	to->host = from->host;
	to->interpreters = from->interpreters;
	to->responsible = from->responsible;
	to->deputy = from->deputy;
	to->preparation_days =
	    from->preparation_days > 0 ? from->preparation_days : 0;
}

/* The hash of what it is: title, start, city. */
static const char *
content_uid(struct scratch *scratch, const struct ambit_event *from)
{
	unsigned char digest[DIGEST_BYTES];
	struct digest_state state;

	digest_start(&state);
	digest_add_text(&state, scratch->event.summary);
	digest_add_text(&state, scratch->start);
	digest_add_text(&state, given(from->city) ? from->city : "");
	digest_end(&state, digest);
	return hex_format(scratch->uid, digest, 16);
}

/* What names its parent is under it, whatever that goes by here. If its uid is
 * the parent's and more (a deadline of a conference), so it is here. */
static int
take_parent(struct scratch *scratch, const struct intake_options *options,
    const struct ambit_event *from, bool *derived)
{
	struct event *to = &scratch->event;
	const char *kin = options->kinship && given(from->parent)
			      ? kinship_uid(options->kinship, from->parent)
			      : NULL;
	size_t len = kin ? strlen(from->parent) : 0;
	char *uid;

	*derived = false;
	if (!kin)
		return 0;
	to->parent = kin;
	if (!given(from->uid) || strncmp(from->uid, from->parent, len) != 0 ||
	    !from->uid[len])
		return 0;
	if (asprintf(&uid, "%s%s", kin, from->uid + len) < 0)
		return -ENOMEM;
	if (vec_push(&scratch->texts, uid) < 0) {
		free(uid);
		return -ENOMEM;
	}
	to->uid = uid;
	*derived = true;
	return 0;
}

/* uid, or what stands for it where a source's UIDs cannot be trusted. */
static int
take_identity(struct scratch *scratch, const struct intake_options *options,
    const struct ambit_event *from, struct err *err)
{
	struct event *to = &scratch->event;
	bool derived;

	to->source = options->source;
	if (take_parent(scratch, options, from, &derived) < 0)
		return err_set(err, -ENOMEM, "take an event in");
	if (!derived)
		to->uid = options->identity == INTAKE_URL ? to->url
			  : options->identity == INTAKE_CONTENT
			      ? content_uid(scratch, from)
			      : from->uid;
	if (!given(to->uid))
		return err_set(err, -EINVAL,
		    options->identity == INTAKE_URL
			? "it has no link, which this source is identified by"
			: "it has no UID; set \"identity = content\" for this "
			  "source if none of its events has one");
	if (strlen(to->uid) > 512)
		return err_set(
		    err, -EINVAL, "its UID is longer than 512 bytes");
	return 0;
}

/* Copies what two descriptions of one thing have in common, field by field:
 * the plugins' struct and ours differ in no more than their first member. */
static void
borrow(const struct record *to_type, void *to, const struct record *from_type,
    const void *from)
{
	for (size_t i = 0; i < to_type->nfields; i++) {
		const struct field *field = &to_type->fields[i];
		const struct field *other =
		    record_field(from_type, field->name);

		if (other && other->type == FIELD_TEXT &&
		    field->type == FIELD_TEXT && field_given(other, from))
			*(const char **)((char *)to + field->offset) =
			    *(const char *const *)((const char *)from +
						   other->offset);
	}
}

/* A list of sub-records under one name, in one block: pointers, then items. */
static int
take_list(
    struct scratch *scratch, const char *name, const struct ambit_event *from)
{
	const struct field *to_field = record_field(&event_record, name);
	const struct field *from_field = record_field(&wire_event_record, name);
	const void *const *list;
	size_t n = 0, size = to_field->of->size;
	void **block;

	memcpy(&list, (const char *)from + from_field->offset, sizeof list);
	while (list && list[n])
		n++;
	if (n == 0)
		return 0;
	block = calloc(1, (n + 1) * sizeof *block + n * size);
	if (!block || vec_push(&scratch->blocks, block) < 0) {
		free(block);
		return -ENOMEM;
	}
	for (size_t i = 0; i < n; i++) {
		block[i] = (char *)(block + n + 1) + i * size;
		record_init(to_field->of, block[i]);
		borrow(to_field->of, block[i], from_field->of, list[i]);
	}
	memcpy(
	    (char *)&scratch->event + to_field->offset, &block, sizeof block);
	return 0;
}

static int
take_lists(struct scratch *scratch, const struct ambit_event *from)
{
	static const char *const names[] = { "participants", "legs", "slots",
		"deadlines" };

	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		if (take_list(scratch, names[i], from) < 0)
			return -ENOMEM;
	return 0;
}

/* Cleans every text of a record that was just copied and is nobody else's. */
static void
clean_texts(const struct record *type, void *record)
{
	for (size_t i = 0; i < type->nfields; i++) {
		const struct field *field = &type->fields[i];
		char *member = (char *)record + field->offset;

		if (!field_given(field, record))
			continue;
		if (field->type == FIELD_TEXT)
			text_clean(*(char **)member);
		if (field->type == FIELD_TEXTS)
			for (char **text = *(char ***)member; *text; text++)
				text_clean(*text);
		if (field->type == FIELD_RECORDS)
			for (void **item = *(void ***)member; *item; item++)
				clean_texts(field->of, *item);
	}
}

static int
fill(struct scratch *scratch, const struct intake_options *options,
    const struct ambit_event *from, struct err *err)
{
	record_init(&event_record, &scratch->event);
	take_plain(from, &scratch->event);
	intake_take_place(scratch, options, from);
	if (!given(from->summary))
		return err_set(err, -EINVAL, "it has no title");
	if (take_choices(options, from, &scratch->event, err) < 0 ||
	    intake_take_start(scratch, options, from, err) < 0 ||
	    intake_take_end(scratch, options, from, err) < 0 ||
	    intake_take_recurrence(scratch, options, from, err) < 0 ||
	    take_identity(scratch, options, from, err) < 0)
		return err->code;
	if (take_lists(scratch, from) < 0)
		return err_set(err, -ENOMEM, "take an event in");
	return 0;
}

int
intake_event(const struct intake_options *options,
    const struct ambit_event *from, struct intake *out, struct err *err)
{
	CLEANUP(scratch_release) struct scratch scratch = { .wall = 0 };
	struct intake intake;

	if (fill(&scratch, options, from, err) < 0)
		return err->code;
	intake.event = record_copy(&event_record, &scratch.event);
	if (!intake.event)
		return err_set(err, -ENOMEM, "take an event in");
	clean_texts(&event_record, intake.event);
	if (event_times(intake.event, options->zones, &intake.times, err) < 0) {
		free(intake.event);
		return err->code;
	}
	intake.extent = event_extent(intake.event, &intake.times);
	intake.line = from->line;
	intake.revised = 0;
	if (given(from->revised))
		instant_parse(from->revised, &intake.revised);
	*out = intake;
	return 0;
}
