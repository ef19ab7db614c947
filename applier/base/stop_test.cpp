// SPDX-License-Identifier: PostgreSQL
#include "applier/base/stop.hpp"

#include <thread>

#include <boost/test/unit_test.hpp>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

using applier::Stop;
using namespace std::chrono_literals;

namespace {

constexpr auto kForEver = std::chrono::milliseconds(10min);

bool readable(const Stop& stop) {
  pollfd wish{stop.descriptor(), POLLIN, 0};
  return poll(&wish, 1, 0) == 1;
}

// Puts the handlers back that the test's own process had.
class KeptSignals {
 public:
  KeptSignals() {
    for (int i = 0; i < 3; ++i) sigaction(kNumbers[i], nullptr, &kept_[i]);
  }
  ~KeptSignals() {
    for (int i = 0; i < 3; ++i) sigaction(kNumbers[i], &kept_[i], nullptr);
  }

 private:
  static constexpr int kNumbers[] = {SIGTERM, SIGINT, SIGPIPE};
  struct sigaction kept_[3];
};

}  // namespace

BOOST_AUTO_TEST_SUITE(base_stop)

BOOST_AUTO_TEST_CASE(is_not_requested_before_someone_does) {
  const Stop stop;
  BOOST_TEST(!stop.requested());
  BOOST_TEST(!readable(stop));
  BOOST_TEST(!stop.wait_for(0ms));
  BOOST_TEST(!stop.wait_for(1ms));
}

BOOST_AUTO_TEST_CASE(stays_requested_and_readable) {
  Stop stop;
  stop.request();
  for (int i = 0; i < 3; ++i) {
    BOOST_TEST(stop.requested());
    BOOST_TEST(readable(stop));
    BOOST_TEST(stop.wait_for(kForEver));
  }
}

BOOST_AUTO_TEST_CASE(wakes_who_waits_when_it_is_requested) {
  Stop stop;
  std::thread other([&] { stop.request(); });
  const bool requested = stop.wait_for(kForEver);
  other.join();
  BOOST_TEST(requested);
}

BOOST_AUTO_TEST_CASE(is_requested_by_sigterm_and_sigint) {
  for (int number : {SIGTERM, SIGINT}) {
    const KeptSignals kept;
    Stop stop;
    stop.catch_signals();
    raise(number);
    BOOST_TEST(stop.requested());
    BOOST_TEST(stop.wait_for(kForEver));
  }
}

BOOST_AUTO_TEST_CASE(lets_a_second_signal_end_the_process_at_once) {
  const pid_t child = fork();
  if (child == 0) {
    Stop stop;
    stop.catch_signals();
    raise(SIGTERM);
    if (!stop.requested()) _exit(1);
    raise(SIGTERM);
    _exit(2);
  }
  int status = 0;
  BOOST_REQUIRE_EQUAL(waitpid(child, &status, 0), child);
  BOOST_REQUIRE(WIFSIGNALED(status));
  BOOST_TEST(WTERMSIG(status) == SIGTERM);
}

BOOST_AUTO_TEST_CASE(lets_a_write_to_a_lost_connection_fail_instead_of_ending_the_process) {
  const KeptSignals kept;
  Stop stop;
  stop.catch_signals();
  raise(SIGPIPE);
  BOOST_TEST(!stop.requested());
}

BOOST_AUTO_TEST_SUITE_END()
