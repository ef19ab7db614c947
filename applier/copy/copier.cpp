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
#include "applier/values/assignment.hpp"
#include "applier/write/writer.hpp"

namespace applier {
namespace {

constexpr std::uint64_t kBlockBytes = 8192;
constexpr std::size_t kBatchRows = 4096;
constexpr std::size_t kBatchBytes = 4 << 20;

// What the workers of one copy share.
struct Copy {
  const Config& config;
  const CopySnapshot& snapshot;
  const std::vector<TableToCopy>& tables;
  std::string options;
  const Stop& stop;
  TableStates& states;
  TargetConnection& states_connection;

  std::vector<Chunk> chunks;
  CopyProgress progress;
  std::atomic<std::size_t> next_chunk = 0;
  std::atomic<bool> failed = false;

  std::mutex mutex = {};  // guards what follows, and the two references to the states
  std::vector<std::uint64_t> chunks_left = {};
  std::vector<std::uint64_t> rows = {};
  std::exception_ptr failure = nullptr;
};

std::vector<Chunk> chunks_of(const std::vector<TableToCopy>& tables, std::uint64_t blocks_each) {
  std::vector<Chunk> chunks;
  for (std::size_t table = 0; table < tables.size(); ++table) {
    for (const Heap& heap : tables[table].source.heaps) {
      // At least one chunk: it may have grown since.
      std::uint64_t block = 0;
      do {
        const std::uint64_t end = std::min(block + blocks_each, heap.blocks);
        chunks.push_back({table, heap.relation, block, end, end == heap.blocks});
        block = end;
      } while (block < heap.blocks);
    }
  }
  return chunks;
}

void finish_table(Copy& copy, std::size_t table) {
  const Relation& relation = copy.tables[table].relation;
  copy.states.finish_copy(copy.states_connection, relation.id, copy.snapshot.lsn, copy.rows[table]);
  spdlog::info("copied table \"{}\": {} rows", relation.source_name(), copy.rows[table]);
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
      relation.target = table.relation.target;
      relation.hashed_attributes = table.relation.hashed_attributes;
      assign_policies(copy_.config.values, relation);
    });
    ChunkReader reader(source_, chunk, copy_.options);
    std::uint64_t rows = 0;
    while (auto payload = reader.next(copy_.stop)) {
      decoder.decode(std::move(*payload), unit_);
      if (!decoder.between_changes()) continue;
      if (unit_.changes.size() >= kBatchRows || unit_.bytes >= kBatchBytes) rows += load();
    }
    if (copy_.stop.requested()) return;
    rows += load();
    writer_.connection().commit();
    copy_.progress.add_blocks(chunk.end_block - chunk.first_block);
    finish_chunk(chunk, rows);
  }

  std::uint64_t load() {
    writer_.load(unit_);
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

void copy_tables(const Config& config, const CopySnapshot& snapshot,
                 const std::vector<TableToCopy>& tables, const PluginOptions& options,
                 TargetConnection& connection, TableStates& states, const Stop& stop) {
  if (tables.empty()) return;
  std::uint64_t blocks = 0;
  for (const TableToCopy& table : tables) blocks += table.source.blocks();
  const SourceConnection quoting(config.source, SourceConnection::Mode::Sql);
  Copy copy{.config = config,
            .snapshot = snapshot,
            .tables = tables,
            .options = options_array(quoting, options),
            .stop = stop,
            .states = states,
            .states_connection = connection,
            .chunks = chunks_of(
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
