#pragma once
// Gzip for replies. One Gzip is kept for all of a server's replies: zlib's state is a quarter of a megabyte.

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace net {

class Gzip {
 public:
  Gzip();
  ~Gzip();
  Gzip(const Gzip&) = delete;
  Gzip& operator=(const Gzip&) = delete;

  // Nothing when the result would not be smaller. Large content is packed faster and less tightly, so that the event loop
  // is not held up.
  std::optional<std::string> compress(std::string_view content);

 private:
  struct Stream;
  std::unique_ptr<Stream> stream_;  // Made at first use.
};

}  // namespace net
