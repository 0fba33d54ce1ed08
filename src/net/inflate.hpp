#pragma once
// Unpacks a reply's body as it comes (Content-Encoding gzip or deflate), a bounded piece at a time: how large it becomes is
// in the hands of whoever packed it.

#include <cstddef>
#include <memory>
#include <string>

namespace net {

class Inflate {
 public:
  enum class State { more, done, malformed };

  Inflate();
  ~Inflate();
  Inflate(const Inflate&) = delete;
  Inflate& operator=(const Inflate&) = delete;

  // Gives at most `most` bytes more and takes from the front of `packed` what went into them. Call it until it gives
  // nothing; then it wants more of `packed`, is done, or the bytes are malformed. What follows after the end is left.
  std::string take(std::string& packed, std::size_t most);
  [[nodiscard]] State state() const { return state_; }

 private:
  struct Stream;

  std::unique_ptr<Stream> stream_;  // Made when the first two bytes tell which form it is.
  State state_ = State::more;
};

}  // namespace net
