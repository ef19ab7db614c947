// SPDX-License-Identifier: PostgreSQL
#include "applier/write/row_statement.hpp"

#include <algorithm>
#include <bit>
#include <charconv>
#include <optional>

#include <fmt/format.h>

#include "applier/write/errors.hpp"

namespace applier {
namespace {

// Statements of 200 to 1000 rows are the plateau on both servers.
constexpr std::size_t kManyRowsMax = 512;
constexpr std::size_t kBulkRowsMax = 4096;
// The protocol counts a statement's parameters in two bytes.
constexpr std::size_t kPlaceholdersMax = 65535;

std::size_t rows_max_of(RowStatement::Form form, std::size_t parameters) {
  switch (form) {
    case RowStatement::Form::OneRow:
      return 1;
    case RowStatement::Form::Bulk:
      return kBulkRowsMax;
    default:
      return std::bit_floor(
          std::min(kManyRowsMax, kPlaceholdersMax / std::max<std::size_t>(parameters, 1)));
  }
}

// A row beyond this goes alone, and its values in packets of their own: it may be larger than a
// packet, and neither side holds it twice.
constexpr std::uint64_t kLargeRowBytes = 1 << 20;
// Of such a row, the values that do; so many columns as a table can have fit into a packet without.
constexpr std::size_t kLongValueBytes = 512;
constexpr std::uint64_t kChunkBytes = 256 * 1024;

// What a value takes in a packet, roughly; more than it takes, never less.
std::uint64_t packet_bytes(const Value& value) {
  return 16 + (value.is_bytes() ? value.length : 0);
}

// "Data too long for column 'c' at row 3": rows of a statement, from 1.
std::optional<std::size_t> row_in(std::string_view said) {
  constexpr std::string_view kAtRow = " at row ";
  const std::size_t at = said.rfind(kAtRow);
  if (at == std::string_view::npos) return std::nullopt;
  std::size_t row = 0;
  std::from_chars(said.data() + at + kAtRow.size(), said.data() + said.size(), row);
  return row == 0 ? std::nullopt : std::optional(row - 1);
}

}  // namespace

RowStatement::RowStatement(TargetConnection& connection, Form form,
                           std::vector<const Column*> parameters, Text text)
    : connection_(connection),
      form_(form),
      parameters_(std::move(parameters)),
      rows_max_(rows_max_of(form, parameters_.size())),
      text_(std::move(text)) {
  for (const Column* column : parameters_) columns_.emplace_back(column->wire);
}

std::uint64_t RowStatement::execute(std::span<const Value* const> cells) {
  std::uint64_t affected = 0;
  std::size_t first = 0;
  while (!cells.empty()) {
    // None: the first is large.
    const std::size_t fitting = rows_that_fit(cells);
    const std::size_t rows = std::max<std::size_t>(fitting, 1);
    try {
      set_rows(cells, rows);
      const std::size_t shape =
          form_ == Form::ManyRows ? static_cast<std::size_t>(std::countr_zero(rows)) : 0;
      MYSQL_STMT* statement = prepared_for(shape);
      affected += fitting == 0 ? run_large(statement) : run(statement, rows);
    } catch (const RowError& error) {
      throw RowError(error, first + error.row());
    }
    cells = cells.subspan(rows * columns_.size());
    first += rows;
  }
  return affected;
}

void RowStatement::set_rows(std::span<const Value* const> cells, std::size_t rows) {
  for (std::size_t column = 0; column < columns_.size(); ++column) {
    columns_[column].resize(rows);
    for (std::size_t row = 0; row < rows; ++row) try {
        columns_[column].set(row, *cells[row * columns_.size() + column]);
      } catch (Error& error) {
        throw RowError(error.about(fmt::format("column \"{}\"", parameters_[column]->known_as())),
                       row);
      }
  }
}

// As many of the first rows as one packet takes; none where the first is a large one.
std::size_t RowStatement::rows_that_fit(std::span<const Value* const> cells) const {
  const std::size_t parameters = columns_.size();
  const std::size_t rows_most = std::min(rows_max_, cells.size() / parameters);
  const std::uint64_t room = connection_.max_allowed_packet() / 2;
  const std::uint64_t large = std::min(room, kLargeRowBytes);
  std::uint64_t bytes = 0;
  std::size_t rows = 0;
  for (; rows < rows_most; ++rows) {
    std::uint64_t row_bytes = 0;
    for (const Value* cell : cells.subspan(rows * parameters, parameters))
      row_bytes += packet_bytes(*cell);
    if (row_bytes > large || (rows > 0 && bytes + row_bytes > room)) break;
    bytes += row_bytes;
  }
  return form_ == Form::ManyRows ? std::bit_floor(rows) : rows;
}

MYSQL_STMT* RowStatement::prepared_for(std::size_t shape) {
  Prepared& prepared = prepared_[shape];
  if (prepared) return prepared.get();
  Prepared fresh(mysql_stmt_init(connection_.get()));
  if (!fresh) throw Error("out of memory for a statement");
  const std::string text = text_(std::size_t{1} << shape);
  if (mysql_stmt_prepare(fresh.get(), text.data(), text.size()) != 0)
    throw target_error("the target refused to prepare a statement", mysql_stmt_errno(fresh.get()),
                       mysql_stmt_error(fresh.get()))
        .about("statement " + text.substr(0, 400));
  prepared = std::move(fresh);
  return prepared.get();
}

void RowStatement::bind_rows(std::size_t rows) {
  binds_.resize(rows * columns_.size());
  MYSQL_BIND* bind = binds_.data();
  for (std::size_t row = 0; row < rows; ++row)
    for (ParameterColumn& column : columns_) column.bind_row(row, *bind++);
}

std::uint64_t RowStatement::run(MYSQL_STMT* statement, std::size_t rows) {
  if (form_ == Form::Bulk) {
    binds_.resize(columns_.size());
    for (std::size_t i = 0; i < columns_.size(); ++i) columns_[i].bind_array(binds_[i]);
    if (!set_bulk_rows(statement, static_cast<unsigned>(rows))) refuse(statement);
  } else {
    bind_rows(rows);
  }
  if (mysql_stmt_bind_param(statement, binds_.data()) != 0) refuse(statement);
  return run_bound(statement);
}

// The server refuses a value beyond its limit, too, but says neither which nor how large it is.
void RowStatement::check_values() const {
  const std::uint64_t limit = connection_.max_allowed_packet();
  for (std::size_t column = 0; column < columns_.size(); ++column)
    if (const std::size_t bytes = columns_[column].bytes(0).size(); bytes > limit)
      throw RowError(Error(fmt::format("a value of {} bytes is larger than the target's "
                                       "max_allowed_packet, {} bytes",
                                       bytes, limit),
                           {},
                           "Raise max_allowed_packet on the target (SET GLOBAL, and in its "
                           "configuration file), then start wal2mysql again: it goes on where it "
                           "stopped.")
                         .about(fmt::format("column \"{}\"", parameters_[column]->name)),
                     0);
}

std::uint64_t RowStatement::run_large(MYSQL_STMT* statement) {
  check_values();
  const std::uint64_t chunk_bytes = std::min(kChunkBytes, connection_.max_allowed_packet() / 2);
  if (form_ == Form::Bulk && !set_bulk_rows(statement, 0)) refuse(statement);
  bind_rows(1);
  if (mysql_stmt_bind_param(statement, binds_.data()) != 0) refuse(statement);
  for (std::size_t column = 0; column < columns_.size(); ++column) {
    const std::string_view bytes = columns_[column].bytes(0);
    if (bytes.size() <= kLongValueBytes) continue;
    for (std::size_t sent = 0; sent < bytes.size(); sent += chunk_bytes) {
      const std::string_view chunk = bytes.substr(sent, chunk_bytes);
      if (mysql_stmt_send_long_data(statement, static_cast<unsigned>(column), chunk.data(),
                                    static_cast<unsigned long>(chunk.size())) != 0)
        refuse(statement);
    }
  }
  return run_bound(statement);
}

std::uint64_t RowStatement::run_bound(MYSQL_STMT* statement) {
  if (mysql_stmt_execute(statement) != 0) refuse(statement);
  if (mysql_warning_count(connection_.get()) > 0) refuse_warnings();
  return mysql_stmt_affected_rows(statement);
}

void RowStatement::refuse(MYSQL_STMT* statement) {
  const std::string said = mysql_stmt_error(statement);
  const Error error =
      target_error("the target refused a change", mysql_stmt_errno(statement), said);
  if (const auto row = row_in(said)) throw RowError(error, *row);
  throw error;
}

// A warning tells of a value that was changed on its way in.
void RowStatement::refuse_warnings() {
  const TargetConnection::Rows warnings = connection_.query("SHOW WARNINGS LIMIT 1");
  if (warnings.empty()) return;
  const auto number = static_cast<unsigned>(std::stoul(warnings[0].at(1).value_or("0")));
  const std::string said = warnings[0].at(2).value_or("");
  const Error error = target_error("the target changed a value that it was given", number, said);
  if (const auto row = row_in(said)) throw RowError(error, *row);
  throw error;
}

std::size_t RowStatement::prepared() const {
  return static_cast<std::size_t>(
      std::count_if(prepared_.begin(), prepared_.end(), [](const Prepared& p) { return !!p; }));
}

void RowStatement::forget() {
  for (Prepared& prepared : prepared_) prepared.reset();
}

}  // namespace applier
