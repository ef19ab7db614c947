// SPDX-License-Identifier: PostgreSQL
// wal2mysql.frame_to_jsonb(): frames for people and for tests, read by the reader that the applier
// uses.
#include "plugin/postgres.hpp"
#include "plugin/value_encoder.hpp"

extern "C" {
PG_FUNCTION_INFO_V1(wal2mysql_frame_to_jsonb);
}

namespace plugin {
namespace {

// Builds the text of one JSON object; keys and texts are escaped.
class JsonText {
 public:
  void create() { initStringInfo(&text_); }
  void restart() { resetStringInfo(&text_); }
  const char* text() const { return text_.data; }

  void open(char bracket) {
    separate();
    appendStringInfoChar(&text_, bracket);
    first_ = true;
  }
  void close(char bracket) {
    appendStringInfoChar(&text_, bracket);
    first_ = false;
  }
  void key(const char* name) {
    separate();
    appendStringInfo(&text_, "\"%s\": ", name);
    first_ = true;
  }
  void raw(const char* value) {
    separate();
    appendStringInfoString(&text_, value);
  }
  void number(std::int64_t value) { raw(psprintf(INT64_FORMAT, value)); }
  void string(std::string_view utf8) {
    separate();
    char* bytes = pnstrdup(utf8.data(), utf8.size());
    escape_json(&text_, pg_any_to_server(bytes, static_cast<int>(utf8.size()), PG_UTF8));
  }
  void hex(std::string_view bytes) {
    separate();
    appendStringInfoChar(&text_, '"');
    for (char byte : bytes) appendStringInfo(&text_, "%02x", static_cast<unsigned char>(byte));
    appendStringInfoChar(&text_, '"');
  }
  void lsn(std::uint64_t position) {
    raw(psprintf("\"%X/%X\"", static_cast<unsigned>(position >> 32),
                 static_cast<unsigned>(position)));
  }
  void time(std::int64_t unix_microseconds) {
    char buffer[MAXDATELEN + 1];
    const int utc = 0;
    raw(psprintf("\"%s\"", JsonEncodeDateTime(buffer, TimestampTzGetDatum(unix_microseconds - kUnixEpochOffset),
                       TIMESTAMPTZOID, &utc)));
  }

 private:
  void separate() {
    if (!first_) appendStringInfoString(&text_, ", ");
    first_ = false;
  }

  StringInfoData text_;
  bool first_ = true;
};
SAFE_TO_LONGJMP_OVER(JsonText);

}  // namespace
}  // namespace plugin

Datum wal2mysql_frame_to_jsonb(PG_FUNCTION_ARGS) {
  elog(ERROR, "not yet");
}
