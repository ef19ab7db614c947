// SPDX-License-Identifier: PostgreSQL
// A table as the source described it, and where its rows go.  One object is one version of the
// description and never changes; a changed table gets a new object.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "applier/base/error.hpp"
#include "applier/base/lsn.hpp"
#include "applier/values/policy.hpp"
#include "frame/messages.hpp"

namespace applier {

// Where the values of a column come from: the source, or, of a column that only the target has,
// this.
enum class Origin : std::uint8_t {
  Source,
  Constant,
  CommitLsn,  // of the transaction that wrote the row last, as the two that follow
  CommitTime,
  Operation,
  DeletionTime,  // NULL: the row is not deleted
  DeletionFlag,
};

struct Column {
  std::int32_t attnum = 0;  // 0 where the source has no such column
  std::string name;
  std::string mysql_type;
  frame::Wire wire = frame::Wire::Text;
  bool not_null = false;
  ValuePolicy policy = ValuePolicy::Error;
  std::uint32_t length_max = 0;  // characters or bytes to which a value is cut; 0: it is not
  Origin origin = Origin::Source;
  std::string constant = {};     // of Origin::Constant: the value
  std::string source_name = {};  // `name` is the target's; empty: the source table has none such
  bool is_replaced = false;      // its values are those of a rule's expression

  bool operator==(const Column&) const = default;

  // By which people know it who know the source.
  const std::string& known_as() const { return source_name.empty() ? name : source_name; }
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

  // The last so many columns are the target's alone: frames carry no values of them.
  std::size_t added = 0;
  // Constants that tell the table's rows from others in its target: positions.  The primary key and
  // the identity begin with them.
  std::vector<std::uint16_t> key_constants;
  // Deleted rows stay in the target: the column that tells them from the others.
  std::optional<std::uint16_t> deletion_mark;
  // The target had rows before the copy, which stay: those with the key of a new row give way to
  // it.
  bool overwrites = false;
  // Where other tables have the same target, a number of that; else 0.
  std::uint64_t shared_target = 0;
  // The transaction in which it was described, and where its commit record starts.
  std::uint32_t described_by = 0;
  Lsn described_lsn;
  // Why rows of it came or went in that transaction without changes in the log, if any did.
  frame::Untold untold = frame::Untold::Nothing;

  // The copy of the table holds every transaction whose commit record starts before this.
  Lsn copied_lsn;
  // Where the copy was interrupted and resumed: its last snapshot has what committed before this.
  Lsn settled_lsn;
  // The target was made for the table as it was later, when it was copied: why changes cannot be
  // applied that are not in the copy.
  std::shared_ptr<const Error> misfit;

  std::string source_name() const { return schema + "." + name; }
  std::size_t carried() const { return columns.size() - added; }
};

}  // namespace applier
