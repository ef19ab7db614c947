// SPDX-License-Identifier: PostgreSQL
// Arguments and exit codes: 0 done, 1 failed, 2 not understood.
#include <cstdio>
#include <exception>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "applier/base/log.hpp"
#include "applier/command/resync.hpp"
#include "applier/command/run.hpp"
#include "applier/command/schema.hpp"

namespace {

constexpr int kFailed = 1;
constexpr int kNotUnderstood = 2;

template <typename Command>
int guarded(const std::string& file, Command command) {
  try {
    command(applier::load_config(file));
    return 0;
  } catch (const applier::Error& error) {
    applier::log_error(error);
  } catch (const std::exception& exception) {
    spdlog::error("unexpected: {}", exception.what());
  }
  return kFailed;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{"Keeps a MySQL or MariaDB server in step with a PostgreSQL database."};
  app.set_version_flag("--version", "wal2mysql " WAL2MYSQL_VERSION);
  app.require_subcommand(1);

  std::string file;
  CLI::App* run = app.add_subcommand(
      "run",
      "Run a stream in the foreground: copy the published tables, then apply every change.\n"
      "SIGTERM or SIGINT finishes the transaction in hand and ends; starting again resumes.");
  run->add_option("FILE", file, "the stream's TOML file")->required();

  std::vector<std::string> tables;
  bool wait = false;
  CLI::App* resync =
      app.add_subcommand("resync",
                         "Have tables of a stream copied again, by the applier that runs it or the "
                         "next one that does.\n"
                         "Until a table is copied, who reads it on the target sees a part of it.");
  resync->add_option("FILE", file, "the stream's TOML file")->required();
  resync
      ->add_option("TABLE", tables,
                   "schema.table as on the source, or patterns as in source.tables")
      ->required();
  resync->add_flag("--wait", wait, "end when they are copied");

  CLI::App* schema = app.add_subcommand(
      "schema",
      "Print what run would do in an empty target: its tables, indexes and foreign keys, as SQL;\n"
      "and what cannot be carried over, and why.  Changes nothing.");
  schema->add_option("FILE", file, "the stream's TOML file")->required();

  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& end) {
    return app.exit(end) == 0 ? 0 : kNotUnderstood;
  }
  applier::open_log();
  if (*resync)
    return guarded(file,
                   [&](const auto& config) { applier::resync_command(config, tables, wait); });
  return guarded(file, *schema ? applier::schema_command : applier::run_command);
}
