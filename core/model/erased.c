/* SPDX-License-Identifier: Apache-2.0 */
#include "erased.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/cleanup.h"
#include "base/fold.h"

#define WORD_MOST 64
#define GAP_MOST 3

/* ---- words ------------------------------------------------------------- */

struct word {
	const char *start, *end;
	char folded[WORD_MOST];
};

static bool
is_letter(char c)
{
	return (c & 0x80) || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
	       (c >= 'A' && c <= 'Z');
}

/* The next word at or behind the text; false at its end. */
static bool
next_word(const char *text, struct word *out)
{
	char plain[4 * WORD_MOST];
	size_t len;

	while (*text && !is_letter(*text))
		text++;
	if (!*text)
		return false;
	out->start = text;
	while (*text && is_letter(*text))
		text++;
	out->end = text;
	len = (size_t)(out->end - out->start);
	snprintf(plain, sizeof plain, "%.*s", (int)len, out->start);
	text_fold(out->folded, sizeof out->folded, plain);
	return true;
}

/* Do two words stand together? */
static bool
is_near(const struct word *a, const struct word *b)
{
	size_t gap = (size_t)(b->start - a->end);

	return gap <= GAP_MOST && strspn(a->end, " ,.-_@'") >= gap;
}

static int
compare_words(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* By the words, whatever their order. */
static void
digest_words(const struct word *words, size_t n, char out[DIGEST_HEX])
{
	const char *sorted[ERASED_WORDS];
	unsigned char digest[DIGEST_BYTES];
	struct digest_state state;

	for (size_t i = 0; i < n; i++)
		sorted[i] = words[i].folded;
	qsort(sorted, n, sizeof *sorted, compare_words);
	digest_start(&state);
	for (size_t i = 0; i < n; i++)
		digest_add_text(&state, sorted[i]);
	digest_end(&state, digest);
	hex_format(out, digest, DIGEST_BYTES);
}

bool
erased_name_read(const char *name, struct erased_name *out)
{
	struct word words[ERASED_WORDS];
	size_t n = 0;

	while (name && n < ERASED_WORDS && next_word(name, &words[n]))
		name = words[n++].end;
	out->words = (int64_t)n;
	if (n)
		digest_words(words, n, out->digest);
	return n > 0;
}

/* ---- texts ------------------------------------------------------------- */

void
erased_spellings_release(struct erased_spellings *spellings)
{
	vec_each(spellings, text)
		free(*text);
	vec_free(spellings);
}

static int
note_spelling(struct erased_spellings *found, const char *start, size_t len)
{
	char *text;

	if (!found)
		return 0;
	vec_each(found, item)
		if (strlen(*item) == len && memcmp(*item, start, len) == 0)
			return 0;
	text = strndup(start, len);
	if (text && vec_push(found, text) == 0)
		return 0;
	free(text);
	return -ENOMEM;
}

/* Words of the text that may be a name's: what follows the first is near. */
struct run {
	struct word words[ERASED_WORDS];
	size_t n;
};

/* Fills the run up from where it ends. */
static void
fill(struct run *run, const char *text)
{
	struct word next;

	if (run->n)
		text = run->words[run->n - 1].end;
	while (run->n < ERASED_WORDS && next_word(text, &next)) {
		if (run->n && !is_near(&run->words[run->n - 1], &next))
			return;
		run->words[run->n++] = next;
		text = next.end;
	}
}

/* The name that the run begins with, the longest; NULL. */
static const struct erased_name *
find(const struct erased_mask *mask, const struct run *run, const char *text)
{
	const struct erased_name *best = NULL;
	char digest[DIGEST_HEX];
	size_t of = 0;

	vec_each(mask->names, name) {
		size_t n = (size_t)name->words;

		if (n > run->n || (best && best->words >= name->words) ||
		    (n == 1 && !mask->single &&
			(run->words[0].start != text || *run->words[0].end)))
			continue;
		if (of != n)
			digest_words(run->words, of = n, digest);
		if (strcmp(digest, name->digest) == 0)
			best = name;
	}
	return best;
}

int
erased_mask_text(const struct erased_mask *mask, const char *text, char **out)
{
	CLEANUP(buf_free) struct buf masked = BUF_INIT;
	const char *kept = text;
	struct run run = { .n = 0 };
	bool any = false;

	*out = NULL;
	for (fill(&run, text); run.n; fill(&run, kept)) {
		const struct erased_name *name = find(mask, &run, text);
		size_t used = name ? (size_t)name->words : 1;
		const struct word *last = &run.words[used - 1];
		const char *start = run.words[0].start;

		if (name && note_spelling(mask->found, start,
				(size_t)(last->end - start)) < 0)
			return -ENOMEM;
		buf_add(
		    &masked, kept, (size_t)((name ? start : last->end) - kept));
		if (name)
			buf_adds(&masked, name->alias);
		any |= name != NULL;
		kept = last->end;
		run.n -= used;
		memmove(run.words, run.words + used, run.n * sizeof *run.words);
	}
	if (!any)
		return buf_error(&masked) ? -ENOMEM : 0;
	buf_adds(&masked, kept);
	*out = buf_error(&masked) ? NULL : strdup(buf_str(&masked));
	return *out ? 0 : -ENOMEM;
}

/* ---- records ----------------------------------------------------------- */

struct masking {
	const struct erased_mask *mask;
	VEC(char *) made;
	int error;
};

static void
mask_text(struct masking *masking, const struct field *field, const char **text)
{
	char *masked;

	if (!*text || field->refers || masking->error)
		return;
	masking->error = erased_mask_text(masking->mask, *text, &masked);
	if (masking->error || !masked)
		return;
	*text = masked;
	if (vec_push(&masking->made, masked) < 0) {
		free(masked);
		masking->error = -ENOMEM;
	}
}

static void
mask_fields(struct masking *masking, const struct record *type, void *record)
{
	for (size_t i = 0; i < type->nfields; i++) {
		const struct field *field = &type->fields[i];
		void *member = (char *)record + field->offset;
		void **items = NULL;

		if (field->type == FIELD_TEXT)
			mask_text(masking, field, member);
		if (field->type == FIELD_TEXTS || field->type == FIELD_RECORDS)
			items = *(void ***)member;
		for (; items && *items; items++)
			if (field->type == FIELD_TEXTS)
				mask_text(masking, field,
				    (const char **)(void *)items);
			else
				mask_fields(masking, field->of, *items);
	}
}

int
erased_mask_record(const struct erased_mask *mask, const struct record *type,
    const void *record, void **out)
{
	CLEANUP(freep) void *copy = NULL;
	struct masking masking = { .mask = mask };

	*out = NULL;
	if (!mask->names->len)
		return 0;
	copy = record_copy(type, record);
	if (!copy)
		return -ENOMEM;
	mask_fields(&masking, type, copy);
	if (!masking.error && masking.made.len) {
		*out = record_copy(type, copy);
		masking.error = *out ? 0 : -ENOMEM;
	}
	vec_each(&masking.made, text)
		free(*text);
	vec_free(&masking.made);
	return masking.error;
}
