// SPDX-License-Identifier: PostgreSQL
// Writes the changes of one table, as one version of its description has it.
//
// Every statement's row count is checked: a row that should be there and is not is an error that
// names it, never a silent no-op.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "applier/schedule/fold.hpp"
#include "applier/write/row_load.hpp"
#include "applier/write/row_statement.hpp"
#include "applier/write/settling.hpp"
#include "applier/write/statement_text.hpp"
#include "applier/write/yielding_rows.hpp"

namespace applier {

class TableWriter {
 public:
  TableWriter(TargetConnection& connection, std::shared_ptr<const Relation> relation);

  const Relation& relation() const { return *relation_; }

  // Throws Error about the table.
  void write(const Step& step);
  // Inserts rows that nothing else touches.
  void insert(std::span<const Value* const> rows);
  // Rows of a resumed copy: whatever has their keys gives way.
  void replace(std::span<const Value* const> rows);

  // Prepared statements held on the server.
  std::size_t prepared() const;
  void forget_prepared();

 private:
  using Set = std::vector<std::uint16_t>;  // positions of the columns that an update sets

  struct Update {
    RowStatement one;
    std::optional<RowStatement> many;
  };

  void remove(std::span<const Value* const> keys);
  void update(std::span<const RowUpdate> rows);
  void update_with(const Set& set, std::span<const RowUpdate* const> rows);
  void update_rows(const Set& set, Update& statements, std::span<const RowUpdate* const> rows,
                   bool together);
  void write_alone(const Change& change, std::uint32_t times);
  void write_keyed_alone(const Change& change);
  void truncate(const Change& change);
  void change_key(const Change& change);
  void change_keyless(const Change& change, std::uint32_t times);
  bool load(std::span<const Value* const> rows);
  Settling& settling();
  void add_hash(const Value* row);
  std::uint64_t change_equal(const Change& change, Search search, std::uint64_t most);
  RowStatement& equal_rows_statement(Action action, Search search);
  void make_way(std::span<const Value* const> rows);
  bool needs_way(const Change& change) const;

  Set carried_by(const Value* row) const;
  Set set_of(const Value* row) const;
  Update& update_statements(const Set& set);
  std::vector<const Column*> columns(Positions positions) const;
  // Runs the statement over cells_ and expects one row changed for each key, or, where keys are
  // empty, `rows` rows.
  void execute(RowStatement& statement, std::size_t rows, const char* what,
               std::span<const Value* const> keys);
  void expect(std::uint64_t affected, std::uint64_t expected, const char* what,
              std::span<const Value* const> keys);
  bool is_missing(const Value* key);
  Error about_key(Error& error, const Value* key) const;

  TargetConnection& connection_;
  std::shared_ptr<const Relation> relation_;
  std::vector<std::uint16_t> every_column_;
  std::optional<YieldingRows> yielding_rows_;
  std::optional<RowStatement> insert_;
  std::optional<RowLoad> load_;
  std::optional<Settling> settling_;
  std::optional<RowStatement> delete_;
  std::map<Set, Update> updates_;
  std::map<std::pair<Action, Search>, RowStatement> equal_rows_;  // without a key
  const std::vector<std::uint16_t> hashed_;
  bool searched_everywhere_ = false;
  std::vector<const Value*> cells_;  // of the statement at hand
  std::vector<Value> hashes_;        // among them
};

}  // namespace applier
