/* SPDX-License-Identifier: Apache-2.0 */
#include "memory.h"

static _Thread_local int ran_out;

void
memory_forget(void)
{
	ran_out = 0;
}

void
memory_missed(void)
{
	ran_out = 1;
}

int
memory_ran_out(void)
{
	return ran_out;
}
