// SPDX-License-Identifier: PostgreSQL
// One Datum to one msgpack value.  Which function encodes a column is chosen once per relation
// (type_map); none of them looks anything up in the catalogues.
//
// A value that MySQL's type cannot hold (NaN, infinity, a year outside 1 to 9999, too many digits)
// is sent as its PostgreSQL text in a kind that the column never has otherwise, so that the applier
// can refuse it by name: to raise an error here would only make the walsender meet it again.
#pragma once

#include "plugin/frame_buffer.hpp"
#include "plugin/target.hpp"

namespace plugin {

struct ColumnEncoder;
struct JsonShape;
struct RuleColumn;
struct VirtualColumn;
using EncodeValue = void (*)(FrameBuffer& out, const ColumnEncoder& column, Datum value);

struct EnumLabel {
  Oid id;
  std::string_view text;  // UTF-8
};

struct ColumnEncoder {
  EncodeValue encode;
  int attribute;        // index in the tuple descriptor; -1: only the target has the column
  std::int16_t length;  // of the type, as pg_attribute has it
  bool by_value;
  bool checks_json;  // what is sent is JSON, and no text in a key
  JsonLimits json;
  FmgrInfo* output;  // encode_output, the fallback of encode_enum; encode_sent: the send function
  std::span<const EnumLabel> labels;
  const JsonShape* shape;         // encode_shape
  const VirtualColumn* computed;  // encode_virtual
  bool unknown_is_binary;         // the kind that the column never has, for encode_virtual
  const RuleColumn* rule;         // nullptr: the value is the row's own
};
SAFE_TO_LONGJMP_OVER(ColumnEncoder);

void encode_bool(FrameBuffer& out, const ColumnEncoder& column, Datum value);
void encode_int2(FrameBuffer& out, const ColumnEncoder& column, Datum value);
void encode_int4(FrameBuffer& out, const ColumnEncoder& column, Datum value);
void encode_int8(FrameBuffer& out, const ColumnEncoder& column, Datum value);
void encode_float4(FrameBuffer& out, const ColumnEncoder& column, Datum value);
void encode_float8(FrameBuffer& out, const ColumnEncoder& column, Datum value);
void encode_date(FrameBuffer& out, const ColumnEncoder& column, Datum value);
void encode_time(FrameBuffer& out, const ColumnEncoder& column, Datum value);
void encode_timestamp(FrameBuffer& out, const ColumnEncoder& column, Datum value);
void encode_timestamptz(FrameBuffer& out, const ColumnEncoder& column, Datum value);
void encode_text(FrameBuffer& out, const ColumnEncoder& column, Datum value);
void encode_bpchar(FrameBuffer& out, const ColumnEncoder& column, Datum value);
void encode_name(FrameBuffer& out, const ColumnEncoder& column, Datum value);
void encode_bytea(FrameBuffer& out, const ColumnEncoder& column, Datum value);
void encode_uuid(FrameBuffer& out, const ColumnEncoder& column, Datum value);
void encode_json(FrameBuffer& out, const ColumnEncoder& column, Datum value);
void encode_jsonb(FrameBuffer& out, const ColumnEncoder& column, Datum value);
void encode_enum(FrameBuffer& out, const ColumnEncoder& column, Datum value);
// oid and what is like it; pg_lsn and xid8; bit(n) up to 64.
void encode_oid(FrameBuffer& out, const ColumnEncoder& column, Datum value);
void encode_unsigned8(FrameBuffer& out, const ColumnEncoder& column, Datum value);
void encode_bit(FrameBuffer& out, const ColumnEncoder& column, Datum value);
void encode_money(FrameBuffer& out, const ColumnEncoder& column, Datum value);
// "char", which is a byte.
void encode_char(FrameBuffer& out, const ColumnEncoder& column, Datum value);
// Arrays, composites, hstore: see json_shape.hpp.
void encode_shape(FrameBuffer& out, const ColumnEncoder& column, Datum value);
// Through the type's send function.
void encode_sent(FrameBuffer& out, const ColumnEncoder& column, Datum value);
// Every other type, through its output function.
void encode_output(FrameBuffer& out, const ColumnEncoder& column, Datum value);

// A timestamp of PostgreSQL in microseconds since the Unix epoch.
inline constexpr std::int64_t kUnixEpochOffset =
    static_cast<std::int64_t>(POSTGRES_EPOCH_JDATE - UNIX_EPOCH_JDATE) * USECS_PER_DAY;

}  // namespace plugin
