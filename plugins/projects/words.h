/* SPDX-License-Identifier: Apache-2.0 */
/* Small lists as people write them: "a; b; c", "18 18 12". */
#ifndef PROJECTS_WORDS_H
#define PROJECTS_WORDS_H

/* Cuts what stands before the sign off *text, without the blanks around it;
 * NULL when there is no more. */
char *part(char **text, const char *sign);

/* Which of n words it is; -1. NULL is none. */
int word_index(const char *word, const char *const *words, int n);

/* A number of months or days, not negative; -1 when it is none. NULL is
 * none. */
int number_read(const char *text, int *out);

#endif
