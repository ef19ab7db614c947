// SPDX-License-Identifier: PostgreSQL
// What rules make of the columns of one relation: some are not sent, some have another value, and
// some are only in the target.
//
// An expression needs the values that it refers to. Where an UPDATE left one of them in TOAST, the
// log lacks it: a result of such values alone has not changed, but with others it is anyone's
// guess, and stops the stream. Old rows have the columns of the replica identity, so a column of it
// can be computed from these only.
#pragma once

#include "plugin/replica_identity.hpp"
#include "plugin/row_encoder.hpp"
#include "plugin/rules.hpp"

namespace plugin {

struct RuleColumn {
  const char* name;
  const char* subject;  // of an error about it
  RowExpression expression;
  Oid type;
  std::int32_t typmod;
  bool in_key;  // and never NULL
};

struct RuleColumns {
  const char* table;  // schema.table
  RowExpressions expressions;
  Bitmapset* unsent;      // attributes whose own values are not sent
  RuleColumn** replaced;  // by attribute; nullptr: not replaced
  std::span<RuleColumn> computed;
  Bitmapset* inputs;      // attributes that the expressions refer to
  Bitmapset* key_inputs;  // that those of identity columns refer to, beside identity columns
  XLogRecPtr lsn;         // of the change at hand; invalid in a copy

  bool drop(int attribute) const {
    return bms_is_member(attribute, unsent) && replaced[attribute] == nullptr;
  }
};
SAFE_TO_LONGJMP_OVER(RuleColumns);

// Refuses what cannot be done with this relation. nullptr where there are no rules for its columns.
// In the current memory context.
RuleColumns* rule_columns(Relation relation, const TableRules* rules,
                          const ReplicaIdentity& identity, Oid primary_key);

// Whether the replaced value of an identity column may have changed though all identity columns are
// what they were.
bool key_inputs_changed(const RuleColumns& rules, const Row& old_row, const Row& new_row);

// The value of a column that has a rule, in the row that was loaded last. `from_log`: TOAST
// pointers stand for values that are not there.
void encode_rule(FrameBuffer& out, const ColumnEncoder& column, const RuleColumns& rules,
                 const Row& row, bool from_log);

}  // namespace plugin
