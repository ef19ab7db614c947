// SPDX-License-Identifier: PostgreSQL
// The server that the rows are going to, as far as the types of its columns depend on it.
#pragma once

#include "plugin/postgres.hpp"

namespace plugin {

// What the JSON of a server takes.
struct JsonLimits {
  int depth;      // of arrays and objects in each other
  int key_bytes;  // of the name of an object's member
  bool
      rounds_numbers;  // those that are neither 64-bit integers nor doubles; MariaDB's JSON is text
};

// How InnoDB counts a column of variable length when it asks whether a row fits a page.
struct PageLimits {
  std::uint32_t inline_bytes;    // a column up to this length in full
  std::uint32_t external_bytes;  // of a longer one, which may go to pages of its own
};

struct Target {
  // Binary and NO PAD, as PostgreSQL's equality is: 'a', 'A' and 'a ' are three keys.
  const char* collation;
  JsonLimits json;
  PageLimits page;
  int enum_bytes;  // of all labels of an ENUM together
  bool has_vector;
  // Whether long texts in keys keep their type, to be found by a hash, instead of being shortened.
  bool hashes_long_keys = false;
};

// The newest MySQL, for those who only look at frames.
Target default_target();

// From "mysql-9.7.4" or "mariadb-10.11.19".
Target parse_target(const char* text);

}  // namespace plugin
