// SPDX-License-Identifier: PostgreSQL
#include "applier/receive/timeline.hpp"

#include <boost/test/unit_test.hpp>

#include "applier/base/error.hpp"

namespace applier {
namespace {

constexpr const char* kThird =
    "1\t0/16B3D80\tno recovery target specified\n"
    "\n"
    "# a comment\n"
    "2\t1/2A000028\tbefore 2026-01-01 00:00:00+00\n";

BOOST_AUTO_TEST_SUITE(receive_timeline)

BOOST_AUTO_TEST_CASE(the_first_timeline_has_no_file_and_no_end) {
  const TimelineHistory history(1, "");
  BOOST_TEST((history.current() == Timeline{1, Lsn{}}));
  BOOST_TEST(history.end_of({1, Lsn{}}).value().value == UINT64_MAX);
}

BOOST_AUTO_TEST_CASE(each_timeline_ends_where_the_next_one_began) {
  const TimelineHistory history(3, kThird);
  BOOST_TEST((history.current() == Timeline{3, Lsn{0x12A000028}}));
  BOOST_TEST(history.end_of({1, Lsn{}}).value().text() == "0/16B3D80");
  BOOST_TEST(history.end_of({2, Lsn{0x16B3D80}}).value().text() == "1/2A000028");
}

BOOST_AUTO_TEST_CASE(a_timeline_of_the_same_number_that_began_elsewhere_is_another_one) {
  const TimelineHistory history(3, kThird);
  BOOST_TEST(!history.end_of({2, Lsn{0x16B3D88}}).has_value());
  BOOST_TEST(!history.end_of({3, Lsn{0x16B3D80}}).has_value());
}

BOOST_AUTO_TEST_CASE(a_timeline_that_a_restored_backup_left_out_is_not_of_its_history) {
  const TimelineHistory history(3, "1\t0/16B3D80\tno recovery target specified\n");
  BOOST_TEST(history.end_of({1, Lsn{}}).has_value());
  BOOST_TEST(!history.end_of({2, Lsn{0x16B3D80}}).has_value());
}

BOOST_AUTO_TEST_CASE(lines_that_are_not_understood_are_refused) {
  for (const char* file : {"1", "1\t", "one\t0/1\tx\n", "1\t0\tx\n", "0\t0/1\tx\n", "1 0/1 x\n"})
    BOOST_CHECK_THROW(TimelineHistory(2, file), Error);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace applier
