// SPDX-License-Identifier: PostgreSQL
// The messages of the wire contract.  Grammar: frame/README.md.
//
// Every message has its shape here once; write_x() in message_writer.hpp and read_x() in
// message_reader.hpp stand in the same order, so that the two sides cannot drift apart.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace frame {

// Both sides state the range of versions they speak; the plugin chooses the highest common one.
inline constexpr std::uint32_t kProtocolVersionMin = 1;
inline constexpr std::uint32_t kProtocolVersionMax = 1;

// The plugin flushes a CopyData message when this many bytes of frames have gathered.
inline constexpr std::size_t kFlushBytes = 64 * 1024;
// A value that would make its frame longer than this travels in piece frames behind it.
inline constexpr std::size_t kFrameBytesMax = 512 * 1024;
// Payload of one piece frame.
inline constexpr std::size_t kPieceBytes = 256 * 1024;
// PostgreSQL's own limits: MaxHeapAttributeNumber and MaxAllocSize.
inline constexpr std::uint32_t kColumnsMax = 1600;
inline constexpr std::uint64_t kValueBytesMax = 0x3fffffff;

// msgpack extension types.
inline constexpr std::int8_t kExtUnchanged = 1;   // no payload
inline constexpr std::int8_t kExtLongText = 2;    // 4 bytes: length of a value in piece frames
inline constexpr std::int8_t kExtLongBinary = 3;  // likewise

enum class Kind : std::uint8_t {
  Hello = 1,
  Begin = 2,
  Relation = 3,
  Insert = 4,
  Update = 5,
  Delete = 6,
  Truncate = 7,
  Commit = 8,
  Piece = 9,
  Heartbeat = 10,
};

// What a column's values look like on the wire and, with the MySQL type, how they are bound.
enum class Wire : std::uint8_t {
  Boolean = 1,    // bool
  Integer = 2,    // int
  Unsigned = 3,   // int, never negative
  Float = 4,      // float 32
  Double = 5,     // float 64
  Decimal = 6,    // str of digits, or int when the number is a small integer
  Text = 7,       // str, UTF-8
  Binary = 8,     // bin
  Date = 9,       // int, days since 1970-01-01
  Time = 10,      // int, microseconds since midnight
  Datetime = 11,  // int, microseconds since 1970-01-01 00:00:00
  Uuid = 12,      // bin of 16 bytes
  Json = 13,      // str, JSON text
};
inline constexpr auto kWireLast = Wire::Json;

// How a changed row is named, after PostgreSQL's REPLICA IDENTITY and its indexes are resolved.
enum class Identity : std::uint8_t {
  Nothing = 0,  // no UPDATE or DELETE can be replicated
  Key = 1,      // by the columns that Relation::identity lists
  Full = 2,     // by every column: the table has no key
};

struct Hello {
  std::uint32_t protocol_version = 0;
  std::string_view plugin_version;
  std::uint32_t server_version_num = 0;  // as PostgreSQL's server_version_num
};

struct Begin {
  std::uint32_t xid = 0;
  std::uint64_t commit_lsn = 0;     // start of the commit record
  std::uint64_t end_lsn = 0;        // end of the commit record: the position to resume from
  std::int64_t commit_time_us = 0;  // since the Unix epoch
};

struct Commit {
  std::uint64_t commit_lsn = 0;
  std::uint64_t end_lsn = 0;
  std::int64_t commit_time_us = 0;
};

// A sign of life that the applier left on the source, and got back through the log.
struct Heartbeat {
  std::uint64_t beat = 0;  // counts up
  std::int64_t sent_at_us = 0;
};

// What else is told of a column.
inline constexpr std::uint8_t kColumnOfUnknownType = 1;  // the plugin knows no better than its text
inline constexpr std::uint8_t kColumnDeclaredText = 2;   // option text_columns made it text
inline constexpr std::uint8_t kColumnComputed = 4;       // by option rules: the table has none such

struct Column {
  std::int32_t attnum = 0;  // pg_attribute.attnum: survives a rename; or of kColumnComputed
  std::string_view name;
  std::string_view mysql_type;  // as in CREATE TABLE, with its collation: "VARCHAR(20) COLLATE …"
  Wire wire = Wire::Text;
  bool not_null = false;
  std::uint8_t flags = 0;  // kColumnOfUnknownType, kColumnDeclaredText, kColumnComputed
};

// Why rows of a relation came or went in a transaction without changes that would tell of them.
enum class Untold : std::uint8_t {
  Nothing = 0,       // none did
  Partitions = 1,    // partitions with rows came, or partitions went
  Publications = 2,  // what is published of it was altered
  Rewrite = 3,       // its rows were written anew, with other values maybe
};

// Columns follow the fixed fields; both key lists hold positions in the column list.
struct Relation {
  std::uint32_t id = 0;  // pg_class.oid
  std::string_view schema;
  std::string_view name;
  Identity identity_kind = Identity::Nothing;
  std::span<const Column> columns;
  std::span<const std::uint16_t> primary_key;  // in index order; empty: none
  std::span<const std::uint16_t> identity;     // Key only: ascending
  Untold untold = Untold::Nothing;             // left out where it is Nothing
};

// What an UPDATE or DELETE tells of the row before it.
enum class OldRow : std::uint8_t {
  None = 0,  // UPDATE that left the identity columns alone: they are in the new row
  Key = 1,   // one value per identity column
  Full = 2,  // one value per column
};

struct Change {
  std::uint32_t relation = 0;
  OldRow old_row = OldRow::None;
};

inline constexpr std::uint32_t kTruncateCascade = 1;
inline constexpr std::uint32_t kTruncateRestartIdentity = 2;

}  // namespace frame
