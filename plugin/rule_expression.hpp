// SPDX-License-Identifier: PostgreSQL
// The SQL of a rule: an expression over the columns of one table.
//
// It means the same in every session and at every moment: names are looked up in pg_catalog alone,
// and only built-in, immutable functions, operators, types and collations are allowed, as in the
// row filters of publications. So it can be evaluated under the historic snapshot of logical
// decoding, where a function of a user could neither be relied upon nor read a table.
#pragma once

#include "plugin/error_prefix.hpp"

namespace plugin {

struct AnalysedExpression {
  Node* node;  // its columns are those of range table entry 1
  Oid type;
  std::int32_t typmod;
};

// Both of them refuse what is not allowed, with `subject` in front of the error; the result lives
// in the current memory context. Virtual columns are replaced by what they are generated from.

// As in the list of a SELECT. A NULL alone is one of `column`, if there is such an attribute.
AnalysedExpression analyse_value(Relation relation, const char* subject, const char* text,
                                 const FormData_pg_attribute* column);

// As in WHERE.
AnalysedExpression analyse_condition(Relation relation, const char* subject, const char* text);

}  // namespace plugin
