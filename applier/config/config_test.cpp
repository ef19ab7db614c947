// SPDX-License-Identifier: PostgreSQL
#include "applier/config/config.hpp"

#include <boost/test/unit_test.hpp>

#include "applier/testing/config_file.hpp"

using namespace applier::testing;
using applier::Config;
using applier::Error;
using applier::load_config;

namespace {

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  return text.replace(text.find(from), from.size(), to);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(config_config)

BOOST_AUTO_TEST_CASE(fills_in_what_the_least_file_leaves_out) {
  const Config config = loaded(kLeast);
  BOOST_TEST(config.name == "shop");
  BOOST_TEST(config.slot() == "wal2mysql_shop");
  BOOST_TEST(config.source.connection == "dbname=shop");
  BOOST_TEST(config.source.publications == std::vector<std::string>{"shop"},
             boost::test_tools::per_element());
  BOOST_TEST(config.target.host == "db");
  BOOST_TEST(config.target.port == 3306);
  BOOST_TEST(config.target.database.empty());
  BOOST_TEST(config.target.local_infile);
  BOOST_TEST(config.source.origin == "any");
  BOOST_TEST(config.heartbeat.interval_ms == 1000);
  BOOST_TEST(config.target.long_text_keys == "error");
  BOOST_TEST((config.copy.existing == applier::ExistingRows::Error));
  BOOST_TEST((config.values.policy == applier::ValuePolicy::Error));
  BOOST_TEST(config.values.rules.empty());
  BOOST_TEST(config.schema.indexes);
  BOOST_TEST(!config.schema.foreign_keys);
  BOOST_TEST(config.schema.defaults);
  BOOST_TEST(!config.schema.auto_increment);
  BOOST_TEST(config.schema.comments);
}

BOOST_AUTO_TEST_CASE(reads_every_setting) {
  const File password("secret\nsecond line\n");
  const Config config = loaded(R"([stream]
name = "shop_2"
[source]
connection = "dbname=shop"
publications = ["shop", "stock"]
origin = "none"
work_mem_mb = 512
[target]
host = "db"
port = 3307
socket = "/run/mysqld.sock"
user = "writer"
password_file = ")" + password.path().string() +
                               R"("
defaults_file = "/etc/my.cnf"
database = "shop_copy"
long_text_keys = "hash"
[apply]
workers = 3
unit_rows = 100
unit_bytes = 65536
queue_bytes = 131072
[copy]
mode = "copy"
existing = "append"
workers = 4
chunk_mb = 32
rows_per_second = 1000
megabytes_per_second = 5
pause_while_source = "SELECT true"
pause_while_target = "SELECT 1"
[schema]
indexes = false
foreign_keys = true
defaults = false
auto_increment = true
comments = false
[values]
policy = "null"
rules = [{ table = "public.orders", column = "price", policy = "clamp" }]
)");
  BOOST_TEST(config.source.publications.size() == 2u);
  BOOST_TEST(config.source.origin == "none");
  BOOST_TEST(config.source.work_mem_mb == 512);
  BOOST_TEST(config.target.port == 3307);
  BOOST_TEST(config.target.socket == "/run/mysqld.sock");
  BOOST_TEST(config.target.user == "writer");
  BOOST_TEST(config.target.password == "secret");
  BOOST_TEST(config.target.defaults_file == "/etc/my.cnf");
  BOOST_TEST(config.target.database == "shop_copy");
  BOOST_TEST(config.target.long_text_keys == "hash");
  BOOST_TEST(config.apply.workers == 3);
  BOOST_TEST(config.apply.unit_rows == 100);
  BOOST_TEST(config.apply.unit_bytes == 65536);
  BOOST_TEST(config.apply.queue_bytes == 131072);
  BOOST_TEST((config.copy.mode == applier::CopyMode::Copy));
  BOOST_TEST((config.copy.existing == applier::ExistingRows::Append));
  BOOST_TEST(config.copy.workers == 4);
  BOOST_TEST(config.copy.chunk_mb == 32);
  BOOST_TEST(config.copy.rows_per_second == 1000);
  BOOST_TEST(config.copy.megabytes_per_second == 5);
  BOOST_TEST(config.copy.pause_while_source == "SELECT true");
  BOOST_TEST(config.copy.pause_while_target == "SELECT 1");
  BOOST_TEST(!config.schema.indexes);
  BOOST_TEST(config.schema.foreign_keys);
  BOOST_TEST(!config.schema.defaults);
  BOOST_TEST(config.schema.auto_increment);
  BOOST_TEST(!config.schema.comments);
  BOOST_TEST((config.values.policy == applier::ValuePolicy::Null));
  BOOST_REQUIRE_EQUAL(config.values.rules.size(), 1u);
  BOOST_TEST(config.values.rules[0].table == "public.orders");
  BOOST_TEST(config.values.rules[0].column == "price");
  BOOST_TEST((config.values.rules[0].policy == applier::ValuePolicy::Clamp));
}

BOOST_AUTO_TEST_CASE(reads_the_password_from_the_environment) {
  setenv("WAL2MYSQL_CONFIG_TEST", "from outside", 1);
  BOOST_TEST(loaded_with("password_env = \"WAL2MYSQL_CONFIG_TEST\"").target.password ==
             "from outside");
  unsetenv("WAL2MYSQL_CONFIG_TEST");
  check_refused_with("password_env = \"WAL2MYSQL_CONFIG_TEST\"",
                     "environment variable \"WAL2MYSQL_CONFIG_TEST\" is not set");
}

BOOST_AUTO_TEST_CASE(refuses_two_ways_to_the_password) {
  const File password("secret\n");
  setenv("WAL2MYSQL_CONFIG_TEST", "another", 1);
  const std::string file = "password_file = \"" + password.path().string() + "\"";
  const std::string variable = "password_env = \"WAL2MYSQL_CONFIG_TEST\"";
  const std::string matter = "both \"password_file\" and \"password_env\"";
  check_refused(kLeast + variable + "\n" + file, 8, matter);
  check_refused(kLeast + file + "\n" + variable, 9, matter);
  unsetenv("WAL2MYSQL_CONFIG_TEST");
}

BOOST_AUTO_TEST_CASE(refuses_a_password_file_that_is_missing_or_empty) {
  check_refused_with("password_file = \"/nonexistent/password\"", "\"/nonexistent/password\"");
  const File empty("");
  check_refused_with("password_file = \"" + empty.path().string() + "\"",
                     "could not read the password");
}

BOOST_AUTO_TEST_CASE(refuses_a_password_in_the_file_itself) {
  check_refused_with("password = \"secret\"", "setting \"password\" is not known in [target]");
}

BOOST_AUTO_TEST_CASE(refuses_a_file_that_is_not_there) {
  const std::filesystem::path path = "/nonexistent/shop.toml";
  BOOST_CHECK_EXCEPTION(load_config(path), Error, [&](const Error& error) {
    return error.message().starts_with(path.string() + ": ");
  });
}

BOOST_AUTO_TEST_CASE(refuses_what_is_not_toml) {
  check_refused_with("port = = 1", "");
  check_refused_with("port = \"unfinished", "");
  check_refused_with("host = \"twice\"", "host");
}

BOOST_AUTO_TEST_CASE(refuses_settings_and_sections_that_it_does_not_know) {
  check_refused_with("prot = 3307", "setting \"prot\" is not known in [target]");
  check_refused_with("[targets]", "section [targets] is not known");
  check_refused("name = \"shop\"\n", 1, "section [name] is not known");
  check_refused("source = \"dbname=shop\"\n", 1, "\"source\" must be a section");
  check_refused("[[stream]]\nname = \"shop\"\n", 1, "\"stream\" must be a section");
}

BOOST_AUTO_TEST_CASE(refuses_values_of_the_wrong_type) {
  check_refused_with("port = \"3307\"", "\"port\" must be a whole number from 1 to 65535");
  check_refused_with("port = 3307.0", "\"port\" must be a whole number");
  check_refused_with("user = 5", "\"user\" must be a string");
  check_refused_with("user = [\"a\"]", "\"user\" must be a string");
  const std::string wrong_lists[] = {"\"shop\"", "[]", "[1]", "[\"shop\", 1]"};
  for (const std::string& list : wrong_lists)
    check_refused(replaced(kLeast, "[\"shop\"]", list), 5,
                  "\"publications\" must be a list of strings");
}

BOOST_AUTO_TEST_CASE(refuses_numbers_outside_of_their_range) {
  BOOST_TEST(loaded_with("port = 1").target.port == 1);
  BOOST_TEST(loaded_with("port = 65535").target.port == 65535);
  check_refused_with("port = 0", "from 1 to 65535");
  check_refused_with("port = 65536", "from 1 to 65535");
  const std::pair<const char*, const char*> wrong[] = {
      {"apply", "unit_rows = 0"},   {"apply", "unit_rows = 1048577"},
      {"apply", "unit_bytes = 1"},  {"apply", "unit_bytes = 1073741825"},
      {"apply", "queue_bytes = 1"}, {"copy", "workers = 0"},
      {"copy", "workers = 65"},     {"copy", "chunk_mb = -1"},
      {"copy", "chunk_mb = 4097"}};
  for (const auto& [section, line] : wrong)
    check_refused(kLeast + "[" + section + "]\n" + line, 9, "must be a whole number from");
  check_refused(replaced(kLeast, "[target]", "work_mem_mb = 0\n[target]"), 6, "\"work_mem_mb\"");
}

BOOST_AUTO_TEST_CASE(takes_a_slot_that_is_there_only_for_a_stream_of_publications) {
  const std::string slot = replaced(kLeast, "[target]", "slot = \"mine\"\n[target]");
  const Config config = loaded(slot + "[copy]\nmode = \"stream\"");
  BOOST_TEST(config.slot() == "mine");
  BOOST_TEST(config.own_name() == "wal2mysql_shop");
  const auto refusal = [](const std::string& text) -> std::string {
    try {
      loaded(text);
    } catch (const Error& error) {
      return error.message();
    }
    return {};
  };
  BOOST_TEST(refusal(slot).ends_with("source.slot is given, and copy.mode is not \"stream\""));
  BOOST_TEST(refusal(replaced(slot + "[copy]\nmode = \"stream\"", "publications = [\"shop\"]",
                              "tables = [\"public.*\"]"))
                 .ends_with("there are both source.slot and source.tables"));
}

BOOST_AUTO_TEST_CASE(refuses_choices_that_are_none) {
  check_refused_with("long_text_keys = \"cut\"",
                     "\"long_text_keys\" cannot be \"cut\": it is one of error, hash");
  check_refused(replaced(kLeast, "[target]", "origin = \"local\"\n[target]"), 6,
                "\"origin\" cannot be \"local\": it is one of any, none");
  check_refused(kLeast + "[values]\npolicy = \"round\"", 9, "\"round\" is not a policy");
  check_refused(kLeast + "[copy]\nexisting = \"keep\"", 9,
                "\"existing\" cannot be \"keep\": it is one of error, append, truncate, recreate");
}

BOOST_AUTO_TEST_CASE(refuses_rules_that_are_not_whole) {
  const std::pair<const char*, const char*> wrong[] = {
      {"rules = \"all\"", "\"rules\" must be a list of rules"},
      {"rules = [1]", "\"rules\" must be a list of rules"},
      {"rules = [{ column = \"c\", policy = \"null\" }]",
       "a rule lacks its policy, or its table with its schema"},
      {"rules = [{ table = \"public.t\" }]",
       "a rule lacks its policy, or its table with its schema"},
      {"rules = [{ table = \"public.t\", policy = \"no\" }]", "\"no\" is not a policy"},
      {"rules = [{ table = \"public.t\", policy = 1 }]", "\"policy\" must be a string"},
      {"rules = [{ tables = \"public.t\" }]", "setting \"tables\" is not known in a rule"}};
  for (const auto& [line, matter] : wrong) check_refused(kLeast + "[values]\n" + line, 9, matter);
}

BOOST_AUTO_TEST_CASE(remembers_where_a_rule_stands) {
  const File file(kLeast + "[[values.rules]]\ntable = \"public.t\"\npolicy = \"null\"\n");
  const Config config = load_config(file.path());
  BOOST_REQUIRE_EQUAL(config.values.rules.size(), 1u);
  BOOST_TEST(config.values.rules[0].where == file.line(8));
}

BOOST_AUTO_TEST_CASE(takes_no_rules_at_all) {
  BOOST_TEST(loaded_with("[values]\nrules = []").values.rules.empty());
}

BOOST_AUTO_TEST_CASE(refuses_stream_names_that_no_slot_can_have) {
  const std::string longest(36, 'x');
  BOOST_TEST(loaded(replaced(kLeast, "\"shop\"", "\"" + longest + "\"")).name == longest);
  for (const std::string& name : {std::string("Shop"), std::string("my-shop"), std::string("shöp"),
                                  std::string("a b"), longest + "x", std::string()})
    check_refused(replaced(kLeast, "\"shop\"", "\"" + name + "\""), 2, "is not a slot name");
}

BOOST_AUTO_TEST_CASE(refuses_a_file_that_lacks_what_has_no_default) {
  check_refused(replaced(kLeast, "name = \"shop\"", ""), 0, "stream.name is missing");
  check_refused(replaced(kLeast, "connection = \"dbname=shop\"", ""), 0,
                "source.connection is missing");
  check_refused(replaced(kLeast, "publications = [\"shop\"]", ""), 0,
                "source.publications is missing");
  check_refused(replaced(kLeast, "host = \"db\"", ""), 0, "target.host is missing");
  check_refused("", 0, "stream.name is missing");
}

BOOST_AUTO_TEST_CASE(makes_a_publication_of_the_tables_that_it_is_given) {
  const std::string publications = "publications = [\"shop\"]";
  const Config config = loaded(replaced(kLeast, publications,
                                        "tables = [\"public.*\", \"!public.audit\"]\n"
                                        "operations = [\"insert\"]\nvia_partition_root = true"));
  BOOST_TEST(config.source.tables.size() == 2u);
  BOOST_TEST(config.source.operations == std::vector<std::string>{"insert"},
             boost::test_tools::per_element());
  BOOST_TEST(config.source.via_partition_root);
  BOOST_TEST(config.source.publications == std::vector<std::string>{"wal2mysql_shop"},
             boost::test_tools::per_element());
  check_refused(replaced(kLeast, "[target]", "tables = [\"public.*\"]\n[target]"), 0,
                "there are both source.publications and source.tables");
  for (const char* pattern : {"orders", "public.", ".orders", "!.orders", "!"})
    check_refused(replaced(kLeast, publications, "tables = [\"" + std::string(pattern) + "\"]"), 5,
                  "is no pattern of tables");
  check_refused(replaced(kLeast, publications, "operations = [\"merge\"]"), 5,
                "\"merge\" is no operation");
  check_refused(replaced(kLeast, publications, "via_partition_root = 1"), 5,
                "must be true or false");
}

BOOST_AUTO_TEST_CASE(takes_a_socket_or_a_defaults_file_in_the_place_of_a_host) {
  for (const char* instead : {"socket = \"/run/mysqld.sock\"", "defaults_file = \"/etc/my.cnf\""})
    BOOST_TEST(loaded(replaced(kLeast, "host = \"db\"", instead)).target.host.empty());
}

BOOST_AUTO_TEST_SUITE_END()
