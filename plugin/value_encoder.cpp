// SPDX-License-Identifier: PostgreSQL
#include "plugin/value_encoder.hpp"

#include "plugin/json_limits.hpp"
#include "plugin/json_shape.hpp"
#include "plugin/money.hpp"
#include "plugin/server_text.hpp"

namespace plugin {
namespace {

constexpr std::int32_t kUnixEpochDays = POSTGRES_EPOCH_JDATE - UNIX_EPOCH_JDATE;

// What MySQL's DATE and DATETIME reach from and to, in the days of PostgreSQL.
constexpr std::int32_t kDaysMin = -730119;  // 0001-01-01
constexpr std::int32_t kDaysMax = 2921939;  // 9999-12-31
constexpr std::int64_t kMicrosecondsMin = kDaysMin * USECS_PER_DAY;
constexpr std::int64_t kMicrosecondsEnd = (kDaysMax + INT64CONST(1)) * USECS_PER_DAY;

void put_c_string(FrameBuffer& out, const char* text) {
  out.text(text, std::strlen(text));
}

// Almost every value is neither compressed nor elsewhere, and then this is no call.
const varlena* inline_value(Datum value) {
  auto* bytes = reinterpret_cast<varlena*>(DatumGetPointer(value));
  if (VARATT_IS_EXTERNAL(bytes) || VARATT_IS_COMPRESSED(bytes))
    return pg_detoast_datum_packed(bytes);
  return bytes;
}

void put_non_finite(FrameBuffer& out, double number) {
  if (std::isnan(number))
    put_c_string(out, "NaN");
  else
    put_c_string(out, number > 0 ? "Infinity" : "-Infinity");
}

void put_date_text(FrameBuffer& out, DateADT date) {
  char text[MAXDATELEN + 1];
  if (DATE_NOT_FINITE(date)) {
    EncodeSpecialDate(date, text);
  } else {
    pg_tm parts{};
    j2date(date + POSTGRES_EPOCH_JDATE, &parts.tm_year, &parts.tm_mon, &parts.tm_mday);
    EncodeDateOnly(&parts, USE_ISO_DATES, text);
  }
  put_c_string(out, text);
}

void put_timestamp_text(FrameBuffer& out, Timestamp timestamp, bool with_zone) {
  char text[MAXDATELEN + 1];
  if (TIMESTAMP_NOT_FINITE(timestamp)) {
    EncodeSpecialTimestamp(timestamp, text);
  } else {
    pg_tm parts{};
    fsec_t fraction = 0;
    timestamp2tm(timestamp, nullptr, &parts, &fraction, nullptr, nullptr);
    parts.tm_isdst = 0;  // or the zone is left out
    EncodeDateTime(&parts, fraction, with_zone, 0, nullptr, USE_ISO_DATES, text);
  }
  put_c_string(out, text);
}

void put_timestamp(FrameBuffer& out, Timestamp timestamp, bool with_zone) {
  if (timestamp >= kMicrosecondsMin && timestamp < kMicrosecondsEnd)
    out.packer().pack_int64(timestamp + kUnixEpochOffset);
  else
    put_timestamp_text(out, timestamp, with_zone);
}

// Text that the target refuses, or of which it would round a number, may not look like the column's
// own.
void put_json(FrameBuffer& out, const ColumnEncoder& column, const char* text, std::size_t length) {
  if (column.checks_json && !json_survives({text, length}, column.json))
    out.binary(text, length);
  else
    put_text(out, text, length);
}

}  // namespace

void encode_bool(FrameBuffer& out, const ColumnEncoder&, Datum value) {
  if (DatumGetBool(value))
    out.packer().pack_true();
  else
    out.packer().pack_false();
}

void encode_int2(FrameBuffer& out, const ColumnEncoder&, Datum value) {
  out.packer().pack_int16(DatumGetInt16(value));
}

void encode_int4(FrameBuffer& out, const ColumnEncoder&, Datum value) {
  out.packer().pack_int32(DatumGetInt32(value));
}

void encode_int8(FrameBuffer& out, const ColumnEncoder&, Datum value) {
  out.packer().pack_int64(DatumGetInt64(value));
}

void encode_float4(FrameBuffer& out, const ColumnEncoder&, Datum value) {
  const float number = DatumGetFloat4(value);
  if (std::isfinite(number))
    frame::write_float(out.packer(), number);
  else
    put_non_finite(out, number);
}

void encode_float8(FrameBuffer& out, const ColumnEncoder&, Datum value) {
  const double number = DatumGetFloat8(value);
  if (std::isfinite(number))
    frame::write_double(out.packer(), number);
  else
    put_non_finite(out, number);
}

void encode_date(FrameBuffer& out, const ColumnEncoder&, Datum value) {
  const DateADT date = DatumGetDateADT(value);
  if (date >= kDaysMin && date <= kDaysMax)
    out.packer().pack_int32(date + kUnixEpochDays);
  else
    put_date_text(out, date);
}

void encode_time(FrameBuffer& out, const ColumnEncoder&, Datum value) {
  out.packer().pack_int64(DatumGetTimeADT(value));
}

void encode_timestamp(FrameBuffer& out, const ColumnEncoder&, Datum value) {
  put_timestamp(out, DatumGetTimestamp(value), false);
}

// A timestamptz is a timestamp in UTC, and its text says so.
void encode_timestamptz(FrameBuffer& out, const ColumnEncoder&, Datum value) {
  put_timestamp(out, DatumGetTimestampTz(value), true);
}

void encode_text(FrameBuffer& out, const ColumnEncoder&, Datum value) {
  const varlena* text = inline_value(value);
  put_text(out, VARDATA_ANY(text), VARSIZE_ANY_EXHDR(text));
}

// The padding of a bpchar means nothing, and MySQL would not give it back.
void encode_bpchar(FrameBuffer& out, const ColumnEncoder&, Datum value) {
  const varlena* text = inline_value(value);
  const char* bytes = VARDATA_ANY(text);
  std::size_t length = VARSIZE_ANY_EXHDR(text);
  while (length > 0 && bytes[length - 1] == ' ') --length;
  put_text(out, bytes, length);
}

void encode_name(FrameBuffer& out, const ColumnEncoder&, Datum value) {
  const char* name = NameStr(*DatumGetName(value));
  put_text(out, name, std::strlen(name));
}

void encode_bytea(FrameBuffer& out, const ColumnEncoder&, Datum value) {
  const varlena* bytes = inline_value(value);
  out.binary(VARDATA_ANY(bytes), VARSIZE_ANY_EXHDR(bytes));
}

void encode_uuid(FrameBuffer& out, const ColumnEncoder&, Datum value) {
  out.binary(reinterpret_cast<const char*>(DatumGetUUIDP(value)->data), UUID_LEN);
}

void encode_json(FrameBuffer& out, const ColumnEncoder& column, Datum value) {
  const varlena* text = inline_value(value);
  put_json(out, column, VARDATA_ANY(text), VARSIZE_ANY_EXHDR(text));
}

void encode_jsonb(FrameBuffer& out, const ColumnEncoder& column, Datum value) {
  Jsonb* document = DatumGetJsonbP(value);
  StringInfoData text;
  initStringInfo(&text);
  JsonbToCString(&text, &document->root, static_cast<int>(VARSIZE(document)));
  put_json(out, column, text.data, static_cast<std::size_t>(text.len));
}

void encode_shape(FrameBuffer& out, const ColumnEncoder& column, Datum value) {
  StringInfoData text;
  initStringInfo(&text);
  column.shape->write(&text, *column.shape, value);
  put_json(out, column, text.data, static_cast<std::size_t>(text.len));
}

void encode_oid(FrameBuffer& out, const ColumnEncoder&, Datum value) {
  out.packer().pack_uint32(DatumGetObjectId(value));
}

void encode_unsigned8(FrameBuffer& out, const ColumnEncoder&, Datum value) {
  out.packer().pack_uint64(DatumGetUInt64(value));
}

// The first bit is the highest, and the last byte is filled up with zeros.
void encode_bit(FrameBuffer& out, const ColumnEncoder&, Datum value) {
  const VarBit* bits = DatumGetVarBitP(value);
  std::uint64_t number = 0;
  for (int i = 0; i < static_cast<int>(VARBITBYTES(bits)); ++i)
    number = number << 8 | VARBITS(bits)[i];
  out.packer().pack_uint64(number >> VARBITPAD(bits));
}

void encode_money(FrameBuffer& out, const ColumnEncoder&, Datum value) {
  char text[kMoneyBytesMax];
  const std::string_view digits = money_text(DatumGetCash(value), text);
  out.text(digits.data(), digits.size());
}

// Its zero is the empty string.
void encode_char(FrameBuffer& out, const ColumnEncoder&, Datum value) {
  const char byte = DatumGetChar(value);
  out.binary(&byte, byte == '\0' ? 0 : 1);
}

void encode_sent(FrameBuffer& out, const ColumnEncoder& column, Datum value) {
  const bytea* bytes = SendFunctionCall(column.output, value);
  out.binary(VARDATA(bytes), VARSIZE(bytes) - VARHDRSZ);
}

// A label that was added since the relation was described is not in the list yet.
void encode_enum(FrameBuffer& out, const ColumnEncoder& column, Datum value) {
  const Oid id = DatumGetObjectId(value);
  for (const EnumLabel& label : column.labels)
    if (label.id == id) return out.text(label.text.data(), label.text.size());
  encode_output(out, column, value);
}

void encode_output(FrameBuffer& out, const ColumnEncoder& column, Datum value) {
  const char* text = OutputFunctionCall(column.output, value);
  put_unchecked_text(out, text, std::strlen(text));
}

}  // namespace plugin
