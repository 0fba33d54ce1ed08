#pragma once
// A connection to a server that speaks in lines, as IMAP and SMTP do: read a line, read so many bytes, write, start TLS.
//
//   auto stream = co_await net::LineStream::open(dialer, {.host = "imap.example.com", .port = 993}, {});
//   auto greeting = co_await (*stream)->read_line();
//
// One operation at a time; everything on the event loop's thread. Every wait has a limit. After a failure other than
// `too_large` of a count the stream is closed. Cancelling the coroutine (terminal) ends a wait at once.

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>

#include "base/result.hpp"
#include "net/dial.hpp"
#include "net/task.hpp"

namespace net {

struct LineLimits {
  std::chrono::milliseconds connect{15'000};   // Looking up, connecting and securing together.
  std::chrono::milliseconds line{60'000};      // For a whole line.
  std::chrono::milliseconds progress{60'000};  // For every 64 KiB of a block or of what is written, and its last part.
  std::size_t max_line = 64 * 1024;            // Bytes without the line's end.
  std::size_t max_block = 64 * 1024 * 1024;
};

class LineStream {
 public:
  static Task<base::Result<std::unique_ptr<LineStream>>> open(Dialer& dialer /*outlives*/, Endpoint endpoint,
                                                              LineLimits limits);
  ~LineStream();

  // Without its end, CRLF or LF. `too_large` when it is longer than max_line.
  Task<base::Result<std::string>> read_line();
  // Exactly so many bytes; `too_large` before anything is read when that is more than max_block.
  Task<base::Result<std::string>> read_exactly(std::size_t count);
  // True as soon as there is something to read, false when nothing came for that long; the stream stays usable (IDLE).
  Task<base::Result<bool>> wait(std::chrono::milliseconds limit);
  Task<base::Result<void>> write(std::string bytes);

  // Secures a stream that began in clear, after the server agreed to it. Whatever came behind its consent was not secured:
  // it is thrown away and the stream closed (CVE-2011-0411).
  Task<base::Result<void>> start_tls();
  [[nodiscard]] bool encrypted() const;
  void close();

 private:
  LineStream(Dialer& dialer, Endpoint endpoint, LineLimits limits, std::unique_ptr<Connection> connection);
  Task<base::Result<void>> fill(std::chrono::steady_clock::time_point deadline);
  base::Failure give_up(std::string why);

  Dialer& dialer_;
  Endpoint endpoint_;
  LineLimits limits_;
  std::unique_ptr<Connection> connection_;
  std::string unread_;
  std::size_t begin_ = 0;  // Of what is unread.
};

}  // namespace net
