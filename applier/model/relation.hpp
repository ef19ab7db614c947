// SPDX-License-Identifier: PostgreSQL
// A table as the source described it, and where its rows go.  One object is one version of the
// description and never changes; a changed table gets a new object.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "applier/base/lsn.hpp"
#include "applier/values/policy.hpp"
#include "frame/messages.hpp"

namespace applier {

struct Column {
  std::int32_t attnum = 0;
  std::string name;
  std::string mysql_type;
  frame::Wire wire = frame::Wire::Text;
  bool not_null = false;
  ValuePolicy policy = ValuePolicy::Error;
  std::uint32_t length_max = 0;  // characters or bytes to which a value is cut; 0: it is not
};

// A table of the target.
struct TargetName {
  std::string database;
  std::string table;

  auto operator<=>(const TargetName&) const = default;
};

struct Relation : std::enable_shared_from_this<Relation> {
  std::uint32_t id = 0;
  std::string schema;
  std::string name;
  TargetName target;
  frame::Identity identity_kind = frame::Identity::Nothing;
  std::vector<Column> columns;
  std::vector<std::uint16_t> primary_key;  // positions in columns, in index order
  std::vector<std::uint16_t> identity;     // likewise; empty unless identity_kind is Key

  // Of the target, other than the identity: positions in columns.
  std::vector<std::vector<std::uint16_t>> unique_keys;

  // Of a table without a key: the attributes whose hash the target keeps with each row, if it does.
  std::vector<std::int32_t> hashed_attributes;

  bool has_policies = false;  // a column's policy is another than Error

  // Rows of it came or went without changes in the log, in the transaction whose commit record
  // starts here; else invalid.
  frame::Untold untold = frame::Untold::Nothing;
  Lsn untold_lsn;

  // The copy of the table holds every transaction whose commit record starts before this.
  Lsn copied_lsn;

  std::string source_name() const { return schema + "." + name; }
};

}  // namespace applier
