/* SPDX-License-Identifier: Apache-2.0 */
/* Titles are as alike as sets of words compared one by one, and those that are
 * alike are found by their first words. */
#include "schedule/title.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "chance.h"

/* Small words that stand for themselves. */
static void
similarity_is_dices_coefficient(void **state)
{
	struct chance chance = chance_start();

	(void)state;
	for (int round = 0; round < 20000; round++) {
		char texts[2][200] = { "", "" };
		bool has[2][12] = { { false } };
		uint64_t room[2][TITLE_WORDS];
		struct title titles[2];
		int shared = 0, all = 0;

		for (int t = 0; t < 2; t++) {
			for (int n = (int)chance_range(&chance, 0, 9); n > 0;
			     n--) {
				int word = (int)chance_range(&chance, 0, 11);

				has[t][word] = true;
				sprintf(texts[t] + strlen(texts[t]), " w%c",
				    'a' + word);
			}
			title_read(&titles[t], room[t], texts[t], NULL, 0);
		}
		for (int word = 0; word < 12; word++) {
			shared += has[0][word] && has[1][word];
			all += has[0][word] + has[1][word];
		}
		if (title_similarity(&titles[0], &titles[1]) !=
		    (all ? 200 * shared / all : 0))
			chance_fail(
			    &chance, "\"%s\" \"%s\"\n", texts[0], texts[1]);
	}
}

/* Two sets that are alike share one of their first words, in any order. */
static void
a_prefix_is_enough(void **state)
{
	(void)state;
	for (int percent = 1; percent <= 100; percent++)
		for (int a = 1; a <= TITLE_WORDS; a++)
			for (int b = 1; b <= TITLE_WORDS; b++)
				for (int shared = 1; shared <= (a < b ? a : b);
				     shared++) {
					/* Worst: what is not shared comes
					 * first. */
					if (200 * shared < percent * (a + b))
						continue;
					assert_true((int)title_prefix((size_t)a,
							percent) > a - shared);
				}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(similarity_is_dices_coefficient),
		cmocka_unit_test(a_prefix_is_enough),
	};

	return cmocka_run_group_tests_name(
	    "title properties", tests, NULL, NULL);
}
