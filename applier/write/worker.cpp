// SPDX-License-Identifier: PostgreSQL
#include "applier/write/worker.hpp"

#include <fmt/format.h>

#include "applier/base/log.hpp"
#include "applier/progress/heartbeat_row.hpp"
#include "applier/schedule/fold.hpp"
#include "applier/schedule/replacement.hpp"

namespace applier {
namespace {

using namespace std::chrono_literals;
using Order = Attempts::Order;

// How long a written unit waits for its turn before it asks whether it is in somebody's way.
constexpr auto kTurnPatience = 50ms;
// The same where the target does not tell.
constexpr auto kBlindPatience = 1000ms;
constexpr std::uint64_t kPruneEvery = 1000;  // tasks

Steps fold(Unit& unit, bool split) {
  Fold fold(unit.arena, split);
  for (const Change& change : unit.changes) fold.add(change);
  return fold.take();
}

std::vector<Step> in_source_order(const Unit& unit) {
  std::vector<Step> steps;
  for (const Change& change : unit.changes) {
    Step& step = steps.emplace_back();
    step.relation = change.relation;
    step.alone = &change;
  }
  return steps;
}

}  // namespace

void Worker::start(Scheduler& scheduler, const StreamEpoch& epoch, Committed committed) {
  scheduler_ = &scheduler;
  stream_ = epoch.stream;
  checkpoint_.emplace(connection(), epoch);
  committed_ = std::move(committed);
  thread_ = std::thread([this] { run(); });
}

void Worker::join() {
  if (thread_.joinable()) thread_.join();
}

void Worker::run() {
  mysql_thread_init();
  try {
    while (const std::shared_ptr<Task> task = scheduler_->take())
      task->in_parts ? apply_parts(*task) : apply_unit(*task);
  } catch (const Abandoned&) {
    // Another worker's failure is what counts.
  } catch (...) {
    scheduler_->fail(std::current_exception());
  }
  mysql_thread_end();
}

void Worker::write(Unit& unit, Order order) {
  if (order == Order::Folded) return writer_.write(fold(unit, false).early);
  if (order == Order::Source) return writer_.write(in_source_order(unit));
  write_replaced(unit);
}

void Worker::write_replaced(Unit& unit) {
  Replacement replacement(
      unit.arena,
      [&](const Relation& relation, const Value* key, Value* row) {
        writer_.complete(relation, key, row, unit.arena);
      },
      [&](const std::vector<Step>& steps) { writer_.write(steps); });
  for (const Change& change : unit.changes) replacement.add(change);
  replacement.finish();
}

void Worker::apply_unit(Task& task) {
  std::unique_ptr<Unit> unit = scheduler_->next_unit(task);
  lossy_ = writer_.substitute(*unit);
  Attempts attempts;
  while (!try_unit(task, *unit, attempts)) {
    scheduler_->set_session(task, 0);
    writer_.connection().rollback();
    scheduler_->wait_until_committed(task.sequence - 1);
    std::this_thread::sleep_for(attempts.pause());
  }
  commit(task, {unit->position, unit->transactions, unit->changes.size(), unit->heartbeat});
  scheduler_->recycle(std::move(unit));
}

// Whether the unit is written and its turn has come.  What fails while earlier units are under way
// may fail because of them: then nothing is made of it, and the next attempt will tell.
bool Worker::try_unit(const Task& task, Unit& unit, Attempts& attempts) {
  const bool is_first = scheduler_->last_committed() + 1 == task.sequence;
  try {
    scheduler_->set_session(task, writer_.connection().id());
    if (is_first) {
      write(unit, attempts.order());
    } else {
      const Steps folded = fold(unit, true);
      writer_.write(folded.early);
      if (!folded.late.empty() && !wait_patiently(task.after)) return false;
      writer_.write(folded.late);
    }
    writer_.save_lossy(lossy_);
    checkpoint_->save(unit.position, unit.transactions);
    if (!wait_patiently(task.sequence - 1)) return false;
    save_heartbeat_of(unit.heartbeat);
    return true;
  } catch (Error& error) {
    error.about(fmt::format("transactions up to {}", unit.position.end_lsn.text()));
    if (error.remedy() == Remedy::Reconnect) throw;
    if (is_first) attempts.failed(error);
    log_error(error, spdlog::level::debug);
    return false;
  }
}

// Until the task is committed.  False where an earlier unit waits for a lock, which may be one of
// ours: the target does not see that we wait for that unit in turn.
bool Worker::wait_patiently(std::uint64_t sequence) {
  auto waited = kTurnPatience;
  for (; !scheduler_->wait_until_committed(sequence, kTurnPatience); waited += kTurnPatience) {
    if (!first_waits_for_lock().value_or(waited >= kBlindPatience)) continue;
    spdlog::debug("a unit gives way to an earlier one that waits for a lock");
    return false;
  }
  return true;
}

// Nothing where the user lacks the privilege PROCESS.
std::optional<bool> Worker::first_waits_for_lock() try {
  const std::uint64_t session = scheduler_->first_session();
  return session != 0 && writer_.connection().query_value(
                             fmt::format("SELECT trx_state FROM information_schema.INNODB_TRX "
                                         "WHERE trx_mysql_thread_id = {}",
                                         session)) == "LOCK WAIT";
} catch (const Error& error) {
  if (error.remedy() != Remedy::Halt) throw;
  return std::nullopt;
}

// Every part goes into the open MySQL transaction as it arrives.
void Worker::apply_parts(Task& task) {
  scheduler_->wait_until_committed(task.sequence - 1);
  Advance advance;
  while (std::unique_ptr<Unit> part = scheduler_->next_unit(task)) {
    write_part(*part);
    if (part->transactions > 0) advance.position = part->position;
    if (part->heartbeat) advance.heartbeat = part->heartbeat;
    advance.transactions += part->transactions;
    advance.rows += part->changes.size();
    scheduler_->recycle(std::move(part));
  }
  checkpoint_->save(advance.position, advance.transactions);
  save_heartbeat_of(advance.heartbeat);
  commit(task, advance);
}

// Only this part is there to be written again: a fault that undoes the whole transaction begins
// again from the checkpoint.
void Worker::write_part(Unit& part) {
  lossy_ = writer_.substitute(part);
  writer_.connection().execute("SAVEPOINT part");
  for (Attempts attempts;;) try {
      write(part, attempts.order());
      return writer_.save_lossy(lossy_);
    } catch (Error& error) {
      if (part.arriving_xid != 0)
        error.about(fmt::format("transaction {} ending at {}", part.arriving_xid,
                                part.arriving_end_lsn.text()));
      attempts.failed(error);
      log_error(error, spdlog::level::debug);
      if (!writer_.connection().roll_back_to("part")) throw error;
    }
}

void Worker::save_heartbeat_of(const std::optional<frame::Heartbeat>& heartbeat) {
  if (heartbeat) save_heartbeat(writer_.connection(), stream_, *heartbeat);
}

void Worker::commit(const Task& task, const Advance& advance) {
  try {
    writer_.connection().commit();
  } catch (Error& error) {
    throw error.about(fmt::format("transactions up to {}", advance.position.end_lsn.text()));
  }
  committed_(advance);
  scheduler_->committed(task);
  if (task.sequence % kPruneEvery == 0) checkpoint_->prune(advance.position.end_lsn);
}

}  // namespace applier
