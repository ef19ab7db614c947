// SPDX-License-Identifier: PostgreSQL
// The server that the rows are going to, as far as the types of its columns depend on it.
#pragma once

#include "plugin/postgres.hpp"

namespace plugin {

struct Target {
  // Binary and NO PAD, as PostgreSQL's equality is: 'a', 'A' and 'a ' are three keys.
  const char* collation;
  // MySQL's JSON holds numbers as 64-bit integers or doubles; MariaDB's is text.
  bool json_is_binary;
  // Whether long texts in keys keep their type, to be found by a hash, instead of being shortened.
  bool hashes_long_keys = false;
};

// The newest MySQL, for those who only look at frames.
Target default_target();

// From "mysql-9.7.4" or "mariadb-10.11.19".
Target parse_target(const char* text);

}  // namespace plugin
