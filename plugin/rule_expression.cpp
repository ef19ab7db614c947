// SPDX-License-Identifier: PostgreSQL
#include "plugin/rule_expression.hpp"

#include "plugin/output_settings.hpp"
#include "plugin/rule_restrictions.hpp"

namespace plugin {
namespace {

constexpr int kRelation = 1;  // its place in a range table

[[noreturn]] void refuse_more_than_expression() {
  ereport(ERROR, errcode(ERRCODE_SYNTAX_ERROR), errmsg("it is not one expression"));
}

// PostgreSQL's grammar begins no lower than at what PL/pgSQL calls an expression, which is the
// inside of a SELECT.
Node* parse(const char* text) {
  List* statements = raw_parser(text, RAW_PARSE_PLPGSQL_EXPR);
  const auto* select = reinterpret_cast<SelectStmt*>(linitial_node(RawStmt, statements)->stmt);
  if (!IsA(select, SelectStmt) || list_length(select->targetList) != 1)
    refuse_more_than_expression();
  const void* const others[] = {select->distinctClause, select->fromClause,   select->whereClause,
                                select->groupClause,    select->havingClause, select->windowClause,
                                select->sortClause,     select->limitOffset,  select->limitCount,
                                select->lockingClause};
  for (const void* other : others)
    if (other != nullptr) refuse_more_than_expression();
  const auto* target = linitial_node(ResTarget, select->targetList);
  if (target->name != nullptr) refuse_more_than_expression();
  return target->val;
}

[[noreturn]] void refuse_column(ParseState* state, const ColumnRef& reference,
                                const char* mistake) {
  ereport(ERROR, errcode(ERRCODE_UNDEFINED_COLUMN), errmsg("%s", mistake),
          parser_errposition(state, reference.location));
}

// A column may be qualified by its table, and that by its schema.
bool is_qualified_rightly(Relation relation, const ColumnRef& reference) {
  const int qualifiers = list_length(reference.fields) - 1;
  if (qualifiers > 2) return false;
  if (qualifiers == 2 && std::strcmp(strVal(linitial(reference.fields)),
                                     get_namespace_name(RelationGetNamespace(relation))) != 0)
    return false;
  return qualifiers == 0 || std::strcmp(strVal(list_nth(reference.fields, qualifiers - 1)),
                                        RelationGetRelationName(relation)) == 0;
}

Node* column_of(Relation relation, const char* name, int location) {
  TupleDesc attributes = RelationGetDescr(relation);
  for (int i = 0; i < attributes->natts; ++i) {
    const FormData_pg_attribute& attribute = *TupleDescAttr(attributes, i);
    if (attribute.attisdropped || std::strcmp(NameStr(attribute.attname), name) != 0) continue;
    if (!is_stored(attribute)) return virtual_expression(relation, attribute.attnum);
    Var* column = makeVar(kRelation, attribute.attnum, attribute.atttypid, attribute.atttypmod,
                          attribute.attcollation, 0);
    column->location = location;
    return reinterpret_cast<Node*>(column);
  }
  return nullptr;
}

// Instead of a range table, which could not be built without a lock on the relation.
Node* find_column(ParseState* state, ColumnRef* reference) {
  auto* relation = static_cast<Relation>(state->p_ref_hook_state);
  if (IsA(llast(reference->fields), A_Star))
    refuse_column(state, *reference, "all columns at once are not allowed");
  const char* name = strVal(llast(reference->fields));
  if (!is_qualified_rightly(relation, *reference))
    refuse_column(
        state, *reference,
        psprintf("column %s is not one of this table", NameListToString(reference->fields)));
  if (SystemAttributeByName(name) != nullptr)
    refuse_column(state, *reference, psprintf("system column \"%s\" is not allowed", name));
  Node* column = column_of(relation, name, reference->location);
  if (column == nullptr)
    refuse_column(state, *reference, psprintf("column \"%s\" does not exist", name));
  return column;
}

ParseState* begin_analysis(Relation relation, const char* text) {
  ParseState* state = make_parsestate(nullptr);
  state->p_sourcetext = text;
  state->p_pre_columnref_hook = find_column;
  state->p_ref_hook_state = relation;
  return state;
}

bool is_null(const Node* parsed) {
  return IsA(parsed, A_Const) && reinterpret_cast<const A_Const*>(parsed)->isnull;
}

// Constants are computed here, so that an expression that can only fail does so before any row.
AnalysedExpression finish(ParseState* state, Node* analysed, List* strings) {
  assign_expr_collations(state, analysed);
  check_analysed(state, analysed, strings);
  Expr* planned = expression_planner(reinterpret_cast<Expr*>(copyObjectImpl(analysed)));
  return {reinterpret_cast<Node*>(planned), exprType(analysed), exprTypmod(analysed)};
}

AnalysedExpression value_of(ParseState* state, const FormData_pg_attribute* column) {
  Node* parsed = parse(state->p_sourcetext);
  if (is_null(parsed) && column != nullptr) {
    Const* null = makeNullConst(column->atttypid, column->atttypmod, column->attcollation);
    return {reinterpret_cast<Node*>(null), column->atttypid, column->atttypmod};
  }
  List* strings = check_parsed(state, parsed);
  Node* analysed = transformExpr(state, parsed, EXPR_KIND_OTHER);
  if (exprType(analysed) == UNKNOWNOID)
    analysed = coerce_type(state, analysed, UNKNOWNOID, TEXTOID, -1, COERCION_IMPLICIT,
                           COERCE_IMPLICIT_CAST, -1);
  const AnalysedExpression value = finish(state, analysed, strings);
  if (get_typtype(value.type) == TYPTYPE_PSEUDO)
    ereport(ERROR, errcode(ERRCODE_INVALID_TABLE_DEFINITION),
            errmsg("no column can have its type, %s", format_type_be(value.type)));
  return value;
}

AnalysedExpression condition_of(ParseState* state) {
  Node* parsed = parse(state->p_sourcetext);
  List* strings = check_parsed(state, parsed);
  Node* analysed = transformExpr(state, parsed, EXPR_KIND_OTHER);
  return finish(state, coerce_to_boolean(state, analysed, "WHERE"), strings);
}

// Analysis leaves much behind, which goes with a memory context of its own.
template <typename Analyse>
AnalysedExpression analyse(Relation relation, const char* subject, const char* text, Analyse step) {
  AnalysedExpression result{};
  MemoryContext scratch =
      AllocSetContextCreate(CurrentMemoryContext, "wal2mysql analysis", ALLOCSET_DEFAULT_SIZES);
  with_error_prefix({subject, "cannot be used", text}, [&] {
    const int pinned = pin_output_settings();
    MemoryContext caller = MemoryContextSwitchTo(scratch);
    result = step(begin_analysis(relation, text));
    MemoryContextSwitchTo(caller);
    result.node = static_cast<Node*>(copyObjectImpl(result.node));
    unpin_output_settings(pinned);
  });
  MemoryContextDelete(scratch);
  return result;
}

}  // namespace

AnalysedExpression analyse_value(Relation relation, const char* subject, const char* text,
                                 const FormData_pg_attribute* column) {
  return analyse(relation, subject, text,
                 [column](ParseState* state) { return value_of(state, column); });
}

AnalysedExpression analyse_condition(Relation relation, const char* subject, const char* text) {
  return analyse(relation, subject, text, condition_of);
}

}  // namespace plugin
