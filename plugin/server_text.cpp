// SPDX-License-Identifier: PostgreSQL
#include "plugin/server_text.hpp"

namespace plugin {
namespace {

bool is_utf8(const char* text, std::size_t length) {
  const int bytes = static_cast<int>(length);
  return pg_encoding_verifymbstr(PG_UTF8, text, bytes) == bytes;
}

bool is_ascii(const char* text, std::size_t length) {
  for (std::size_t i = 0; i < length; ++i)
    if (IS_HIGHBIT_SET(text[i])) return false;
  return true;
}

// Of the encoding of the database, which a process never changes.
Oid conversion_to_utf8() {
  static Oid found = InvalidOid;
  if (OidIsValid(found)) return found;
  const int encoding = GetDatabaseEncoding();
  found = FindDefaultConversionProc(encoding, PG_UTF8);
  if (!OidIsValid(found))
    ereport(ERROR, errcode(ERRCODE_UNDEFINED_FUNCTION),
            errmsg("there is no conversion from encoding \"%s\" to UTF8",
                   pg_encoding_to_char(encoding)));
  return found;
}

// Text in UTF-8.  A character that UTF-8 does not have keeps its bytes, and whole is false: an
// error here would be raised whenever the walsender met the value again.
struct Converted {
  char* text;
  std::size_t length;
  bool whole;
};
SAFE_TO_LONGJMP_OVER(Converted);

Converted convert(const char* text, std::size_t length) {
  const Oid conversion = conversion_to_utf8();
  const int encoding = GetDatabaseEncoding();
  const std::size_t room = length * MAX_CONVERSION_GROWTH + 1;
  auto* to = static_cast<char*>(MemoryContextAllocHuge(CurrentMemoryContext, room));
  Converted result = {to, 0, true};
  const char* const end = text + length;
  while (text < end) {
    // What is left of the text never needs more than is left of the room.
    const std::size_t left = Min(room - result.length, static_cast<std::size_t>(INT_MAX));
    const int converted = pg_do_encoding_conversion_buf(
        conversion, encoding, PG_UTF8, reinterpret_cast<unsigned char*>(const_cast<char*>(text)),
        static_cast<int>(end - text), reinterpret_cast<unsigned char*>(to + result.length),
        static_cast<int>(left), true);
    result.length += std::strlen(to + result.length);
    text += converted;
    if (converted > 0) continue;
    result.whole = false;
    const std::ptrdiff_t character = pg_encoding_mblen(encoding, text);
    const auto bytes = static_cast<std::size_t>(Min(character, end - text));
    std::memcpy(to + result.length, text, bytes);
    result.length += bytes;
    text += bytes;
  }
  return result;
}

void put_converted(FrameBuffer& out, const char* text, std::size_t length) {
  if (is_ascii(text, length)) return out.text(text, length);
  const Converted converted = convert(text, length);
  if (converted.whole)
    out.text(converted.text, converted.length);
  else
    out.binary(converted.text, converted.length);
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
