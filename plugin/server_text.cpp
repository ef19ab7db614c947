// SPDX-License-Identifier: PostgreSQL
#include "plugin/server_text.hpp"

namespace plugin {
namespace {

bool is_utf8(const char* text, std::size_t length) {
  const int bytes = static_cast<int>(length);
  return pg_encoding_verifymbstr(PG_UTF8, text, bytes) == bytes;
}

void put_converted(FrameBuffer& out, const char* text, std::size_t length) {
  const char* converted = pg_server_to_any(text, static_cast<int>(length), PG_UTF8);
  out.text(converted, converted == text ? length : std::strlen(converted));
}

}  // namespace

void put_text(FrameBuffer& out, const char* text, std::size_t length) {
  switch (GetDatabaseEncoding()) {
    case PG_UTF8:
      return out.text(text, length);
    case PG_SQL_ASCII:
      return put_unchecked_text(out, text, length);
    default:
      return put_converted(out, text, length);
  }
}

void put_unchecked_text(FrameBuffer& out, const char* text, std::size_t length) {
  const int encoding = GetDatabaseEncoding();
  if (encoding != PG_UTF8 && encoding != PG_SQL_ASCII)
    put_converted(out, text, length);
  else if (is_utf8(text, length))
    out.text(text, length);
  else
    out.binary(text, length);
}

std::string_view to_utf8(const char* text) {
  return pg_server_to_any(text, static_cast<int>(std::strlen(text)), PG_UTF8);
}

}  // namespace plugin
