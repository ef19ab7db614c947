// SPDX-License-Identifier: PostgreSQL
#include "applier/decode/missing_values.hpp"

#include <algorithm>
#include <vector>

#include <fmt/format.h>

#include "applier/base/error.hpp"
#include "applier/write/row_key_text.hpp"

namespace applier {
namespace {

std::string transaction(Lsn end_lsn) {
  return fmt::format("transaction ending at {}", end_lsn.text());
}

const Value* first_missing(const Value* values, std::size_t count) {
  const Value* missing =
      std::find_if(values, values + count, [](const Value& value) { return value.is_unchanged(); });
  return missing == values + count ? nullptr : missing;
}

std::string copy_again(const Relation& relation) {
  return fmt::format(
      "On the source: ALTER TABLE {} REPLICA IDENTITY FULL, then let wal2mysql copy the table "
      "again.",
      relation.source_name());
}

// The row was there before, but the target did not have it.
void require_row(const Change& change, Lsn end_lsn) {
  const Relation& relation = *change.relation;
  const Value* missing = first_missing(change.new_row, relation.columns.size());
  if (missing == nullptr) return;
  std::vector<Value> key;
  for (const std::uint16_t column : relation.identity) key.push_back(change.new_row[column]);
  throw Error(
      "the source did not log a value of a row that begins to be published",
      fmt::format("An UPDATE made the row pass the row filter and left column \"{}\", which "
                  "is stored out of line, as it was.",
                  relation.columns[static_cast<std::size_t>(missing - change.new_row)].known_as()),
      copy_again(relation))
      .about(fmt::format("key ({})", row_key_text(relation, key.data())))
      .about(fmt::format("table \"{}\"", relation.source_name()))
      .about(transaction(end_lsn));
}

Error unnamed_row(const Relation& relation, const Column& column) {
  constexpr const char* kMessage = "the source does not say which row was changed";
  if (relation.identity_kind == frame::Identity::Nothing)
    return Error(kMessage,
                 "The table has no primary key and its replica identity does not name the row.",
                 copy_again(relation));
  return Error(kMessage,
               fmt::format("The replica identity of one of the table's partitions lacks column "
                           "\"{}\", which is in that of the table.",
                           column.known_as()),
               "On the source, give all of the partitions the replica identity of the table, or "
               "REPLICA IDENTITY FULL, then let wal2mysql copy the table again.");
}

void require_old_row(const Change& change, Lsn end_lsn) {
  const Relation& relation = *change.relation;
  const bool is_key = change.old_kind == frame::OldRow::Key;
  const Value* missing =
      first_missing(change.old_row, is_key ? relation.identity.size() : relation.carried());
  if (missing == nullptr) return;
  const auto position = static_cast<std::size_t>(missing - change.old_row);
  throw unnamed_row(relation, relation.columns[is_key ? relation.identity[position] : position])
      .about(fmt::format("table \"{}\"", relation.source_name()))
      .about(transaction(end_lsn));
}

}  // namespace

void require_values(const Change& change, Lsn end_lsn) {
  if (change.action == Action::Insert) return require_row(change, end_lsn);
  if (change.old_kind != frame::OldRow::None) require_old_row(change, end_lsn);
}

}  // namespace applier
