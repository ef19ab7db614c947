// SPDX-License-Identifier: PostgreSQL
#include "applier/schema/source_constant.hpp"

#include <boost/test/unit_test.hpp>

using namespace applier;

BOOST_AUTO_TEST_SUITE(schema_source_constant)

BOOST_AUTO_TEST_CASE(reads_constants_as_postgresql_writes_them) {
  const struct {
    const char* expression;
    const char* text;
    const char* type;
  } cases[] = {
      {"0", "0", ""},
      {"1.50", "1.50", ""},
      {"true", "true", "boolean"},
      {"'-1'::integer", "-1", "integer"},
      {"'it''s'::text", "it's", "text"},
      {"'a\\b'::text", "a\\b", "text"},
      {"''::character varying", "", "character varying"},
      {"'a::b'::character varying(10)", "a::b", "character varying"},
      {"'2020-01-01 00:00:00+00'::timestamp(3) with time zone", "2020-01-01 00:00:00+00",
       "timestamp with time zone"},
      {"'{}'::text[]", "{}", "text[]"},
      {"'on'::public.status", "on", "public.status"},
  };
  for (const auto& each : cases) {
    const auto constant = parse_constant(each.expression);
    BOOST_REQUIRE_MESSAGE(constant.has_value(), each.expression);
    BOOST_TEST(constant->text == each.text);
    BOOST_TEST(constant->type == each.type);
  }
}

BOOST_AUTO_TEST_CASE(takes_nothing_else_for_a_constant) {
  for (const char* expression :
       {"", "now()", "(1 + 1)", "('a'::text || 'b'::text)", "'a'::text || 'b'::text", "'unclosed",
        "'a'", "nextval('t_id_seq'::regclass)", "CURRENT_USER", "(1)::numeric(5,2)", "NULL::text",
        "'a'::text COLLATE \"C\"::text || 'b'", "'a'::f(x"})
    BOOST_TEST(!parse_constant(expression).has_value(), expression);
}

BOOST_AUTO_TEST_CASE(knows_which_conversions_leave_a_constant_as_it_is) {
  BOOST_TEST(is_text_of({"1", ""}, "bigint"));
  BOOST_TEST(is_text_of({"-1", "integer"}, "smallint"));
  BOOST_TEST(is_text_of({"a", "text"}, "character varying"));
  BOOST_TEST(is_text_of({"101", "\"bit\""}, "bit"));
  BOOST_TEST(is_text_of({"on", "public.status"}, "public.status"));
  BOOST_TEST(!is_text_of({"5", ""}, "text"));
  BOOST_TEST(!is_text_of({"2020-01-01", "date"}, "timestamp without time zone"));
  BOOST_TEST(!is_text_of({"on", "other.status"}, "public.status"));
}

BOOST_AUTO_TEST_SUITE_END()
