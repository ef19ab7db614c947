// SPDX-License-Identifier: PostgreSQL
#include "applier/preparation.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include "applier/base/log.hpp"
#include "applier/progress/stream_record.hpp"
#include "applier/receive/source_checks.hpp"
#include "applier/schema/name_rules.hpp"
#include "applier/schema/target_name.hpp"
#include "applier/schema/target_table.hpp"
#include "applier/write/identifier.hpp"

namespace applier {

Preparation::Preparation(const Config& config, SourceConnection& source, TargetConnection& target,
                         const std::set<std::uint32_t>& met, const Stop& stop)
    : config_(config),
      source_(source),
      target_(target),
      met_(met),
      stop_(stop),
      options_(plugin_options(config, target.version())) {}

TableStates Preparation::run() {
  check_source(source_, config_);
  create_progress_tables(target_);
  check_slot();
  TableStates states(target_, config_.name);
  copy(states);
  new_slot_.reset();
  return states;
}

// The target says which slot of which cluster feeds it; anything else could lose changes.
void Preparation::check_slot() {
  const std::string name = config_.slot();
  const std::optional<StreamRecord> record = load_stream_record(target_, config_.name);
  std::optional<SlotInfo> slot = find_slot(source_, name);
  if (!record && slot)
    throw Error(
        fmt::format("replication slot \"{}\" exists, and the target does not know it", name),
        "It may belong to a stream of the same name into another target.",
        fmt::format("Choose another stream.name, or remove the slot if nothing uses it: "
                    "SELECT pg_drop_replication_slot('{}').",
                    name));
  if (record && (record->system_identifier != system_identifier(source_) ||
                 record->source_database != source_.database()))
    throw Error(
        fmt::format("stream \"{}\" of the target is fed from another source", config_.name),
        fmt::format("The target knows database \"{}\" of the cluster with system identifier "
                    "{}; source.connection leads to database \"{}\" of cluster {}.",
                    record->source_database, record->system_identifier, source_.database(),
                    system_identifier(source_)),
        "Correct source.connection, or choose another stream.name.");
  if (record && !record->slot_lsn.valid() && slot) {
    // Left behind by a crash between creating the slot and noting it.
    drop_slot(source_, name);
    slot.reset();
  }
  if (!record || !record->slot_lsn.valid()) {
    if (!record)
      insert_stream_record(target_, config_.name,
                           {system_identifier(source_), source_.database(), name, Lsn{}});
    return make_slot();
  }
  if (!slot)
    throw Error(fmt::format("replication slot \"{}\" no longer exists", name),
                "Changes made since it was dropped are not in the log that is kept for the stream.",
                fmt::format("Begin anew: DELETE FROM `wal2mysql`.`stream`, `checkpoint` and "
                            "`table_state` WHERE stream = '{}', empty the target tables, and start "
                            "wal2mysql again.",
                            config_.name));
  check_confirmed(*slot);
}

void Preparation::check_confirmed(const SlotInfo& slot) {
  const std::string name = config_.slot();
  if (slot.plugin != "wal2mysql" || slot.database != source_.database())
    throw Error(
        fmt::format("replication slot \"{}\" is not a slot of wal2mysql in this database", name),
        fmt::format("Its plugin is \"{}\", its database \"{}\".", slot.plugin, slot.database),
        "Choose another stream.name, or remove the slot if nothing uses it.");
  if (slot.wal_status == "lost")
    throw Error(fmt::format("replication slot \"{}\" has lost log that the stream needs", name),
                "max_slot_wal_keep_size was exceeded, or the slot was invalidated.",
                "Drop the slot and begin the stream anew; a larger max_slot_wal_keep_size gives a "
                "stopped stream more time.");
  const Lsn applied = committed_position(target_, config_.name);
  if (slot.confirmed_flush_lsn > applied)
    throw Error(fmt::format("replication slot \"{}\" is not where the target left it", name),
                fmt::format("The target has everything up to {}, the slot begins at {}: it was "
                            "advanced, or dropped and created again.",
                            applied.text(), slot.confirmed_flush_lsn.text()),
                "Changes between the two are lost for the stream. Drop the slot and begin anew.");
}

void Preparation::make_slot() {
  spdlog::info("creating replication slot \"{}\"; this waits for running transactions to end",
               config_.slot());
  new_slot_.emplace(config_.source, config_.slot(), NewSlot::Kind::Permanent, stop_);
  complete_stream_record(target_, config_.name, new_slot_->start());
}

std::vector<PublishedTable> Preparation::missing_tables(const TableStates& states) {
  std::vector<PublishedTable> missing = published_tables(source_, config_.source, met_);
  std::erase_if(missing, [&](const PublishedTable& table) {
    const TableState* state = states.find(table.relation);
    return state != nullptr && state->copied;
  });
  return missing;
}

// A target belongs to one table.  One that was dropped on the source gives way to its successor of
// the same name; its own last changes, still in the log, are then left out.
void Preparation::take_target(const Relation& relation, TableStates& states) {
  for (const std::uint32_t owner : states.owners_of(relation.target)) {
    if (owner == relation.id) continue;
    const std::string id = std::to_string(owner);
    if (source_.query("SELECT 1 FROM pg_catalog.pg_class WHERE oid = $1", {id.c_str()}).rows() > 0)
      throw Error(fmt::format("target table \"{}\".\"{}\" already belongs to another table",
                              relation.target.database, relation.target.table),
                  fmt::format("It was copied from the table with oid {}, which has been renamed "
                              "since; now \"{}\" has its name.",
                              owner, relation.source_name()),
                  "Give one of the two another name on the source, or begin the stream anew.");
    states.forget(target_, owner);
  }
}

Relation Preparation::prepare_target(const PublishedTable& table, TableStates& states) {
  Relation relation = describe_table(source_, table, options_);
  relation.target = target_name(table.schema, table.name, config_.target.database);
  check_names(relation);
  const bool begun = states.find(table.relation) != nullptr;
  take_target(relation, states);
  if (!target_table_exists(target_, relation.target)) {
    create_target_table(target_, relation);
  } else {
    check_target_table(target_, relation);
    if (begun)
      target_.execute("TRUNCATE TABLE " + quoted_name(relation.target));
    else if (!target_table_is_empty(target_, relation.target))
      throw Error(fmt::format("target table \"{}\".\"{}\" already has rows",
                              relation.target.database, relation.target.table),
                  "The copy would mix them with those of the source.",
                  "Empty or rename the table, or drop it: wal2mysql creates it.");
  }
  states.begin_copy(target_, relation);
  return relation;
}

std::vector<TableToCopy> Preparation::prepare_targets(const std::vector<PublishedTable>& tables,
                                                      TableStates& states) {
  std::vector<TableToCopy> prepared;
  for (const PublishedTable& table : tables)
    prepared.push_back({table, prepare_target(table, states)});
  return prepared;
}

void Preparation::copy(TableStates& states) {
  if (missing_tables(states).empty()) return;
  // A slot of its own hands out the snapshot for tables that come later, or whose copy a crash
  // ended; the stream's slot keeps the log since before that.
  std::optional<NewSlot> temporary;
  if (!new_slot_)
    temporary.emplace(config_.source, fmt::format("{}_copy_{}", config_.slot(), getpid()),
                      NewSlot::Kind::Temporary, stop_);
  const NewSlot& slot = new_slot_ ? *new_slot_ : *temporary;
  // Sizes are read after the snapshot was taken: it sees nothing beyond them.
  const std::vector<TableToCopy> tables = prepare_targets(missing_tables(states), states);
  copy_tables(config_, {slot.snapshot(), slot.start()}, tables, options_, target_, states, stop_);
}

}  // namespace applier
