// SPDX-License-Identifier: PostgreSQL
#include "applier/session.hpp"

#include <fmt/format.h>

#include <set>

#include "applier/base/log.hpp"
#include "applier/pipeline.hpp"
#include "applier/preparation.hpp"
#include "applier/progress/stream_record.hpp"
#include "applier/schema/target_table.hpp"

namespace applier {
namespace {

// Gives a described table its place in the target; a table that is not copied stops the stream for
// the time of its copy.
class Completion {
 public:
  Completion(const TableStates& states, TargetConnection& target)
      : states_(states), target_(target) {}

  void operator()(Relation& relation) {
    const TableState* state = states_.find(relation.id);
    if (state == nullptr || !state->copied)
      throw Error(fmt::format("table \"{}\" has joined the stream", relation.source_name()),
                  "It is copied first.", {}, Remedy::Resume);
    relation.target = state->target;
    relation.copied_lsn = state->copied_lsn;
    check_target_table(target_, relation);
  }

 private:
  const TableStates& states_;
  TargetConnection& target_;
};

}  // namespace

void run_session(Config config, const Stop& stop, bool& progressed) {
  SourceConnection source(config.source, SourceConnection::Mode::Sql);
  Writer writer(config.target);
  TargetConnection side(config.target);  // for what must not join the writer's transactions
  if (config.target.database.empty()) config.target.database = source.database();

  const TableStates states = Preparation(config, source, side, stop).run();
  if (stop.requested()) return;

  // The slot first: it is ours once no other applier streams from it.  Then the epoch: an older
  // applier that still lives cannot commit after that, and the position stands still.
  const Lsn start = Checkpoint::load(side, config.name);
  Receiver receiver(config, plugin_options(config, side.version()), start, stop);
  const std::uint64_t epoch = begin_epoch(side, config.name);
  const Lsn applied = Checkpoint::load(side, config.name);
  spdlog::info("streaming from {}", applied.text());

  Pipeline pipeline(config, receiver, writer, Checkpoint(config.name, epoch), applied,
                    Completion(states, side), stop);
  try {
    pipeline.run();
  } catch (...) {
    progressed = pipeline.progressed();
    throw;
  }
  receiver.finish();
}

}  // namespace applier
