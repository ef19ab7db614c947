// SPDX-License-Identifier: PostgreSQL
#include "applier/schema/target_name.hpp"

#include <boost/test/unit_test.hpp>

#include "applier/base/error.hpp"

using applier::Error;
using applier::target_name;
using applier::TargetName;

BOOST_AUTO_TEST_SUITE(schema_target_name)

BOOST_AUTO_TEST_CASE(sends_tables_of_schema_public_to_the_database_of_the_stream) {
  BOOST_TEST((target_name("public", "t", "shop") == TargetName{"shop", "t"}));
}

BOOST_AUTO_TEST_CASE(sends_tables_of_other_schemas_to_databases_of_their_name) {
  BOOST_TEST((target_name("sales", "t", "shop") == TargetName{"sales", "t"}));
  BOOST_TEST((target_name("Public", "Ü`.t", "shop") == TargetName{"Public", "Ü`.t"}));
}

BOOST_AUTO_TEST_CASE(refuses_databases_of_the_server_and_its_own) {
  for (const char* database :
       {"mysql", "sys", "information_schema", "performance_schema", "wal2mysql"}) {
    BOOST_CHECK_EXCEPTION(target_name(database, "t", "shop"), Error, [&](const Error& error) {
      return error.message().find(std::string("\"") + database + ".t\"") != std::string::npos &&
             error.hint().starts_with("Give it another target");
    });
    BOOST_CHECK_EXCEPTION(target_name("public", "t", database), Error, [](const Error& error) {
      return error.hint() == "Set target.database to another name.";
    });
  }
}

// With lower_case_table_names these are the same, and information_schema always is.
BOOST_AUTO_TEST_CASE(refuses_reserved_databases_in_any_case) {
  for (const char* database : {"MySQL", "SYS", "Information_Schema", "Wal2MySQL"})
    BOOST_CHECK_THROW(target_name(database, "t", "shop"), Error);
}

BOOST_AUTO_TEST_SUITE_END()
