/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The process's limits, set before the plugin's first instruction (its
 * constructors run while it is loaded). The daemon's deadline is wall time;
 * the CPU limit stands behind it. RLIMIT_FSIZE stays as it is: 0 would kill a
 * host whose standard error is a file. AddressSanitizer reserves terabytes of
 * addresses, so RLIMIT_AS is left alone under it.
 */
#include "host.h"

#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#include "base/cleanup.h"

#ifdef WITH_ASAN
/* A crash is to end the process by its own signal, as it does without. */
const char *__asan_default_options(void);
const char *
__asan_default_options(void)
{
	return "handle_segv=0:handle_abort=0:handle_sigbus=0:"
	       "detect_leaks=0:abort_on_error=1:allocator_may_return_null=1";
}
#endif

struct limit {
	__rlimit_resource_t what;
	const char *name;
	rlim_t value; /* RLIM_INFINITY: as it is */
};

static int
limit_set(const struct limit *limit, struct err *err)
{
	struct rlimit now, want = { limit->value, limit->value };

	if (limit->value == RLIM_INFINITY)
		return 0;
	if (getrlimit(limit->what, &now) < 0)
		return err_errno(err, "limit %s", limit->name);
	if (want.rlim_max > now.rlim_max)
		want.rlim_cur = want.rlim_max = now.rlim_max;
	if (setrlimit(limit->what, &want) < 0)
		return err_errno(err, "limit %s", limit->name);
	return 0;
}

static rlim_t
memory_limit(const struct frame_start *start)
{
#ifdef WITH_ASAN
	(void)start;
	return RLIM_INFINITY;
#else
	return start->max_bytes > 0 ? (rlim_t)start->max_bytes : RLIM_INFINITY;
#endif
}

int
limits_set(const struct frame_start *start, struct err *err)
{
	/* valgrind keeps descriptors of its own. */
	bool watched = start->sandbox - 1 == SANDBOX_OFF;
	const struct limit limits[] = {
		{ RLIMIT_CORE, "core", 0 },
		{ RLIMIT_CPU, "cpu",
		    start->deadline_ms > 0
			? (rlim_t)start->deadline_ms / 1000 + 2
			: RLIM_INFINITY },
		{ RLIMIT_AS, "as", memory_limit(start) },
		{ RLIMIT_NOFILE, "nofile", watched ? RLIM_INFINITY : 32 },
		/* Of the user, not of the process: it forbids new ones. */
		{ RLIMIT_NPROC, "nproc", 0 },
	};

	/* A daemon that was killed leaves no plugin behind. */
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	for (size_t i = 0; i < ARRAY_LEN(limits); i++)
		if (limit_set(&limits[i], err) < 0)
			return err->code;
	return 0;
}
