// SPDX-License-Identifier: PostgreSQL
// The SQL of every change, for one relation.  Parameters stand in the order that each says.  Where
// deleted rows stay, none but delete_marked_text() touches those.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "applier/model/relation.hpp"
#include "applier/write/connection.hpp"

namespace applier {

using Positions = std::span<const std::uint16_t>;  // of columns in a relation

// Parameters: the columns, then the hash of a row that has one.
std::string insert_text(const Relation& relation, std::size_t rows);

// Without the hash of a table that has no key.
std::string load_text(const Relation& relation);

// Some columns of one row.  Parameters: the identity columns.
std::string select_text(const Relation& relation, Positions wanted);

// Parameters: the identity columns.
std::string delete_text(const Relation& relation, std::size_t rows);

// Of rows that are deleted and stay.  Parameters: the columns of the key.
std::string delete_marked_text(const Relation& relation, Positions key, std::size_t rows);

// Parameters: the columns to set, then the identity columns.
std::string update_text(const Relation& relation, Positions set);

// MySQL only.  Parameters: the identity columns, then the columns to set, row after row.
std::string update_rows_text(const Relation& relation, Positions set, std::size_t rows);

// How a row of a table without a key is searched for, to be compared in full.
enum class Search { ByHash, Everywhere };

// Tables without a key: the columns by whose values a row is found.
std::vector<std::uint16_t> compared_columns(const Relation& relation);
// What a DELETE sets where deleted rows stay.
std::vector<std::uint16_t> marking_columns(const Relation& relation);

// Tables without a key; some of the rows that are equal.  Parameters: the hash to search by, the
// compared columns of the old row, how many rows at most.
std::string delete_equal_text(const Relation& relation, Search search, Flavour flavour);
// Likewise.  Parameters: every column of the new row, its hash if rows have one, then as above.
std::string update_equal_text(const Relation& relation, Search search, Flavour flavour);
// Likewise.  Parameters: the marking columns, then as above.
std::string mark_equal_text(const Relation& relation, Search search, Flavour flavour);

// Changes nothing, and matches the row if it is there.  Parameters: the identity columns.
std::string probe_text(const Relation& relation);

// DELETE, because MySQL's TRUNCATE would commit what came before it.  Parameters: the marking
// columns where deleted rows stay, then the constants of the key.
std::string truncate_text(const Relation& relation);

}  // namespace applier
