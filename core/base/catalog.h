/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Catalogues of translations as msgfmt compiles them from core/base/po (GNU
 * gettext's MO form, little-endian); part of the program, written by embed.py
 * at build time. For words.c and its tests.
 */
#ifndef AMBIT_BASE_CATALOG_H
#define AMBIT_BASE_CATALOG_H

#include <stddef.h>

extern const char words_ca[];
extern const size_t words_ca_len;
extern const char words_es[];
extern const size_t words_es_len;

/* The entry of msgid in an MO file of ours; NULL when there is none. Plural
 * entries are found by their singular: its texts follow one another, each
 * ended by NUL. "" is the catalogue's header. */
const char *catalog_find(const char *catalog, const char *msgid);

#endif
