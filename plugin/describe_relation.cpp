// SPDX-License-Identifier: PostgreSQL
// wal2mysql.describe_relation(): the relation frame that a stream would send.
#include "plugin/readable_table.hpp"

extern "C" {
PG_FUNCTION_INFO_V1(wal2mysql_describe_relation);
}

namespace plugin {
namespace {

void refuse_misfit(Relation relation, const TableMisfit& misfit) {
  if (misfit.mistake == nullptr) return;
  ereport(ERROR, errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
          errmsg("table \"%s.%s\" %s", get_namespace_name(RelationGetNamespace(relation)),
                 RelationGetRelationName(relation), misfit.mistake),
          errdetail("%s", misfit.detail), errhint("%s", misfit.remedy));
}

}  // namespace
}  // namespace plugin

Datum wal2mysql_describe_relation(PG_FUNCTION_ARGS) {
  using namespace plugin;
  const Options options = parse_options(PG_GETARG_ARRAYTYPE_P(1));
  const ReadableTable table = open_readable_table(PG_GETARG_OID(0), options);
  refuse_misfit(table.sent_as, table.description->misfit);
  const std::string_view frame = table.description->frame;
  auto* result = static_cast<bytea*>(palloc(VARHDRSZ + frame.size()));
  SET_VARSIZE(result, VARHDRSZ + frame.size());
  std::memcpy(VARDATA(result), frame.data(), frame.size());
  close_readable_table(table);
  PG_RETURN_BYTEA_P(result);
}
