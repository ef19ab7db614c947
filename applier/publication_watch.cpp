// SPDX-License-Identifier: PostgreSQL
#include "applier/publication_watch.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "applier/base/log.hpp"
#include "applier/progress/copy_wishes.hpp"
#include "applier/receive/own_publication.hpp"

namespace applier {
namespace {

// With thousands of tables a look takes its time; the source shall not notice it.
constexpr int kShareOfTime = 50;

}  // namespace

void PublicationWatch::look_when_due(Lsn applied) {
  if (sync_ != nullptr) sync_->look(applied);
  const auto begun = Clock::now();
  if (begun < next_look_) return;
  look(applied);
  const auto ended = Clock::now();
  next_look_ = ended + std::max<Clock::duration>(kInterval, kShareOfTime * (ended - begun));
}

void PublicationWatch::look(Lsn applied) {
  find_settled(applied);
  keep_publication(source_, config_, true);
  const std::set<std::uint32_t> now = published();
  find_joined(now);
  find_wishes(now);
  note_left(now);
  part_with_left(applied);
}

// While rows of two moments were mixed, unique indexes would have refused some.
void PublicationWatch::find_settled(Lsn applied) const {
  if (!states_.ready_for_indexes(applied).empty())
    throw Error("tables whose copy was resumed are complete now", "Their indexes are built.", {},
                Remedy::Resume);
}

std::set<std::uint32_t> PublicationWatch::published() {
  std::set<std::uint32_t> relations;
  for (const std::string& name : config_.source.publications) {
    const QueryResult result = source_.query(
        "SELECT t.relid FROM pg_catalog.pg_publication p, LATERAL "
        "pg_catalog.pg_get_publication_tables(p.pubname::text) t WHERE p.pubname = $1 AND "
        "t.relid IS DISTINCT FROM pg_catalog.to_regclass('wal2mysql.heartbeat')",
        {name.c_str()});
    for (int row = 0; row < result.rows(); ++row)
      relations.insert(static_cast<std::uint32_t>(std::stoul(result.string(row, 0))));
  }
  if (const auto& only = config_.source.relations; !only.empty())
    std::erase_if(relations, [&](auto relation) { return !only.contains(relation); });
  return relations;
}

void PublicationWatch::find_joined(const std::set<std::uint32_t>& published) const {
  for (const std::uint32_t relation : published) {
    const TableState* state = states_.find(relation);
    const bool is_followed = sync_ != nullptr && sync_->contains(relation);
    if ((state == nullptr || !state->copied) && !is_followed && !postponed_.contains(relation))
      throw Error("tables have joined the stream", "They are copied first.", {}, Remedy::Resume);
  }
}

void PublicationWatch::find_wishes(const std::set<std::uint32_t>& published) const {
  for (const std::uint32_t relation : CopyWishes({config_.name}).load(target_))
    if (published.contains(relation))
      throw Error("tables are to be copied again", "wal2mysql resync wants it.", {},
                  Remedy::Resume);
}

// Changes up to here may be of a time at which the table was published.
void PublicationWatch::note_left(const std::set<std::uint32_t>& published) {
  std::vector<std::uint32_t> gone;
  for (const std::uint32_t relation : states_.copied())
    if (!published.contains(relation))
      gone.push_back(relation);
    else
      left_.erase(relation);
  if (std::all_of(gone.begin(), gone.end(),
                  [&](auto relation) { return left_.contains(relation); }))
    return;
  const auto now =
      Lsn::parse(source_.query("SELECT pg_catalog.pg_current_wal_insert_lsn()").text(0, 0));
  for (const std::uint32_t relation : gone) left_.try_emplace(relation, now.value());
}

// Were the table published again, what happened to it meanwhile would be missing: then it is copied
// anew.  The session begins again, because it would apply changes as if nothing were.
void PublicationWatch::part_with_left(Lsn applied) {
  std::string names;
  for (const auto& [relation, at] : left_) {
    if (applied < at) continue;
    const TargetName target = states_.find(relation)->target;
    names +=
        fmt::format("{}\"{}\".\"{}\"", names.empty() ? "" : ", ", target.database, target.table);
    states_.leave(target_, relation);
  }
  if (names.empty()) return;
  throw Error("tables have left the stream, or were dropped on the source",
              "They are left in the target as they are: " + names + ".", {}, Remedy::Resume);
}

}  // namespace applier
