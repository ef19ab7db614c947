// SPDX-License-Identifier: PostgreSQL
#include "plugin/relation_description.hpp"

#include "plugin/column_width.hpp"
#include "plugin/json_shape.hpp"
#include "plugin/rule_columns.hpp"
#include "plugin/server_text.hpp"
#include "plugin/text_columns.hpp"
#include "plugin/type_map.hpp"

namespace plugin {
namespace {

constexpr std::uint16_t kUnsent = UINT16_MAX;

// The columns that are sent, and what is found out about each, side by side.
struct Draft {
  std::uint16_t count;
  ColumnType* types;
  Oid* source_types;
  bool* in_key;
  frame::Column* columns;
  ColumnEncoder* encoders;
  std::uint16_t* positions;  // of an attribute number, from 1; kUnsent where it has none
};
SAFE_TO_LONGJMP_OVER(Draft);

template <typename T>
T* allocate(int count) {
  static_assert(std::is_trivially_destructible_v<T>);
  return static_cast<T*>(palloc0(sizeof(T) * static_cast<std::size_t>(Max(count, 1))));
}

Draft create_draft(int attributes, int columns) {
  auto* positions = allocate<std::uint16_t>(attributes + 1);
  for (int attnum = 0; attnum <= attributes; ++attnum) positions[attnum] = kUnsent;
  return {0,
          allocate<ColumnType>(columns),
          allocate<Oid>(columns),
          allocate<bool>(columns),
          allocate<frame::Column>(columns),
          allocate<ColumnEncoder>(columns),
          positions};
}

void choose_type(Draft& draft, std::uint16_t position, Relation relation, const char* name, Oid oid,
                 std::int32_t typmod, const Options& options) {
  draft.source_types[position] = oid;
  ColumnType& type = draft.types[position];
  type = column_type(oid, typmod, options.target);
  if (options.text_columns != NIL &&
      is_text_column(options.text_columns, get_namespace_name(RelationGetNamespace(relation)),
                     RelationGetRelationName(relation), name, type))
    type = declared_text();
  draft.columns[position].name = to_utf8(pstrdup(name));
}

bool is_user_type(Oid type) {
  return type >= FirstNormalObjectId;
}

// `rule`: nullptr where the value is the row's own.
void add_column(Draft& draft, Relation relation, const FormData_pg_attribute& attribute,
                const RuleColumn* rule, const Options& options) {
  const std::uint16_t position = draft.count++;
  draft.positions[attribute.attnum] = position;
  choose_type(draft, position, relation, NameStr(attribute.attname),
              rule == nullptr ? attribute.atttypid : rule->type,
              rule == nullptr ? attribute.atttypmod : rule->typmod, options);
  frame::Column& column = draft.columns[position];
  column.attnum = attribute.attnum;
  column.not_null = rule == nullptr ? attribute.attnotnull : rule->in_key;
  ColumnEncoder& encoder = draft.encoders[position];
  encoder.attribute = attribute.attnum - 1;
  encoder.length = attribute.attlen;
  encoder.by_value = attribute.attbyval;
  encoder.rule = rule;
}

// Numbered from the last that an attribute can have downwards, as columns that are added to the
// table are numbered upwards.
void add_computed_columns(Draft& draft, Relation relation, std::span<const RuleColumn> computed,
                          const Options& options) {
  int attnum = static_cast<int>(frame::kColumnsMax);
  for (const RuleColumn& rule : computed) {
    const std::uint16_t position = draft.count++;
    choose_type(draft, position, relation, rule.name, rule.type, rule.typmod, options);
    draft.columns[position].attnum = attnum--;
    draft.columns[position].flags = frame::kColumnComputed;
    draft.encoders[position].attribute = -1;
    draft.encoders[position].rule = &rule;
  }
}

// Empty where a column of the key is not sent.
std::span<const std::uint16_t> key_positions(Draft& draft, Oid index) {
  if (!OidIsValid(index)) return {};
  const IndexColumns key = index_columns(index);
  for (int i = 0; i < key.count; ++i)
    if (draft.positions[key.attnums[i]] == kUnsent) return {};
  auto* positions = allocate<std::uint16_t>(key.count);
  for (int i = 0; i < key.count; ++i) {
    positions[i] = draft.positions[key.attnums[i]];
    draft.in_key[positions[i]] = true;
  }
  return {positions, static_cast<std::size_t>(key.count)};
}

std::span<const std::uint16_t> ascending(std::span<const std::uint16_t> positions) {
  auto* sorted = allocate<std::uint16_t>(static_cast<int>(positions.size()));
  std::size_t count = 0;
  for (std::uint16_t position : positions) {
    std::size_t at = count++;
    for (; at > 0 && sorted[at - 1] > position; --at) sorted[at] = sorted[at - 1];
    sorted[at] = position;
  }
  return {sorted, count};
}

FmgrInfo* send_function(Oid type) {
  Oid function = InvalidOid;
  bool is_varlena = false;
  getTypeBinaryOutputInfo(type, &function, &is_varlena);
  auto* send = allocate<FmgrInfo>(1);
  fmgr_info_cxt(function, send, CurrentMemoryContext);
  return send;
}

// Output functions of other types may be asked for by any encoder as its last resort.
void decide_types(Draft& draft, const Target& target) {
  fit_row({draft.types, draft.count}, {draft.in_key, draft.count}, target.page);
  for (std::uint16_t i = 0; i < draft.count; ++i) {
    const ColumnType& type = draft.types[i];
    ColumnEncoder& encoder = draft.encoders[i];
    draft.columns[i].wire = type.wire;
    draft.columns[i].mysql_type = mysql_type(type, target);
    draft.columns[i].flags |= type.flags;
    encoder.encode = type.encode;
    encoder.labels = type.labels;
    encoder.shape = type.shape;
    encoder.checks_json = type.wire == frame::Wire::Json;
    encoder.json = target.json;
    const Oid oid = draft.source_types[i];
    encoder.output = type.encode == encode_sent ? send_function(oid) : output_function(oid);
  }
}

// PostgreSQL refuses UPDATE and DELETE where the columns that are sent name no row, but for
// publications of INSERTs alone.
frame::Identity sent_identity(frame::Identity kind, std::span<const std::uint16_t> key,
                              const Bitmapset* unsent) {
  const bool is_sent = kind == frame::Identity::Key ? !key.empty() : bms_is_empty(unsent);
  return is_sent ? kind : frame::Identity::Nothing;
}

void compute_instead(Draft& draft, VirtualColumns& virtuals) {
  for (VirtualColumn& computed : virtuals.columns) {
    const std::uint16_t position = draft.positions[computed.attribute + 1];
    ColumnEncoder& encoder = draft.encoders[position];
    const frame::Wire wire = draft.columns[position].wire;
    computed.encode = encoder.encode;
    encoder.encode = encode_virtual;
    encoder.computed = &computed;
    encoder.unknown_is_binary = wire == frame::Wire::Text || wire == frame::Wire::Json;
  }
}

std::string_view encode(const frame::Relation& relation) {
  FrameBuffer buffer;
  buffer.create();
  frame::write_relation(buffer.packer(), relation);
  const auto length = static_cast<std::size_t>(buffer.length());
  auto* bytes = allocate<char>(buffer.length());
  std::memcpy(bytes, buffer.data(), length);
  pfree(buffer.data());
  return {bytes, length};
}

}  // namespace

const RelationDescription* describe(Relation relation, const Bitmapset* unsent,
                                    const Options& options) {
  const Target& target = options.target;
  TupleDesc attributes = RelationGetDescr(relation);
  const ReplicaIdentity identity = replica_identity(relation);
  const Oid primary_key_index = immediate_primary_key(relation);
  RuleColumns* rules =
      rule_columns(relation, rules_of(options.rules, relation), identity, primary_key_index);
  const std::span<const RuleColumn> computed =
      rules == nullptr ? std::span<const RuleColumn>{} : rules->computed;
  Draft draft =
      create_draft(attributes->natts, attributes->natts + static_cast<int>(computed.size()));
  bool has_user_types = false;
  for (int i = 0; i < attributes->natts; ++i) {
    const FormData_pg_attribute& attribute = *TupleDescAttr(attributes, i);
    if (attribute.attisdropped) continue;
    has_user_types |= is_user_type(attribute.atttypid);
    if (bms_is_member(i, unsent) || (rules != nullptr && rules->drop(i))) continue;
    add_column(draft, relation, attribute, rules == nullptr ? nullptr : rules->replaced[i],
               options);
  }
  add_computed_columns(draft, relation, computed, options);
  for (std::uint16_t i = 0; i < draft.count; ++i)
    has_user_types |= is_user_type(draft.source_types[i]);

  frame::Relation message;
  message.primary_key = key_positions(draft, primary_key_index);
  message.identity = ascending(key_positions(draft, identity.index));
  const bool hashes_long = target.hashes_long_keys;
  fit_key({draft.types, draft.count}, message.primary_key, hashes_long);
  if (identity.index != primary_key_index)
    fit_key({draft.types, draft.count}, message.identity, hashes_long);
  decide_types(draft, target);
  message.id = RelationGetRelid(relation);
  message.schema = to_utf8(get_namespace_name(RelationGetNamespace(relation)));
  message.name = to_utf8(pstrdup(RelationGetRelationName(relation)));
  message.identity_kind = sent_identity(identity.kind, message.identity, unsent);
  message.columns = {draft.columns, draft.count};

  VirtualColumns* virtuals =
      virtual_columns(relation, rules == nullptr ? unsent : bms_union(unsent, rules->unsent));
  if (virtuals != nullptr) compute_instead(draft, *virtuals);
  auto* description = allocate<RelationDescription>(1);
  *description = {message.id,
                  message.identity_kind,
                  has_user_types,
                  {draft.encoders, draft.count},
                  message.identity,
                  encode(message),
                  find_misfit({draft.types, draft.count}, message.primary_key.size(),
                              message.identity.size(), target.page),
                  virtuals,
                  rules,
                  message};
  return description;
}

}  // namespace plugin
