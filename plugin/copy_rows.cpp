// SPDX-License-Identifier: PostgreSQL
// wal2mysql.copy_rows(): the rows of a block range as insert frames, with the encoder of the
// stream, so that copy and stream cannot disagree about a value.
#include "plugin/output_settings.hpp"
#include "plugin/readable_table.hpp"
#include "plugin/row_encoder.hpp"

extern "C" {
PG_FUNCTION_INFO_V1(wal2mysql_copy_rows);
}

namespace plugin {
namespace {

// Lives from the first call of a scan to its last.
struct Copy {
  ReadableTable table;
  Snapshot snapshot;
  TableScanDesc scan;
  TupleTableSlot* slot;
  FrameBuffer out;
  MemoryContext row_memory;
  Row renumbered;  // of a partition, as its root has it
  std::uint64_t since_xid;
  bool finished;
};
SAFE_TO_LONGJMP_OVER(Copy);

BlockNumber block_argument(FunctionCallInfo fcinfo, int argument, BlockNumber otherwise) {
  if (PG_ARGISNULL(argument)) return otherwise;
  const std::int64_t block = PG_GETARG_INT64(argument);
  if (block < 0 || block > MaxBlockNumber)
    ereport(ERROR, errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
            errmsg("block number " INT64_FORMAT " is out of range", block));
  return static_cast<BlockNumber>(block);
}

void close_copy(Datum argument) {
  auto* copy = reinterpret_cast<Copy*>(DatumGetPointer(argument));
  table_endscan(copy->scan);
  ExecDropSingleTupleTableSlot(copy->slot);
  UnregisterSnapshot(copy->snapshot);
  close_readable_table(copy->table);
}

Copy* open_copy(FunctionCallInfo fcinfo, Oid relation_id, const Options& options) {
  auto* copy = static_cast<Copy*>(palloc0(sizeof(Copy)));
  copy->table = open_readable_table(relation_id, options);
  if (copy->table.relation->rd_rel->relkind == RELKIND_PARTITIONED_TABLE)
    ereport(ERROR, errcode(ERRCODE_WRONG_OBJECT_TYPE),
            errmsg("\"%s\" is a partitioned table", RelationGetRelationName(copy->table.relation)),
            errhint("Its rows are in its partitions: read each of them."));
  copy->renumbered = create_row();
  copy->out.create(VARHDRSZ);
  copy->since_xid = options.since_xid;
  copy->row_memory =
      AllocSetContextCreate(CurrentMemoryContext, "wal2mysql row", ALLOCSET_DEFAULT_SIZES);
  const std::string_view frame = copy->table.description->frame;
  copy->out.write(frame.data(), frame.size());
  ItemPointerData first;
  ItemPointerData last;
  ItemPointerSet(&first, block_argument(fcinfo, 1, 0), FirstOffsetNumber);
  ItemPointerSet(&last, block_argument(fcinfo, 2, MaxBlockNumber), MaxOffsetNumber);
  copy->snapshot = RegisterSnapshot(GetActiveSnapshot());
  copy->slot = table_slot_create(copy->table.relation, nullptr);
  copy->scan = table_beginscan_tidrange(copy->table.relation, copy->snapshot, &first, &last);
  return copy;
}

// Transactions of before are counted by their 32 bits up to where they meet the next one's.  One
// that is older still is frozen, and taken for a younger one: a row too many is no harm.
bool is_older(TupleTableSlot* slot, std::uint64_t since_xid) {
  bool is_null = false;
  const TransactionId xid =
      DatumGetTransactionId(slot_getsysattr(slot, MinTransactionIdAttributeNumber, &is_null));
  const FullTransactionId next = ReadNextFullTransactionId();
  const std::uint64_t epoch =
      EpochFromFullTransactionId(next) - (xid > XidFromFullTransactionId(next) ? 1 : 0);
  return (epoch << 32 | xid) < since_xid;
}

// False when there are no more rows.
bool encode_next_row(Copy& copy) {
  CHECK_FOR_INTERRUPTS();
  MemoryContextReset(copy.row_memory);
  if (!table_scan_getnextslot_tidrange(copy.scan, ForwardScanDirection, copy.slot)) return false;
  if (copy.since_xid != 0 && is_older(copy.slot, copy.since_xid)) return true;
  slot_getallattrs(copy.slot);
  Row row{copy.slot->tts_values, copy.slot->tts_isnull};
  const ReadableTable& table = copy.table;
  if (table.root.numbers != nullptr) {
    renumber(*table.root.numbers, row, copy.renumbered);
    row = copy.renumbered;
  }
  if (table.filter != nullptr && !passes(*table.filter, RowFilter::kCopy, row)) return true;
  copy.out.begin_frame();
  frame::write_insert(copy.out.packer(), table.description->id);
  encode_stored_row(copy.out, *table.description, row);
  return true;
}

// Pieces of the previous row come before the next row, also over the end of a payload.
void fill_payload(Copy& copy) {
  const int pinned = pin_output_settings();
  MemoryContext caller = MemoryContextSwitchTo(copy.row_memory);
  while (!copy.out.write_pieces() && !copy.out.is_full() && !copy.finished)
    copy.finished = !encode_next_row(copy);
  MemoryContextSwitchTo(caller);
  unpin_output_settings(pinned);
}

void first_call(FunctionCallInfo fcinfo) {
  FuncCallContext* call = SRF_FIRSTCALL_INIT();
  MemoryContext caller = MemoryContextSwitchTo(call->multi_call_memory_ctx);
  if (PG_ARGISNULL(0) || PG_ARGISNULL(3))
    ereport(ERROR, errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
            errmsg("relation and options must not be null"));
  const Options options = parse_options(PG_GETARG_ARRAYTYPE_P(3));
  Copy* copy = open_copy(fcinfo, PG_GETARG_OID(0), options);
  call->user_fctx = copy;
  // The reader may stop before the last row.
  auto* result = reinterpret_cast<ReturnSetInfo*>(fcinfo->resultinfo);
  RegisterExprContextCallback(result->econtext, close_copy, PointerGetDatum(copy));
  MemoryContextSwitchTo(caller);
}

}  // namespace
}  // namespace plugin

Datum wal2mysql_copy_rows(PG_FUNCTION_ARGS) {
  using namespace plugin;
  if (SRF_IS_FIRSTCALL()) first_call(fcinfo);
  FuncCallContext* call = SRF_PERCALL_SETUP();
  auto* copy = static_cast<Copy*>(call->user_fctx);
  if (call->call_cntr > 0) copy->out.clear();
  fill_payload(*copy);
  if (!copy->out.is_empty()) {
    SET_VARSIZE(copy->out.data(), copy->out.length());
    SRF_RETURN_NEXT(call, PointerGetDatum(copy->out.data()));
  }
  ExprContext* context = reinterpret_cast<ReturnSetInfo*>(fcinfo->resultinfo)->econtext;
  UnregisterExprContextCallback(context, close_copy, PointerGetDatum(copy));
  close_copy(PointerGetDatum(copy));
  SRF_RETURN_DONE(call);
}
