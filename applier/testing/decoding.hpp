// SPDX-License-Identifier: PostgreSQL
// A decoder with the unit that it fills, and what the unit then says.
#pragma once

#include <map>
#include <string>

#include "applier/base/error.hpp"
#include "applier/decode/decoder.hpp"
#include "applier/rules/added_columns.hpp"
#include "applier/testing/frame_builder.hpp"

namespace applier::testing {

class Decoding {
 public:
  explicit Decoding(Decoder::Source source = Decoder::Source::Stream, Lsn applied = {})
      : decoder_(source, applied, [this](Relation& relation) {
          relation.target = {"shop", relation.name};
          relation.copied_lsn = copied[relation.id];
          add_columns(rules[relation.id], relation);
        }) {}

  Decoding& decode(Payload payload) {
    decoder_.decode(std::move(payload), unit);
    return *this;
  }
  Decoding& decode(FrameBuilder& frames) { return decode(frames.payload()); }

  const Decoder& decoder() const { return decoder_; }

  // "insert t1 (1, 'one')", "update t1 [1] (2, 'two')", "delete t1 [2]", "truncate t1"; where
  // deleted rows stay, with what is set: "delete t1 [2] (unchanged, unchanged, true)".
  std::string change(std::size_t i) const {
    static constexpr const char* kActions[] = {"insert", "update", "delete", "truncate"};
    const Change& change = unit.changes.at(i);
    const Relation& relation = *change.relation;
    std::string text = kActions[static_cast<int>(change.action)] + (" " + relation.name);
    const bool full = change.old_kind == frame::OldRow::Full;
    if (change.old_kind != frame::OldRow::None)
      text += " [" +
              shown(change.old_row, full ? relation.columns.size() : relation.identity.size()) +
              "]";
    const bool removes = change.action == Action::Delete || change.action == Action::Truncate;
    if (!removes || relation.deletion_mark)
      text += " (" + shown(change.new_row, relation.columns.size()) + ")";
    return text;
  }

  std::vector<std::string> changes() const {
    std::vector<std::string> all;
    for (std::size_t i = 0; i < unit.changes.size(); ++i) all.push_back(change(i));
    return all;
  }

  Unit unit;
  std::map<std::uint32_t, Lsn> copied;        // copied_lsn of relations that will be described
  std::map<std::uint32_t, TableRules> rules;  // likewise, what adds columns to them

 private:
  Decoder decoder_;
};

}  // namespace applier::testing
