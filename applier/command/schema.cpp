// SPDX-License-Identifier: PostgreSQL
#include "applier/command/schema.hpp"

#include <algorithm>
#include <cstdio>
#include <map>
#include <set>

#include <fmt/format.h>

#include "applier/receive/own_publication.hpp"
#include "applier/receive/source_checks.hpp"
#include "applier/rules/ruled_tables.hpp"
#include "applier/schema/row_hash.hpp"
#include "applier/schema/table_ddl.hpp"
#include "applier/schema/table_planner.hpp"
#include "applier/write/connection.hpp"

namespace applier {
namespace {

// Names may hold the end of a line.
std::string comment(std::string text) {
  std::replace_if(
      text.begin(), text.end(), [](char c) { return c == '\n' || c == '\r'; }, ' ');
  return "-- " + text + "\n";
}

class Script {
 public:
  explicit Script(Config config)
      : config_(std::move(config)),
        source_(config_.source, SourceConnection::Mode::Sql),
        target_(config_.target),
        shape_(config_) {
    if (config_.target.database.empty()) config_.target.database = source_.database();
  }

  void print() {
    check_source(source_);
    // What is published is known once the publication is there: for the moment of this look.
    source_.query("BEGIN");
    keep_publication(source_, config_, false);
    check_publications(source_, config_.source.publications);
    plan();
    source_.query("ROLLBACK");

    write(comment(fmt::format("Stream \"{}\": what wal2mysql run does in an empty target ({}).",
                              config_.name, target_.version())));
    for (const std::string& setting : schema_settings(target_.flavour())) statement(setting);
    for (const PlannedTable* table : in_order()) print_table(*table);
    write("\n" + comment("After the rows:"));
    for (const PlannedTable* table : in_order())
      if (!table->plan.indexes.empty() && is_first(*table))
        statement(add_indexes_text(table->relation, table->plan.indexes));
    print_foreign_keys();
  }

 private:
  void plan() {
    const std::vector<PublishedTable> published = published_tables(source_, config_.source);
    const RuledTables descriptions(shape_, source_, plugin_options(config_, target_.version()));
    const TablePlanner planner(source_, config_, relations_of(published));
    for (const PublishedTable& table : published) {
      Relation relation = descriptions.described(table);
      TablePlan plan = planner.plan(relation);
      choose_row_hash(relation);
      firsts_.try_emplace(relation.target, relation.id);
      tables_[table.relation] = {std::move(relation), std::move(plan)};
    }
    foreign_keys_ = planner.foreign_keys(tables_);
  }

  std::vector<const PlannedTable*> in_order() const {
    std::vector<const PlannedTable*> order;
    for (const auto& [relation, table] : tables_) order.push_back(&table);
    std::sort(order.begin(), order.end(), [](const PlannedTable* left, const PlannedTable* right) {
      return left->relation.source_name() < right->relation.source_name();
    });
    return order;
  }

  bool is_first(const PlannedTable& table) const {
    return firsts_.at(table.relation.target) == table.relation.id;
  }

  void print_table(const PlannedTable& table) {
    const std::string name = table.relation.source_name();
    write("\n");
    if (!is_first(table))
      return write(
          comment(fmt::format("Table \"{}\" goes into \"{}\".\"{}\", too.", name,
                              table.relation.target.database, table.relation.target.table)));
    write(comment(fmt::format("Table \"{}\"", name)));
    for (const std::string& note : table.plan.notes) write(comment("not carried over: " + note));
    if (databases_.insert(table.relation.target.database).second)
      statement(create_database_text(table.relation.target));
    statement(create_table_text(table.relation, table.plan));
  }

  void print_foreign_keys() {
    std::map<std::uint32_t, std::vector<PlannedForeignKey>> keys;
    for (const PlannedForeignKey& key : foreign_keys_) {
      const Relation& child = tables_.at(key.child).relation;
      if (!key.note.empty())
        write(comment(
            fmt::format("not carried over of table \"{}\": {}", child.source_name(), key.note)));
      if (!key.definition.empty()) keys[key.child].push_back(key);
    }
    for (const auto& [child, own] : keys)
      statement(add_foreign_keys_text(tables_.at(child).relation.target, own));
  }

  static void write(const std::string& text) { fmt::print("{}", text); }
  static void statement(const std::string& sql) { write(sql + ";\n"); }

  Config config_;
  SourceConnection source_;
  TargetConnection target_;
  RelationShape shape_;
  std::map<std::uint32_t, PlannedTable> tables_;
  std::vector<PlannedForeignKey> foreign_keys_;
  std::map<TargetName, std::uint32_t> firsts_;  // by which tables that several share are made
  std::set<std::string> databases_;
};

}  // namespace

void schema_command(const Config& config) {
  Script(config).print();
  std::fflush(stdout);
}

}  // namespace applier
