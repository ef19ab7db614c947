// SPDX-License-Identifier: PostgreSQL
// Which tables the stream's publications hold now, and how large they are.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "applier/model/relation.hpp"
#include "applier/receive/connection.hpp"
#include "applier/rules/plugin_rules.hpp"

namespace applier {

// All but what rules add.
PluginOptions plugin_options(const Config& config, const std::string& target_version);

struct PublishedTable {
  std::uint32_t relation = 0;
  std::string schema;
  std::string name;
  std::uint64_t blocks = 0;  // of the heap, 8 KiB each by default
};

// Largest first; with those of `others` that still exist.
std::vector<PublishedTable> published_tables(SourceConnection& connection,
                                             const SourceConfig& config,
                                             const std::set<std::uint32_t>& others);

// The table as the plugin describes it; the target is left empty.
Relation describe_table(SourceConnection& connection, const PublishedTable& table,
                        const PluginOptions& options);

// Of everything that a copy of the table depends on but its rows.
std::string fingerprint(SourceConnection& connection, const PublishedTable& table,
                        const PluginOptions& options);

// "ARRAY['name', 'value', …]", as VARIADIC argument.
std::string options_array(const SourceConnection& connection, const PluginOptions& options);

}  // namespace applier
