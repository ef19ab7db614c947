// SPDX-License-Identifier: PostgreSQL
// A type of MySQL as CREATE TABLE has it.
//
//   type       := word [ "(" number [ "," number ] ")" ] [ "UNSIGNED" ]
//                 [ "CHARACTER SET" name ] [ "COLLATE" name ]
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace applier {

struct MysqlType {
  std::string word;  // in capitals
  std::optional<std::uint32_t> length;
  std::optional<std::uint32_t> scale;
  bool is_unsigned = false;
  std::string character_set;
  std::string collation;

  bool names_collation() const { return !character_set.empty() || !collation.empty(); }
  std::string text() const;
};

// Throws Error for what is no such type.
MysqlType parse_mysql_type(std::string_view text);

// Whether `word` is one of `words`, which have a blank before and behind each.
bool is_one_of(std::string_view word, std::string_view words);

}  // namespace applier
