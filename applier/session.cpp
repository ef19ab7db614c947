// SPDX-License-Identifier: PostgreSQL
#include "applier/session.hpp"

#include <algorithm>
#include <limits>
#include <optional>
#include <thread>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "applier/base/log.hpp"
#include "applier/pipeline.hpp"
#include "applier/preparation.hpp"
#include "applier/progress/stream_record.hpp"
#include "applier/progress/writer_lock.hpp"
#include "applier/receive/heartbeat_sender.hpp"
#include "applier/receive/preparation_lock.hpp"
#include "applier/receive/visibility.hpp"
#include "applier/schema/own_rows.hpp"
#include "applier/schema/target_table.hpp"
#include "applier/sync/table_sync.hpp"

namespace applier {
namespace {

std::string untold_text(frame::Untold reason) {
  if (reason == frame::Untold::Rewrite)
    return "ALTER TABLE wrote its rows anew, with other values maybe.";
  if (reason == frame::Untold::Publications)
    return "Its publications were altered, so that other rows or columns of it are published.";
  return "A partition with rows was attached, or one was detached, dropped or truncated, which is "
         "not logged row by row.";
}

// Gives a described table its place and shape in the target; a table that is not copied stops the
// stream for the time of its copy.
class Completion {
 public:
  // What it works with; all of it must outlive this.
  struct Parts {
    const RelationShape& shape;
    const PluginRules& told;
    const Config& config;
    TableStates& states;
    SourceConnection& source;
    TargetConnection& target;
    Afterwards& afterwards;
    const TableSync* sync;
  };

  explicit Completion(const Parts& parts) : parts_(parts) {}

  void operator()(Relation& relation) {
    if (!parts_.told.covers(relation)) tell(relation);
    const TableState* state = parts_.states.find(relation.id);
    if (state == nullptr || !state->copied) return meet(relation);
    const bool in_copy = relation.described_lsn < state->copied_lsn;
    if (relation.untold != frame::Untold::Nothing && !in_copy) return meet_again(relation);
    relation.copied_lsn = state->copied_lsn;
    relation.settled_lsn = state->settled_lsn;
    const Relation described = relation;
    try {
      fit(relation, *state);
      // Nothing is written of what the copy has, whatever it looked like then.
      if (!in_copy) warn_of_scans(relation);
    } catch (const Error& error) {
      if (error.remedy() != Remedy::Halt) throw;
      if (!in_copy) copy_changed(relation, error);
      // The table was altered and copied after this; nothing of what it describes is applied.
      relation = described;
      relation.misfit = std::make_shared<const Error>(error);
    }
  }

 private:
  void fit(Relation& relation, const TableState& state) {
    parts_.told.check_renames(relation, state.source);
    relation.target = state.target;
    relation.overwrites = state.overwrites;
    parts_.shape.apply(relation);
    check_own_rows(state.own_rows, relation);
    check_target_table(parts_.target, relation);
    relation.unique_keys = unique_keys(parts_.target, relation);
  }

  // What the target has is replaced by what the source has now, where that is wanted; else
  // rethrows.
  [[noreturn]] void copy_changed(const Relation& relation, const Error& error) {
    const bool is_wanted = parts_.config.schema.changes == ChangedTables::Copy &&
                           parts_.states.find(relation.id)->created;
    if (!is_wanted || dynamic_cast<const Misfit*>(&error) == nullptr) throw;
    parts_.states.copy_again(parts_.target, relation.id);
    throw Error(fmt::format("the columns of table \"{}\" have changed", relation.source_name()),
                error.detail() + " The table of the target is created anew.", {}, Remedy::Resume);
  }

  // Tables and columns may have had other names when this was logged, or were given them since.
  void tell(const Relation& relation) {
    merge(parts_.afterwards.named[{relation.schema, relation.name}], columns_of(relation));
    throw Error(fmt::format("rules apply to table \"{}\", of which the source had not been told",
                            relation.source_name()),
                "It is told of them now.", {}, Remedy::Resume);
  }

  void meet(Relation& relation) {
    if (parts_.afterwards.postponed.contains(relation.id) ||
        (parts_.sync != nullptr && parts_.sync->contains(relation.id))) {
      // A later copy has all of it.
      relation.copied_lsn = Lsn{std::numeric_limits<std::uint64_t>::max()};
      return;
    }
    if (is_published(relation))
      throw Error(fmt::format("table \"{}\" has joined the stream", relation.source_name()),
                  "It is copied first.", {}, Remedy::Resume);
  }

  // What the target has of it is not its content any more.
  void meet_again(Relation& relation) {
    parts_.states.copy_again(parts_.target, relation.id);
    if (is_published(relation))
      throw Error(fmt::format("table \"{}\" has to be copied again", relation.source_name()),
                  untold_text(relation.untold), {}, Remedy::Resume);
  }

  // It was published when these changes were made.  If it is not any more, there is nothing to
  // copy, and nothing that its changes could be applied to: they are left out up to now.
  bool is_published(Relation& relation) {
    if (is_listed(relation)) return true;
    await_visible(parts_.source, relation.described_by);
    const Lsn now = log_end(parts_.source);
    if (is_listed(relation)) return true;
    spdlog::warn("leaving out table \"{}\", which is no longer published by the source",
                 relation.source_name());
    relation.copied_lsn = now;
    return false;
  }

  bool is_listed(const Relation& relation) {
    const std::vector<PublishedTable> tables =
        published_tables(parts_.source, parts_.config.source);
    return std::any_of(tables.begin(), tables.end(),
                       [&](const PublishedTable& table) { return table.relation == relation.id; });
  }

  Parts parts_;
};

// Two keep a target busy while the source is decoded; more than a few wait for each other's
// commits.
std::size_t worker_count(const Config& config) {
  if (config.apply.workers > 0) return static_cast<std::size_t>(config.apply.workers);
  return std::clamp<std::size_t>(std::thread::hardware_concurrency(), 2, 4);
}

// The session beside them writes, too, when nothing else does.
std::vector<std::unique_ptr<Worker>> connect_workers(const Config& config, TargetConnection& side) {
  std::vector<std::unique_ptr<Worker>> workers;
  std::vector<TargetConnection*> connections = {&side};
  for (std::size_t i = 0; i < worker_count(config); ++i) {
    workers.push_back(std::make_unique<Worker>(config));
    connections.push_back(&workers.back()->connection());
  }
  take_writer_locks(connections, config.name);
  return workers;
}

// What is asked of the plugin beyond what copies ask for, too.
PluginOptions stream_options(const Config& config, const std::string& target_version) {
  PluginOptions options = plugin_options(config, target_version);
  if (!config.source.relations.empty())
    options.emplace_back("relations", fmt::format("{}", fmt::join(config.source.relations, ",")));
  if (config.heartbeat.interval_ms > 0) options.emplace_back("heartbeat", config.name);
  return options;
}

// Returns what is known of the stream's tables then.
TableStates let_join(TableSync& sync, const TableSync::Stream& stream, Preparation& preparation,
                     const PostponedTables& postponed) {
  sync.hand_over(stream);
  const std::string& name = stream.epoch.stream;
  std::set<std::uint32_t> joining = preparation.uncopied(TableStates(stream.target, name));
  std::erase_if(joining, [&](std::uint32_t relation) { return postponed.contains(relation); });
  sync.follow(stream, joining);
  return TableStates(stream.target, name);
}

}  // namespace

bool run_session(Config config, const Stop& stop, const SessionParts& parts) {
  SourceConnection source(config.source, SourceConnection::Mode::Sql);
  TargetConnection side(config.target);  // for what must not join the writer's transactions
  if (config.target.database.empty()) config.target.database = source.database();

  std::optional<PreparationLock> lock(std::in_place, source, config.name);
  const RelationShape shape(config);
  Preparation preparation(config, shape, source, side, parts.afterwards, stop);
  TableStates states = preparation.run();
  if (stop.requested()) return false;
  if (config.copy.mode == CopyMode::Copy) return true;

  // The slot first: it is ours once no other applier streams from it.  Then whatever an older one
  // left behind is ended, and with the new epoch it could not commit any more: the position stands
  // still.
  const Lsn start = committed_position(side, config.name);
  const PluginRules told = preparation.plugin_rules();
  Receiver receiver(config, told.added_to(stream_options(config, side.version())), start, stop);
  lock.reset();  // what the slot proves from now on
  std::vector<std::unique_ptr<Worker>> workers = connect_workers(config, side);
  const std::uint64_t epoch = begin_epoch(side, config.name);
  const Lsn applied = Checkpoint::load(side, config.name);
  preparation.confirm(applied);
  const StreamEpoch stream{config.name, epoch};
  if (parts.sync != nullptr)
    states = let_join(*parts.sync, {source, side, stream, applied, stop}, preparation,
                      parts.afterwards.postponed);
  spdlog::info("{} from {}", config.joins.empty() ? "streaming" : "tables that join: catching up",
               applied.text());

  const HeartbeatSender heartbeats(config);
  PublicationWatch watch(config, source, side, states, parts.afterwards.postponed, parts.sync);
  if (parts.catch_up != nullptr) parts.catch_up->is_whole = preparation.uncopied(states).empty();
  Pipeline pipeline(
      {config, receiver, workers, side, watch, stop, parts.catch_up}, stream, applied,
      Completion({shape, told, config, states, source, side, parts.afterwards, parts.sync}));
  try {
    pipeline.run();
  } catch (const Error& error) {
    parts.afterwards.progressed = pipeline.progressed();
    if (error.relation_to_copy() != 0) states.copy_again(side, error.relation_to_copy());
    throw;
  }
  receiver.finish();
  return false;
}

}  // namespace applier
