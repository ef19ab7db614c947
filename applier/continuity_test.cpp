// SPDX-License-Identifier: PostgreSQL
#include "applier/continuity.hpp"

#include <boost/test/unit_test.hpp>

#include "applier/base/error.hpp"

namespace applier {
namespace {

constexpr const char* kSecond = "1\t0/500\tno recovery target specified\n";
constexpr Lsn kApplied{0x400};

StreamRecord record() {
  return {"7711180093381607891", "shop", "wal2mysql_shop", Lsn{0x100}, {1, Lsn{}}};
}

SlotInfo slot() {
  return {"logical", "wal2mysql", "shop", false, "reserved", "", Lsn{0x300}};
}

// The error's message and detail, and that its hint has the remedy; empty where there is no error.
template <typename Check>
std::string refusal(Check check) {
  try {
    check();
  } catch (const Error& error) {
    BOOST_TEST(error.hint().find("pg_drop_replication_slot('wal2mysql_shop')") !=
               std::string::npos);
    BOOST_TEST((error.remedy() == Remedy::Halt));
    return error.message() + ": " + error.detail();
  }
  return {};
}

std::string slot_refusal(const SlotInfo& slot) {
  return refusal([&] { check_slot("shop", record(), slot, kApplied); });
}

std::string history_refusal(const Timeline& known, const TimelineHistory& history, Lsn applied) {
  StreamRecord remembered = record();
  remembered.timeline = known;
  return refusal([&] { check_history("shop", remembered, history, applied); });
}

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

BOOST_AUTO_TEST_SUITE(continuity)

BOOST_AUTO_TEST_CASE(a_slot_between_its_creation_and_the_position_is_accepted) {
  SlotInfo good = slot();
  for (const std::uint64_t confirmed : {0x100u, 0x300u, 0x400u}) {
    good.confirmed_flush_lsn = Lsn{confirmed};
    BOOST_TEST(slot_refusal(good) == "");
  }
}

BOOST_AUTO_TEST_CASE(a_slot_that_stands_elsewhere_is_refused_with_both_positions) {
  SlotInfo moved = slot();
  moved.confirmed_flush_lsn = Lsn{0x401};
  BOOST_TEST(has(slot_refusal(moved), "everything up to 0/400, the slot begins at 0/401"));
  moved.confirmed_flush_lsn = Lsn{0xff};
  BOOST_TEST(has(slot_refusal(moved), "created at 0/100, this one stands at 0/FF"));
}

BOOST_AUTO_TEST_CASE(a_slot_of_another_kind_is_refused) {
  SlotInfo other = slot();
  other.temporary = true;
  BOOST_TEST(has(slot_refusal(other), "temporary"));
  other.database = "blog";
  BOOST_TEST(has(slot_refusal(other), "database \"blog\""));
  other.type = "physical";
  BOOST_TEST(has(slot_refusal(other), "physical"));
}

BOOST_AUTO_TEST_CASE(an_invalidated_slot_is_refused_with_its_reason) {
  SlotInfo invalid = slot();
  for (const auto& [reason, words] : {std::pair{"wal_removed", "max_slot_wal_keep_size"},
                                      {"rows_removed", "rows of the catalog"},
                                      {"wal_level_insufficient", "wal_level"},
                                      {"idle_timeout", "idle_replication_slot_timeout"},
                                      {"something of the future", "something of the future"}}) {
    invalid.invalidation = reason;
    BOOST_TEST(has(slot_refusal(invalid), words));
  }
}

BOOST_AUTO_TEST_CASE(a_promoted_source_must_have_all_that_the_target_has) {
  const TimelineHistory second(2, kSecond);
  BOOST_TEST(history_refusal({1, Lsn{}}, second, Lsn{0x500}) == "");
  BOOST_TEST(has(history_refusal({1, Lsn{}}, second, Lsn{0x501}), "left timeline 1 at 0/500"));
  BOOST_TEST(history_refusal({2, Lsn{0x500}}, second, Lsn{0x900}) == "");
}

BOOST_AUTO_TEST_CASE(a_source_of_another_branch_is_refused_wherever_the_position_is) {
  const TimelineHistory first(1, "");
  const TimelineHistory second(2, kSecond);
  BOOST_TEST(has(history_refusal({2, Lsn{0x480}}, second, kApplied), "does not descend"));
  BOOST_TEST(has(history_refusal({2, Lsn{0x500}}, first, kApplied), "does not descend"));
}

BOOST_AUTO_TEST_CASE(a_log_that_ends_before_the_position_is_refused) {
  const auto ends_at = [](Lsn flushed) {
    return refusal([&] {
      check_log_end("shop", record(), {"", TimelineHistory(1, ""), flushed}, kApplied);
    });
  };
  BOOST_TEST(ends_at(kApplied) == "");
  BOOST_TEST(has(ends_at(Lsn{0x3ff}), "ends at 0/3FF"));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace applier
