/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What missions brought: what was decided of one, the edition that is in force
 * while a revision of it waits, their numbers. The columns are those of the
 * mission's record.
 */
#include "store/migrate.h"

const char *const schema_missions[] = {
	"ALTER TABLE mission ADD COLUMN authorised_cost $int",
	"ALTER TABLE mission ADD COLUMN decided_start $text",
	"ALTER TABLE mission ADD COLUMN decided_end $text",
	"ALTER TABLE mission ADD COLUMN decided_zone $text",
	"ALTER TABLE mission ADD COLUMN decided_city $text",
	"ALTER TABLE mission ADD COLUMN decided_country $text",
	"CREATE INDEX mission_number ON mission (\"number\")",
	/* The last one that was given under a name; never given again. */
	"CREATE TABLE numbering ("
	" name $text NOT NULL PRIMARY KEY,"
	" value $int NOT NULL"
	") $table",
	"CREATE TABLE edition ("
	" id $text NOT NULL PRIMARY KEY,"
	" \"number\" $text,"
	" direction $text,"
	" state $text,"
	" title $text,"
	" purpose $text,"
	" event $text,"
	" occurrence $text,"
	" team $text,"
	" teams $text,"
	" lines $text,"
	" region $text,"
	" network $text,"
	" project $text,"
	" obligation $text,"
	" windows $text,"
	" \"window\" $int,"
	" sessions $text,"
	" place $text,"
	" city $text,"
	" country $text,"
	" latitude $real,"
	" longitude $real,"
	" legs $text,"
	" remote_considered $int,"
	" remote_note $text,"
	" roles $text,"
	" deputy $text,"
	" sender $text,"
	" head_rank $int,"
	" host $text,"
	" visitors $int,"
	" participants $text,"
	" interpreters $text,"
	" bookings $text,"
	" funding $text,"
	" sponsor $text,"
	" currency $text,"
	" costs $text,"
	" documents $text,"
	" checklist $text,"
	" report $text,"
	" edition $int,"
	" state_since $int,"
	" submitted_at $int,"
	" order_number $text,"
	" reason $text,"
	" imported $int,"
	" authorised_cost $int,"
	" decided_start $text,"
	" decided_end $text,"
	" decided_zone $text,"
	" decided_city $text,"
	" decided_country $text,"
	" revision $int NOT NULL,"
	" created_at $int NOT NULL,"
	" revised_at $int NOT NULL"
	") $table",
	NULL,
};
