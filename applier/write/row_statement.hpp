// SPDX-License-Identifier: PostgreSQL
// One kind of statement for any number of rows, prepared for as many rows at a time as serves the
// server best.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "applier/base/error.hpp"
#include "applier/write/connection.hpp"
#include "applier/write/parameter_column.hpp"

namespace applier {

// An error that one row of those given caused.
class RowError : public Error {
 public:
  RowError(const Error& error, std::size_t row) : Error(error), row_(row) {}
  std::size_t row() const { return row_; }

 private:
  std::size_t row_;
};

class RowStatement {
 public:
  enum class Form {
    OneRow,    // a row an execution
    ManyRows,  // the text repeats its row; prepared for 1, 2, 4, … rows
    Bulk,      // MariaDB: the text has one row, an execution carries an array of them
  };

  // The statement's text for so many rows.
  using Text = std::function<std::string(std::size_t rows)>;

  // `parameters` are the columns of one row's parameters, in the order of the text.
  RowStatement(TargetConnection& connection, Form form, std::vector<const Column*> parameters,
               Text text);

  // Executes for every row of `cells`, row after row, and returns the rows affected.  Throws
  // RowError where one row is at fault, else Error; a warning of the server is an error, too.
  std::uint64_t execute(std::span<const Value* const> cells);

  // The server keeps a limited number of prepared statements: what this one holds, and giving back.
  std::size_t prepared() const;
  void forget();

 private:
  struct Close {
    void operator()(MYSQL_STMT* statement) const { mysql_stmt_close(statement); }
  };
  using Prepared = std::unique_ptr<MYSQL_STMT, Close>;

  static constexpr std::size_t kShapes = 11;  // 1 to 1024 rows

  std::size_t rows_that_fit(std::span<const Value* const> cells) const;
  void set_rows(std::span<const Value* const> cells, std::size_t rows);
  MYSQL_STMT* prepared_for(std::size_t shape);
  std::uint64_t run(MYSQL_STMT* statement, std::size_t rows);
  std::uint64_t run_large(MYSQL_STMT* statement);
  std::uint64_t run_bound(MYSQL_STMT* statement);
  void check_values() const;
  void bind_rows(std::size_t rows);
  void refuse_warnings();
  [[noreturn]] void refuse(MYSQL_STMT* statement);

  TargetConnection& connection_;
  Form form_;
  std::vector<const Column*> parameters_;
  std::vector<ParameterColumn> columns_;
  std::size_t rows_max_;
  Text text_;
  std::array<Prepared, kShapes> prepared_;
  std::vector<MYSQL_BIND> binds_;
};

}  // namespace applier
