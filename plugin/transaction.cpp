// SPDX-License-Identifier: PostgreSQL
#include "plugin/transaction.hpp"

#include "plugin/value_encoder.hpp"

namespace plugin {
namespace {

constexpr int kSkippedChangesPerReport = 100;

std::int64_t commit_time_us(const ReorderBufferTXN& txn) {
  return txn.xact_time.commit_time + kUnixEpochOffset;
}

}  // namespace

void Transaction::send_begin(FrameSink& sink, const ReorderBufferTXN& txn) {
  frame::write_begin(sink.buffer().packer(),
                     {txn.xid, txn.final_lsn, txn.end_lsn, commit_time_us(txn)});
  begun_ = true;
}

// Otherwise a long transaction of which nothing is published would run into wal_sender_timeout.
void Transaction::skip_change(LogicalDecodingContext* context) {
  if (kServerReportsProgress || ++skipped_changes_ < kSkippedChangesPerReport) return;
  skipped_changes_ = 0;
  OutputPluginUpdateProgress(context, false);
}

void Transaction::commit(LogicalDecodingContext* context, FrameSink& sink,
                         const ReorderBufferTXN& txn) {
  // Before the commit is written: the server notes the position that it will wait to see
  // acknowledged.
  OutputPluginUpdateProgress(context, !begun_);
  if (!begun_) return;
  frame::write_commit(sink.buffer().packer(), {txn.final_lsn, txn.end_lsn, commit_time_us(txn)});
  sink.end_transaction();
  begun_ = false;
}

}  // namespace plugin
