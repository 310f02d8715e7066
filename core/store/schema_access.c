/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The tables of who may ask: tokens (a family of records, as those of the
 * office) and when each was last used, sign-ins, the answers that are given
 * again, and whose each change is. Times are UTC seconds.
 */
#include "store/migrate.h"

const char *const schema_access[] = {
	"CREATE TABLE token ("
	" id $text NOT NULL PRIMARY KEY,"
	" label $text,"
	" role $text,"
	" feed $text,"
	" teams $text,"
	" person $text,"
	" council $text,"
	" network $text,"
	" project $text,"
	" line $text,"
	" region $text,"
	" \"user\" $text,"
	" expires $text,"
	" revoked $text,"
	" maker $text,"
	" revision $int NOT NULL,"
	" created_at $int NOT NULL,"
	" revised_at $int NOT NULL"
	") $table",
	/* Apart from the record: it is no change of it. */
	"CREATE TABLE token_use ("
	" token $text NOT NULL PRIMARY KEY,"
	" at $int NOT NULL"
	") $table",
	/* One-time links, and the browsers that have come in by one. */
	"CREATE TABLE sign_in ("
	" id $text NOT NULL PRIMARY KEY,"
	" kind $text NOT NULL,"
	" token $text NOT NULL,"
	" expires $int NOT NULL"
	") $table",
	"CREATE INDEX sign_in_expires ON sign_in (expires)",
	"CREATE TABLE replay ("
	" caller $text NOT NULL,"
	" \"key\" $text NOT NULL,"
	" request $text NOT NULL,"
	" status $int NOT NULL,"
	" tag $text NOT NULL,"
	" location $text NOT NULL,"
	" answer $blob NOT NULL,"
	" at $int NOT NULL,"
	" PRIMARY KEY (caller, \"key\")"
	") $table",
	"CREATE INDEX replay_at ON replay (at)",
	/* The teams that may know of a change that is not for all. */
	"CREATE TABLE change_team ("
	" seq $int NOT NULL,"
	" team $text NOT NULL,"
	" PRIMARY KEY (seq, team)"
	") $table",
	NULL,
};
