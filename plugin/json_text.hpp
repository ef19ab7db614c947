// SPDX-License-Identifier: PostgreSQL
// The text of one JSON value, written from left to right.
#pragma once

#include "plugin/postgres.hpp"

namespace plugin {

class JsonText {
 public:
  // In the current memory context.
  void create();
  const char* c_str() const { return text_.data; }

  void open(char bracket);
  void close(char bracket);
  void key(const char* name);

  void null() { raw("null"); }
  void boolean(bool value) { raw(value ? "true" : "false"); }
  void integer(std::int64_t value) { raw(psprintf(INT64_FORMAT, value)); }
  void unsigned_integer(std::uint64_t value) { raw(psprintf(UINT64_FORMAT, value)); }
  void number(double value);
  void single(float value);
  void string(std::string_view utf8);
  void hex(std::string_view bytes);
  void lsn(std::uint64_t position);
  void time(std::int64_t unix_microseconds);

 private:
  void separate();
  void raw(const char* value);

  StringInfoData text_;
  bool first_;  // in its object or array, or behind its key
};
SAFE_TO_LONGJMP_OVER(JsonText);

}  // namespace plugin
