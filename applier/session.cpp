// SPDX-License-Identifier: PostgreSQL
#include "applier/session.hpp"

#include <algorithm>
#include <thread>

#include <fmt/format.h>

#include "applier/base/log.hpp"
#include "applier/pipeline.hpp"
#include "applier/preparation.hpp"
#include "applier/progress/stream_record.hpp"
#include "applier/progress/writer_lock.hpp"
#include "applier/schema/target_table.hpp"
#include "applier/values/assignment.hpp"

namespace applier {
namespace {

std::string untold_text(frame::Untold reason) {
  if (reason == frame::Untold::Publications)
    return "Its publications were altered, so that other rows or columns of it are published.";
  return "A partition with rows was attached, or one was detached, dropped or truncated, which is "
         "not logged row by row.";
}

// Gives a described table its place in the target; a table that is not copied stops the stream for
// the time of its copy.
class Completion {
 public:
  Completion(const Config& config, TableStates& states, SourceConnection& source,
             TargetConnection& target)
      : config_(config), states_(states), source_(source), target_(target) {}

  void operator()(Relation& relation) {
    const TableState* state = states_.find(relation.id);
    if (state == nullptr || !state->copied) return meet(relation);
    if (relation.untold_lsn.valid() && relation.untold_lsn >= state->copied_lsn)
      return meet_again(relation);
    relation.target = state->target;
    relation.copied_lsn = state->copied_lsn;
    assign_policies(config_.values, relation);
    check_target_table(target_, relation);
    warn_of_scans(relation);
    relation.unique_keys = unique_keys(target_, relation);
  }

 private:
  void meet(Relation& relation) {
    if (is_published(relation))
      throw Error(fmt::format("table \"{}\" has joined the stream", relation.source_name()),
                  "It is copied first.", {}, Remedy::Resume);
  }

  // What the target has of it is not its content any more.
  void meet_again(Relation& relation) {
    states_.discard_copy(target_, relation.id);
    if (is_published(relation))
      throw Error(fmt::format("table \"{}\" has to be copied again", relation.source_name()),
                  untold_text(relation.untold), {}, Remedy::Resume);
  }

  // It was published when these changes were made.  If it is not any more, there is nothing to
  // copy, and nothing that its changes could be applied to: they are left out up to now.
  bool is_published(Relation& relation) {
    const Lsn now = log_end(source_);
    const std::vector<PublishedTable> tables = published_tables(source_, config_.source);
    const auto found = std::find_if(tables.begin(), tables.end(), [&](const PublishedTable& table) {
      return table.relation == relation.id;
    });
    if (found != tables.end()) return true;
    spdlog::warn("leaving out table \"{}\", which is no longer published by the source",
                 relation.source_name());
    relation.copied_lsn = now;
    return false;
  }

  const Config& config_;
  TableStates& states_;
  SourceConnection& source_;
  TargetConnection& target_;
};

// Two keep a target busy while the source is decoded; more than a few wait for each other's
// commits.
std::size_t worker_count(const Config& config) {
  if (config.apply.workers > 0) return static_cast<std::size_t>(config.apply.workers);
  return std::clamp<std::size_t>(std::thread::hardware_concurrency(), 2, 4);
}

std::vector<std::unique_ptr<Worker>> connect_workers(const Config& config) {
  std::vector<std::unique_ptr<Worker>> workers;
  std::vector<TargetConnection*> connections;
  for (std::size_t i = 0; i < worker_count(config); ++i) {
    workers.push_back(std::make_unique<Worker>(config));
    connections.push_back(&workers.back()->connection());
  }
  take_writer_locks(connections, config.name);
  return workers;
}

}  // namespace

void run_session(Config config, const Stop& stop, Afterwards& afterwards) {
  SourceConnection source(config.source, SourceConnection::Mode::Sql);
  TargetConnection side(config.target);  // for what must not join the writer's transactions
  if (config.target.database.empty()) config.target.database = source.database();

  Preparation preparation(config, source, side, stop);
  TableStates states = preparation.run();
  if (stop.requested()) return;

  // The slot first: it is ours once no other applier streams from it.  Then whatever an older one
  // left behind is ended, and with the new epoch it could not commit any more: the position stands
  // still.
  const Lsn start = committed_position(side, config.name);
  Receiver receiver(config, plugin_options(config, side.version()), start, stop);
  std::vector<std::unique_ptr<Worker>> workers = connect_workers(config);
  const std::uint64_t epoch = begin_epoch(side, config.name);
  const Lsn applied = Checkpoint::load(side, config.name);
  preparation.confirm(applied);
  spdlog::info("streaming from {}", applied.text());

  Pipeline pipeline({config, receiver, workers, side, stop}, Checkpoint(config.name, epoch),
                    applied, Completion(config, states, source, side));
  try {
    pipeline.run();
  } catch (...) {
    afterwards.progressed = pipeline.progressed();
    throw;
  }
  receiver.finish();
}

}  // namespace applier
