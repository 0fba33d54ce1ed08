#pragma once
// Takes the "chunked" transfer coding of a request body apart (RFC 9112 §7.1), byte by byte as they arrive. Strict: sizes
// are plain hexadecimal, lines end in CRLF, and extensions and trailers, which must be well-formed too, are passed over and
// counted against a limit.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace net {

class ChunkDecoder {
 public:
  enum class State { more, done, malformed, too_large };

  explicit ChunkDecoder(std::size_t max_body) : max_body_(max_body) {}

  // Appends the data found in `bytes` to `body`; gives how many bytes were taken. All of them unless the state is other
  // than `more` afterwards.
  std::size_t put(std::string_view bytes, std::string& body);
  [[nodiscard]] State state() const { return state_; }

 private:
  enum class Expect {
    first_digit,
    digits,
    extension_name_start,
    extension_name,
    extension_value_start,
    extension_value,
    quoted_value,
    quoted_escape,
    quoted_end,
    size_lf,
    data,
    data_cr,
    data_lf,
    line_start,  // Of a trailer, or of the empty line that ends it all.
    trailer_name,
    trailer_value,
    trailer_lf,
    last_lf,
  };

  std::size_t take_data(std::string_view bytes, std::string& body);
  void take_byte(char c);
  void take_size(char c);
  void take_extension(char c);
  void take_extension_end(char c);
  void take_size_end(char c);
  void take_trailer(char c);
  void go_if(bool matches, Expect next);

  std::size_t max_body_;
  std::size_t body_size_ = 0;
  std::size_t overhead_ = 0;  // Bytes of extensions and trailers.
  std::uint64_t left_ = 0;    // Of the chunk being read.
  int digits_ = 0;
  Expect expect_ = Expect::first_digit;
  State state_ = State::more;
};

}  // namespace net
