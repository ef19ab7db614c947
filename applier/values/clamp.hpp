// SPDX-License-Identifier: PostgreSQL
// The nearest value that a MySQL column holds to one that it does not.
#pragma once

#include "applier/model/arena.hpp"
#include "applier/model/change.hpp"

namespace applier {

// Whether the value is of the kind that the column's wire kind promises, and not longer than
// length_max.  The plugin hands over what MySQL cannot hold as another kind, with PostgreSQL's
// exact text (frame/README.md, "Values").
bool fits(const Column& column, const Value& value);

// `value` is one that does not fit.  Decimals are cut toward zero, ends of ranges stand for what is
// beyond them, bytes that are not UTF-8 become U+FFFD, what is too long is cut; NULL where nothing
// is near (NaN).  JSON is passed on if `json_is_valid`, and MySQL rounds its numbers.
Value clamped(const Column& column, const Value& value, bool json_is_valid, Arena& arena);

}  // namespace applier
