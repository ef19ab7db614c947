// SPDX-License-Identifier: PostgreSQL
#include "applier/pipeline.hpp"

#include <fmt/format.h>

#include "applier/base/log.hpp"

namespace applier {
namespace {

using namespace std::chrono_literals;

constexpr auto kIdlePatience = 500ms;
// How often the position is moved when nothing that is published changes.
constexpr auto kIdleSaveInterval = 1s;
constexpr std::uint64_t kPruneEvery = 1000;  // commits

}  // namespace

Pipeline::Pipeline(const Config& config, Receiver& receiver, Writer& writer, Checkpoint checkpoint,
                   Lsn applied, RelationMap::Complete complete, const Stop& stop)
    : config_(config),
      receiver_(receiver),
      writer_(writer),
      checkpoint_(std::move(checkpoint)),
      decoder_(Decoder::Source::Stream, applied, std::move(complete)),
      stop_(stop),
      applied_(applied) {}

void Pipeline::run() {
  while (!receiver_.ended() && !stop_.requested()) {
    const bool can_commit = unit_.transactions > 0 && !decoder_.inside_transaction();
    if (auto received = receiver_.next(can_commit ? 0ms : kIdlePatience))
      take(std::move(*received));
    else if (can_commit)
      commit_unit();
    // Keepalives may come without a pause: a source that shuts down repeats them until its last
    // position is acknowledged.
    advance_idle();
    if (line_.due()) report();
  }
  // What is whole is kept; a transaction that is still arriving will come again.
  unit_.changes.resize(unit_.whole_changes);
  if (unit_.transactions > 0 && rows_in_part_ == 0) commit_unit();
  line_.leave();
}

void Pipeline::take(Received received) {
  if (received.idle_lsn.valid()) {
    if (!decoder_.inside_transaction()) idle_lsn_ = received.idle_lsn;
    return;
  }
  decoder_.decode(std::move(received.frames), unit_);
  if (!is_full() || !decoder_.between_changes()) return;
  if (decoder_.inside_transaction())
    flush_part();
  else if (unit_.transactions > 0)
    commit_unit();
}

bool Pipeline::is_full() const {
  return unit_.changes.size() >= static_cast<std::size_t>(config_.apply.unit_rows) ||
         unit_.bytes >= static_cast<std::size_t>(config_.apply.unit_bytes);
}

// A large transaction goes into the open MySQL transaction as it arrives; nothing is held whole.
void Pipeline::flush_part() {
  const std::uint64_t transactions = unit_.transactions;
  const Position position = unit_.position;
  try {
    writer_.write(unit_);
  } catch (Error& error) {
    throw error.about(fmt::format("transaction {} ending at {}", decoder_.begin().xid,
                                  Lsn{decoder_.begin().end_lsn}.text()));
  }
  rows_in_part_ += unit_.changes.size();
  unit_.clear();
  unit_.transactions = transactions;
  unit_.position = position;
}

void Pipeline::commit_unit() {
  const Position position = unit_.position;
  const std::uint64_t rows = rows_in_part_ + unit_.changes.size();
  try {
    writer_.write(unit_);
    checkpoint_.save(writer_.connection(), position, unit_.transactions);
    writer_.connection().commit();
  } catch (Error& error) {
    throw error.about(
        fmt::format("transactions after {} up to {}", applied_.text(), position.end_lsn.text()));
  }
  committed(position, unit_.transactions, rows);
  unit_.clear();
  rows_in_part_ = 0;
}

void Pipeline::committed(const Position& position, std::uint64_t transactions, std::uint64_t rows) {
  applied_ = position.end_lsn;
  receiver_.acknowledge(applied_);
  transactions_ += transactions;
  rows_ += rows;
  if (position.commit_time_us != 0) commit_time_us_ = position.commit_time_us;
  if (++commits_ % kPruneEvery == 0) checkpoint_.prune(writer_.connection(), applied_);
}

// The source's log moves on although nothing in it is for us: the position follows, in MySQL
// first, so that the slot lets go of the log.
void Pipeline::advance_idle() {
  if (!unit_.empty() || decoder_.inside_transaction() || idle_lsn_ <= applied_) return;
  if (Clock::now() - idle_saved_at_ < kIdleSaveInterval) return;
  const Position position{idle_lsn_, idle_lsn_, 0};
  checkpoint_.save(writer_.connection(), position, 0);
  writer_.connection().commit();
  idle_saved_at_ = Clock::now();
  committed(position, 0, 0);
}

void Pipeline::report() {
  const double seconds = std::chrono::duration<double>(Clock::now() - reported_at_).count();
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  const double lag_s =
      commit_time_us_ == 0 || (unit_.empty() && idle_lsn_ >= applied_)
          ? 0.0
          : std::chrono::duration<double>(now).count() - static_cast<double>(commit_time_us_) / 1e6;
  line_.show(fmt::format("stream at {}, {} transactions, {} rows, {:.0f} rows/s, lag {:.1f} s",
                         applied_.text(), transactions_, rows_,
                         static_cast<double>(rows_ - rows_reported_) / seconds, lag_s));
  rows_reported_ = rows_;
  reported_at_ = Clock::now();
}

}  // namespace applier
