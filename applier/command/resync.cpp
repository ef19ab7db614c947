// SPDX-License-Identifier: PostgreSQL
#include "applier/command/resync.hpp"

#include <map>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "applier/base/log.hpp"
#include "applier/base/stop.hpp"
#include "applier/command/table_choice.hpp"
#include "applier/progress/copy_wishes.hpp"
#include "applier/progress/stream_record.hpp"
#include "applier/progress/table_states.hpp"

namespace applier {
namespace {

using namespace std::chrono_literals;

constexpr auto kLookInterval = 200ms;

std::string name_of(const SourceTable& table) {
  return table.schema + "." + table.name;
}

void wait_for_copies(TargetConnection& target, const CopyWishes& wishes,
                     const CopyWishes::Relations& relations) {
  Stop stop;
  stop.catch_signals();
  while (wishes.unfinished(target, relations) > 0)
    if (stop.wait_for(kLookInterval))
      throw Error("stopped before the tables were copied", "The wish stays noted.");
  spdlog::info("copied");
}

}  // namespace

void resync_command(const Config& config, const std::vector<std::string>& patterns, bool wait) {
  TargetConnection target(config.target);
  create_progress_tables(target);
  const auto record = load_stream_record(target, config.name);
  if (!record)
    throw Error(fmt::format("the target knows no stream \"{}\"", config.name), {},
                "wal2mysql run begins it.");
  std::set<std::string> names;
  std::map<std::uint32_t, std::string> tables;
  for (const std::string& stream : {config.name, config.partner()}) {
    const TableStates states(target, stream);
    for (const auto& [relation, state] : states.all())
      names.insert(tables[relation] = name_of(state.source));
  }
  const std::set<std::string> chosen = chosen_tables(names, patterns);
  if (chosen.empty())
    throw Error("the patterns leave no table", {}, "The last pattern that fits a table decides.");
  CopyWishes::Relations relations;
  for (const auto& [relation, name] : tables)
    if (chosen.contains(name)) relations.push_back(relation);
  const CopyWishes wishes({config.name, config.partner()});
  wishes.note(target, relations);
  spdlog::info("to be copied again: {}", fmt::join(chosen, ", "));
  spdlog::info(record->slot.empty() ? "the next run does it"
                                    : "the applier that runs the stream sees it within seconds; if "
                                      "there is none, the next run does");
  if (wait) wait_for_copies(target, wishes, relations);
}

}  // namespace applier
