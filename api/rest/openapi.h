/* SPDX-License-Identifier: Apache-2.0 */
/* The description of the API, api/openapi.json, as it lies in the program. */
#ifndef AMBIT_REST_OPENAPI_H
#define AMBIT_REST_OPENAPI_H

#include <stddef.h>

extern const char openapi_json[];
extern const size_t openapi_json_len;

#endif
