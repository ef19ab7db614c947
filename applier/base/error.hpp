// SPDX-License-Identifier: PostgreSQL
// Errors in PostgreSQL's form, with what to do about them.
//
// The message is lower case without a full stop and quotes the object; detail and hint are
// sentences.  The stage that knows the table or the transaction adds it once, with about().
// Row values never go into an error, except the key of the row it speaks of.
#pragma once

#include <cstdint>
#include <exception>
#include <string>
#include <utility>

namespace applier {

enum class Remedy {
  Halt,       // a person must act first; the process ends
  Reconnect,  // begin again from the checkpoint, on new connections, after a pause
  Resume,     // begin again from the checkpoint at once: the world changed, nothing failed
  Redo,       // write the unit again; Reconnect where that is of no use
  Reorder,    // write the unit again, its changes in the order of the source; else Halt
};

class Error : public std::exception {
 public:
  explicit Error(std::string message, std::string detail = {}, std::string hint = {},
                 Remedy remedy = Remedy::Halt)
      : message_(std::move(message)),
        detail_(std::move(detail)),
        hint_(std::move(hint)),
        remedy_(remedy) {}

  const char* what() const noexcept override { return message_.c_str(); }
  const std::string& message() const { return message_; }
  const std::string& detail() const { return detail_; }
  const std::string& hint() const { return hint_; }
  const std::string& context() const { return context_; }
  Remedy remedy() const { return remedy_; }

  // A table, by its oid on the source, whose copy must begin anew; 0: none.
  void copy_again(std::uint32_t relation) { relation_to_copy_ = relation; }
  std::uint32_t relation_to_copy() const { return relation_to_copy_; }

  // Says what was being done; every caller that knows more adds it, from the inside out:
  // "key (id = 5), table \"public.t\", transaction ending at 0/15D2F48".
  Error& about(const std::string& context) {
    context_ += (context_.empty() ? "" : ", ") + context;
    return *this;
  }

 private:
  std::string message_;
  std::string detail_;
  std::string hint_;
  std::string context_;
  Remedy remedy_;
  std::uint32_t relation_to_copy_ = 0;
};

}  // namespace applier
