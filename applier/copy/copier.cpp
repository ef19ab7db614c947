// SPDX-License-Identifier: PostgreSQL
#include "applier/copy/copier.hpp"

#include <algorithm>
#include <atomic>
#include <memory>
#include <mutex>
#include <thread>

#include <fmt/format.h>

#include "applier/base/log.hpp"
#include "applier/copy/chunk_reader.hpp"
#include "applier/copy/copy_progress.hpp"
#include "applier/decode/decoder.hpp"
#include "applier/progress/live_line.hpp"
#include "applier/write/writer.hpp"

namespace applier {
namespace {

constexpr std::uint64_t kBlockBytes = 8192;
constexpr std::size_t kBatchRows = 4096;
constexpr std::size_t kBatchBytes = 4 << 20;

// What the workers of one copy share.
struct Copy {
  const Config& config;
  const RelationShape& shape;
  const CopySnapshot& snapshot;
  const std::vector<TableToCopy>& tables;
  const Stop& stop;
  TableStates& states;
  TargetConnection& states_connection;

  CopiedChunks copied_chunks;
  std::vector<Chunk> chunks;
  CopyProgress progress;
  std::atomic<std::size_t> next_chunk = 0;
  std::atomic<bool> failed = false;

  std::mutex mutex = {};  // guards what follows, and the two references to the states
  std::vector<std::uint64_t> chunks_left = {};
  std::vector<std::uint64_t> rows = {};
  std::exception_ptr failure = nullptr;
};

// At least one chunk of each heap: it may have grown since.
std::vector<Chunk> all_chunks(const std::vector<TableToCopy>& tables, std::uint64_t blocks_each) {
  std::vector<Chunk> all;
  for (std::size_t i = 0; i < tables.size(); ++i)
    for (const Heap& heap : tables[i].source.heaps) {
      const std::vector<Chunk> chunks = chunks_of(i, heap, blocks_each, tables[i].copied);
      all.insert(all.end(), chunks.begin(), chunks.end());
    }
  return all;
}

void finish_table(Copy& copy, std::size_t position) {
  const TableToCopy& table = copy.tables[position];
  copy.copied_chunks.forget(copy.states_connection, table.relation.id);
  copy.states.finish_copy(copy.states_connection, table.relation.id,
                          table.is_resumed() ? copy.snapshot.lsn : Lsn{}, copy.rows[position],
                          !table.plan.indexes.empty() || copy.config.schema.foreign_keys);
  spdlog::info("copied table \"{}\": {} rows{}", table.relation.source_name(), copy.rows[position],
               table.is_resumed() ? ", and what had been copied before" : "");
}

Error left_while_copied(const TableToCopy& table) {
  return Error(fmt::format("a partition of table \"{}\" has left it while it was copied",
                           table.relation.source_name()),
               "The table is copied again.", {}, Remedy::Resume);
}

class Worker {
 public:
  explicit Worker(Copy& copy)
      : copy_(copy),
        source_(copy.config.source, SourceConnection::Mode::Sql),
        writer_(copy.config) {
    source_.query("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
    source_.query("SET TRANSACTION SNAPSHOT " + source_.quoted_literal(copy.snapshot.name));
    oldest_xid_ = std::stoull(
        source_.query("SELECT pg_catalog.pg_snapshot_xmin(pg_catalog.pg_current_snapshot())")
            .string(0, 0));
  }

  void run() {
    for (std::size_t i; (i = copy_.next_chunk++) < copy_.chunks.size();) {
      if (copy_.failed || copy_.stop.requested()) return;
      copy_chunk(copy_.chunks[i]);
    }
  }

 private:
  void copy_chunk(const Chunk& chunk) {
    const TableToCopy& table = copy_.tables[chunk.table];
    Decoder decoder(Decoder::Source::Copy, Lsn{}, [&](Relation& relation) {
      if (relation.id != table.source.relation) throw left_while_copied(table);
      check_name(table, relation);
      relation.target = table.relation.target;
      relation.hashed_attributes = table.relation.hashed_attributes;
      relation.copied_lsn = copy_.snapshot.lsn;
      copy_.shape.apply(relation);
    });
    ChunkReader reader(source_, chunk, options_array(source_, table.options));
    std::uint64_t rows = 0;
    while (auto payload = reader.next(copy_.stop)) {
      decoder.decode(std::move(*payload), unit_);
      if (!decoder.between_changes()) continue;
      if (unit_.changes.size() >= kBatchRows || unit_.bytes >= kBatchBytes) rows += load(table);
    }
    if (copy_.stop.requested()) return;
    rows += load(table);
    copy_.copied_chunks.save(
        writer_.connection(), table.relation.id,
        {chunk.heap, chunk.first_block, chunk.end_block, chunk.is_last, oldest_xid_});
    writer_.connection().commit();
    copy_.progress.add_blocks(chunk.end_block - chunk.first_block);
    finish_chunk(chunk, rows);
  }

  // The rules that the source was told go by the name.
  static void check_name(const TableToCopy& table, const Relation& relation) {
    if (relation.source_name() == table.relation.source_name()) return;
    throw Error(
        fmt::format("table \"{}\" was renamed while it was copied", table.relation.source_name()),
        fmt::format("It is \"{}\" now.", relation.source_name()), {}, Remedy::Resume);
  }

  std::uint64_t load(const TableToCopy& table) {
    writer_.load(unit_, table.is_resumed());
    const std::uint64_t rows = unit_.changes.size();
    copy_.progress.add_rows(rows, unit_.bytes);
    unit_.clear();
    return rows;
  }

  void finish_chunk(const Chunk& chunk, std::uint64_t rows) {
    const std::lock_guard lock(copy_.mutex);
    copy_.rows[chunk.table] += rows;
    if (--copy_.chunks_left[chunk.table] == 0) finish_table(copy_, chunk.table);
  }

  Copy& copy_;
  SourceConnection source_;
  Writer writer_;
  Unit unit_;
  std::uint64_t oldest_xid_ = 0;  // of the snapshot
};

void work(Copy& copy) {
  try {
    Worker(copy).run();
  } catch (...) {
    const std::lock_guard lock(copy.mutex);
    if (!copy.failure) copy.failure = std::current_exception();
    copy.failed = true;
  }
}

}  // namespace

void copy_tables(const Config& config, const RelationShape& shape, const CopySnapshot& snapshot,
                 const std::vector<TableToCopy>& tables, TargetConnection& connection,
                 TableStates& states, const Stop& stop) {
  if (tables.empty()) return;
  std::uint64_t blocks = 0;
  for (const TableToCopy& table : tables) blocks += table.source.blocks();
  Copy copy{.config = config,
            .shape = shape,
            .snapshot = snapshot,
            .tables = tables,
            .stop = stop,
            .states = states,
            .states_connection = connection,
            .copied_chunks = CopiedChunks(config.name),
            .chunks = all_chunks(
                tables, static_cast<std::uint64_t>(config.copy.chunk_mb) * (1 << 20) / kBlockBytes),
            .progress = CopyProgress(blocks)};
  copy.rows.resize(tables.size());
  copy.chunks_left.resize(tables.size());
  for (const Chunk& chunk : copy.chunks) ++copy.chunks_left[chunk.table];
  for (std::size_t table = 0; table < tables.size(); ++table)
    if (copy.chunks_left[table] == 0) finish_table(copy, table);

  std::atomic<std::size_t> running = static_cast<std::size_t>(config.copy.workers);
  std::vector<std::thread> workers;
  for (std::int64_t i = 0; i < config.copy.workers; ++i)
    workers.emplace_back([&] {
      work(copy);
      --running;
    });
  LiveLine line;
  while (running > 0) {
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    if (line.due()) line.show(copy.progress.text());
  }
  for (std::thread& worker : workers) worker.join();
  line.leave();
  if (copy.failure) std::rethrow_exception(copy.failure);
  if (!stop.requested())
    spdlog::info("copied {} tables, {} rows in {:.1f} s", tables.size(), copy.progress.rows(),
                 copy.progress.seconds());
}

}  // namespace applier
