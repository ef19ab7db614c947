// SPDX-License-Identifier: PostgreSQL
#include "applier/schema/name_rules.hpp"

#include <boost/test/unit_test.hpp>

#include "applier/base/error.hpp"

using namespace applier;

namespace {

Relation relation(const char* table, std::initializer_list<const char*> columns) {
  Relation relation;
  relation.schema = "public";
  relation.name = table;
  relation.target = {"shop", table};
  for (const char* name : columns) {
    Column column;
    column.name = name;
    relation.columns.push_back(column);
  }
  return relation;
}

void check_refused(const Relation& relation, const char* words) {
  BOOST_CHECK_EXCEPTION(check_names(relation), Error, [&](const Error& error) {
    return error.message().find(words) != std::string::npos && !error.hint().empty();
  });
}

}  // namespace

BOOST_AUTO_TEST_SUITE(schema_name_rules)

BOOST_AUTO_TEST_CASE(takes_reserved_words_quotes_and_letters_of_any_alphabet) {
  BOOST_CHECK_NO_THROW(check_names(relation("select", {"order", "a`b", "größe", "名前", " x"})));
}

BOOST_AUTO_TEST_CASE(refuses_names_that_end_in_a_blank) {
  check_refused(relation("t ", {"a"}), "table name \"t \"");
  check_refused(relation("t", {"a "}), "column name \"a \"");
}

BOOST_AUTO_TEST_CASE(refuses_characters_that_mysql_turns_into_question_marks) {
  check_refused(relation("t", {"a\xf0\x9f\x98\x80"}), "has a character beyond U+FFFF");
}

BOOST_AUTO_TEST_CASE(refuses_columns_that_differ_only_in_case) {
  check_refused(relation("t", {"Total", "id", "total"}), "columns \"Total\" and \"total\"");
}

BOOST_AUTO_TEST_SUITE_END()
