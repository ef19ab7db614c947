// SPDX-License-Identifier: PostgreSQL
// Which tables the stream's publications hold now, and how large they are.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "applier/model/relation.hpp"
#include "applier/receive/connection.hpp"
#include "applier/rules/plugin_rules.hpp"

namespace applier {

// All but what rules add.
PluginOptions plugin_options(const Config& config, const std::string& target_version);

// Where rows are.
struct Heap {
  std::uint32_t relation = 0;
  std::uint64_t blocks = 0;  // 8 KiB each by default
};

struct PublishedTable {
  std::uint32_t relation = 0;
  std::string schema;
  std::string name;
  std::vector<Heap> heaps;            // its own, or those of partitions that are published as it
  std::vector<std::string> left_out;  // partitions that nothing can be replicated of

  std::uint64_t blocks() const;
};

// Largest first.
std::vector<PublishedTable> published_tables(SourceConnection& connection,
                                             const SourceConfig& config);

// Whether the source has a table of that pg_class.oid, published or not.
bool table_exists(SourceConnection& connection, std::uint32_t relation);

// Whether the lists have the same tables, by the same names, with the same parts.
bool are_same(const std::vector<PublishedTable>& one, const std::vector<PublishedTable>& other);

std::vector<std::uint32_t> relations_of(const std::vector<PublishedTable>& tables);

// The table as the plugin describes it; the target is left empty.
Relation describe_table(SourceConnection& connection, const PublishedTable& table,
                        const PluginOptions& options);

// Of everything that a copy of the table depends on but its rows.
std::string fingerprint(SourceConnection& connection, const PublishedTable& table,
                        const PluginOptions& options);

// "ARRAY['name', 'value', …]", as VARIADIC argument.
std::string options_array(const SourceConnection& connection, const PluginOptions& options);

}  // namespace applier
