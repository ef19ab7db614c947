// SPDX-License-Identifier: PostgreSQL
#include "applier/config/config.hpp"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <span>

#include <fmt/ranges.h>

#include "applier/config/rules_reader.hpp"
#include "applier/config/toml_reading.hpp"
#include "applier/values/text_columns.hpp"

namespace applier {
namespace {

// The names of slots (63 at most: "wal2mysqlsync_", it, "_copy_" and the number of a process) and
// of the target's locks (64) are made of it.
constexpr std::size_t kStreamNameMax = 36;

// The slot's name is made of it, and PostgreSQL allows only these characters there.
bool is_stream_name(std::string_view name) {
  const auto fits = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
  };
  return !name.empty() && name.size() <= kStreamNameMax &&
         std::all_of(name.begin(), name.end(), fits);
}

void read_stream_name(const toml::node& node, const char* name, std::string& into) {
  read_string(node, name, into);
  if (!is_stream_name(into))
    refuse(
        node.source(), fmt::format("stream.name \"{}\" is not a slot name", into),
        fmt::format("Use lower-case letters, digits and underscores, {} at most.", kStreamNameMax));
}

void read_patterns(const toml::node& node, const char* name, std::vector<std::string>& into) {
  read_strings(node, name, into);
  for (const std::string& pattern : into)
    if (const std::size_t dot = pattern.find('.');
        dot == std::string::npos || dot + 1 == pattern.size() || dot == pattern.starts_with('!'))
      refuse(node.source(), fmt::format("\"{}\" is no pattern of tables", pattern),
             "A pattern is schema.table, where an asterisk is any run of characters; with \"!\" "
             "before it, it leaves out: [\"public.*\", \"!public.audit_*\"].");
}

void read_operations(const toml::node& node, const char* name, std::vector<std::string>& into) {
  into.clear();
  read_strings(node, name, into);
  constexpr std::string_view kOperations[] = {"insert", "update", "delete", "truncate"};
  for (const std::string& operation : into)
    if (std::find(std::begin(kOperations), std::end(kOperations), operation) ==
        std::end(kOperations))
      refuse(node.source(), fmt::format("\"{}\" is no operation", operation),
             fmt::format("The operations are {}.", fmt::join(kOperations, ", ")));
}

std::string first_line_of(const toml::node& node, const std::string& path) {
  std::ifstream file(path);
  std::string line;
  if (!file || !std::getline(file, line))
    refuse(node.source(), fmt::format("could not read the password from file \"{}\"", path),
           "The file holds the password in its first line and is readable by this user only.");
  return line;
}

std::string environment(const toml::node& node, const std::string& name) {
  const char* value = std::getenv(name.c_str());
  if (value == nullptr)
    refuse(node.source(), fmt::format("environment variable \"{}\" is not set", name),
           "Export it where wal2mysql is started, or name the variable that holds the password.");
  return value;
}

ValuePolicy policy_of(const toml::node& node, const char* name) {
  std::string text;
  read_string(node, name, text);
  const auto policy = parse_value_policy(text);
  if (!policy)
    refuse(node.source(), fmt::format("\"{}\" is not a policy", text),
           "The policies are error, null, clamp and text.");
  return *policy;
}

ValueRule value_rule_of(const toml::table& table) {
  ValueRule rule;
  rule.where = where_of(table.source());
  bool has_policy = false;
  for (const auto& [key, value] : table) {
    if (key == "table") {
      read_string(value, "table", rule.table);
    } else if (key == "column") {
      read_string(value, "column", rule.column);
    } else if (key == "policy") {
      rule.policy = policy_of(value, "policy");
      has_policy = true;
    } else {
      refuse(key.source(), fmt::format("setting \"{}\" is not known in a rule", key.str()),
             "A rule knows: table, column, policy.");
    }
  }
  if (rule.table.find('.') == std::string::npos || !has_policy)
    refuse(table.source(), "a rule lacks its policy, or its table with its schema",
           "Write { table = \"public.orders\", column = \"price\", policy = \"null\" }; without "
           "column it is for all of them.");
  return rule;
}

void read_value_rules(const toml::node& node, const char* name, std::vector<ValueRule>& into) {
  const toml::array* array = node.as_array();
  if (array == nullptr || (!array->empty() && !array->is_homogeneous<toml::table>()))
    refuse(node.source(), fmt::format("\"{}\" must be a list of rules", name),
           "Write one [[values.rules]] for each, or rules = [ { … }, { … } ].");
  for (const toml::node& element : *array) into.push_back(value_rule_of(*element.as_table()));
}

using Read = void (*)(const toml::node&, const char* name, Config&);

struct Setting {
  const char* section;
  const char* name;
  Read read;
};

constexpr std::int64_t kMebibyte = 1 << 20;

constexpr std::pair<const char*, CopyMode> kCopyModes[] = {
    {"copy+stream", CopyMode::CopyThenStream},
    {"copy", CopyMode::Copy},
    {"stream", CopyMode::Stream}};

constexpr std::pair<const char*, ExistingRows> kExistingRows[] = {
    {"error", ExistingRows::Error},
    {"append", ExistingRows::Append},
    {"truncate", ExistingRows::Truncate},
    {"recreate", ExistingRows::Recreate}};

constexpr std::pair<const char*, ChangedTables> kChangedTables[] = {{"stop", ChangedTables::Stop},
                                                                    {"copy", ChangedTables::Copy}};

const Setting kSettings[] = {
    {"stream", "name",
     [](auto& node, auto name, auto& c) { read_stream_name(node, name, c.name); }},
    {"source", "connection",
     [](auto& node, auto name, auto& c) { read_string(node, name, c.source.connection); }},
    {"source", "publications",
     [](auto& node, auto name, auto& c) { read_strings(node, name, c.source.publications); }},
    {"source", "tables",
     [](auto& node, auto name, auto& c) { read_patterns(node, name, c.source.tables); }},
    {"source", "operations",
     [](auto& node, auto name, auto& c) { read_operations(node, name, c.source.operations); }},
    {"source", "via_partition_root",
     [](auto& node, auto name, auto& c) { read_boolean(node, name, c.source.via_partition_root); }},
    {"source", "slot",
     [](auto& node, auto name, auto& c) { read_string(node, name, c.source.slot); }},
    {"source", "origin",
     [](auto& node, auto name, auto& c) {
       read_choice(node, name, {"any", "none"}, c.source.origin);
     }},
    {"source", "work_mem_mb",
     [](auto& node, auto name, auto& c) {
       read_integer(node, name, 1, 1 << 20, c.source.work_mem_mb);
     }},
    {"target", "host",
     [](auto& node, auto name, auto& c) { read_string(node, name, c.target.host); }},
    {"target", "port",
     [](auto& node, auto name, auto& c) { read_integer(node, name, 1, 65535, c.target.port); }},
    {"target", "socket",
     [](auto& node, auto name, auto& c) { read_string(node, name, c.target.socket); }},
    {"target", "user",
     [](auto& node, auto name, auto& c) { read_string(node, name, c.target.user); }},
    {"target", "password_file",
     [](auto& node, auto name, auto& c) {
       std::string path;
       read_string(node, name, path);
       c.target.password = first_line_of(node, path);
     }},
    {"target", "password_env",
     [](auto& node, auto name, auto& c) {
       std::string variable;
       read_string(node, name, variable);
       c.target.password = environment(node, variable);
     }},
    {"target", "defaults_file",
     [](auto& node, auto name, auto& c) { read_string(node, name, c.target.defaults_file); }},
    {"target", "database",
     [](auto& node, auto name, auto& c) { read_string(node, name, c.target.database); }},
    {"target", "local_infile",
     [](auto& node, auto name, auto& c) { read_boolean(node, name, c.target.local_infile); }},
    {"target", "long_text_keys",
     [](auto& node, auto name, auto& c) {
       read_choice(node, name, {"error", "hash"}, c.target.long_text_keys);
     }},
    {"apply", "workers",
     [](auto& node, auto name, auto& c) {
       read_integer(node, name, 1, kApplyWorkersMax, c.apply.workers);
     }},
    {"heartbeat", "interval_ms",
     [](auto& node, auto name, auto& c) {
       read_integer(node, name, 0, 3600 * 1000, c.heartbeat.interval_ms);
     }},
    {"apply", "unit_rows",
     [](auto& node, auto name, auto& c) {
       read_integer(node, name, 1, 1 << 20, c.apply.unit_rows);
     }},
    {"apply", "unit_bytes",
     [](auto& node, auto name, auto& c) {
       read_integer(node, name, 1 << 16, 1024 * kMebibyte, c.apply.unit_bytes);
     }},
    {"apply", "queue_bytes",
     [](auto& node, auto name, auto& c) {
       read_integer(node, name, 1 << 16, 4096 * kMebibyte, c.apply.queue_bytes);
     }},
    {"values", "policy",
     [](auto& node, auto name, auto& c) { c.values.policy = policy_of(node, name); }},
    {"values", "rules",
     [](auto& node, auto name, auto& c) { read_value_rules(node, name, c.values.rules); }},
    {"copy", "mode",
     [](auto& node, auto name, auto& c) { read_choice(node, name, kCopyModes, c.copy.mode); }},
    {"copy", "existing",
     [](auto& node, auto name, auto& c) {
       read_choice(node, name, kExistingRows, c.copy.existing);
     }},
    {"schema", "changes",
     [](auto& node, auto name, auto& c) {
       read_choice(node, name, kChangedTables, c.schema.changes);
     }},
    {"schema", "indexes",
     [](auto& node, auto name, auto& c) { read_boolean(node, name, c.schema.indexes); }},
    {"schema", "foreign_keys",
     [](auto& node, auto name, auto& c) { read_boolean(node, name, c.schema.foreign_keys); }},
    {"schema", "defaults",
     [](auto& node, auto name, auto& c) { read_boolean(node, name, c.schema.defaults); }},
    {"schema", "auto_increment",
     [](auto& node, auto name, auto& c) { read_boolean(node, name, c.schema.auto_increment); }},
    {"schema", "comments",
     [](auto& node, auto name, auto& c) { read_boolean(node, name, c.schema.comments); }},
    {"copy", "workers",
     [](auto& node, auto name, auto& c) { read_integer(node, name, 1, 64, c.copy.workers); }},
    {"copy", "rows_per_second",
     [](auto& node, auto name, auto& c) {
       read_integer(node, name, 0, 1'000'000'000, c.copy.rows_per_second);
     }},
    {"copy", "megabytes_per_second",
     [](auto& node, auto name, auto& c) {
       read_integer(node, name, 0, 1'000'000, c.copy.megabytes_per_second);
     }},
    {"copy", "pause_while_source",
     [](auto& node, auto name, auto& c) { read_string(node, name, c.copy.pause_while_source); }},
    {"copy", "pause_while_target",
     [](auto& node, auto name, auto& c) { read_string(node, name, c.copy.pause_while_target); }},
    {"copy", "chunk_mb",
     [](auto& node, auto name, auto& c) { read_integer(node, name, 1, 4096, c.copy.chunk_mb); }},
};

std::string known_settings(std::string_view section) {
  std::string names;
  for (const Setting& setting : kSettings)
    if (section == setting.section)
      names += (names.empty() ? "" : ", ") + std::string(setting.name);
  return names;
}

const Setting& find_setting(std::string_view section, const toml::key& key) {
  for (const Setting& setting : kSettings)
    if (section == setting.section && key.str() == setting.name) return setting;
  refuse(key.source(), fmt::format("setting \"{}\" is not known in [{}]", key.str(), section),
         fmt::format("[{}] knows: {}.", section, known_settings(section)));
}

void read_section(const toml::key& section, const toml::node& node, Config& config) {
  if (known_settings(section.str()).empty())
    refuse(section.source(), fmt::format("section [{}] is not known", section.str()),
           "The sections are [stream], [source], [target], [apply], [copy], [schema] and [values]; "
           "and there are [[rules]].");
  const toml::table* table = node.as_table();
  if (table == nullptr)
    refuse(node.source(), fmt::format("\"{}\" must be a section", section.str()),
           fmt::format("Write [{}] on a line of its own.", section.str()));
  if (const toml::node* second = table->get("password_env");
      second != nullptr && section == "target" && table->contains("password_file"))
    refuse(second->source(), "there are both \"password_file\" and \"password_env\"",
           "Leave one of them out: there is one password.");
  for (const auto& [key, value] : *table)
    find_setting(section.str(), key).read(value, key.str().data(), config);
}

void require(bool given, const std::filesystem::path& file, const char* setting, const char* hint) {
  if (!given) throw Error(fmt::format("{}: {} is missing", file.string(), setting), {}, hint);
}

// A stream follows publications, or makes one of its own.
void choose_selection(Config& config, const std::filesystem::path& file) {
  SourceConfig& source = config.source;
  if (source.tables.empty())
    return require(!source.publications.empty(), file, "source.publications",
                   "Name at least one publication of the source: publications = [\"shop\"]; or "
                   "tables, of which one is made: tables = [\"public.*\"].");
  if (!source.publications.empty())
    throw Error(
        fmt::format("{}: there are both source.publications and source.tables", file.string()),
        "A stream follows publications that exist, or one that is made of its tables.",
        "Leave one of the two out.");
  source.publications = {config.own_name()};
}

// What a slot has still to read is read with publications that were there when it was written; and
// a copy needs the snapshot of a slot that is created for it.
void check_slot_given(const Config& config, const std::filesystem::path& file) {
  if (config.source.slot.empty()) return;
  if (config.copy.mode != CopyMode::Stream)
    throw Error(
        fmt::format("{}: source.slot is given, and copy.mode is not \"stream\"", file.string()),
        "Nothing can be copied as of the position of a slot that is there.",
        "Write mode = \"stream\" in [copy], or leave source.slot out.");
  if (!config.source.tables.empty())
    throw Error(fmt::format("{}: there are both source.slot and source.tables", file.string()),
                "The publication that would be made of them is younger than the slot.",
                "Name publications that are older than the slot.");
}

}  // namespace

Config load_config(const std::filesystem::path& file) {
  toml::table document;
  try {
    document = toml::parse_file(file.string());
  } catch (const toml::parse_error& mistake) {
    const auto line = mistake.source().begin.line;
    throw Error(fmt::format("{}{}: {}", file.string(), line > 0 ? fmt::format(":{}", line) : "",
                            mistake.description()));
  }
  Config config;
  for (const auto& [section, node] : document) {
    if (section == "rules")
      read_rules(node, config.rules);
    else
      read_section(section, node, config);
  }

  require(!config.name.empty(), file, "stream.name", "Every stream has a name: name = \"shop\".");
  require(!config.source.connection.empty(), file, "source.connection",
          "Give a libpq connection string: connection = \"host=… dbname=… user=…\".");
  choose_selection(config, file);
  check_slot_given(config, file);
  require(!config.target.socket.empty() || !config.target.host.empty() ||
              !config.target.defaults_file.empty(),
          file, "target.host", "Give host and port, or socket, or defaults_file.");
  check_text_rules(config.values);
  return config;
}

}  // namespace applier
