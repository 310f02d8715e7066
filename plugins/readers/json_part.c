/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One function steps over a value (part_skip) with a bit for each open
 * bracket; everything else stands on it.
 */
#include "json_part.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "readers/memory.h"

#define DEPTH_MOST 64

static bool
fault_at(struct json_cutter *cutter, const char *place, const char *what)
{
	if (!cutter->fault[0])
		snprintf(cutter->fault, sizeof cutter->fault,
		    "not JSON, line %lld: %s",
		    (long long)json_cut_line(cutter, place), what);
	return false;
}

static const char *
blanks_skip(const char *at, const char *end)
{
	while (at < end &&
	       (*at == ' ' || *at == '\n' || *at == '\t' || *at == '\r'))
		at++;
	return at;
}

/* Behind the string that begins here; NULL: it does not end. */
static const char *
string_skip(const char *at, const char *end)
{
	for (at++; at < end; at++) {
		if (*at == '\\')
			at++;
		else if (*at == '"')
			return at + 1;
	}
	return NULL;
}

static bool
word_char(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
	       (c >= 'A' && c <= 'Z') || c == '.' || c == '+' || c == '-';
}

/* Behind the number or word that begins here; NULL: there is none. */
static const char *
word_skip(const char *at, const char *end)
{
	const char *start = at;

	while (at < end && word_char(*at))
		at++;
	return at > start ? at : NULL;
}

/* The brackets that are open, one bit for each: 1 for an object. */
struct brackets {
	uint64_t objects;
	int depth;
};

/* Takes a bracket; what is wrong with it, or NULL. */
static const char *
bracket_take(struct brackets *open, char c, int max_depth)
{
	if (c == '{' || c == '[') {
		if (open->depth >= max_depth)
			return "it is nested too deeply";
		open->objects = open->objects << 1 | (c == '{');
		open->depth++;
		return NULL;
	}
	if (open->depth == 0 || (open->objects & 1) != (c == '}'))
		return "a bracket that was not opened";
	open->objects >>= 1;
	open->depth--;
	return NULL;
}

/* Behind what begins here: a text, a word, a bracket, what separates. NULL at
 * a fault, which is then in wrong. */
static const char *
token_skip(const char *at, const char *end, struct brackets *open,
    int max_depth, const char **wrong)
{
	switch (*at) {
	case '"':
		*wrong = "a text that does not end";
		return string_skip(at, end);
	case '{':
	case '[':
	case '}':
	case ']':
		*wrong = bracket_take(open, *at, max_depth);
		return *wrong ? NULL : at + 1;
	case ',':
	case ':':
	case ' ':
	case '\t':
	case '\r':
	case '\n':
		if (open->depth)
			return at + 1;
		break;
	default:
		break;
	}
	*wrong = "a character out of place";
	return word_skip(at, end);
}

/* Behind the value that begins at; NULL at a fault. */
static const char *
part_skip(struct json_cutter *cutter, const char *at, int max_depth)
{
	struct brackets open = { 0, 0 };

	do {
		const char *here = at, *wrong = "it ends in the middle";

		at = here < cutter->end ? token_skip(here, cutter->end, &open,
					      max_depth, &wrong)
					: NULL;
		if (!at) {
			fault_at(cutter, here, wrong);
			return NULL;
		}
	} while (open.depth);
	return at;
}

bool
json_cut_begin(struct json_cutter *cutter, const char *text, size_t len,
    int64_t first_line, int max_depth, struct json_part *root)
{
	const char *end = text + len, *at = text, *stop;

	if (len >= 3 && !memcmp(at, "\xef\xbb\xbf", 3))
		at += 3;
	*cutter = (struct json_cutter){ .text = text,
		.end = end,
		.first_line = first_line,
		.seen = text,
		.line = first_line };
	at = blanks_skip(at, end);
	stop = part_skip(
	    cutter, at, max_depth < DEPTH_MOST ? max_depth : DEPTH_MOST);
	if (!stop)
		return false;
	if (blanks_skip(stop, end) != end)
		return fault_at(cutter, stop, "something stands after its end");
	*root = (struct json_part){ at, stop };
	return true;
}

int64_t
json_cut_line(struct json_cutter *cutter, const char *place)
{
	if (place < cutter->seen) {
		cutter->seen = cutter->text;
		cutter->line = cutter->first_line;
	}
	for (; cutter->seen < place; cutter->seen++)
		cutter->line += *cutter->seen == '\n';
	return cutter->line;
}

struct json_walk
json_walk(struct json_cutter *cutter, struct json_part of)
{
	char kind = json_part_kind(of);

	if (kind != '{' && kind != '[')
		return (struct json_walk){ .cutter = cutter };
	return (struct json_walk){ .cutter = cutter,
		.at = of.at + 1,
		.end = of.end - 1,
		.object = kind == '{' };
}

/* Takes a character that must be here. */
static bool
walk_expect(struct json_walk *walk, char c, const char *otherwise)
{
	walk->at = blanks_skip(walk->at, walk->end);
	if (walk->at < walk->end && *walk->at == c) {
		walk->at = blanks_skip(walk->at + 1, walk->end);
		return true;
	}
	return fault_at(walk->cutter, walk->at, otherwise);
}

static bool
walk_take(struct json_walk *walk, struct json_part *part)
{
	const char *end;

	if (walk->at >= walk->end)
		return fault_at(walk->cutter, walk->at, "a comma too many");
	end = part_skip(walk->cutter, walk->at, DEPTH_MOST);
	if (!end)
		return false;
	*part = (struct json_part){ walk->at, end };
	walk->at = end;
	return true;
}

bool
json_walk_next(struct json_walk *walk)
{
	if (!walk->at || walk->cutter->fault[0])
		return false;
	walk->at = blanks_skip(walk->at, walk->end);
	if (walk->at == walk->end)
		return false;
	if (walk->begun && !walk_expect(walk, ',', "a comma is missing"))
		return false;
	walk->begun = true;
	if (!walk->object)
		return walk_take(walk, &walk->value);
	if (!walk_take(walk, &walk->key))
		return false;
	if (json_part_kind(walk->key) != '"')
		return fault_at(
		    walk->cutter, walk->key.at, "a name is missing");
	return walk_expect(walk, ':', "a colon is missing") &&
	       walk_take(walk, &walk->value);
}

bool
json_key_is(struct json_part key, const char *name)
{
	size_t len = strlen(name);

	return key.at && (size_t)(key.end - key.at) == len + 2 &&
	       !memcmp(key.at + 1, name, len);
}

bool
json_members(struct json_cutter *cutter, struct json_part object,
    const char *const *names, size_t n, struct json_part *found)
{
	struct json_walk walk = json_walk(cutter, object);

	for (size_t i = 0; i < n; i++)
		found[i] = (struct json_part){ NULL, NULL };
	if (!walk.object)
		return !cutter->fault[0];
	while (json_walk_next(&walk))
		for (size_t i = 0; i < n; i++) {
			if (!json_key_is(walk.key, names[i]))
				continue;
			if (found[i].at)
				return fault_at(cutter, walk.key.at,
				    "a name that stands twice");
			found[i] = walk.value;
		}
	return !cutter->fault[0];
}

json_t *
json_part_read(struct json_part part, char *reason, size_t room)
{
	json_error_t why;
	json_t *value;

	value = json_loadb(part.at, (size_t)(part.end - part.at),
	    JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &why);
	/* jansson 2.14 drops a byte and goes on where memory runs out within a
	 * text: what was read while it did is not to be trusted. */
	if (memory_ran_out()) {
		json_decref(value);
		value = NULL;
		snprintf(reason, room, "no memory to read it");
	} else if (!value) {
		snprintf(
		    reason, room, "%s, in its line %d", why.text, why.line);
	}
	return value;
}

const char *
json_part_text(struct json_part part, char *out, size_t room)
{
	char reason[8], number[40];
	const char *text = NULL;
	json_t *value;

	if (!part.at)
		return NULL;
	value = json_part_read(part, reason, sizeof reason);
	if (json_is_string(value))
		text = json_string_value(value);
	if (json_is_integer(value)) {
		snprintf(number, sizeof number, "%" JSON_INTEGER_FORMAT,
		    json_integer_value(value));
		text = number;
	}
	if (text && strlen(text) < room)
		strcpy(out, text);
	else
		text = NULL;
	json_decref(value);
	return text ? out : NULL;
}
