// SPDX-License-Identifier: PostgreSQL
#include "applier/write/parameter_column.hpp"

#include <charconv>
#include <chrono>
#include <cmath>

#include "applier/base/error.hpp"

namespace applier {

using frame::ValueKind;
using frame::Wire;

// How a wire kind is bound: the type MySQL is told, and where its values are kept.
struct ParameterColumn::Kind {
  enum class Storage : std::uint8_t { Integer, Float, Double, Time, Bytes };

  enum_field_types type;
  Storage storage;
  bool is_unsigned;
  bool needs_scratch;
  void (ParameterColumn::*set)(std::size_t, const Value&);
};

const ParameterColumn::Kind& ParameterColumn::kind_of(Wire wire) {
  using S = Kind::Storage;
  using P = ParameterColumn;
  // DECIMAL is bound as a string: as NEWDECIMAL the server turns 'NaN' and garbage into numbers
  // without a warning.  JSON likewise: as a blob it is refused for its character set.
  static constexpr Kind kKinds[] = {
      {MYSQL_TYPE_LONGLONG, S::Integer, false, false, &P::set_integer},  // Boolean
      {MYSQL_TYPE_LONGLONG, S::Integer, false, false, &P::set_integer},  // Integer
      {MYSQL_TYPE_LONGLONG, S::Integer, true, false, &P::set_integer},   // Unsigned
      {MYSQL_TYPE_FLOAT, S::Float, false, false, &P::set_float},         // Float
      {MYSQL_TYPE_DOUBLE, S::Double, false, false, &P::set_double},      // Double
      {MYSQL_TYPE_STRING, S::Bytes, false, true, &P::set_decimal},       // Decimal
      {MYSQL_TYPE_STRING, S::Bytes, false, false, &P::set_text},         // Text
      {MYSQL_TYPE_BLOB, S::Bytes, false, false, &P::set_binary},         // Binary
      {MYSQL_TYPE_DATE, S::Time, false, false, &P::set_date},            // Date
      {MYSQL_TYPE_TIME, S::Time, false, false, &P::set_time},            // Time
      {MYSQL_TYPE_DATETIME, S::Time, false, false, &P::set_datetime},    // Datetime
      {MYSQL_TYPE_STRING, S::Bytes, false, true, &P::set_uuid},          // Uuid
      {MYSQL_TYPE_STRING, S::Bytes, false, false, &P::set_text},         // Json
  };
  static_assert(std::size(kKinds) == static_cast<std::size_t>(frame::kWireLast));
  return kKinds[static_cast<std::size_t>(wire) - 1];
}

namespace {

[[noreturn]] void refuse() {
  throw Error(
      "a value cannot be held by its MySQL type",
      "PostgreSQL's value is out of the type's range, is NaN or infinite, is not valid UTF-8, or "
      "is JSON that MySQL would round or refuse (numbers, depth, half a surrogate pair).",
      "Choose what becomes of such values by a [[values.rules]] with this table and column, or "
      "change the value on the source and have the table copied again; then start wal2mysql "
      "again.");
}

}  // namespace

ParameterColumn::ParameterColumn(Wire wire) : kind_(&kind_of(wire)) {}

void ParameterColumn::resize(std::size_t rows) {
  indicators_.resize(rows);
  nulls_.resize(rows);
  switch (kind_->storage) {
    case Kind::Storage::Integer:
      return integers_.resize(rows);
    case Kind::Storage::Float:
      return singles_.resize(rows);
    case Kind::Storage::Double:
      return numbers_.resize(rows);
    case Kind::Storage::Time:
      times_.resize(rows);
      return time_pointers_.resize(rows);
    case Kind::Storage::Bytes:
      texts_.resize(rows);
      lengths_.resize(rows);
      if (kind_->needs_scratch) scratch_.resize(rows);
      return;
  }
}

void ParameterColumn::set(std::size_t row, const Value& value) {
  const bool null = value.is_null();
  indicators_[row] = null ? kIndicatorNull : kIndicatorValue;
  nulls_[row].is_null = null;
  if (!null) return (this->*kind_->set)(row, value);
  if (kind_->storage == Kind::Storage::Bytes) point_to(row, "", 0);
}

void ParameterColumn::set_integer(std::size_t row, const Value& value) {
  const bool is_signed = value.kind == ValueKind::Integer || value.kind == ValueKind::Boolean;
  const bool fits = kind_->is_unsigned
                        ? value.kind == ValueKind::Unsigned || (is_signed && value.integer >= 0)
                        : is_signed;
  if (!fits) refuse();
  integers_[row] = value.integer;
}

void ParameterColumn::set_float(std::size_t row, const Value& value) {
  if (value.kind != ValueKind::Float || !std::isfinite(value.single)) refuse();
  singles_[row] = value.single;
}

void ParameterColumn::set_double(std::size_t row, const Value& value) {
  if (value.kind != ValueKind::Double || !std::isfinite(value.number)) refuse();
  numbers_[row] = value.number;
}

void ParameterColumn::point_to(std::size_t row, const char* bytes, std::size_t length) {
  texts_[row] = bytes;
  lengths_[row] = static_cast<unsigned long>(length);
}

void ParameterColumn::set_text(std::size_t row, const Value& value) {
  if (value.kind != ValueKind::Text) refuse();
  point_to(row, value.data, value.length);
}

void ParameterColumn::set_binary(std::size_t row, const Value& value) {
  if (value.kind != ValueKind::Binary) refuse();
  point_to(row, value.data, value.length);
}

void ParameterColumn::set_decimal(std::size_t row, const Value& value) {
  if (value.kind == ValueKind::Integer) {
    Scratch& digits = scratch_[row];
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value.integer).ptr;
    return point_to(row, digits.data(), static_cast<std::size_t>(end - digits.data()));
  }
  if (value.kind != ValueKind::Text || value.length == 0) refuse();
  const char last = value.data[value.length - 1];
  if (last < '0' || last > '9') refuse();  // NaN, Infinity
  point_to(row, value.data, value.length);
}

void ParameterColumn::set_uuid(std::size_t row, const Value& value) {
  if (value.kind != ValueKind::Binary || value.length != 16) refuse();
  constexpr char kDigits[] = "0123456789abcdef";
  char* next = scratch_[row].data();
  for (unsigned i = 0; i < 16; ++i) {
    if (i == 4 || i == 6 || i == 8 || i == 10) *next++ = '-';
    const auto byte = static_cast<unsigned char>(value.data[i]);
    *next++ = kDigits[byte >> 4];
    *next++ = kDigits[byte & 15];
  }
  point_to(row, scratch_[row].data(), 36);
}

namespace {

constexpr std::int64_t kSecondUs = 1'000'000;
constexpr std::int64_t kDayUs = 86'400 * kSecondUs;

// 0001-01-01 to 9999-12-31: MySQL would store year 0 without complaint and it would not be the
// year 1 BC that was meant.
constexpr std::int64_t kFirstDay = -719'162;
constexpr std::int64_t kLastDay = 2'932'896;

MYSQL_TIME date_of(std::int64_t days) {
  if (days < kFirstDay || days > kLastDay) refuse();
  const std::chrono::year_month_day date{std::chrono::sys_days{std::chrono::days{days}}};
  MYSQL_TIME time = {};
  time.year = static_cast<unsigned>(static_cast<int>(date.year()));
  time.month = static_cast<unsigned>(date.month());
  time.day = static_cast<unsigned>(date.day());
  time.time_type = MYSQL_TIMESTAMP_DATE;
  return time;
}

// The hour travels as one byte, so whole days go into the field for days.
void set_clock(MYSQL_TIME& time, std::int64_t microseconds) {
  const std::int64_t seconds = microseconds / kSecondUs;
  time.second_part = static_cast<unsigned long>(microseconds % kSecondUs);
  time.second = static_cast<unsigned>(seconds % 60);
  time.minute = static_cast<unsigned>(seconds / 60 % 60);
  time.hour = static_cast<unsigned>(seconds / 3600);
}

}  // namespace

void ParameterColumn::set_date(std::size_t row, const Value& value) {
  if (value.kind != ValueKind::Integer) refuse();
  times_[row] = date_of(value.integer);
}

void ParameterColumn::set_time(std::size_t row, const Value& value) {
  if (value.kind != ValueKind::Integer || value.integer < 0 || value.integer > kDayUs) refuse();
  MYSQL_TIME time = {};
  time.day = static_cast<unsigned>(value.integer / kDayUs);
  set_clock(time, value.integer % kDayUs);
  time.time_type = MYSQL_TIMESTAMP_TIME;
  times_[row] = time;
}

void ParameterColumn::set_datetime(std::size_t row, const Value& value) {
  if (value.kind != ValueKind::Integer) refuse();
  std::int64_t days = value.integer / kDayUs;
  std::int64_t microseconds = value.integer % kDayUs;
  if (microseconds < 0) {
    microseconds += kDayUs;
    --days;
  }
  MYSQL_TIME time = date_of(days);
  set_clock(time, microseconds);
  time.time_type = MYSQL_TIMESTAMP_DATETIME;
  times_[row] = time;
}

std::string_view ParameterColumn::bytes(std::size_t row) const {
  return kind_->storage == Kind::Storage::Bytes ? std::string_view(texts_[row], lengths_[row])
                                                : std::string_view();
}

void ParameterColumn::bind_row(std::size_t row, MYSQL_BIND& bind) {
  bind = {};
  bind.buffer_type = kind_->type;
  bind.is_unsigned = kind_->is_unsigned;
  bind.is_null = &nulls_[row].is_null;
  switch (kind_->storage) {
    case Kind::Storage::Integer:
      bind.buffer = &integers_[row];
      break;
    case Kind::Storage::Float:
      bind.buffer = &singles_[row];
      break;
    case Kind::Storage::Double:
      bind.buffer = &numbers_[row];
      break;
    case Kind::Storage::Time:
      bind.buffer = &times_[row];
      break;
    case Kind::Storage::Bytes:
      bind.buffer = const_cast<char*>(texts_[row]);
      bind.length = &lengths_[row];
      bind.buffer_length = lengths_[row];
      break;
  }
}

void ParameterColumn::bind_array(MYSQL_BIND& bind) {
  bind = {};
  bind.buffer_type = kind_->type;
  bind.is_unsigned = kind_->is_unsigned;
  switch (kind_->storage) {
    case Kind::Storage::Integer:
      bind.buffer = integers_.data();
      break;
    case Kind::Storage::Float:
      bind.buffer = singles_.data();
      break;
    case Kind::Storage::Double:
      bind.buffer = numbers_.data();
      break;
    case Kind::Storage::Time:
      // Connector/C wants pointers for every type that is not a plain number.
      for (std::size_t row = 0; row < times_.size(); ++row) time_pointers_[row] = &times_[row];
      bind.buffer = time_pointers_.data();
      break;
    case Kind::Storage::Bytes:
      bind.buffer = texts_.data();
      bind.length = lengths_.data();
      break;
  }
  bind_indicators(bind, indicators_.data());
}

}  // namespace applier
