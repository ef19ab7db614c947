// SPDX-License-Identifier: PostgreSQL
// Message formats: PostgreSQL documentation, "Streaming Replication Protocol".
#include "applier/receive/receiver.hpp"

#include <cstring>

#include <endian.h>
#include <fmt/format.h>

#include "applier/base/log.hpp"

namespace applier {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t kDataHeaderBytes = 1 + 8 + 8 + 8;  // 'w', start, end, send time
constexpr std::size_t kKeepaliveBytes = 1 + 8 + 8 + 1;   // 'k', end, send time, reply requested
constexpr auto kStatusInterval = 5s;                     // well below any wal_sender_timeout
constexpr auto kAcknowledgeInterval = 20ms;
constexpr auto kIdleInterval = 200ms;
constexpr std::int64_t kPostgresEpochUs = 946684800000000;  // 2000-01-01 since 1970-01-01

std::uint64_t read_big_endian(const char* bytes) {
  std::uint64_t number;
  std::memcpy(&number, bytes, sizeof number);
  return be64toh(number);
}

void write_big_endian(char* bytes, std::uint64_t number) {
  number = htobe64(number);
  std::memcpy(bytes, &number, sizeof number);
}

std::int64_t now_postgres_us() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::microseconds>(now).count() - kPostgresEpochUs;
}

// Commands of replication know no E'…': a backslash is a backslash.
std::string quoted_option(std::string_view text) {
  std::string quoted = "'";
  for (const char character : text) {
    if (character == '\'') quoted += '\'';
    quoted += character;
  }
  return quoted += '\'';
}

}  // namespace

Receiver::Receiver(const Config& config,
                   const std::vector<std::pair<std::string, std::string>>& options, Lsn start,
                   const Stop& stop)
    : connection_(config.source, SourceConnection::Mode::Replication),
      stop_(stop),
      queue_(static_cast<std::size_t>(config.apply.queue_bytes)),
      durable_(start.value),
      received_(start.value) {
  std::string list;
  for (const auto& [name, value] : options)
    list += fmt::format("{}\"{}\" {}", list.empty() ? "" : ", ", name, quoted_option(value));
  connection_.start_copy(stop, fmt::format("START_REPLICATION SLOT \"{}\" LOGICAL {} ({})",
                                           config.slot(), start.text(), list));
  send_status();
  thread_ = std::thread([this] { run(); });
}

Receiver::~Receiver() {
  finishing_ = true;
  queue_.close();
  if (thread_.joinable()) thread_.join();
}

void Receiver::run() {
  try {
    stream();
    queue_.close();
  } catch (...) {
    queue_.close(std::current_exception());
  }
}

void Receiver::stream() {
  while (!finishing_ && !stop_.requested()) {
    bool ended = false;
    if (std::optional<Payload> message = connection_.receive(ended)) {
      handle(std::move(*message));
    } else if (ended) {
      connection_.finish_copy();
      throw Error("the source ended the stream", {}, {}, Remedy::Reconnect);
    } else {
      connection_.wait_readable(stop_, patience_ms());
    }
    send_status_when_due();
  }
}

void Receiver::handle(Payload message) {
  const std::string_view bytes = message.frames();
  if (bytes.size() > kDataHeaderBytes && bytes[0] == 'w') {
    // Both ends of an output plugin's message carry the position of its record.
    received_ = std::max(received_, read_big_endian(bytes.data() + 1));
    message.skip(kDataHeaderBytes);
    enqueue({std::move(message), {}});
  } else if (bytes.size() == kKeepaliveBytes && bytes[0] == 'k') {
    const std::uint64_t end = read_big_endian(bytes.data() + 1);
    received_ = std::max(received_, end);
    enqueue({{}, Lsn{end}});
    reply_requested_ = reply_requested_ || bytes.back() != 0;
  } else {
    throw Error(fmt::format("the source sent a message of {} bytes that is no frame and no "
                            "keepalive",
                            bytes.size()),
                {}, "Is source.connection a PostgreSQL server of version 15 or later?");
  }
}

// Whatever MySQL does, the source hears from us: waiting for room is done in short turns.
void Receiver::enqueue(Received received) {
  const std::size_t weight = sizeof received + received.frames.size();
  while (!finishing_ && !stop_.requested()) {
    if (queue_.push(received, weight, 100ms)) return;
    send_status_when_due();
  }
}

int Receiver::patience_ms() const {
  const bool soon = reply_requested_ || durable_.load(std::memory_order_acquire) > reported_;
  return static_cast<int>((soon ? kAcknowledgeInterval : kIdleInterval).count());
}

void Receiver::send_status_when_due() {
  const auto age = std::chrono::steady_clock::now() - reported_at_;
  const bool news = durable_.load(std::memory_order_acquire) > reported_;
  // A source that shuts down asks again as soon as it is answered: not at once, then.
  if (age >= kStatusInterval || ((news || reply_requested_) && age >= kAcknowledgeInterval))
    send_status();
}

void Receiver::send_status() {
  const std::uint64_t durable = durable_.load(std::memory_order_acquire);
  char status[1 + 8 + 8 + 8 + 8 + 1];
  status[0] = 'r';
  write_big_endian(status + 1, std::max(received_, durable));
  write_big_endian(status + 9, durable);
  write_big_endian(status + 17, durable);
  write_big_endian(status + 25, static_cast<std::uint64_t>(now_postgres_us()));
  status[33] = 0;  // asks for no reply
  if (PQputCopyData(connection_.get(), status, sizeof status) <= 0 ||
      PQflush(connection_.get()) < 0)
    throw connection_.failure("lost the connection to the source");
  reported_ = durable;
  reply_requested_ = false;
  reported_at_ = std::chrono::steady_clock::now();
}

void Receiver::finish() {
  finishing_ = true;
  if (thread_.joinable()) thread_.join();
  send_status();
  if (PQputCopyEnd(connection_.get(), nullptr) <= 0 || PQflush(connection_.get()) < 0)
    throw connection_.failure("lost the connection to the source");
  // The source may still be sending; its goodbye stands behind that, and shows that the status
  // before our own goodbye was read.
  const auto deadline = std::chrono::steady_clock::now() + 5s;
  const Stop patience;
  for (bool ended = false; !ended && std::chrono::steady_clock::now() < deadline;)
    if (!connection_.receive(ended) && !ended) connection_.wait_readable(patience, 100);
}

}  // namespace applier
