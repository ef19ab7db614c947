// SPDX-License-Identifier: PostgreSQL
// BEGIN is held back until the first published change, so that a transaction that changes nothing
// of interest sends nothing, while the position still advances.
#pragma once

#include "plugin/frame_sink.hpp"

namespace plugin {

class Transaction {
 public:
  void begin() { begun_ = false; }

  // Before the frames of a published change.
  void ensure_begun(FrameSink& sink, const ReorderBufferTXN& txn) {
    if (!begun_) send_begin(sink, txn);
  }

  // For a change that is not published.
  void skip_change(LogicalDecodingContext* context);

  void commit(LogicalDecodingContext* context, FrameSink& sink, const ReorderBufferTXN& txn);

 private:
  void send_begin(FrameSink& sink, const ReorderBufferTXN& txn);

  bool begun_;
  int skipped_changes_;
};
SAFE_TO_LONGJMP_OVER(Transaction);

}  // namespace plugin
