/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The program's own words in the languages of its readers.
 *
 * The source speaks English; core/base/po has the others in gettext's form
 * (CONTRIBUTING tells how to add to them). A process speaks all languages at
 * once from any thread: each call says in which, and no locale is looked at.
 * What is not translated is given in English.
 *
 * Words with gaps have %1 to %9 in them, which a translation may put in
 * another order; they are filled with texts, never formatted, so nothing that
 * came from outside can be read as a format.
 */
#ifndef AMBIT_BASE_WORDS_H
#define AMBIT_BASE_WORDS_H

#include <stdint.h>

#include "base/buf.h"

enum language { LANGUAGE_CA, LANGUAGE_ES, LANGUAGE_EN, LANGUAGES };
extern const char *const language_tags[];  /* "ca", "es", "en", NULL */
extern const char *const language_names[]; /* in themselves */

/* That of a BCP 47 tag ("ca-ES" is Catalan); -1: none of ours, or NULL. */
int language_parse(const char *tag);

/* Marks a text of a table for translation; it is looked up where it is
 * used. */
#define words_mark(msgid) msgid

/* Never NULL; static. */
const char *words_get(enum language language, const char *msgid);

/* The form for n things: words_plural(language, "%1 event", "%1 events", n). */
const char *words_plural(
    enum language language, const char *one, const char *many, int64_t n);

/* Adds the words with their gaps filled: %1 with args[0] and so on. args ends
 * with NULL; a gap for which there is none stays as it is written. */
void words_add(struct buf *out, enum language language, const char *msgid,
    const char *const *args);
#define WORDS(...) ((const char *const[]){ __VA_ARGS__, NULL })

/* The same with the form for n things; %1 is n, %2 is args[0] and so on. args
 * may be NULL. */
void words_add_plural(struct buf *out, enum language language, const char *one,
    const char *many, int64_t n, const char *const *args);

/* "12 March 2026", "12–14 March 2026", "30 April – 2 May 2026" as each
 * language writes them: the whole days from first to last (inclusive). */
void words_add_days(
    struct buf *out, enum language language, int64_t first, int64_t last);

#endif
