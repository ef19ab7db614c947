// SPDX-License-Identifier: PostgreSQL
// A relation as the applier is told of it, and as its rows are encoded.
#pragma once

#include "plugin/options.hpp"
#include "plugin/replica_identity.hpp"
#include "plugin/table_limits.hpp"
#include "plugin/value_encoder.hpp"
#include "plugin/virtual_columns.hpp"

namespace plugin {

struct RuleColumns;

struct RelationDescription {
  std::uint32_t id;
  frame::Identity identity_kind;
  bool has_user_types;  // domains, enums and composites, whose definitions may change
  std::span<const ColumnEncoder> columns;
  std::span<const std::uint16_t> identity;  // positions in columns, ascending
  std::string_view frame;                   // the relation frame that says all this
  TableMisfit misfit;
  VirtualColumns* virtuals;  // nullptr: none
  RuleColumns* rules;        // likewise
  frame::Relation message;   // what the frame was written from
};
SAFE_TO_LONGJMP_OVER(RelationDescription);

// Without the attributes (from 0) that are `unsent`.  Lives in the current memory context.
const RelationDescription* describe(Relation relation, const Bitmapset* unsent,
                                    const Options& options);

}  // namespace plugin
