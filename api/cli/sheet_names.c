/* SPDX-License-Identifier: Apache-2.0 */
/* Sorted lists, searched by halves; who is added goes where they belong. */
#include "sheet_names.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/fold.h"
#include "base/text.h"
#include "base/vec.h"
#include "model/mission.h"
#include "model/person.h"

#define NAME 200

struct name {
	char *folded; /* or a mission's number */
	char *id;
};
VEC_TYPE(names, struct name);

struct sheet_names {
	struct names people, missions;
};

static void
names_free(struct names *names)
{
	vec_each(names, name) {
		free(name->folded);
		free(name->id);
	}
	vec_free(names);
}

void
sheet_names_free(struct sheet_names *names)
{
	if (!names)
		return;
	names_free(&names->people);
	names_free(&names->missions);
	free(names);
}

void
sheet_names_freep(struct sheet_names **names)
{
	sheet_names_free(*names);
}

static int
compare(const void *a, const void *b)
{
	return strcmp(
	    ((const struct name *)a)->folded, ((const struct name *)b)->folded);
}

static int
push(struct names *names, const char *folded, const char *id)
{
	struct name name = { strdup(folded), strdup(id) };

	if (name.folded && name.id && vec_push(names, name) == 0)
		return 0;
	free(name.folded);
	free(name.id);
	return -ENOMEM;
}

/* "PÉREZ, Núria" is "nuria perez": small letters, and single blanks. */
static void
fold_name(const char *name, char out[NAME])
{
	const char *comma = strchr(name, ',');
	char turned[NAME], folded[NAME];
	size_t n = 0;

	if (comma)
		snprintf(turned, sizeof turned, "%s %.*s", comma + 1,
		    (int)(comma - name), name);
	else
		snprintf(turned, sizeof turned, "%s", name);
	text_fold(folded, sizeof folded, turned);
	for (const char *at = folded; *at; at++) {
		bool blank = strchr(" \t\n.", *at) != NULL;

		if (!blank)
			out[n++] = *at;
		else if (n && out[n - 1] != ' ')
			out[n++] = ' ';
	}
	while (n && out[n - 1] == ' ')
		n--;
	out[n] = '\0';
}

static int
push_people(struct sheet_names *names, const struct records *records)
{
	struct ordered_walk walk;
	char folded[NAME];
	int rc = 0;

	for (const struct record_row *row =
		 records_first(records, FAMILY_PERSON, NULL, &walk);
	     rc == 0 && row; row = records_next(&walk)) {
		const struct person *person = row->record;

		fold_name(person->name ? person->name : "", folded);
		rc = push(&names->people, folded, person->id);
		fold_name(person->id, folded);
		if (rc == 0)
			rc = push(&names->people, folded, person->id);
	}
	return rc;
}

static int
push_missions(struct sheet_names *names, const struct records *records)
{
	struct ordered_walk walk;
	int rc = 0;

	for (const struct record_row *row =
		 records_first(records, FAMILY_MISSION, NULL, &walk);
	     rc == 0 && row; row = records_next(&walk)) {
		const struct mission *mission = row->record;

		if (mission->number)
			rc = push(
			    &names->missions, mission->number, mission->id);
	}
	return rc;
}

static void
sort(struct names *names)
{
	if (names->len)
		qsort(names->items, names->len, sizeof *names->items, compare);
}

struct sheet_names *
sheet_names_new(const struct records *records)
{
	CLEANUP(sheet_names_freep)
	struct sheet_names *names = calloc(1, sizeof *names);

	if (!names || push_people(names, records) < 0 ||
	    push_missions(names, records) < 0)
		return NULL;
	sort(&names->people);
	sort(&names->missions);
	return TAKE(names);
}

/* Where the first of that name is, or would be. */
static size_t
place_of(const struct names *names, const char *folded)
{
	size_t low = 0, high = names->len;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (strcmp(names->items[middle].folded, folded) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* The one of that name; NULL when several people are called so. */
static const char *
only_one(const struct names *names, const char *folded)
{
	const char *id = NULL;

	for (size_t i = place_of(names, folded);
	     i < names->len && strcmp(names->items[i].folded, folded) == 0;
	     i++) {
		if (id && strcmp(id, names->items[i].id) != 0)
			return NULL;
		id = names->items[i].id;
	}
	return id;
}

const char *
sheet_names_person(const struct sheet_names *names, const char *cell)
{
	char folded[NAME];

	fold_name(cell, folded);
	return *folded ? only_one(&names->people, folded) : NULL;
}

const char *
sheet_names_near(const struct sheet_names *names, const char *cell)
{
	const char *all[400], *near;
	char folded[NAME];
	size_t n = 0;

	fold_name(cell, folded);
	vec_each(&names->people, name)
		if (n < ARRAY_LEN(all))
			all[n++] = name->folded;
	near = text_nearest(folded, all, n);
	return near ? only_one(&names->people, near) : NULL;
}

const char *
sheet_names_mission(const struct sheet_names *names, const char *number)
{
	return only_one(&names->missions, number);
}

/* "nuria-perez", at most 40 bytes, and of two of them the second "-2". */
static bool
make_id(const struct sheet_names *names, const char *folded, char out[64])
{
	size_t n = 0;

	for (; *folded && n < 40; folded++) {
		if (isalnum((unsigned char)*folded))
			out[n++] = *folded;
		else if (n && out[n - 1] != '-')
			out[n++] = '-';
	}
	while (n && out[n - 1] == '-')
		n--;
	out[n] = '\0';
	for (int again = 2; n && again < 1000; again++) {
		char known[NAME];

		fold_name(out, known);
		if (!only_one(&names->people, known))
			return true;
		snprintf(out + n, 64 - n, "-%d", again);
	}
	return false;
}

const char *
sheet_names_add(struct sheet_names *names, const char *cell)
{
	char folded[NAME], id[64], folded_id[NAME];
	const char *added;

	fold_name(cell, folded);
	if (!make_id(names, folded, id))
		return NULL;
	fold_name(id, folded_id);
	if (push(&names->people, folded, id) < 0)
		return NULL;
	added = names->people.items[names->people.len - 1].id;
	if (push(&names->people, folded_id, id) < 0)
		return NULL;
	sort(&names->people);
	return added;
}
