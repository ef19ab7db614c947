// SPDX-License-Identifier: PostgreSQL
#include "applier/base/log.hpp"

#include <spdlog/sinks/stdout_sinks.h>

namespace applier {

void open_log() {
  auto logger = spdlog::stderr_logger_mt("wal2mysql");
  logger->set_pattern("%Y-%m-%d %H:%M:%S.%e %l: %v");
  logger->flush_on(spdlog::level::info);
  spdlog::set_default_logger(std::move(logger));
}

void log_error(const Error& error, spdlog::level::level_enum level) {
  std::string text = error.message();
  const std::pair<const char*, const std::string&> parts[] = {
      {"DETAIL", error.detail()}, {"HINT", error.hint()}, {"CONTEXT", error.context()}};
  for (const auto& [name, part] : parts)
    if (!part.empty()) text += fmt::format("\n{}:  {}", name, part);
  spdlog::log(level, "{}", text);
}

}  // namespace applier
