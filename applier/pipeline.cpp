// SPDX-License-Identifier: PostgreSQL
#include "applier/pipeline.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "applier/base/log.hpp"

namespace applier {
namespace {

using namespace std::chrono_literals;

constexpr auto kIdlePatience = 500ms;
// Somebody waits.
constexpr auto kCatchUpPatience = 50ms;
// How many times the bound of a unit its last transaction may fill it.
constexpr std::size_t kRoomForLast = 2;
// How often the position is moved when nothing that is published changes.
constexpr auto kIdleSaveInterval = 1s;

double seconds_since(std::int64_t time_us) {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration<double>(now).count() - static_cast<double>(time_us) / 1e6;
}

}  // namespace

Pipeline::Pipeline(const Parts& parts, const StreamEpoch& epoch, Lsn applied,
                   RelationMap::Complete complete)
    : config_(parts.config),
      receiver_(parts.receiver),
      workers_(parts.workers),
      side_(parts.side),
      watch_(parts.watch),
      stop_(parts.stop),
      catch_up_(parts.catch_up),
      checkpoint_(parts.side, epoch),
      decoder_(Decoder::Source::Stream, applied, std::move(complete)),
      scheduler_([this] { receiver_.wake(); }),
      started_at_(applied.value),
      unit_(std::make_unique<Unit>()),
      applied_(applied.value) {
  for (const std::unique_ptr<Worker>& worker : workers_)
    worker->start(scheduler_, epoch, [this](const Advance& advance) { committed(advance); });
}

Pipeline::~Pipeline() {
  scheduler_.close();
  for (const std::unique_ptr<Worker>& worker : workers_) worker->join();
}

void Pipeline::run() {
  const auto patience = catch_up_ == nullptr ? kIdlePatience : kCatchUpPatience;
  while (!receiver_.ended() && !stop_.requested() && goes_on()) {
    scheduler_.want_wake(can_submit());
    // What has arrived is taken before a unit is closed: behind, units are large.
    if (auto received = receiver_.next(should_submit() ? 0ms : patience))
      take(std::move(*received));
    else if (should_submit())
      submit();
    // Keepalives may come without a pause: a source that shuts down repeats them until its last
    // position is acknowledged.
    advance_idle();
    if (!in_parts_) watch_.look_when_due(Lsn{applied_});
    if (catch_up_ == nullptr && line_.due()) report();
  }
  // What is whole is kept; a transaction that is still arriving will come again.
  unit_->changes.resize(unit_->whole_changes);
  if (decoder_.inside_transaction()) unit_->heartbeat.reset();
  if (unit_->transactions > 0 && !in_parts_) submit();
  if (!in_parts_) scheduler_.drain();
  line_.leave();
}

bool Pipeline::goes_on() {
  if (catch_up_ == nullptr) return true;
  if (catch_up_->begin_again)
    throw Error("other tables join the stream, too", {}, {}, Remedy::Resume);
  catch_up_->applied = catch_up_->is_whole ? applied_.load() : 0;
  const std::uint64_t until = catch_up_->until;
  return until == 0 || applied_ < until;
}

void Pipeline::take(Received received) {
  if (received.idle_lsn.valid()) {
    if (!decoder_.inside_transaction()) idle_lsn_ = received.idle_lsn;
    return;
  }
  decoder_.decode(std::move(received.frames), *unit_);
  if (!decoder_.between_changes()) return;
  if (in_parts_ && !decoder_.inside_transaction()) return submit_part(true);
  if (!in_parts_) note_conflicts();
  if (decoder_.inside_transaction()) {
    // A transaction that is not much larger than a unit is not worth the barrier of parts.
    if (fills(in_parts_ ? 1 : kRoomForLast)) submit_part(false);
  } else if (unit_->transactions > 0 && fills(1)) {
    submit();
  }
}

void Pipeline::note_conflicts() {
  const std::uint64_t sequence = scheduler_.next_sequence();
  for (; noted_changes_ < unit_->changes.size(); ++noted_changes_) {
    Change& change = unit_->changes[noted_changes_];
    const std::uint64_t after = conflicts_.note(change, sequence);
    change.late = after != 0;
    after_ = std::max(after_, after);
  }
}

bool Pipeline::fills(std::size_t units) const {
  return unit_->changes.size() >= units * static_cast<std::size_t>(config_.apply.unit_rows) ||
         unit_->bytes >= units * static_cast<std::size_t>(config_.apply.unit_bytes);
}

bool Pipeline::can_submit() const {
  return unit_->transactions > 0 && !in_parts_ && !decoder_.inside_transaction();
}

// A unit that would only wait gathers more meanwhile.
bool Pipeline::should_submit() {
  const std::uint64_t last_committed = scheduler_.last_committed();
  conflicts_.forget(last_committed);
  return scheduler_.has_idle_worker() && can_submit() && after_ <= last_committed;
}

void Pipeline::submit() {
  scheduler_.submit(std::move(unit_), after_);
  begin_unit();
}

// A large transaction goes into an open MySQL transaction as it arrives; nothing is held whole.
void Pipeline::submit_part(bool last) {
  if (!last) {
    unit_->arriving_xid = decoder_.begin().xid;
    unit_->arriving_end_lsn = Lsn{decoder_.begin().end_lsn};
  }
  scheduler_.submit_part(std::move(unit_), last);
  // Its rows are too many to be remembered.
  conflicts_.note_barrier(scheduler_.next_sequence() - 1);
  in_parts_ = !last;
  begin_unit();
}

void Pipeline::begin_unit() {
  unit_ = scheduler_.empty_unit();
  after_ = 0;
  noted_changes_ = 0;
}

// Called by the workers, one at a time, in the order of the log.
void Pipeline::committed(const Advance& advance) {
  const Position& position = advance.position;
  applied_ = position.end_lsn.value;
  receiver_.acknowledge(position.end_lsn);
  transactions_ += advance.transactions;
  rows_ += advance.rows;
  if (position.commit_time_us != 0) commit_time_us_ = position.commit_time_us;
  if (advance.heartbeat) latencies_.add(seconds_since(advance.heartbeat->sent_at_us));
}

// The source's log moves on although nothing in it is for us: the position follows, in MySQL
// first, so that the slot lets go of the log.
void Pipeline::advance_idle() {
  if (!unit_->empty() || in_parts_ || decoder_.inside_transaction()) return;
  // In this order: a worker tells its position before its commit is counted.
  if (scheduler_.last_committed() + 1 != scheduler_.next_sequence()) return;
  if (idle_lsn_.value <= applied_) return;
  const bool is_to_end = catch_up_ != nullptr && catch_up_->until != 0;
  if (Clock::now() - idle_saved_at_ < kIdleSaveInterval && !is_to_end) return;
  const Position position{idle_lsn_, idle_lsn_, 0};
  checkpoint_.save(position, 0);
  side_.commit();
  idle_saved_at_ = Clock::now();
  committed({position, 0, 0, std::nullopt});
}

void Pipeline::report() {
  const double seconds = std::chrono::duration<double>(Clock::now() - reported_at_).count();
  const double lag_s = commit_time_us_ == 0 || (unit_->empty() && idle_lsn_.value >= applied_)
                           ? 0.0
                           : seconds_since(commit_time_us_);
  std::string text =
      fmt::format("stream at {}, {} transactions, {} rows, {:.0f} rows/s, lag {:.1f} s",
                  Lsn{applied_}.text(), transactions_.load(), rows_.load(),
                  static_cast<double>(rows_ - rows_reported_) / seconds, lag_s);
  if (const auto latency = latencies_.percentiles())
    text += fmt::format(", heartbeats {:.1f} ms (p99 {:.1f} ms)", latency->p50_s * 1e3,
                        latency->p99_s * 1e3);
  line_.show(text);
  rows_reported_ = rows_;
  reported_at_ = Clock::now();
}

}  // namespace applier
