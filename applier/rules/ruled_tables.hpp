// SPDX-License-Identifier: PostgreSQL
// Tables of the source as the rules want them: described, and checked before their first row.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <vector>

#include "applier/copy/published_tables.hpp"
#include "applier/rules/relation_shape.hpp"

namespace applier {

class RuledTables {
 public:
  // `options` are those without rules.  What is referred to must outlive this.
  RuledTables(const RelationShape& shape, SourceConnection& source, PluginOptions options);

  // The columns that the tables have now.
  SourceColumns columns_of(const std::vector<PublishedTable>& tables) const;

  // The plugin's options for this table alone: of thousands, each is described by itself.
  PluginOptions options_for(const PublishedTable& table) const;

  // With its target, and names and types of the target.  Throws Error with the line of the rule
  // that the source refuses.
  Relation described(const PublishedTable& table) const;

  // Describes those of the tables of which a rule says more than where they go.
  void check(const std::vector<PublishedTable>& tables) const;

 private:
  ToldOfTable told_of_table(const PublishedTable& table) const;
  [[noreturn]] void blame(const PublishedTable& table, const ToldOfTable& told,
                          const Error& error) const;

  const RelationShape& shape_;
  SourceConnection& source_;
  PluginOptions options_;
};

}  // namespace applier
