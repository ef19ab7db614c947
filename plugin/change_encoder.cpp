// SPDX-License-Identifier: PostgreSQL
#include "plugin/change_encoder.hpp"

#include "plugin/rule_columns.hpp"

namespace plugin {

void ChangeEncoder::create() {
  old_ = create_row();
  new_ = create_row();
  partition_ = create_row();
}

void ChangeEncoder::read(Relation relation, const PartitionRoot* root,
                         ReorderBufferChange* change) {
  HeapTuple old_tuple = tuple_of(change->data.tp.oldtuple);
  HeapTuple new_tuple = tuple_of(change->data.tp.newtuple);
  action_ = change->action;
  lsn_ = change->lsn;
  has_old_ = old_tuple != nullptr;
  keeps_key_ = root == nullptr || root->keeps_key;
  if (old_tuple != nullptr) take(old_tuple, relation, root, old_);
  if (new_tuple != nullptr) take(new_tuple, relation, root, new_);
}

void ChangeEncoder::take(HeapTuple tuple, Relation relation, const PartitionRoot* root,
                         const Row& row) {
  if (root == nullptr || root->numbers == nullptr) return take_apart(tuple, relation, row);
  take_apart(tuple, relation, partition_);
  renumber(*root->numbers, partition_, row);
}

// A DELETE without its old row is for the applier to refuse.
bool ChangeEncoder::filter(RowFilter& filter) {
  filter.lsn = lsn_;
  switch (action_) {
    case REORDER_BUFFER_CHANGE_INSERT:
      return passes(filter, RowFilter::kInsert, new_);
    case REORDER_BUFFER_CHANGE_DELETE:
      return !has_old_ || passes(filter, RowFilter::kDelete, old_);
    default:
      break;
  }
  if (has_old_) filter.expressions.fill_absent(filter.inputs, old_, new_);
  switch (filter_update(filter, has_old_ ? &old_ : nullptr, new_)) {
    case FilteredUpdate::Nothing:
      return false;
    case FilteredUpdate::Insert:
      action_ = REORDER_BUFFER_CHANGE_INSERT;
      break;
    case FilteredUpdate::Delete:
      action_ = REORDER_BUFFER_CHANGE_DELETE;
      break;
    case FilteredUpdate::Update:
      break;
  }
  return true;
}

void ChangeEncoder::encode(FrameBuffer& out, const RelationDescription& description) {
  if (description.rules != nullptr) description.rules->lsn = lsn_;
  out.begin_frame();
  switch (action_) {
    case REORDER_BUFFER_CHANGE_INSERT:
      return insert(out, description);
    case REORDER_BUFFER_CHANGE_UPDATE:
      return update(out, description);
    case REORDER_BUFFER_CHANGE_DELETE:
      return remove(out, description);
    default:
      elog(ERROR, "unexpected change of kind %d", static_cast<int>(action_));
  }
}

// It may have been an UPDATE.
void ChangeEncoder::insert(FrameBuffer& out, const RelationDescription& description) {
  if (has_old_) fill_unchanged(description);
  frame::write_insert(out.packer(), description.id);
  encode_row(out, description, new_);
}

// A change that came without a row's identity is sent all the same: it may be in the copy of the
// table, and if it is not, the applier refuses it.
void ChangeEncoder::update(FrameBuffer& out, const RelationDescription& description) {
  if (has_old_) fill_unchanged(description);
  const frame::OldRow kind = old_row_of_update(description);
  frame::write_update(out.packer(), description.id, kind);
  encode_old(out, description, kind);
  encode_row(out, description, new_);
}

void ChangeEncoder::remove(FrameBuffer& out, const RelationDescription& description) {
  const auto kind =
      description.identity_kind == frame::Identity::Key ? frame::OldRow::Key : frame::OldRow::Full;
  frame::write_delete(out.packer(), description.id, kind);
  encode_old(out, description, kind);
}

// What the old row has in full, the new row need not call unchanged.
void ChangeEncoder::fill_unchanged(const RelationDescription& description) {
  if (const RuleColumns* rules = description.rules; rules != nullptr)
    rules->expressions.fill_absent(rules->inputs, old_, new_);
  for (const ColumnEncoder& column : description.columns) {
    const int attribute = column.attribute;
    if (attribute < 0 || !is_unchanged(column, new_)) continue;
    if (old_.nulls[attribute] || is_unchanged(column, old_)) continue;
    new_.values[attribute] = old_.values[attribute];
  }
}

bool ChangeEncoder::key_changed(const RelationDescription& description) const {
  for (std::uint16_t position : description.identity) {
    const ColumnEncoder& column = description.columns[position];
    const int attribute = column.attribute;
    if (old_.nulls[attribute] != new_.nulls[attribute]) return true;
    if (old_.nulls[attribute]) continue;
    if (!datum_image_eq(old_.values[attribute], new_.values[attribute], column.by_value,
                        column.length))
      return true;
  }
  return description.rules != nullptr && key_inputs_changed(*description.rules, old_, new_);
}

frame::OldRow ChangeEncoder::old_row_of_update(const RelationDescription& description) const {
  if (description.identity_kind == frame::Identity::Nothing) return frame::OldRow::None;
  if (!has_old_ && keeps_key_) return frame::OldRow::None;
  if (description.identity_kind == frame::Identity::Full) return frame::OldRow::Full;
  return !keeps_key_ || key_changed(description) ? frame::OldRow::Key : frame::OldRow::None;
}

void ChangeEncoder::encode_unknown(FrameBuffer& out, const RelationDescription& description,
                                   frame::OldRow kind) {
  const std::size_t values =
      kind == frame::OldRow::Key ? description.identity.size() : description.columns.size();
  out.packer().pack_array(static_cast<std::uint32_t>(values));
  for (std::size_t i = 0; i < values; ++i) frame::write_unchanged(out.packer());
}

void ChangeEncoder::encode_old(FrameBuffer& out, const RelationDescription& description,
                               frame::OldRow kind) {
  const bool names_row =
      has_old_ && keeps_key_ && description.identity_kind != frame::Identity::Nothing;
  if (kind != frame::OldRow::None && !names_row) return encode_unknown(out, description, kind);
  switch (kind) {
    case frame::OldRow::None:
      out.packer().pack_array(0);
      return;
    case frame::OldRow::Key:
      return encode_key(out, description, old_);
    case frame::OldRow::Full:
      return encode_row(out, description, old_);
  }
}

}  // namespace plugin
