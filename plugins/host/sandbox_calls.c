/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The calls that a plugin's process may make, by libseccomp; all others fail
 * with EPERM, so that a library which tries goes on without. Filters add up:
 * the sealing one takes away from what the first allowed.
 */
#include "sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <seccomp.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/cleanup.h"

/* Whatever their arguments. Files are there only as descriptors that were
 * opened or handed over; the only socket is the wire. */
static const char *const calls[] = {
	/* memory */
	"brk",
	"madvise",
	"mremap",
	"munmap",
	/* open descriptors */
	"close",
	"fstat",
	"lseek",
	"poll",
	"ppoll",
	"pread64",
	"read",
	"readv",
	"recvfrom",
	"recvmsg",
	"sendmsg",
	"sendto",
	"write",
	"writev",
	/* what a path leads to: Landlock does not hide it, nor does it tell
	   more than that */
	"access",
	"faccessat",
	"faccessat2",
	"newfstatat",
	"stat",
	"statx",
	/* time, chance, and the process itself */
	"clock_getres",
	"clock_gettime",
	"clock_nanosleep",
	"getrandom",
	"gettimeofday",
	"nanosleep",
	"time",
	"geteuid",
	"getpid",
	"gettid",
	"getuid",
	"sysinfo",
	"uname",
	"sched_yield",
	"getrlimit",
	"futex",
	"rt_sigaction",
	"rt_sigprocmask",
	"rt_sigreturn",
	"sigaltstack",
	"restart_syscall",
	"exit",
	"exit_group",
};

/* To shut the second door behind it. */
static const char *const sealing_calls[] = { "seccomp", "prctl",
	"landlock_create_ruleset", "landlock_add_rule",
	"landlock_restrict_self" };

struct call_rule {
	const char *call;
	struct scmp_arg_cmp when;
};

#define NEVER_WRITES (O_WRONLY | O_RDWR | O_CREAT | O_TRUNC)

static int
allow(scmp_filter_ctx filter, const char *const *names, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		int number = seccomp_syscall_resolve_name(names[i]);
		int rc =
		    number == __NR_SCMP_ERROR ? -EINVAL
		    : number < 0 /* not of this machine */
			? 0
			: seccomp_rule_add(filter, SCMP_ACT_ALLOW, number, 0);

		if (rc < 0)
			return rc;
	}
	return 0;
}

static int
allow_when(scmp_filter_ctx filter, const struct call_rule *rules, size_t n)
{
	int rc = 0;

	for (size_t i = 0; i < n && rc == 0; i++)
		rc = seccomp_rule_add_array(filter, SCMP_ACT_ALLOW,
		    seccomp_syscall_resolve_name(rules[i].call), 1,
		    &rules[i].when);
	return rc;
}

static int
rules_fill(scmp_filter_ctx filter, enum calls_stage stage)
{
	const scmp_datum_t self = (scmp_datum_t)getpid();
	/* Only itself; no owner of a descriptor, who would get its signals. */
	const struct call_rule always[] = {
		{ "tgkill", SCMP_A0(SCMP_CMP_EQ, self) },
		{ "prlimit64", SCMP_A0(SCMP_CMP_EQ, 0) },
		{ "fcntl", SCMP_A1(SCMP_CMP_LE, F_SETFL) },
		{ "fcntl", SCMP_A1(SCMP_CMP_EQ, F_DUPFD_CLOEXEC) },
	};
	const struct call_rule data[] = {
		{ "mmap", SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0) },
		{ "mprotect", SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0) },
	};
	const struct call_rule files[] = {
		{ "openat", SCMP_A2(SCMP_CMP_MASKED_EQ, NEVER_WRITES, 0) },
		{ "open", SCMP_A1(SCMP_CMP_MASKED_EQ, NEVER_WRITES, 0) },
	};
	static const char *const code[] = { "mmap", "mprotect", "arch_prctl",
		"set_tid_address", "set_robust_list", "rseq", "getcwd",
		"readlink", "readlinkat" };
	int rc = allow(filter, calls, ARRAY_LEN(calls));

	if (rc == 0)
		rc = allow_when(filter, always, ARRAY_LEN(always));
	if (rc == 0 && stage != CALLS_SEALED)
		rc = allow_when(filter, files, ARRAY_LEN(files));
	if (rc == 0 && stage == CALLS_LOADING)
		rc = allow(filter, code, ARRAY_LEN(code));
	if (rc == 0 && stage == CALLS_LOADING)
		rc = allow(filter, sealing_calls, ARRAY_LEN(sealing_calls));
	if (rc == 0 && stage != CALLS_LOADING)
		rc = allow_when(filter, data, ARRAY_LEN(data));
	return rc;
}

static void
filter_freep(scmp_filter_ctx *filter)
{
	if (*filter)
		seccomp_release(*filter);
}

int
calls_restrict(enum calls_stage stage, struct err *err)
{
	CLEANUP(filter_freep)
	scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ERRNO(EPERM));
	int rc = filter ? rules_fill(filter, stage) : -ENOMEM;

	if (rc == 0)
		rc = seccomp_load(filter);
	if (rc < 0)
		return err_set(err, rc, "seccomp: %s", strerror(-rc));
	return 0;
}
