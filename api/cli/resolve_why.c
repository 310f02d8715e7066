/* SPDX-License-Identifier: Apache-2.0 */
#include "resolve_why.h"

#include <jansson.h>

#include "base/cleanup.h"
#include "base/json.h"
#include "base/number.h"
#include "schedule/resolve/why.h"
#include "schedule/resolve/why_text.h"

#define ROUNDS 100 /* of repair, for each alternative that is forced */

static void
add_id(struct buf *out, int32_t id, void *arg)
{
	(void)arg;
	buf_addf(out, "{\"id\":\"%d\"}", id);
}

static int
find(const struct roster *roster, int32_t mission, struct buf *out,
    struct err *err)
{
	const struct why_names names = { add_id, add_id, NULL, NULL };
	struct alternatives list = VEC_INIT;
	struct explainer explainer;
	int rc = explain_init(&explainer, roster->problem, err);

	if (rc < 0)
		return rc;
	rc = alternatives_add(&explainer, roster, mission, ROUNDS, &list, err);
	if (rc == 0)
		why_add_json(out, roster, mission, &list, &names);
	vec_free(&list);
	explain_free(&explainer);
	return rc;
}

int
resolve_why(const struct roster *roster, const char *id, bool json,
    enum language language, struct buf *out, struct err *err)
{
	CLEANUP(buf_free) struct buf text = BUF_INIT;
	CLEANUP(json_freep) json_t *why = NULL;
	int64_t mission;

	if (int_parse(id, &mission) < 0 || mission < 0 ||
	    mission >= roster->problem->missions)
		return err_set(err, -EINVAL,
		    "--explain %s: the ids of missions are 0 to %d", id,
		    roster->problem->missions - 1);
	if (find(roster, (int32_t)mission, json ? out : &text, err) < 0)
		return err->code;
	if (json)
		return 0;
	if (json_read(buf_str(&text), text.len, &why, err) < 0)
		return err->code;
	why_add_text(out, language, why);
	return 0;
}
