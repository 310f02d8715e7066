/* SPDX-License-Identifier: Apache-2.0 */
#include "period_job.h"

#include <inttypes.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/date.h"
#include "office/picture_parts.h"
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
	return check_roster(&job->roster, err);
}

/* ----------------------------------------------------------------- ending */

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

/* How many conflicts there are of each code, within the period or at no time
 * of their own. */
struct counting {
	int64_t count[RULES];
};

static void
count_one(const struct finding *finding, void *arg)
{
	((struct counting *)arg)->count[finding->rule]++;
}

static void
add_counts(struct buf *out, const char *name, const struct counting *counting)
{
	const char *comma = "";

	buf_addf(out, ",\"%s\":{", name);
	for (int i = 0; i < S1_SAME_EVENT; i++)
		if (counting->count[i]) {
			buf_addf(out, "%s\"%s\":%" PRId64, comma, rules[i].code,
			    counting->count[i]);
			comma = ",";
		}
	buf_addc(out, '}');
}

static void
add_difference(struct buf *out, const struct picture *picture,
    const struct supposed *supposed)
{
	struct counting before = { { 0 } }, after;

	picture_each(picture, count_one, &before);
	after = before;
	vec_each(&supposed->gone.list, gone)
		after.count[gone->rule]--;
	vec_each(&supposed->come.list, come)
		after.count[come->rule]++;
	add_counts(out, "before", &before);
	add_counts(out, "after", &after);
}

static int
add_result(const struct period_job *job, const struct proposals_how *how,
    struct proposal *whole, const struct propose_candidates *steps,
    struct buf *told, struct err *err)
{
	const char *comma = "";

	buf_addc(told, '{');
	period_add_state(told, &job->state);
	add_difference(told, how->office.picture, &whole->supposed);
	buf_adds(told, ",\"ways\":[");
	vec_each(steps, candidate) {
		whole->candidate = *candidate;
		buf_adds(told, comma);
		proposal_add_steps(told, how, whole);
		comma = ",";
	}
	buf_adds(told, "]}");
	return buf_error(told) < 0 ? err_set(err, -ENOMEM, "resolve: no memory")
				   : 0;
}

int
period_end(struct period_job *job, const struct proposals_how *how,
    struct buf *told, struct buf *changes, struct err *err)
{
	struct propose_candidates steps = VEC_INIT;
	struct proposal whole = { .candidate = { .len = 0 } };
	struct picture_input then;
	int rc;

	job->how = *how;
	rc = period_changes(&job->period, &job->roster, &steps, err);
	if (rc == 0)
		rc = remedy_make_all(
		    &how->office, steps.items, steps.len, &whole.remedy, err);
	then =
	    (struct picture_input){ whole.remedy.records, whole.remedy.events };
	if (rc == 0)
		rc = picture_suppose(how->office.picture, &how->office.input,
		    &then, &whole.remedy.rows, &whole.remedy.series,
		    &whole.supposed, err);
	if (rc == 0 && supposed_blocks(&whole.supposed))
		rc = err_set(err, -EDOM,
		    "the plan would bring %lld conflicts that block: resolve a "
		    "shorter period, or clear them one by one",
		    (long long)supposed_blocks(&whole.supposed));
	if (rc == 0)
		rc = add_result(job, how, &whole, &steps, told, err);
	if (rc == 0)
		remedy_add_changes(changes, &whole.remedy);
	remedy_free(&whole.remedy);
	supposed_free(&whole.supposed);
	vec_free(&steps);
	return rc;
}
