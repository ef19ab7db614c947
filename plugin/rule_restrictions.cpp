// SPDX-License-Identifier: PostgreSQL
#include "plugin/rule_restrictions.hpp"

namespace plugin {
namespace {

struct Inspection {
  ParseState* state;
  List* strings;  // of A_Const *
};
SAFE_TO_LONGJMP_OVER(Inspection);

[[noreturn]] void refuse(const Inspection& inspection, int location, const char* mistake) {
  ereport(ERROR, errcode(ERRCODE_FEATURE_NOT_SUPPORTED), errmsg("%s", mistake),
          errdetail("Only columns of the table, constants, and built-in, immutable functions, "
                    "operators, types and collations are allowed."),
          parser_errposition(inspection.state, location));
}

bool is_user_defined(Oid object) {
  return object >= FirstNormalObjectId;
}

// Labels are compared by built-in functions, and the type cannot go without the column.
bool is_allowed_type(Oid type) {
  if (!is_user_defined(type)) return true;
  const Oid element = get_element_type(type);
  return get_typtype(OidIsValid(element) ? element : type) == TYPTYPE_ENUM;
}

// From what is parsed, not analysed.

bool inspect_parsed(Node* node, void* context) {
  if (node == nullptr) return false;
  auto& inspection = *static_cast<Inspection*>(context);
  if (IsA(node, SubLink))
    refuse(inspection, reinterpret_cast<SubLink*>(node)->location, "subqueries are not allowed");
  if (IsA(node, A_Const)) {
    const auto* constant = reinterpret_cast<A_Const*>(node);
    if (!constant->isnull && IsA(&constant->val, String))
      inspection.strings = lappend(inspection.strings, node);
    return false;
  }
  return walk_parsed(node, inspect_parsed, context);
}

// From what is analysed.

struct NodeKind {
  NodeTag tag;
  const char* mistake;  // nullptr: it is allowed
};

constexpr NodeKind kNodeKinds[] = {
    {T_Var, nullptr},
    {T_Const, nullptr},
    {T_FuncExpr, nullptr},
    {T_NamedArgExpr, nullptr},
    {T_OpExpr, nullptr},
    {T_DistinctExpr, nullptr},
    {T_NullIfExpr, nullptr},
    {T_ScalarArrayOpExpr, nullptr},
    {T_RowCompareExpr, nullptr},
    {T_BoolExpr, nullptr},
    {T_RelabelType, nullptr},
    {T_CoerceViaIO, nullptr},
    {T_ArrayCoerceExpr, nullptr},
    {T_CollateExpr, nullptr},
    {T_FieldSelect, nullptr},
    {T_CaseExpr, nullptr},
    {T_CaseTestExpr, nullptr},
    {T_ArrayExpr, nullptr},
    {T_SubscriptingRef, nullptr},
    {T_RowExpr, nullptr},
    {T_CoalesceExpr, nullptr},
    {T_MinMaxExpr, nullptr},
    {T_XmlExpr, nullptr},
    {T_NullTest, nullptr},
    {T_BooleanTest, nullptr},
    {T_Aggref, "aggregate functions are not allowed"},
    {T_GroupingFunc, "aggregate functions are not allowed"},
    {T_WindowFunc, "window functions are not allowed"},
    {T_SQLValueFunction, "what depends on the session or the clock is not immutable"},
    {T_CoerceToDomain, "casts to domains are not allowed"},
};

const char* mistake_of_kind(NodeTag tag) {
  for (const NodeKind& kind : kNodeKinds)
    if (kind.tag == tag) return kind.mistake;
  return "this is not allowed";
}

Expr* only_argument(Node* node) {
  switch (nodeTag(node)) {
    case T_RelabelType:
      return reinterpret_cast<RelabelType*>(node)->arg;
    case T_CollateExpr:
      return reinterpret_cast<CollateExpr*>(node)->arg;
    case T_FieldSelect:
      return reinterpret_cast<FieldSelect*>(node)->arg;
    case T_NullTest:
      return reinterpret_cast<NullTest*>(node)->arg;
    default:
      return nullptr;
  }
}

// A column that is only taken for another type, taken apart or tested for NULL may be of any type:
// no function of it is called.
bool only_handles_column(Node* node) {
  const Expr* argument = only_argument(node);
  return argument != nullptr && IsA(argument, Var);
}

bool is_user_defined_function(Oid function, void*) {
  return is_user_defined(function);
}

bool is_mutable_function(Oid function, void*) {
  return func_volatile(function) != PROVOLATILE_IMMUTABLE;
}

bool returns_set(Node* node) {
  if (IsA(node, FuncExpr)) return reinterpret_cast<FuncExpr*>(node)->funcretset;
  return IsA(node, OpExpr) && reinterpret_cast<OpExpr*>(node)->opretset;
}

// A function of SQL may be declared to be less than the expression that it stands for: text ||
// integer is.
bool is_mutable(Node* node) {
  if (!check_functions_in_node(node, is_mutable_function, nullptr)) return false;
  Expr* planned = expression_planner(reinterpret_cast<Expr*>(copyObjectImpl(node)));
  return contain_mutable_functions(reinterpret_cast<Node*>(planned));
}

Oid operator_of(Node* node) {
  switch (nodeTag(node)) {
    case T_OpExpr:
    case T_DistinctExpr:
    case T_NullIfExpr:
      return reinterpret_cast<OpExpr*>(node)->opno;
    case T_ScalarArrayOpExpr:
      return reinterpret_cast<ScalarArrayOpExpr*>(node)->opno;
    case T_RowCompareExpr:
      return linitial_oid(reinterpret_cast<RowCompareExpr*>(node)->opnos);
    default:
      return InvalidOid;
  }
}

const char* cast(const void* argument, Node* result) {
  return psprintf("the cast from %s to %s",
                  format_type_be(exprType(static_cast<const Node*>(argument))),
                  format_type_be(exprType(result)));
}

// As people call what the node calls.
const char* callee(Node* node) {
  if (IsA(node, CoerceViaIO)) return cast(reinterpret_cast<CoerceViaIO*>(node)->arg, node);
  if (IsA(node, FuncExpr)) {
    const auto& call = *reinterpret_cast<FuncExpr*>(node);
    const bool is_cast =
        call.funcformat == COERCE_IMPLICIT_CAST || call.funcformat == COERCE_EXPLICIT_CAST;
    if (is_cast) return cast(linitial(call.args), node);
    return psprintf("function \"%s\"", get_func_name(call.funcid));
  }
  const Oid number = operator_of(node);
  return OidIsValid(number) ? psprintf("operator %s", get_opname(number)) : "what is called here";
}

void check_calls(const Inspection& inspection, Node* node) {
  const char* mistake = nullptr;
  if (is_user_defined(operator_of(node)) ||
      check_functions_in_node(node, is_user_defined_function, nullptr))
    mistake = "is not built in";
  else if (returns_set(node))
    mistake = "returns a set";
  else if (is_mutable(node))
    mistake = "is not immutable";
  if (mistake != nullptr)
    refuse(inspection, exprLocation(node), psprintf("%s %s", callee(node), mistake));
}

void check_type(const Inspection& inspection, Node* node) {
  const Oid type = exprType(node);
  if (!is_allowed_type(type))
    refuse(inspection, exprLocation(node),
           psprintf("type %s is not built in", format_type_be(type)));
  for (const Oid collation : {exprCollation(node), exprInputCollation(node)})
    if (is_user_defined(collation))
      refuse(inspection, exprLocation(node),
             psprintf("collation \"%s\" is not built in", get_collation_name(collation)));
}

bool holds_dates(Oid type) {
  if (const Oid element = get_element_type(type); OidIsValid(element)) return holds_dates(element);
  if (type_is_range(type)) return holds_dates(get_range_subtype(type));
  if (type_is_multirange(type)) return holds_dates(get_multirange_range(type));
  return TypeCategory(type) == TYPCATEGORY_DATETIME;
}

// One of those that stand for another date on another day.
bool has_moving_date(const char* text) {
  constexpr std::string_view kWords[] = {"now", "today", "tomorrow", "yesterday"};
  const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
  while (*text != '\0') {
    std::size_t length = 0;
    while (is_letter(text[length])) ++length;
    for (const std::string_view word : kWords)
      if (word.size() == length && pg_strncasecmp(text, word.data(), length) == 0) return true;
    text += Max(length, 1);
  }
  return false;
}

bool names_object(Oid type) {
  constexpr Oid kTypes[] = {REGPROCOID,      REGPROCEDUREOID, REGOPEROID,      REGOPERATOROID,
                            REGCLASSOID,     REGCOLLATIONOID, REGTYPEOID,      REGROLEOID,
                            REGNAMESPACEOID, REGCONFIGOID,    REGDICTIONARYOID};
  for (const Oid reference : kTypes)
    if (reference == type) return true;
  return false;
}

void check_constant(const Inspection& inspection, const Const& constant) {
  if (constant.constisnull) return;
  if (names_object(constant.consttype) && is_user_defined(DatumGetObjectId(constant.constvalue)))
    refuse(inspection, constant.location,
           psprintf("this %s is not built in", format_type_be(constant.consttype)));
  if (!holds_dates(constant.consttype)) return;
  ListCell* cell;
  foreach (cell, inspection.strings) {
    const auto& string = *static_cast<const A_Const*>(lfirst(cell));
    if (string.location == constant.location && has_moving_date(strVal(&string.val)))
      refuse(inspection, constant.location,
             psprintf("the %s '%s' is not immutable", format_type_be(constant.consttype),
                      strVal(&string.val)));
  }
}

// What is inside comes first, so that the culprit is named and not what it is handed to.
bool inspect_analysed(Node* node, void* context) {
  if (node == nullptr) return false;
  const auto& inspection = *static_cast<const Inspection*>(context);
  if (IsA(node, List)) return walk_analysed(node, inspect_analysed, context);
  if (const char* mistake = mistake_of_kind(nodeTag(node)); mistake != nullptr)
    refuse(inspection, exprLocation(node), mistake);
  if (!only_handles_column(node)) walk_analysed(node, inspect_analysed, context);
  check_calls(inspection, node);
  check_type(inspection, node);
  if (IsA(node, Const)) check_constant(inspection, *reinterpret_cast<const Const*>(node));
  return false;
}

}  // namespace

List* check_parsed(ParseState* state, Node* parsed) {
  Inspection inspection{state, NIL};
  inspect_parsed(parsed, &inspection);
  return inspection.strings;
}

void check_analysed(ParseState* state, Node* analysed, List* strings) {
  Inspection inspection{state, strings};
  inspect_analysed(analysed, &inspection);
}

}  // namespace plugin
