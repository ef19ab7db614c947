// SPDX-License-Identifier: PostgreSQL
// What an expression of a rule may not contain.
//
// The list is that of publications' row filters, and a little longer where PostgreSQL has been more
// careful than it needs to be: casts through text, elements of arrays, enums, and columns of other
// types that are not built in, as long as no function of these is called.
#pragma once

#include "plugin/postgres.hpp"

namespace plugin {

// Before the analysis, which would look into the tables of a subquery.  Gives the string constants
// (A_Const), with which check_analysed() tells what they were.
List* check_parsed(ParseState* state, Node* parsed);

void check_analysed(ParseState* state, Node* analysed, List* strings);

}  // namespace plugin
