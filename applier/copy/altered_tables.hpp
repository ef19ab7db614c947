// SPDX-License-Identifier: PostgreSQL
// Which tables are altered while they are copied, and therefore have to be copied again.
//
// Rows are read as of the copy's snapshot, catalogs as of now.  What was rewritten or truncated
// since then looks empty; what got other columns looks as if it had always had them, and the log
// says otherwise; and blocks of two files make no table.  So every chunk is only taken where the
// table, under the lock of that reading, is still what the snapshot has of it.  The lock is given
// back after each chunk: an ALTER TABLE, and all that queues behind it, waits for seconds and not
// for the end of a copy, which is the one that begins again.
#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "applier/copy/chunks.hpp"
#include "applier/copy/copier.hpp"

namespace applier {

// A table is not what it was when the copy's snapshot was taken.
struct TableAltered {
  std::string how;  // a sentence
};

class AlteredTables {
 public:
  // Compares the catalogs of now, after the tables were described, with those of the snapshot, and
  // adds what differs.  All must outlive this.
  AlteredTables(const Config& config, const CopySnapshot& snapshot,
                const std::vector<TableToCopy>& tables);

  // Tables by their position in the list.
  void add(std::size_t table, const std::string& how);
  bool contains(std::size_t table) const;
  // Their oids.
  std::vector<std::uint32_t> relations() const;

  // Throw TableAltered where a chunk is described otherwise than the table was when it was
  // prepared: as the source describes it, and then with its shape of the target.
  static void check_name(const TableToCopy& table, const Relation& described);
  static void check_shape(const TableToCopy& table, const Relation& relation);
  // Throws TableAltered where the rows that the connection, in a transaction with the copy's
  // snapshot, has just read are not in the file that the snapshot has.
  void check_file(SourceConnection& connection, const Chunk& chunk) const;
  // Looks for what makes any failure to copy the table one of the past: it is not published any
  // more, or lost a partition, or its catalogs changed.  Nothing: it is as it was.
  std::optional<std::string> find_alteration(std::size_t table) const;

 private:
  struct Entry {
    std::string print;
    std::string file;

    bool operator==(const Entry&) const = default;
  };
  using Catalogs = std::map<std::uint32_t, Entry>;  // by the oid of a table or of a partition

  Catalogs read_catalogs(SourceConnection& connection) const;
  bool differs(std::size_t table, const Catalogs& one, const Catalogs& other) const;

  const Config& config_;
  const std::vector<TableToCopy>& tables_;
  Catalogs of_snapshot_;
  mutable std::mutex mutex_;  // guards what follows
  std::set<std::size_t> altered_;
};

}  // namespace applier
