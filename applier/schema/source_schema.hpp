// SPDX-License-Identifier: PostgreSQL
// What the source's catalogs say of tables beside their columns' types.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "applier/receive/connection.hpp"

namespace applier {

struct SourceColumn {
  // As format_type() writes it, without length or precision; of a domain, what it is over.
  std::string type;
  std::string default_expression;  // as pg_get_expr() writes it, or that of its domain; empty: none
  bool is_serial = false;          // an identity, or numbered by a sequence that it owns
  std::int64_t increment = 1;      // of that sequence
  std::string comment;
};

struct SourceIndex {
  struct Part {
    std::int32_t attnum = 0;  // 0: an expression
    bool is_descending = false;
  };

  std::string name;
  std::string method = "btree";
  std::vector<Part> key;
  bool is_unique = false;
  bool is_primary = false;
  bool is_identity = false;  // of REPLICA IDENTITY USING INDEX
  bool is_valid = true;
  bool is_deferrable = false;
  bool is_exclusion = false;  // of EXCLUDE, or WITHOUT OVERLAPS
  bool is_partial = false;
  bool nulls_not_distinct = false;
  bool includes_columns = false;
};

struct SourceTableSchema {
  std::string comment;
  std::map<std::int32_t, SourceColumn> columns;  // by attnum
  std::vector<SourceIndex> indexes;              // in the order of their creation

  // One of which nothing is known, where it has come since.
  const SourceColumn& column(std::int32_t attnum) const;
};

// By pg_class.oid; each of the relations has one.
using SourceSchema = std::map<std::uint32_t, SourceTableSchema>;

// Reads each catalog once for all of them.
SourceSchema read_source_schema(SourceConnection& connection,
                                const std::vector<std::uint32_t>& relations);

}  // namespace applier
