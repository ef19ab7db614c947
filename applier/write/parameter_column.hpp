// SPDX-License-Identifier: PostgreSQL
// One column of parameters of a prepared statement, for many rows: values of the wire on one side,
// MYSQL_BIND on the other.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "applier/model/change.hpp"
#include "applier/write/client.hpp"
#include "frame/messages.hpp"

namespace applier {

class ParameterColumn {
 public:
  explicit ParameterColumn(frame::Wire wire);

  // Makes room for `rows` rows; what was set before is gone.
  void resize(std::size_t rows);

  // Throws Error, without the value in it, where the value is not of the column's wire kind: that
  // is how the plugin hands over what MySQL cannot hold.  Borrows text from `value`.
  void set(std::size_t row, const Value& value);

  // What is bound for the row, where that is bytes and not NULL.
  std::string_view bytes(std::size_t row) const;
  // One row's parameter, valid until the next resize() or set() of the row.
  void bind_row(std::size_t row, MYSQL_BIND& bind);
  // All rows as one array, for bulk execution.
  void bind_array(MYSQL_BIND& bind);

 private:
  using Scratch = std::array<char, 40>;
  // Not the bare flag: a vector of bool has no flags to point to.
  struct Null {
    ClientBool is_null;
  };

  void set_integer(std::size_t row, const Value& value);
  void set_float(std::size_t row, const Value& value);
  void set_double(std::size_t row, const Value& value);
  void set_text(std::size_t row, const Value& value);
  void set_binary(std::size_t row, const Value& value);
  void set_decimal(std::size_t row, const Value& value);
  void set_uuid(std::size_t row, const Value& value);
  void set_date(std::size_t row, const Value& value);
  void set_time(std::size_t row, const Value& value);
  void set_datetime(std::size_t row, const Value& value);
  void point_to(std::size_t row, const char* bytes, std::size_t length);

  struct Kind;
  static const Kind& kind_of(frame::Wire wire);

  const Kind* kind_;
  std::vector<Indicator> indicators_;
  std::vector<Null> nulls_;
  std::vector<std::int64_t> integers_;
  std::vector<double> numbers_;
  std::vector<float> singles_;
  std::vector<MYSQL_TIME> times_;
  std::vector<MYSQL_TIME*> time_pointers_;
  std::vector<const char*> texts_;
  std::vector<unsigned long> lengths_;
  std::vector<Scratch> scratch_;
};

}  // namespace applier
