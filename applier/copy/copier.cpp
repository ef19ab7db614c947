// SPDX-License-Identifier: PostgreSQL
#include "applier/copy/copier.hpp"

#include <algorithm>
#include <atomic>
#include <memory>
#include <mutex>
#include <thread>

#include <fmt/format.h>

#include "applier/base/log.hpp"
#include "applier/copy/altered_tables.hpp"
#include "applier/copy/chunk_queue.hpp"
#include "applier/copy/chunk_reader.hpp"
#include "applier/copy/copy_progress.hpp"
#include "applier/copy/pause_watch.hpp"
#include "applier/decode/decoder.hpp"
#include "applier/progress/live_line.hpp"
#include "applier/receive/slot.hpp"
#include "applier/schema/statistics.hpp"
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

  AlteredTables altered;
  CopiedChunks copied_chunks;
  ChunkQueue chunks;
  Pace pace;
  CopyProgress progress = {};
  std::atomic<bool> failed = false;

  std::mutex mutex = {};  // guards what follows, and the two references to the states
  std::exception_ptr failure = nullptr;
};

// At least one of each heap: it may have grown since.  Largest tables first, as they were listed:
// what is small fills the time of workers that would be idle in the end.
std::vector<Chunk> all_ranges(const std::vector<TableToCopy>& tables) {
  constexpr std::uint64_t kUncut = std::uint64_t{1} << 32;
  std::vector<Chunk> all;
  for (std::size_t i = 0; i < tables.size(); ++i)
    for (const Heap& heap : tables[i].source.heaps) {
      const std::vector<Chunk> chunks = chunks_of(i, heap, kUncut, tables[i].copied);
      all.insert(all.end(), chunks.begin(), chunks.end());
    }
  return all;
}

void finish_table(Copy& copy, std::size_t position) {
  const TableToCopy& table = copy.tables[position];
  copy.copied_chunks.forget(copy.states_connection, table.relation.id);
  copy.states.finish_copy(
      copy.states_connection, table.relation.id, table.is_resumed ? copy.snapshot.lsn : Lsn{},
      copy.progress.rows(position), !table.plan.indexes.empty() || copy.config.schema.foreign_keys);
  copy.progress.finish(position);
  spdlog::info("copied table \"{}\": {}{}", table.relation.source_name(),
               copy.progress.result(position),
               table.is_resumed ? ", and what had been copied before" : "");
}

// In a transaction that sees what the snapshot has; back to the savepoint it holds no lock.
SourceConnection snapshot_connection(const Copy& copy) {
  SourceConnection connection(copy.config.source, SourceConnection::Mode::Sql);
  enter_snapshot(connection, copy.snapshot.name);
  connection.query("SAVEPOINT no_lock");
  return connection;
}

class Worker {
 public:
  explicit Worker(Copy& copy)
      : copy_(copy), source_(snapshot_connection(copy)), writer_(copy.config) {
    oldest_xid_ = std::stoull(
        source_.query("SELECT pg_catalog.pg_snapshot_xmin(pg_catalog.pg_current_snapshot())")
            .string(0, 0));
  }

  void run() {
    while (!copy_.failed && !copy_.stop.requested()) {
      const std::optional<Chunk> chunk = copy_.chunks.next();
      if (!chunk) return;
      if (!copy_.altered.contains(chunk->table)) try_chunk(*chunk);
    }
  }

 private:
  // Whatever goes wrong with a table that was altered meanwhile does not matter.
  void try_chunk(const Chunk& chunk) {
    try {
      copy_chunk(chunk);
    } catch (const TableAltered& altered) {
      give_up(chunk, altered.how);
    } catch (const Error& error) {
      if (error.remedy() != Remedy::Halt) throw;
      const std::optional<std::string> how = copy_.altered.find_alteration(chunk.table);
      if (!how) throw;
      give_up(chunk, *how);
    }
  }

  void give_up(const Chunk& chunk, const std::string& how) {
    copy_.altered.add(chunk.table, how);
    unit_.clear();
    writer_.connection().rollback();
    source_ = snapshot_connection(copy_);
  }

  void copy_chunk(const Chunk& chunk) {
    const TableToCopy& table = copy_.tables[chunk.table];
    const auto begun = std::chrono::steady_clock::now();
    copy_.progress.begin(chunk.table);
    Decoder decoder(Decoder::Source::Copy, Lsn{}, [&](Relation& relation) {
      AlteredTables::check_name(table, relation);
      relation.target = table.relation.target;
      relation.hashed_attributes = table.relation.hashed_attributes;
      relation.overwrites = table.relation.overwrites;
      relation.copied_lsn = copy_.snapshot.lsn;
      copy_.shape.apply(relation);
      AlteredTables::check_shape(table, relation);
    });
    ChunkReader reader(source_, chunk, options_array(source_, table.options), copy_.stop);
    while (auto payload = reader.next(copy_.stop)) {
      decoder.decode(std::move(*payload), unit_);
      if (!decoder.between_changes()) continue;
      if (unit_.changes.size() >= copy_.pace.batch_rows(kBatchRows) ||
          unit_.bytes >= copy_.pace.batch_bytes(kBatchBytes))
        load(chunk);
    }
    if (copy_.failed || copy_.stop.requested()) return;
    copy_.altered.check_file(source_, chunk);
    source_.query("ROLLBACK TO SAVEPOINT no_lock");
    load(chunk);
    if (copy_.failed || copy_.stop.requested()) return;
    copy_.copied_chunks.save(
        writer_.connection(), table.relation.id,
        {chunk.heap, chunk.first_block, chunk.end_block, chunk.is_last, oldest_xid_});
    writer_.connection().commit();
    copy_.progress.add_blocks(chunk.table, chunk.end_block - chunk.first_block);
    if (!copy_.chunks.finish(chunk, std::chrono::steady_clock::now() - begun)) return;
    {
      const std::lock_guard lock(copy_.mutex);
      finish_table(copy_, chunk.table);
    }
    // Else when its indexes are built.
    if (table.plan.indexes.empty()) update_statistics(writer_.connection(), table.relation.target);
  }

  void load(const Chunk& chunk) {
    copy_.pace.wait(unit_.changes.size(), unit_.bytes);
    writer_.load(unit_, copy_.tables[chunk.table].is_resumed);
    copy_.progress.add_rows(chunk.table, unit_.changes.size(), unit_.bytes);
    unit_.clear();
  }

  Copy& copy_;
  SourceConnection source_;
  Writer writer_;
  Unit unit_;
  std::uint64_t oldest_xid_ = 0;  // of the snapshot
};

// Of the exception that is being handled.
void fail(Copy& copy) {
  {
    const std::lock_guard lock(copy.mutex);
    if (!copy.failure) copy.failure = std::current_exception();
    copy.failed = true;
  }
  copy.pace.end();
}

void work(Copy& copy) try { Worker(copy).run(); } catch (...) {
  fail(copy);
}

// While the workers work, of whom `running` are left.
void look_after(Copy& copy, const std::atomic<std::size_t>& running, PauseWatch& pauses) try {
  LiveLine line;
  while (running > 0) {
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    pauses.look_when_due();
    if (!line.due()) continue;
    line.show(copy.progress.text());
    if (line.is_terminal()) continue;
    for (const std::string& table : copy.progress.tables_under_way()) spdlog::info("{}", table);
  }
} catch (...) {
  fail(copy);
}

}  // namespace

std::vector<std::uint32_t> copy_tables(const Config& config, const RelationShape& shape,
                                       const CopySnapshot& snapshot,
                                       const std::vector<TableToCopy>& tables,
                                       TargetConnection& connection, TableStates& states,
                                       const Stop& stop) {
  if (tables.empty()) return {};
  const auto workers_wanted = static_cast<std::size_t>(config.copy.workers);
  Copy copy{.config = config,
            .shape = shape,
            .snapshot = snapshot,
            .tables = tables,
            .stop = stop,
            .states = states,
            .states_connection = connection,
            .altered = AlteredTables(config, snapshot, tables),
            .copied_chunks = CopiedChunks(config.name),
            .chunks = ChunkQueue(
                all_ranges(tables), tables.size(),
                static_cast<std::uint64_t>(config.copy.chunk_mb) * (1 << 20) / kBlockBytes,
                workers_wanted),
            .pace = Pace(config.copy, stop)};
  for (const TableToCopy& table : tables)
    copy.progress.add_table(table.relation.source_name(), table.source.blocks());
  for (std::size_t table = 0; table < tables.size(); ++table)
    if (copy.chunks.is_empty(table) && !copy.altered.contains(table)) finish_table(copy, table);

  PauseWatch pauses(config, copy.pace);
  std::atomic<std::size_t> running = workers_wanted;
  std::vector<std::thread> workers;
  for (std::size_t i = 0; i < workers_wanted; ++i)
    workers.emplace_back([&] {
      work(copy);
      --running;
    });
  look_after(copy, running, pauses);
  for (std::thread& worker : workers) worker.join();
  if (copy.failure) std::rethrow_exception(copy.failure);
  if (!stop.requested())
    spdlog::info("copied {} tables, {}", tables.size() - copy.altered.relations().size(),
                 copy.progress.result());
  return copy.altered.relations();
}

}  // namespace applier
