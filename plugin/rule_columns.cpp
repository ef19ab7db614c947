// SPDX-License-Identifier: PostgreSQL
#include "plugin/rule_columns.hpp"

#include "plugin/rule_expression.hpp"

namespace plugin {
namespace {

const char* attribute_name(const RuleColumns& rules, int attribute) {
  return NameStr(TupleDescAttr(rules.expressions.attributes(), attribute)->attname);
}

int find_attribute(const RuleColumns& rules, const char* name) {
  TupleDesc attributes = rules.expressions.attributes();
  for (int i = 0; i < attributes->natts; ++i)
    if (!TupleDescAttr(attributes, i)->attisdropped &&
        std::strcmp(attribute_name(rules, i), name) == 0)
      return i;
  return -1;
}

// Marks the attribute, of which there may be one rule at most.
int take_attribute(RuleColumns& rules, const char* name, const char* what) {
  const int attribute = find_attribute(rules, name);
  if (attribute < 0)
    ereport(ERROR, errcode(ERRCODE_UNDEFINED_COLUMN),
            errmsg("table \"%s\" has no column \"%s\"", rules.table, name),
            errdetail("A rule %s it.", what));
  if (bms_is_member(attribute, rules.unsent))
    ereport(ERROR, errcode(ERRCODE_DUPLICATE_COLUMN),
            errmsg("two rules drop or replace column \"%s\" of table \"%s\"", name, rules.table));
  rules.unsent = bms_add_member(rules.unsent, attribute);
  return attribute;
}

void refuse_taken_name(const RuleColumns& rules, const char* name) {
  const int attribute = find_attribute(rules, name);
  bool taken = attribute >= 0 && !rules.drop(attribute);
  for (const RuleColumn& column : rules.computed) taken |= std::strcmp(column.name, name) == 0;
  if (taken)
    ereport(ERROR, errcode(ERRCODE_DUPLICATE_COLUMN),
            errmsg("column \"%s\" of table \"%s\" cannot be computed: there is one of that name",
                   name, rules.table),
            errhint("Give the computed column another name, or replace the other instead."));
}

RuleColumn prepare(RuleColumns& rules, Relation relation, const ColumnRule& rule,
                   const FormData_pg_attribute* attribute) {
  RuleColumn column{};
  column.name = pstrdup(rule.column);
  column.subject =
      psprintf("expression for column \"%s\" of table \"%s\"", rule.column, rules.table);
  const AnalysedExpression analysed =
      analyse_value(relation, column.subject, rule.expression, attribute);
  with_error_prefix({column.subject, "cannot be used"},
                    [&] { column.expression = rules.expressions.prepare(analysed.node); });
  column.type = analysed.type;
  column.typmod = analysed.typmod;
  rules.inputs = bms_add_members(rules.inputs, column.expression.inputs);
  return column;
}

void replace_columns(RuleColumns& rules, Relation relation, const TableRules& told) {
  ListCell* cell;
  foreach (cell, told.replaced) {
    const auto& rule = *static_cast<const ColumnRule*>(lfirst(cell));
    if (told.may_lack && find_attribute(rules, rule.column) < 0) continue;
    const int attribute = take_attribute(rules, rule.column, "replaces");
    auto* column = static_cast<RuleColumn*>(palloc(sizeof(RuleColumn)));
    *column = prepare(rules, relation, rule, TupleDescAttr(RelationGetDescr(relation), attribute));
    rules.replaced[attribute] = column;
  }
}

void compute_columns(RuleColumns& rules, Relation relation, List* computed) {
  const auto count = static_cast<std::size_t>(list_length(computed));
  // Their numbers come from the end of those that attributes can have.
  if (static_cast<std::size_t>(RelationGetNumberOfAttributes(relation)) + count >
      frame::kColumnsMax)
    ereport(ERROR, errcode(ERRCODE_TOO_MANY_COLUMNS),
            errmsg("table \"%s\" has no room for %zu computed columns", rules.table, count),
            errdetail("With those that were dropped it has %d; %u is the most.",
                      RelationGetNumberOfAttributes(relation), frame::kColumnsMax));
  auto* columns = static_cast<RuleColumn*>(palloc0(sizeof(RuleColumn) * Max(count, 1)));
  ListCell* cell;
  foreach (cell, computed) {
    const auto& rule = *static_cast<const ColumnRule*>(lfirst(cell));
    refuse_taken_name(rules, rule.column);
    columns[rules.computed.size()] = prepare(rules, relation, rule, nullptr);
    rules.computed = {columns, rules.computed.size() + 1};
  }
}

// The columns of a key must be there, and have a value.
Bitmapset* check_key(const RuleColumns& rules, Oid index, const char* key) {
  Bitmapset* attributes = nullptr;
  const IndexColumns columns = OidIsValid(index) ? index_columns(index) : IndexColumns{};
  for (int i = 0; i < columns.count; ++i) {
    const int attribute = columns.attnums[i] - 1;
    attributes = bms_add_member(attributes, attribute);
    if (rules.drop(attribute))
      ereport(ERROR, errcode(ERRCODE_INVALID_COLUMN_REFERENCE),
              errmsg("column \"%s\" of table \"%s\" cannot be dropped: it is in the %s",
                     attribute_name(rules, attribute), rules.table, key));
    if (rules.replaced[attribute] != nullptr) rules.replaced[attribute]->in_key = true;
  }
  return attributes;
}

void check_identity_inputs(RuleColumns& rules, Bitmapset* identity, bool logs_all) {
  for (int attribute = -1; (attribute = bms_next_member(identity, attribute)) >= 0;) {
    if (rules.replaced[attribute] == nullptr) continue;
    const RuleColumn& column = *rules.replaced[attribute];
    Bitmapset* missing = bms_difference(column.expression.inputs, identity);
    rules.key_inputs = bms_add_members(rules.key_inputs, missing);
    if (logs_all || bms_is_empty(missing)) continue;
    ereport(ERROR, errcode(ERRCODE_INVALID_COLUMN_REFERENCE),
            errmsg("%s cannot be used: it needs column \"%s\", which the replica identity does not "
                   "carry",
                   column.subject, attribute_name(rules, bms_next_member(missing, -1))),
            errdetail("Rows are found by this column, of which old values have to be computed."),
            errhint("Use columns of the replica identity only, or ALTER TABLE ... REPLICA IDENTITY "
                    "FULL."));
  }
}

[[noreturn]] void refuse_unknown_input(const RuleColumns& rules, const RuleColumn& column,
                                       const Row& row) {
  int absent = -1;
  do absent = bms_next_member(column.expression.inputs, absent);
  while (!rules.expressions.is_absent(row, absent));
  ereport(
      ERROR, errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
      errmsg("%s cannot be computed: an UPDATE left column \"%s\" alone, and its value is not in "
             "the log",
             column.subject, attribute_name(rules, absent)),
      errdetail("The value is stored out of line (TOAST), and the expression needs other columns, "
                "too. The change is at LSN %X/%X.",
                static_cast<std::uint32_t>(rules.lsn >> 32), static_cast<std::uint32_t>(rules.lsn)),
      errhint("ALTER TABLE ... REPLICA IDENTITY FULL logs the values of later changes. For this "
              "one, take the expression out of the rules; then copy the table again."));
}

}  // namespace

RuleColumns* rule_columns(Relation relation, const TableRules* rules,
                          const ReplicaIdentity& identity, Oid primary_key) {
  if (rules == nullptr) return nullptr;
  if (rules->dropped == NIL && rules->replaced == NIL && rules->computed == NIL) return nullptr;
  const auto attributes = static_cast<std::size_t>(RelationGetNumberOfAttributes(relation));
  auto* columns = static_cast<RuleColumns*>(palloc0(sizeof(RuleColumns)));
  columns->table = psprintf("%s.%s", rules->name.schema, rules->name.table);
  columns->expressions.create(relation);
  columns->replaced = static_cast<RuleColumn**>(palloc0(sizeof(RuleColumn*) * (attributes + 1)));
  ListCell* cell;
  foreach (cell, rules->dropped) {
    const auto* name = static_cast<const char*>(lfirst(cell));
    if (rules->may_lack && find_attribute(*columns, name) < 0) continue;
    take_attribute(*columns, name, "drops");
  }
  replace_columns(*columns, relation, *rules);
  compute_columns(*columns, relation, rules->computed);
  check_key(*columns, primary_key, "primary key");
  Bitmapset* identity_attributes = check_key(*columns, identity.index, "replica identity");
  check_identity_inputs(*columns, identity_attributes,
                        relation->rd_rel->relreplident == REPLICA_IDENTITY_FULL);
  return columns;
}

bool key_inputs_changed(const RuleColumns& rules, const Row& old_row, const Row& new_row) {
  for (int input = -1; (input = bms_next_member(rules.key_inputs, input)) >= 0;) {
    const FormData_pg_attribute& attribute = *TupleDescAttr(rules.expressions.attributes(), input);
    if (old_row.nulls[input] != new_row.nulls[input]) return true;
    if (!old_row.nulls[input] && !datum_image_eq(old_row.values[input], new_row.values[input],
                                                 attribute.attbyval, attribute.attlen))
      return true;
  }
  return false;
}

void encode_rule(FrameBuffer& out, const ColumnEncoder& column, const RuleColumns& rules,
                 const Row& row, bool from_log) {
  const RuleColumn& rule = *column.rule;
  const Inputs inputs =
      from_log ? rules.expressions.inputs_of(rule.expression, row) : Inputs::Known;
  if (inputs == Inputs::Unchanged) return frame::write_unchanged(out.packer());
  if (inputs == Inputs::Mixed) refuse_unknown_input(rules, rule, row);
  Datum value = 0;
  bool is_null = false;
  with_error_prefix({rule.subject, "cannot be computed", nullptr, rules.lsn}, [&] {
    value = rules.expressions.evaluate(rule.expression, &is_null);
    if (is_null && rule.in_key)
      ereport(ERROR, errcode(ERRCODE_NOT_NULL_VIOLATION),
              errmsg("it is NULL, and the column is in a key"));
  });
  if (is_null)
    out.packer().pack_nil();
  else
    column.encode(out, column, value);
}

}  // namespace plugin
