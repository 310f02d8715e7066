/* SPDX-License-Identifier: Apache-2.0 */
#include "period_job.h"

#include <inttypes.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/date.h"
#include "office/period_parts.h"
#include "schedule/resolve/check.h"
#include "schedule/resolve/problem_read.h"
#include "schedule/rules/rules.h"

#define TELL_EVERY 1000 /* milliseconds */

void
period_job_free(struct period_job *job)
{
	if (!job)
		return;
	period_free(&job->period);
	roster_free(&job->roster);
	vec_free(&job->why);
	problem_free(&job->problem);
	buf_free(&job->text);
	free(job);
}

/* -------------------------------------------------------------- beginning */

static int
write_problem(struct period_job *job, bool loose, struct err *err)
{
	period_free(&job->period);
	problem_free(&job->problem);
	job->problem = (struct problem){ 0 };
	buf_reset(&job->text);
	job->period = (struct period){
		.how = &job->how, .span = job->asked.span, .loose = loose
	};
	if (period_write(&job->period, &job->text, err) < 0)
		return err->code;
	return problem_read(
	    buf_str(&job->text), job->text.len, &job->problem, err);
}

static bool
at_once(void *arg, const struct resolve_state *state)
{
	(void)arg;
	(void)state;
	return true;
}

/* Can what is decided stand together? */
static int
stands(struct period_job *job, struct err *err)
{
	struct resolve_how how = { .iterations = 1, .stop = at_once };
	CLEANUP(roster_free) struct roster roster = { 0 };
	struct resolve_state state;
	int rc = resolve_problem(&job->problem, &how, &roster, &state, err);

	if (rc != -EINVAL)
		return rc < 0 ? rc : 1;
	err_clear(err);
	return 0;
}

int
period_begin(const struct proposals_how *how, const struct period_asked *asked,
    struct period_job **out, struct err *err)
{
	struct period_job *job = calloc(1, sizeof *job);
	int rc;

	if (!job)
		return err_set(err, -ENOMEM, "resolve: no memory");
	job->how = *how;
	job->asked = *asked;
	atomic_init(&job->stop, false);
	rc = write_problem(job, false, err);
	if (rc == 0)
		rc = stands(job, err);
	if (rc == 0)
		rc = write_problem(job, true, err);
	if (rc < 0) {
		period_job_free(job);
		return rc;
	}
	*out = job;
	return 0;
}

/* ---------------------------------------------------------------- running */

static bool
is_over(void *arg, const struct resolve_state *state)
{
	struct period_job *job = arg;
	int64_t now = clock_monotonic(job->clock);

	if (job->tell && now >= job->told_at + TELL_EVERY) {
		job->told_at = now;
		job->tell(job, state, job->arg);
	}
	return atomic_load(&job->stop) || now >= job->until;
}

int
period_run(struct period_job *job, const struct clock *clock,
    void (*tell)(const struct period_job *job,
	const struct resolve_state *state, void *arg),
    void *arg, struct err *err)
{
	struct resolve_how how = { .iterations = job->asked.iterations,
		.seed = (uint64_t)job->asked.seed,
		.stop = is_over,
		.ctx = job };

	job->clock = clock;
	job->told_at = clock_monotonic(clock);
	job->until = job->told_at + job->asked.milliseconds;
	job->tell = tell;
	job->arg = arg;
	if (resolve_problem(
		&job->problem, &how, &job->roster, &job->state, err) < 0)
		return err->code;
	job->resolved = true;
	if (check_roster(&job->roster, err) < 0)
		return err->code;
	return period_explain(job, err);
}

/* ---------------------------------------------------------------- telling */

void
period_add_state(struct buf *out, const struct resolve_state *state)
{
	const struct roster *roster = state->roster;
	int64_t attended = 0;

	for (int32_t i = 0; i < roster->problem->missions; i++)
		attended += roster->choice[i].option >= 0;
	buf_addf(out,
	    "\"objective\":[%" PRId64 ",%" PRId64 ",%" PRId64
	    "],\"scalar\":%" PRId64 ",\"bound\":%" PRId64
	    ",\"proven\":%s,\"steps\":%" PRId64 ",\"attended\":%" PRId64
	    ",\"missions\":%d",
	    roster->level[0], roster->level[1], roster->level[2], state->cost,
	    state->bound > -INT64_C(1000000000000000) ? state->bound : 0,
	    state->bound == state->cost ? "true" : "false", state->iterations,
	    attended, roster->problem->missions);
}
