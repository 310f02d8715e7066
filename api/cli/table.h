/* SPDX-License-Identifier: Apache-2.0 */
/* A table on a terminal: columns as wide as their widest cell, in character
 * cells of the terminal, two blanks between them. */
#ifndef AMBIT_CLI_TABLE_H
#define AMBIT_CLI_TABLE_H

#include <stddef.h>
#include <stdio.h>

struct table;

/* heads ends with NULL. NULL: no memory. */
struct table *table_new(const char *const *heads);
void table_free(struct table *table);
void table_freep(struct table **table);

/* The next cell, row by row; NULL is empty. Controls become blanks. A failed
 * addition is told by table_print. */
void table_add(struct table *table, const char *text);
void table_addf(struct table *table, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* 0 or -ENOMEM; a table without rows prints only its heads. */
int table_print(const struct table *table, FILE *out);

#endif
