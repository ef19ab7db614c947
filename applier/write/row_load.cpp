// SPDX-License-Identifier: PostgreSQL
#include "applier/write/row_load.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "applier/base/log.hpp"
#include "applier/schema/target_table.hpp"
#include "applier/write/errors.hpp"
#include "applier/write/load_text.hpp"
#include "applier/write/statement_text.hpp"

namespace applier {
namespace {

// Longer ones go as parameters, which have no bound but max_allowed_packet.
constexpr std::uint32_t kValueBytesMax = 256 * 1024;
constexpr std::size_t kTextBytes = 64 * 1024;

// Types that read a text as the value that it spells, and warn where they cannot.  BIT and BINARY
// would take digits for bytes, ENUM and SET for labels.
constexpr std::string_view kTypesThatRead[] = {
    "tinyint", "smallint", "mediumint", "int",  "bigint",   "decimal",  "float",
    "double",  "char",     "varchar",   "text", "tinytext", "longtext", "mediumtext",
    "date",    "time",     "datetime",  "json", "timestamp"};

constexpr unsigned kRefusals[] = {
    1148,  // not allowed with this version
    3948,  // loading local data is disabled
    2068,  // LOAD DATA LOCAL INFILE file request rejected
};

}  // namespace

RowLoad::RowLoad(TargetConnection& connection, const Relation& relation)
    : connection_(connection),
      relation_(relation),
      statement_(load_text(relation)),
      possible_(connection.local_infile() != nullptr && takes_types()) {
  for (const Column& column : relation.columns) {
    columns_.emplace_back(column.wire);
    columns_.back().resize(1);
  }
}

bool RowLoad::takes_types() const {
  const bool has_bytes =
      std::any_of(relation_.columns.begin(), relation_.columns.end(),
                  [](const Column& column) { return column.wire == frame::Wire::Binary; });
  if (has_bytes) return false;
  const std::vector<std::string> types = column_types(connection_, relation_);
  return types.size() == relation_.columns.size() &&
         std::all_of(types.begin(), types.end(), [](const std::string& type) {
           return std::find(std::begin(kTypesThatRead), std::end(kTypesThatRead), type) !=
                  std::end(kTypesThatRead);
         });
}

bool RowLoad::fits(std::span<const Value* const> rows) const {
  const std::size_t count = columns_.size();
  return std::all_of(rows.begin(), rows.end(), [&](const Value* row) {
    return std::all_of(row, row + count, [](const Value& value) {
      return !value.is_bytes() || value.length <= kValueBytesMax;
    });
  });
}

// False, and nothing appended, where a value cannot be held by its type.
bool RowLoad::append_row(const Value* row) {
  const std::size_t begin = text_.size();
  MYSQL_BIND bind;
  for (std::size_t i = 0; i < columns_.size(); ++i) try {
      columns_[i].set(0, row[i]);
      columns_[i].bind_row(0, bind);
      append_loaded(bind, text_);
      text_ += i + 1 < columns_.size() ? '\t' : '\n';
    } catch (const Error&) {
      text_.resize(begin);
      return false;
    }
  return true;
}

bool RowLoad::load(std::span<const Value* const> rows) {
  std::size_t next = 0;
  const bool accepted = connection_.local_infile()->load(statement_, [&]() -> std::string_view {
    text_.clear();
    while (next < rows.size() && text_.size() < kTextBytes && append_row(rows[next])) ++next;
    return text_;
  });
  if (accepted) return true;
  const unsigned number = mysql_errno(connection_.get());
  if (std::find(std::begin(kRefusals), std::end(kRefusals), number) == std::end(kRefusals))
    throw connection_.failure("the target refused a change");
  spdlog::debug("the target takes no loads any more: {}", mysql_error(connection_.get()));
  possible_ = false;
  return false;
}

bool RowLoad::insert(std::span<const Value* const> rows) {
  if (!possible_ || !fits(rows)) return false;
  connection_.execute("SAVEPOINT rows_loaded");
  if (load(rows) && mysql_warning_count(connection_.get()) == 0 &&
      mysql_affected_rows(connection_.get()) == rows.size())
    return true;
  if (!connection_.roll_back_to("rows_loaded"))
    throw Error("the target has lost a savepoint", {}, {}, Remedy::Reconnect);
  return false;
}

}  // namespace applier
