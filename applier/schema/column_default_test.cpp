// SPDX-License-Identifier: PostgreSQL
#include "applier/schema/column_default.hpp"

#include <boost/test/unit_test.hpp>

using namespace applier;
using frame::Wire;

namespace {

struct Case {
  const char* type;  // of the source
  const char* expression;
  Wire wire;
  const char* mysql_type;
  const char* sql;
};

ColumnDefault translated(const Case& each) {
  SourceColumn source;
  source.type = each.type;
  source.default_expression = each.expression;
  Column column;
  column.wire = each.wire;
  column.mysql_type = each.mysql_type;
  return translate_default(source, column);
}

constexpr const char* kText = "LONGTEXT COLLATE utf8mb4_0900_bin";
constexpr const char* kTimestamptz = "timestamp with time zone";
constexpr const char* kTimestamp = "timestamp without time zone";

}  // namespace

BOOST_AUTO_TEST_SUITE(schema_column_default)

BOOST_AUTO_TEST_CASE(writes_constants_as_mysql_does) {
  const Case cases[] = {
      {"boolean", "true", Wire::Boolean, "TINYINT(1)", "1"},
      {"boolean", "false", Wire::Boolean, "TINYINT(1)", "0"},
      {"integer", "0", Wire::Integer, "INT", "0"},
      {"smallint", "'-1'::integer", Wire::Integer, "SMALLINT", "-1"},
      {"oid", "26", Wire::Unsigned, "INT UNSIGNED", "26"},
      {"bit", "'101'::\"bit\"", Wire::Unsigned, "BIT(3)", "b'101'"},
      {"bit varying", "'1'::\"bit\"", Wire::Text, "VARCHAR(5) CHARACTER SET ascii", "'1'"},
      {"double precision", "'1e+300'::double precision", Wire::Double, "DOUBLE", "1e+300"},
      {"real", "1.5", Wire::Float, "FLOAT", "1.5"},
      {"numeric", "'-1.5'::numeric", Wire::Decimal, "DECIMAL(10,2)", "-1.5"},
      {"numeric", "0", Wire::Decimal, "DECIMAL(10,2)", "0"},
      {"date", "'2020-02-29'::date", Wire::Date, "DATE", "'2020-02-29'"},
      {"time without time zone", "'24:00:00'::time without time zone", Wire::Time, "TIME(6)",
       "'24:00:00'"},
      {kTimestamp, "'2020-01-01 10:00:00.25'::timestamp without time zone", Wire::Datetime,
       "DATETIME(6)", "'2020-01-01 10:00:00.25'"},
      {kTimestamptz, "'2020-01-01 08:00:00+00'::timestamp with time zone", Wire::Datetime,
       "DATETIME(6)", "'2020-01-01 08:00:00'"},
      {"text", "'it''s a \\'::text", Wire::Text, kText, "('it''s a \\\\')"},
      {"text", "'a\nb'::text", Wire::Text, kText, "('a\\nb')"},
      {"character varying", "'x'::text", Wire::Text, "VARCHAR(10)", "'x'"},
      {"character", "'ab   '::bpchar", Wire::Text, "CHAR(5)", "'ab'"},
      {"public.status", "'on'::public.status", Wire::Text, "ENUM('on','off')", "'on'"},
      {"inet", "'10.0.0.1'::inet", Wire::Text, "VARCHAR(43)", "'10.0.0.1'"},
      {"uuid", "'00000000-0000-0000-0000-000000000000'::uuid", Wire::Uuid, "CHAR(36)",
       "'00000000-0000-0000-0000-000000000000'"},
      {"bytea", "'\\xdead'::bytea", Wire::Binary, "LONGBLOB", "(x'dead')"},
      {"\"char\"", "'a'::\"char\"", Wire::Binary, "VARBINARY(1)", "'a'"},
      {"jsonb", "'{\"a\": [1, \"x\"]}'::jsonb", Wire::Json, "JSON", "('{\"a\": [1, \"x\"]}')"},
      {"text[]", "'{}'::text[]", Wire::Json, "JSON", "('[]')"},
      {"text[]", "ARRAY[]::text[]", Wire::Json, "JSON", "('[]')"},
  };
  for (const Case& each : cases) {
    const ColumnDefault found = translated(each);
    BOOST_TEST(found.sql == each.sql, each.expression << " became " << found.sql);
    BOOST_TEST(found.obstacle.empty());
  }
}

BOOST_AUTO_TEST_CASE(writes_the_present_in_the_time_zone_of_the_column) {
  const Case cases[] = {
      {kTimestamptz, "now()", Wire::Datetime, "DATETIME(3)", "(UTC_TIMESTAMP(3))"},
      {kTimestamptz, "CURRENT_TIMESTAMP", Wire::Datetime, "DATETIME(6)", "(UTC_TIMESTAMP(6))"},
      {kTimestamp, "now()", Wire::Datetime, "DATETIME(6)", "CURRENT_TIMESTAMP(6)"},
      {kTimestamp, "LOCALTIMESTAMP", Wire::Datetime, "DATETIME(0)", "CURRENT_TIMESTAMP(0)"},
      {kTimestamp, "(now() AT TIME ZONE 'utc'::text)", Wire::Datetime, "DATETIME(6)",
       "(UTC_TIMESTAMP(6))"},
      {kTimestamp, "timezone('UTC'::text, now())", Wire::Datetime, "DATETIME(6)",
       "(UTC_TIMESTAMP(6))"},
      {kTimestamptz, "clock_timestamp()", Wire::Datetime, "TIMESTAMP(6)", "CURRENT_TIMESTAMP(6)"},
      {"date", "CURRENT_DATE", Wire::Date, "DATE", "(CURRENT_DATE)"},
      {"date", "now()", Wire::Date, "DATE", "(CURRENT_DATE)"},
      {"time without time zone", "LOCALTIME", Wire::Time, "TIME(6)", "(CURRENT_TIME(6))"},
  };
  for (const Case& each : cases) {
    const ColumnDefault found = translated(each);
    BOOST_TEST(found.sql == each.sql, each.expression << " became " << found.sql);
  }
}

BOOST_AUTO_TEST_CASE(leaves_out_what_would_be_another_value) {
  const Case cases[] = {
      {"integer", "(1 + 1)", Wire::Integer, "INT", "expression"},
      {"uuid", "gen_random_uuid()", Wire::Uuid, "CHAR(36)", "expression"},
      {"text", "CURRENT_USER", Wire::Text, kText, "expression"},
      {kTimestamptz, "(now() + '01:00:00'::interval)", Wire::Datetime, "DATETIME(6)", "expression"},
      {kTimestamptz, "now()", Wire::Text, kText, "expression"},
      {"text", "5", Wire::Text, kText, "converts"},
      {kTimestamp, "'2020-01-01'::date", Wire::Datetime, "DATETIME(6)", "converts"},
      {"integer", "1.5", Wire::Integer, "INT", "no value of INT"},
      {"smallint", "70000", Wire::Integer, "SMALLINT", "no value of SMALLINT"},
      {"numeric", "1.005", Wire::Decimal, "DECIMAL(5,2)", "no value of DECIMAL(5,2)"},
      {"numeric", "1000", Wire::Decimal, "DECIMAL(5,2)", "no value of DECIMAL(5,2)"},
      {"numeric", "'NaN'::numeric", Wire::Decimal, "DECIMAL(65,30)", "no value"},
      {"real", "'Infinity'::real", Wire::Float, "FLOAT", "no value"},
      {"date", "'infinity'::date", Wire::Date, "DATE", "no value"},
      {"date", "'2020-01-01 BC'::date", Wire::Date, "DATE", "no value"},
      {kTimestamptz, "'10000-01-01 00:00:00+00'::timestamp with time zone", Wire::Datetime,
       "DATETIME(6)", "no value"},
      {kTimestamp, "'2020-01-01 00:00:00.1234'::timestamp without time zone", Wire::Datetime,
       "DATETIME(3)", "no value"},
      {"character varying", "'abc'::text", Wire::Text, "VARCHAR(2)", "no value of VARCHAR(2)"},
      {"text", "'\xf0\x9f\x98\x80'::text", Wire::Text, kText, "no value"},
      {"bit", "'1'::\"bit\"", Wire::Unsigned, "BIT(3)", "no value"},
      {"jsonb", "'{\"a\": 1.10}'::jsonb", Wire::Json, "JSON", "no value of JSON"},
      {"integer[]", "'{1,2}'::integer[]", Wire::Json, "JSON", "no value of JSON"},
      {"regclass", "'t'::regclass", Wire::Unsigned, "INT UNSIGNED", "no value"},
      {"money", "'$5.00'::money", Wire::Decimal, "DECIMAL(19,2)", "no value"},
  };
  for (const Case& each : cases) {
    const ColumnDefault found = translated(each);
    BOOST_TEST(found.sql == "", each.expression);
    BOOST_TEST(found.obstacle.find(each.sql) != std::string::npos,
               each.expression << ": " << found.obstacle);
  }
}

BOOST_AUTO_TEST_CASE(needs_no_default_where_there_is_none) {
  BOOST_TEST(translated({"text", "", Wire::Text, kText, ""}).obstacle == "");
  SourceColumn serial;
  serial.type = "integer";
  serial.default_expression = "nextval('t_id_seq'::regclass)";
  serial.is_serial = true;
  const ColumnDefault found = translate_default(serial, Column());
  BOOST_TEST(found.sql == "");
  BOOST_TEST(found.obstacle == "");
}

BOOST_AUTO_TEST_SUITE_END()
