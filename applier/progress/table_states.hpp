// SPDX-License-Identifier: PostgreSQL
// How far each table of a stream has come.
//
// Table `wal2mysql`.`table_state`.  Its states:
//
//   copying    rows are being copied
//   indexing   they are there, and the indexes are being built
//   copied     the table is streamed; nothing else is, but
//   settling   the copy was resumed, so that rows are of two moments up to settled_lsn: the table
//   is
//              streamed, and its indexes are built after that
//   left       the table is not published any more, or has to be copied again
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "applier/model/relation.hpp"
#include "applier/rules/plugin_rules.hpp"
#include "applier/write/connection.hpp"

namespace applier {

struct TableState {
  SourceTable source;  // as it was called when it was copied
  TargetName target;
  std::string own_rows;  // which of the target's rows, as schema/own_rows.hpp says; empty: all
  bool copied = false;
  Lsn copied_lsn;              // or, of a copy under way, that of its first snapshot
  Lsn settled_lsn;             // of its last one, where it was resumed
  std::string fingerprint;     // of what is copied: a copy can be resumed while it is the same
  bool overwrites = false;     // the target had rows before, which give way to the source's
  bool resync = false;         // somebody wants it copied again
  bool created = false;        // the target's table, by us: then it gets the source's indexes
  bool lacks_indexes = false;  // its rows are complete, and some indexes are not built

  // A copy was begun and not ended; the log since then is still to come.
  bool interrupted() const { return !copied && !lacks_indexes && !fingerprint.empty(); }
  // What the target has can be made complete only by log that the stream has still to read.
  bool needs_log() const { return interrupted() || (copied && overwrites); }
};

class TableStates {
 public:
  TableStates(TargetConnection& connection, std::string stream);

  // nullptr where the stream has not met the table.
  const TableState* find(std::uint32_t relation) const;

  const std::unordered_map<std::uint32_t, TableState>& all() const { return states_; }
  // The tables that the stream has met, by the names that they had.
  std::set<SourceTable> sources() const;

  // A table that has rows in the target and is not this one, in words, whichever stream it is of.
  std::optional<std::string> other_owner(TargetConnection& connection, const TargetName& target,
                                         std::uint32_t relation) const;
  // The tables whose rows the target holds.
  std::vector<std::uint32_t> owners_of(const TargetName& target) const;
  // The table is no longer on the source: its target is free.  Commits.
  void forget(TargetConnection& connection, std::uint32_t relation);

  // The stream has met no table yet.  Commits.
  void forget_all(TargetConnection& connection);

  // Those that are.
  std::vector<std::uint32_t> copied() const;
  // Those whose copy was interrupted.
  std::vector<std::uint32_t> interrupted() const;
  // The table is not published any more: what the target holds of it will not be its content.
  // Commits.
  void leave(TargetConnection& connection, std::uint32_t relation);
  // What the target holds of the table is not its content any more: it is to be copied again.
  // Commits.
  void copy_again(TargetConnection& connection, std::uint32_t relation);
  // What the target holds of the table is its content as of `lsn`, without a copy.  Commits.
  void trust(TargetConnection& connection, const Relation& relation, Lsn lsn);

  // The copy begins; what the target holds of the table is not its content yet.  It will have what
  // committed before `copied_lsn`.  `created`: the target has no such table, and it is ours to
  // create next.  Commits.
  void begin_copy(TargetConnection& connection, const Relation& relation, Lsn copied_lsn,
                  const std::string& fingerprint, bool created);
  // The copy is complete; `settled_lsn` where it was resumed.  `has_indexes`: there are some to
  // build in a table of ours.  Commits.
  void finish_copy(TargetConnection& connection, std::uint32_t relation, Lsn settled_lsn,
                   std::uint64_t rows, bool has_indexes);
  // Commits.
  void finish_indexes(TargetConnection& connection, std::uint32_t relation);

  // Those whose indexes can be built once the stream has come to `applied`.
  std::vector<std::uint32_t> ready_for_indexes(Lsn applied) const;

 private:
  void set(TargetConnection& connection, std::uint32_t relation, const char* state);
  void replace(TargetConnection& connection, const Relation& relation, const TableState& state);

  std::string stream_;
  std::unordered_map<std::uint32_t, TableState> states_;
};

}  // namespace applier
