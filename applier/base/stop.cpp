// SPDX-License-Identifier: PostgreSQL
#include "applier/base/stop.hpp"

#include <cerrno>
#include <csignal>
#include <cstdint>
#include <cstring>

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "applier/base/error.hpp"

namespace applier {
namespace {

Stop* signalled = nullptr;

void on_signal(int number) {
  if (signalled->requested()) {
    signal(number, SIG_DFL);
    raise(number);
  }
  signalled->request();
}

}  // namespace

Stop::Stop() : descriptor_(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
  if (descriptor_ < 0) throw Error("could not create an event descriptor", std::strerror(errno));
}

Stop::~Stop() {
  close(descriptor_);
}

void Stop::catch_signals() {
  signalled = this;
  struct sigaction action = {};
  action.sa_handler = on_signal;
  for (int number : {SIGTERM, SIGINT}) sigaction(number, &action, nullptr);
  signal(SIGPIPE, SIG_IGN);
}

// Called from the signal handler: only what signal-safety(7) allows.
void Stop::request() {
  requested_.store(true, std::memory_order_release);
  const std::uint64_t one = 1;
  [[maybe_unused]] const ssize_t written = write(descriptor_, &one, sizeof one);
}

bool Stop::wait_for(std::chrono::milliseconds duration) const {
  pollfd wish{descriptor_, POLLIN, 0};
  poll(&wish, 1, static_cast<int>(duration.count()));
  return requested();
}

}  // namespace applier
