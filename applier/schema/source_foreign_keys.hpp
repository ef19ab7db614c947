// SPDX-License-Identifier: PostgreSQL
// Foreign keys among tables of the source, from its catalogs.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "applier/receive/connection.hpp"

namespace applier {

struct SourceForeignKey {
  // pg_constraint.confupdtype and confdeltype.
  enum class Action : char {
    NoAction = 'a',
    Restrict = 'r',
    Cascade = 'c',
    SetNull = 'n',
    SetDefault = 'd',
  };

  std::string name;
  std::uint32_t child = 0;   // pg_class.oid
  std::uint32_t parent = 0;  // likewise: what is referred to
  std::vector<std::int32_t> child_columns;
  std::vector<std::int32_t> parent_columns;
  Action on_update = Action::NoAction;
  Action on_delete = Action::NoAction;
  bool is_valid = true;
  bool is_deferrable = false;
  bool matches_full = false;
  bool sets_some_columns = false;   // ON DELETE SET NULL (a)
  bool parent_is_filtered = false;  // by a row filter of a publication
};

// Of those whose both tables are among the relations, in an order that stays.
std::vector<SourceForeignKey> read_foreign_keys(SourceConnection& connection,
                                                const std::vector<std::uint32_t>& relations);

}  // namespace applier
