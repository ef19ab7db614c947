// SPDX-License-Identifier: PostgreSQL
#include "applier/config/rules_reader.hpp"

#include "applier/testing/config_file.hpp"

using namespace applier;
using namespace applier::testing;

namespace {

// On line 9, in a rule that is otherwise in order.
void check_table(const std::string& line, const std::string& matter) {
  check_refused(kLeast + "[[rules]]\n" + line + "\ntable = 'tenant_*.order_*'\n", 9, matter);
}

// On line 11 in a rule of columns that begins on line 10.
void check_column(const std::string& lines, const std::string& matter, int line = 11) {
  check_refused(kLeast + "[[rules]]\ntable = 'a_*.b'\n[[rules.columns]]\n" + lines + "\n", line,
                matter);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(config_rules_reader)

BOOST_AUTO_TEST_CASE(reads_all_that_a_rule_can_say) {
  const File file(kLeast + R"toml([[rules]]
table = "tenant_*.order_*"
target = "tenants.order_{2}"
many_to_one = true
where = "region = 'EU'"
soft_delete_time = "deleted_at"
soft_delete_flag = "is_deleted"

[[rules.columns]]
column = "legacy_*"
rename = "{3}"
type = "VARCHAR(40)"
expression = "left(email, 3) || '***'"

[[rules.columns]]
column = "secret"
drop = true

[[rules.columns]]
add = "tenant"
value = "{1}"
key = true
type = "VARCHAR(20)"

[[rules.columns]]
add = "name"
expression = "first || last"

[[rules.columns]]
add = "changed"
audit = "commit_time"
)toml");
  const Config config = load_config(file.path());
  BOOST_REQUIRE_EQUAL(config.rules.tables.size(), 1u);
  const TableRule& rule = config.rules.tables[0];
  BOOST_TEST(rule.where == file.line(8));
  BOOST_TEST(rule.table == "tenant_*.order_*");
  BOOST_TEST(rule.target == "tenants.order_{2}");
  BOOST_TEST(rule.many_to_one.value_or(false));
  BOOST_TEST(rule.condition == "region = 'EU'");
  BOOST_TEST(rule.soft_delete_time == "deleted_at");
  BOOST_TEST(rule.soft_delete_flag == "is_deleted");
  BOOST_REQUIRE_EQUAL(rule.columns.size(), 2u);
  BOOST_TEST(rule.columns[0].column == "legacy_*");
  BOOST_TEST(rule.columns[0].rename == "{3}");
  BOOST_TEST(rule.columns[0].type == "VARCHAR(40)");
  BOOST_TEST(rule.columns[0].expression == "left(email, 3) || '***'");
  BOOST_TEST(!rule.columns[0].drop.has_value());
  BOOST_TEST(rule.columns[0].where == file.line(16));
  BOOST_TEST(rule.columns[1].drop.value_or(false));
  BOOST_REQUIRE_EQUAL(rule.added.size(), 3u);
  BOOST_TEST(rule.added[0].name == "tenant");
  BOOST_TEST((rule.added[0].kind == AddedColumn::Kind::Constant));
  BOOST_TEST(rule.added[0].text == "{1}");
  BOOST_TEST(rule.added[0].type == "VARCHAR(20)");
  BOOST_TEST(rule.added[0].in_key);
  BOOST_TEST((rule.added[1].kind == AddedColumn::Kind::Computed));
  BOOST_TEST(rule.added[1].text == "first || last");
  BOOST_TEST((rule.added[2].kind == AddedColumn::Kind::CommitTime));
  BOOST_TEST(rule.added[2].where == file.line(36));
}

BOOST_AUTO_TEST_CASE(takes_rules_on_one_line_and_none) {
  const Config config =
      loaded("rules = [{ table = 'a.b', columns = [{ column = 'c', drop = true }]}]\n" + kLeast);
  BOOST_TEST(config.rules.tables.at(0).columns.at(0).drop.value_or(false));
  BOOST_TEST(loaded("rules = []\n" + kLeast).rules.tables.empty());
}

BOOST_AUTO_TEST_CASE(refuses_what_is_no_rule) {
  check_refused_with("[rules]", "\"rules\" must be a list of rules");
  check_refused("rules = 1\n" + kLeast, 1, "\"rules\" must be a list of rules");
  check_refused("rules = ['a.b']\n" + kLeast, 1, "\"rules\" must be a list of rules");
  check_refused_with("[[rules]]\ntarget = 'a.b'", "a rule lacks its table");
  check_refused_with("[[rules]]\ntable = 'a.b'", "a rule says nothing of its table");
  check_table("colums = 1", "setting \"colums\" is not known in a rule");
  check_table("columns = 1", "\"columns\" must be a list of rules");
  check_table("many_to_one = 'yes'", "\"many_to_one\" must be true or false");
  check_table("where = 1", "\"where\" must be a string");
  check_table("where = ' '", "\"where\" is empty");
  check_table("soft_delete_time = ''", "\"soft_delete_time\" is empty");
}

BOOST_AUTO_TEST_CASE(refuses_tables_that_are_no_patterns) {
  const std::pair<const char*, const char*> wrong[] = {
      {"''", "\"table\" is empty"},
      {"1", "\"table\" must be a string"},
      {"'orders'", "in \"table\", \"orders\" is not two names with a dot between them"},
      {"'.orders'", "is not two names"},
      {"'public.'", "is not two names"},
      {"'shop.public.orders'", "is not two names"},
      {"'public\\.orders'", "is not two names"},
      {"'public.ord\\ers'", "in \"table\", a backslash stands before nothing"},
      {"'public.orders\\'", "in \"table\", a backslash stands before nothing"},
  };
  for (const auto& [table, matter] : wrong)
    check_refused(kLeast + "[[rules]]\ntable = " + table + "\ntarget = 'a.b'\n", 9, matter);
}

BOOST_AUTO_TEST_CASE(refuses_targets_that_are_no_templates) {
  check_table("target = 'orders'", "in \"target\", \"orders\" is not two names");
  check_table("target = 'a.b.c'", "is not two names");
  check_table("target = 'a.{}'", "in \"target\", there is no number from 1 between braces");
  check_table("target = 'a.{0}'", "there is no number from 1");
  check_table("target = 'a.{x}'", "there is no number from 1");
  check_table("target = 'a.{1'", "there is no number from 1");
  check_table("target = 'a.{-1}'", "there is no number from 1");
  check_table("target = 'a.{3}'", "in \"target\", {3} stands for nothing: there are 2 asterisks");
  check_table("target = '{3}.a'", "{3} stands for nothing");
}

BOOST_AUTO_TEST_CASE(refuses_columns_that_contradict_themselves) {
  const std::pair<const char*, const char*> wrong[] = {
      {"column = 'a'\nadd = 'b'", "\"add\" contradicts \"column\""},
      {"column = 'a'\nvalue = 'b'", "\"value\" contradicts \"column\""},
      {"column = 'a'\naudit = 'operation'", "\"audit\" contradicts \"column\""},
      {"column = 'a'\nkey = true", "\"key\" contradicts \"column\""},
      {"add = 'a'\nrename = 'b'", "\"rename\" contradicts \"add\""},
      {"add = 'a'\ndrop = true", "\"drop\" contradicts \"add\""},
      {"drop = true\nrename = 'b'\ncolumn = 'a'", "\"rename\" contradicts \"drop\""},
      {"drop = true\ntype = 'INT'\ncolumn = 'a'", "\"type\" contradicts \"drop\""},
      {"drop = true\nexpression = '1'\ncolumn = 'a'", "\"expression\" contradicts \"drop\""},
      {"value = '1'\nexpression = '1'\nadd = 'a'", "\"expression\" contradicts \"value\""},
      {"value = '1'\naudit = 'operation'\nadd = 'a'", "\"audit\" contradicts \"value\""},
      {"expression = '1'\naudit = 'operation'\nadd = 'a'", "\"audit\" contradicts \"expression\""},
  };
  for (const auto& [lines, matter] : wrong) check_column(lines, matter, 12);
  check_column("key = true\nadd = 'a'\nexpression = '1'", "\"key\" without \"value\"");
}

BOOST_AUTO_TEST_CASE(takes_false_for_nothing_said) {
  const Config config = loaded(kLeast + R"([[rules]]
table = "a.b"
[[rules.columns]]
column = "c"
drop = false
rename = "d"
[[rules.columns]]
add = "e"
audit = "operation"
key = false
)");
  BOOST_TEST((config.rules.tables[0].columns[0].drop == std::optional(false)));
}

BOOST_AUTO_TEST_CASE(refuses_columns_that_say_nothing) {
  check_column("type = 'INT'", "a rule of columns names none", 10);
  check_column("column = 'a'", "a rule of a column says nothing of it", 10);
  check_column("add = 'a'", "an added column lacks its value", 10);
  check_column("add = 'a'\ntype = 'INT'", "an added column lacks its value", 10);
  check_column("nme = 'a'", "setting \"nme\" is not known in a rule of columns");
  check_column("column = ''", "\"column\" is empty");
  check_column("rename = ''", "\"rename\" is empty");
  check_column("expression = '  '", "\"expression\" is empty");
  check_column("audit = 'commit'", "\"audit\" cannot be \"commit\"");
  check_column("drop = 1", "\"drop\" must be true or false");
}

BOOST_AUTO_TEST_CASE(refuses_captures_that_there_are_not) {
  check_column("rename = '{3}'\ncolumn = 'x_*'", "{3} stands for nothing: there are 2 asterisks");
  check_column("rename = '{2}'\ncolumn = 'x'", "{2} stands for nothing: there is 1 asterisk");
  check_column("value = '{2}'\nadd = 'x'", "{2} stands for nothing: there is 1 asterisk");
  check_column("rename = '{'\ncolumn = 'x'", "in \"rename\", there is no number");
  check_column("column = 'x\\'\ndrop = true", "in \"column\", a backslash");
}

BOOST_AUTO_TEST_CASE(refuses_types_that_are_none) {
  for (const char* type : {"'VARCHAR('", "'VARCHAR(40) NOT NULL'", "'(5)'", "\"ENUM('a')\"",
                           "'INT; DROP TABLE t'", "'DECIMAL(1,2,3)'", "'VARCHAR(-1)'"})
    check_column(std::string("type = ") + type + "\ncolumn = 'a'", "is no type of MySQL");
  check_column("type = 'VARCHAR(x)'\nadd = 'a'\nexpression = 'b'", "is no type of MySQL");
}

BOOST_AUTO_TEST_CASE(refuses_what_is_there_twice) {
  check_refused(kLeast +
                    "[[rules]]\ntable = 'a.*'\ntarget = 'b.{1}'\n[[rules]]\ntable = 'a.*'\n"
                    "many_to_one = true\n",
                12, "table \"a.*\" has a rule already, at ");
  const std::string rule = kLeast + "[[rules]]\ntable = 'a.b'\n[[rules.columns]]\n";
  check_refused(rule + "column = 'c'\ndrop = true\n[[rules.columns]]\ncolumn = 'c'\nrename = 'd'\n",
                14, "column \"c\" is there twice");
  check_refused(rule + "add = 'c'\nvalue = ''\n[[rules.columns]]\nadd = 'C'\nvalue = '1'\n", 14,
                "column \"C\" is added twice");
}

BOOST_AUTO_TEST_SUITE_END()
