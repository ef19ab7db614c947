// SPDX-License-Identifier: PostgreSQL
#include "applier/write/table_writer.hpp"

#include <algorithm>
#include <numeric>

#include <fmt/format.h>

#include "applier/base/log.hpp"
#include "applier/decode/added_values.hpp"
#include "applier/schema/row_hash.hpp"
#include "applier/write/row_key_text.hpp"

namespace applier {

using frame::Identity;
using frame::OldRow;

namespace {

// Longer values make MySQL's VALUES ROW fail with "data too long".
constexpr std::uint32_t kJoinedValueBytesMax = 60'000;

}  // namespace

TableWriter::TableWriter(TargetConnection& connection, std::shared_ptr<const Relation> relation)
    : connection_(connection),
      relation_(std::move(relation)),
      every_column_(relation_->columns.size()),
      hashed_(hashed_positions(*relation_)) {
  std::iota(every_column_.begin(), every_column_.end(), 0);
  if (relation_->deletion_mark || relation_->overwrites)
    yielding_rows_.emplace(connection_, *relation_);
}

std::vector<const Column*> TableWriter::columns(Positions positions) const {
  std::vector<const Column*> columns;
  for (std::uint16_t position : positions) columns.push_back(&relation_->columns[position]);
  return columns;
}

void TableWriter::write(const Step& step) {
  try {
    if (step.alone != nullptr) return write_alone(*step.alone, step.times);
    make_way(step.passed);
    remove(step.deletes);
    update(step.updates);
    if (!step.into_empty) make_way(step.inserts);
    insert(step.inserts);
  } catch (Error& error) {
    throw error.about(fmt::format("table \"{}\"", relation_->source_name()));
  }
}

void TableWriter::make_way(std::span<const Value* const> rows) {
  if (yielding_rows_ && !rows.empty()) yielding_rows_->make_way(rows);
}

// Of an update, where rows are overwritten, only if it takes another key than its row has.
bool TableWriter::needs_way(const Change& change) const {
  if (change.action != Action::Update) return change.action == Action::Insert;
  return !relation_->overwrites || key_changes(change);
}

void TableWriter::insert(std::span<const Value* const> rows) {
  if (rows.empty() || load(rows)) return;
  if (!insert_) {
    const auto form =
        connection_.has_bulk() ? RowStatement::Form::Bulk : RowStatement::Form::ManyRows;
    std::vector<const Column*> parameters = columns(every_column_);
    if (!hashed_.empty()) parameters.push_back(&row_hash_column());
    insert_.emplace(connection_, form, std::move(parameters),
                    [this](std::size_t count) { return insert_text(*relation_, count); });
  }
  cells_.clear();
  hashes_.clear();
  if (!hashed_.empty()) hashes_.reserve(rows.size());
  for (const Value* row : rows) {
    for (std::uint16_t column : every_column_) cells_.push_back(row + column);
    if (!hashed_.empty()) add_hash(row);
  }
  // A row that MySQL refuses is named by its key, which an insert has in its own columns.
  try {
    expect(insert_->execute(cells_), rows.size(), "inserted", {});
  } catch (RowError& error) {
    std::vector<Value> key;
    if (error.row() < rows.size())
      for (std::uint16_t column : relation_->identity) key.push_back(rows[error.row()][column]);
    throw about_key(error, key.empty() ? nullptr : key.data());
  }
}

bool TableWriter::load(std::span<const Value* const> rows) {
  if (connection_.has_bulk() || !hashed_.empty() || rows.size() < RowLoad::kRowsMin) return false;
  if (!load_) load_.emplace(connection_, *relation_);
  return load_->insert(rows);
}

// `hashes_` has the room.
void TableWriter::add_hash(const Value* row) {
  cells_.push_back(&hashes_.emplace_back(row_hash(*relation_, hashed_, row)));
}

void TableWriter::remove(std::span<const Value* const> keys) {
  if (keys.empty()) return;
  if (!delete_)
    delete_.emplace(connection_, RowStatement::Form::ManyRows, columns(relation_->identity),
                    [this](std::size_t count) { return delete_text(*relation_, count); });
  cells_.clear();
  for (const Value* key : keys)
    for (std::size_t i = 0; i < relation_->identity.size(); ++i) cells_.push_back(key + i);
  execute(*delete_, keys.size(), "deleted", keys);
}

TableWriter::Set TableWriter::carried_by(const Value* row) const {
  Set set;
  for (std::uint16_t column : every_column_)
    if (!row[column].is_unchanged()) set.push_back(column);
  return set;
}

// What an update has to set: the key that names the row stays as it is.
TableWriter::Set TableWriter::set_of(const Value* row) const {
  Set set = carried_by(row);
  const std::vector<std::uint16_t>& key = relation_->identity;
  std::erase_if(
      set, [&](auto column) { return std::find(key.begin(), key.end(), column) != key.end(); });
  return set;
}

void TableWriter::update(std::span<const RowUpdate> rows) {
  std::map<Set, std::vector<const RowUpdate*>> groups;
  for (const RowUpdate& row : rows) groups[set_of(row.row)].push_back(&row);
  for (const auto& [set, group] : groups)
    if (!set.empty()) update_with(set, group);
}

TableWriter::Update& TableWriter::update_statements(const Set& set) {
  const auto found = updates_.find(set);
  if (found != updates_.end()) return found->second;
  const Positions identity = relation_->identity;
  std::vector<const Column*> set_then_key = columns(set);
  for (const Column* column : columns(identity)) set_then_key.push_back(column);
  const bool bulk = connection_.has_bulk();
  Update statements{
      RowStatement(connection_, bulk ? RowStatement::Form::Bulk : RowStatement::Form::OneRow,
                   std::move(set_then_key),
                   [this, set](std::size_t) { return update_text(*relation_, set); }),
      std::nullopt};
  if (connection_.flavour() == Flavour::MySql) {
    std::vector<const Column*> key_then_set = columns(identity);
    for (const Column* column : columns(set)) key_then_set.push_back(column);
    statements.many.emplace(
        connection_, RowStatement::Form::ManyRows, std::move(key_then_set),
        [this, set](std::size_t count) { return update_rows_text(*relation_, set, count); });
  }
  return updates_.emplace(set, std::move(statements)).first->second;
}

void TableWriter::update_with(const Set& set, std::span<const RowUpdate* const> rows) {
  Update& statements = update_statements(set);
  if (!statements.many || rows.size() == 1) return update_rows(set, statements, rows, false);
  std::vector<const RowUpdate*> together;
  std::vector<const RowUpdate*> singly;
  const auto is_long = [](const Value& value) {
    return value.is_bytes() && value.length > kJoinedValueBytesMax;
  };
  for (const RowUpdate* row : rows) {
    const bool any = std::any_of(set.begin(), set.end(),
                                 [&](std::uint16_t column) { return is_long(row->row[column]); });
    (any ? singly : together).push_back(row);
  }
  update_rows(set, statements, together, true);
  update_rows(set, statements, singly, false);
}

void TableWriter::update_rows(const Set& set, Update& statements,
                              std::span<const RowUpdate* const> rows, bool together) {
  if (rows.empty()) return;
  const std::size_t keys = relation_->identity.size();
  cells_.clear();
  const auto add_key = [&](const RowUpdate& row) {
    for (std::size_t i = 0; i < keys; ++i) cells_.push_back(row.key + i);
  };
  std::vector<const Value*> named;
  for (const RowUpdate* row : rows) {
    if (together) add_key(*row);
    for (std::uint16_t column : set) cells_.push_back(row->row + column);
    if (!together) add_key(*row);
    named.push_back(row->key);
  }
  RowStatement& statement = together ? *statements.many : statements.one;
  execute(statement, rows.size(), "updated", named);
}

void TableWriter::write_alone(const Change& change, std::uint32_t times) {
  if (change.action == Action::Truncate) return truncate(change);
  if (change.settles) return settling().write(change);
  const Value* row = change.new_row;
  if (needs_way(change)) make_way({&row, 1});
  if (change.action == Action::Insert) return insert({&row, 1});
  if (relation_->identity_kind == Identity::Nothing || change.old_kind == OldRow::None)
    if (relation_->identity_kind != Identity::Key)
      throw Error(
          "the source does not say which row was changed",
          "The table has no primary key and its replica identity does not name the row.",
          fmt::format("On the source: ALTER TABLE {} REPLICA IDENTITY FULL (or add a primary "
                      "key), then let wal2mysql copy the table again.",
                      relation_->source_name()));
  if (relation_->identity_kind == Identity::Full) return change_keyless(change, times);
  write_keyed_alone(change);
}

void TableWriter::write_keyed_alone(const Change& change) {
  if (change.action == Action::Update && change.old_kind == OldRow::Key) return change_key(change);
  // What does not fold with the changes before it; the server's row count will judge it.
  std::vector<Value> new_key;
  if (change.action == Action::Update)
    for (std::uint16_t column : relation_->identity) new_key.push_back(change.new_row[column]);
  const RowUpdate row{new_key.empty() ? change.old_row : new_key.data(), change.new_row};
  if (change.action == Action::Update || relation_->deletion_mark) return update({&row, 1});
  remove({&row.key, 1});
}

Settling& TableWriter::settling() {
  if (!settling_) settling_.emplace(connection_, *relation_);
  return *settling_;
}

void TableWriter::replace(std::span<const Value* const> rows) try {
  if (!rows.empty()) settling().replace(rows);
} catch (Error& error) {
  throw error.about(fmt::format("table \"{}\"", relation_->source_name()));
}

void TableWriter::truncate(const Change& change) {
  std::vector<const Column*> parameters;
  std::vector<Value> constants;
  cells_.clear();
  if (relation_->deletion_mark)
    for (std::uint16_t column : marking_columns(*relation_)) {
      parameters.push_back(&relation_->columns[column]);
      cells_.push_back(change.new_row + column);
    }
  constants.reserve(relation_->key_constants.size());
  for (const Column* column : columns(relation_->key_constants)) {
    parameters.push_back(column);
    cells_.push_back(&constants.emplace_back(constant_value(*column)));
  }
  const std::string text = truncate_text(*relation_);
  if (parameters.empty()) return void(connection_.execute(text));
  RowStatement(connection_, RowStatement::Form::OneRow, std::move(parameters), [&](std::size_t) {
    return text;
  }).execute(cells_);
}

// One UPDATE of the key, not a delete and an insert: what is an unchanged TOAST value stays.
void TableWriter::change_key(const Change& change) {
  const Set set = carried_by(change.new_row);
  const RowUpdate row{change.old_row, change.new_row};
  const RowUpdate* rows[] = {&row};
  update_rows(set, update_statements(set), rows, false);
}

// So many rows of those that are equal.  What something else wrote, or another version of the
// source's extension wrote in another way, has another hash or none, and is searched for by its
// values.
void TableWriter::change_keyless(const Change& change, std::uint32_t times) {
  std::uint64_t changed = hashed_.empty() ? 0 : change_equal(change, Search::ByHash, times);
  if (changed == times) return;
  changed += change_equal(change, Search::Everywhere, times - changed);
  expect(changed, times, change.action == Action::Update ? "updated" : "deleted", {});
  if (hashed_.empty() || std::exchange(searched_everywhere_, true)) return;
  spdlog::warn(
      "a row of table \"{}\" has another hash in target table \"{}\".\"{}\" than its values: such "
      "rows are searched for in the whole table; let wal2mysql copy it again",
      relation_->source_name(), relation_->target.database, relation_->target.table);
}

std::uint64_t TableWriter::change_equal(const Change& change, Search search, std::uint64_t most) {
  hashes_.clear();
  hashes_.reserve(2);
  cells_.clear();
  if (change.action == Action::Update) {
    // What the new row does not carry, the old one, which has every value, does.
    for (std::uint16_t column : every_column_) {
      if (change.new_row[column].is_unchanged()) change.new_row[column] = change.old_row[column];
      cells_.push_back(change.new_row + column);
    }
    if (!hashed_.empty()) add_hash(change.new_row);
  } else if (relation_->deletion_mark) {
    for (std::uint16_t column : marking_columns(*relation_))
      cells_.push_back(change.new_row + column);
  }
  if (search == Search::ByHash) add_hash(change.old_row);
  for (std::uint16_t column : compared_columns(*relation_))
    cells_.push_back(change.old_row + column);
  Value limit;
  limit.kind = frame::ValueKind::Integer;
  limit.integer = static_cast<std::int64_t>(most);
  cells_.push_back(&limit);
  return equal_rows_statement(change.action, search).execute(cells_);
}

static const Column& limit_column() {
  static const Column column = [] {
    Column limit;
    limit.name = "LIMIT";
    limit.mysql_type = "BIGINT";
    limit.wire = frame::Wire::Integer;
    return limit;
  }();
  return column;
}

RowStatement& TableWriter::equal_rows_statement(Action action, Search search) {
  const auto found = equal_rows_.find({action, search});
  if (found != equal_rows_.end()) return found->second;
  const bool is_update = action == Action::Update;
  std::vector<const Column*> parameters;
  if (is_update) parameters = columns(every_column_);
  if (is_update && !hashed_.empty()) parameters.push_back(&row_hash_column());
  const bool marks = !is_update && relation_->deletion_mark;
  if (marks) parameters = columns(marking_columns(*relation_));
  if (search == Search::ByHash) parameters.push_back(&row_hash_column());
  for (const Column* column : columns(compared_columns(*relation_))) parameters.push_back(column);
  parameters.push_back(&limit_column());
  const auto text = [this, is_update, marks, search](std::size_t) {
    const Flavour flavour = connection_.flavour();
    return is_update ? update_equal_text(*relation_, search, flavour)
           : marks   ? mark_equal_text(*relation_, search, flavour)
                     : delete_equal_text(*relation_, search, flavour);
  };
  return equal_rows_
      .try_emplace({action, search}, connection_, RowStatement::Form::OneRow, std::move(parameters),
                   text)
      .first->second;
}

void TableWriter::execute(RowStatement& statement, std::size_t rows, const char* what,
                          std::span<const Value* const> keys) {
  try {
    expect(statement.execute(cells_), rows, what, keys);
  } catch (RowError& error) {
    throw about_key(error, error.row() < keys.size() ? keys[error.row()] : nullptr);
  }
}

Error TableWriter::about_key(Error& error, const Value* key) const {
  return key == nullptr ? error
                        : error.about(fmt::format("key ({})", row_key_text(*relation_, key)));
}

void TableWriter::expect(std::uint64_t affected, std::uint64_t expected, const char* what,
                         std::span<const Value* const> keys) {
  if (affected == expected) return;
  std::string detail = fmt::format("{} of {} rows were {}.", affected, expected, what);
  // A deleted row can only be missed in the state before: this transaction is over anyway.
  if (!keys.empty()) connection_.rollback();
  const auto missing =
      std::find_if(keys.begin(), keys.end(), [&](const Value* key) { return is_missing(key); });
  if (missing != keys.end())
    detail += fmt::format(" Not in the target: the row with key ({}).",
                          row_key_text(*relation_, *missing));
  throw Error(
      fmt::format("a row to be {} is not in the target table as the source knows it", what),
      std::move(detail),
      "Something else has changed the target table. Let wal2mysql resync copy it again, or put "
      "the row right by hand; nothing was lost, the stream goes on from here.");
}

bool TableWriter::is_missing(const Value* key) {
  RowStatement probe(connection_, RowStatement::Form::OneRow, columns(relation_->identity),
                     [&](std::size_t) { return probe_text(*relation_); });
  cells_.clear();
  for (std::size_t i = 0; i < relation_->identity.size(); ++i) cells_.push_back(key + i);
  return probe.execute(cells_) == 0;
}

std::size_t TableWriter::prepared() const {
  std::size_t count = (insert_ ? insert_->prepared() : 0) + (delete_ ? delete_->prepared() : 0);
  for (const auto& [set, update] : updates_)
    count += update.one.prepared() + (update.many ? update.many->prepared() : 0);
  for (const auto& [key, statement] : equal_rows_) count += statement.prepared();
  if (yielding_rows_) count += yielding_rows_->prepared();
  if (settling_) count += settling_->prepared();
  return count;
}

void TableWriter::forget_prepared() {
  insert_.reset();
  delete_.reset();
  updates_.clear();
  equal_rows_.clear();
  if (yielding_rows_) yielding_rows_->forget_prepared();
  if (settling_) settling_->forget_prepared();
}

}  // namespace applier
