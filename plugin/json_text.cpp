// SPDX-License-Identifier: PostgreSQL
#include "plugin/json_text.hpp"

#include "plugin/value_encoder.hpp"

namespace plugin {

void JsonText::create() {
  initStringInfo(&text_);
  first_ = true;
}

void JsonText::separate() {
  if (!first_) appendStringInfoChar(&text_, ',');
  first_ = false;
}

void JsonText::raw(const char* value) {
  separate();
  appendStringInfoString(&text_, value);
}

void JsonText::open(char bracket) {
  separate();
  appendStringInfoChar(&text_, bracket);
  first_ = true;
}

void JsonText::close(char bracket) {
  appendStringInfoChar(&text_, bracket);
  first_ = false;
}

void JsonText::key(const char* name) {
  separate();
  appendStringInfo(&text_, "\"%s\":", name);
  first_ = true;
}

// JSON has no infinity; the plugin sends none, but whoever made these bytes may have.
void JsonText::number(double value) {
  char* text = DatumGetCString(DirectFunctionCall1(float8out, Float8GetDatum(value)));
  raw(std::isfinite(value) ? text : psprintf("\"%s\"", text));
}

void JsonText::single(float value) {
  char* text = DatumGetCString(DirectFunctionCall1(float4out, Float4GetDatum(value)));
  raw(std::isfinite(value) ? text : psprintf("\"%s\"", text));
}

void JsonText::string(std::string_view utf8) {
  separate();
  const char* bytes = pnstrdup(utf8.data(), utf8.size());
  escape_json(&text_, pg_any_to_server(bytes, static_cast<int>(utf8.size()), PG_UTF8));
}

void JsonText::hex(std::string_view bytes) {
  separate();
  appendStringInfoChar(&text_, '"');
  for (char byte : bytes) appendStringInfo(&text_, "%02x", static_cast<unsigned char>(byte));
  appendStringInfoChar(&text_, '"');
}

void JsonText::lsn(std::uint64_t position) {
  raw(psprintf("\"%X/%X\"", static_cast<std::uint32_t>(position >> 32),
               static_cast<std::uint32_t>(position)));
}

void JsonText::time(std::int64_t unix_microseconds) {
  const TimestampTz time = unix_microseconds - kUnixEpochOffset;
  if (!IS_VALID_TIMESTAMP(time)) return integer(unix_microseconds);
  char text[MAXDATELEN + 1];
  const int utc = 0;
  raw(psprintf("\"%s\"",
               JsonEncodeDateTime(text, TimestampTzGetDatum(time), TIMESTAMPTZOID, &utc)));
}

}  // namespace plugin
