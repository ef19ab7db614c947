// SPDX-License-Identifier: PostgreSQL
#include "applier/write/row_key_text.hpp"

#include <fmt/format.h>

namespace applier {
namespace {

std::string readable(const Value& value) {
  switch (value.kind) {
    case frame::ValueKind::Null:
      return "NULL";
    case frame::ValueKind::Text:
      return fmt::format("'{}'", value.bytes());
    case frame::ValueKind::Binary: {
      std::string digits = "0x";
      for (unsigned char byte : value.bytes()) digits += fmt::format("{:02x}", byte);
      return digits;
    }
    case frame::ValueKind::Float:
      return fmt::format("{}", value.single);
    case frame::ValueKind::Double:
      return fmt::format("{}", value.number);
    case frame::ValueKind::Unsigned:
      return fmt::format("{}", value.unsigned_integer);
    default:
      return fmt::format("{}", value.integer);
  }
}

}  // namespace

std::string row_key_text(const Relation& relation, const Value* key) {
  std::string text;
  for (std::size_t i = 0; i < relation.identity.size(); ++i)
    text += fmt::format("{}{} = {}", i == 0 ? "" : ", ",
                        relation.columns[relation.identity[i]].known_as(), readable(key[i]));
  return text;
}

}  // namespace applier
