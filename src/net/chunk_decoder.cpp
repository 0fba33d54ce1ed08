#include "net/chunk_decoder.hpp"

#include <algorithm>

namespace net {
namespace {

constexpr std::size_t kMaxOverhead = 8 * 1024;
constexpr int kMaxDigits = 15;

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

bool is_text(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return c == '\t' || (byte >= 0x20 && byte != 0x7f);
}

bool is_token(char c) {
  const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  return plain || (c != '\0' && std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos);
}

}  // namespace

std::size_t ChunkDecoder::put(std::string_view bytes, std::string& body) {
  std::size_t taken = 0;
  while (taken < bytes.size() && state_ == State::more) {
    if (expect_ == Expect::data) {
      taken += take_data(bytes.substr(taken), body);
    } else {
      take_byte(bytes[taken++]);
    }
  }
  return taken;
}

std::size_t ChunkDecoder::take_data(std::string_view bytes, std::string& body) {
  const auto size = static_cast<std::size_t>(std::min<std::uint64_t>(left_, bytes.size()));
  body.append(bytes.substr(0, size));
  left_ -= size;
  if (left_ == 0) expect_ = Expect::data_cr;
  return size;
}

void ChunkDecoder::go_if(bool matches, Expect next) {
  if (matches) {
    expect_ = next;
  } else {
    state_ = State::malformed;
  }
}

void ChunkDecoder::take_byte(char c) {
  switch (expect_) {
    case Expect::first_digit:
    case Expect::digits: return take_size(c);
    case Expect::size_lf: return take_size_end(c);
    case Expect::data_cr: return go_if(c == '\r', Expect::data_lf);
    case Expect::data_lf: return go_if(c == '\n', Expect::first_digit);
    case Expect::line_start:
    case Expect::trailer_name:
    case Expect::trailer_value:
    case Expect::trailer_lf:
    case Expect::last_lf: return take_trailer(c);
    default: return take_extension(c);
  }
}

void ChunkDecoder::take_size(char c) {
  const int digit = hex_value(c);
  if (expect_ == Expect::first_digit) digits_ = 0;
  if (digit >= 0) {
    left_ = left_ * 16 + static_cast<std::uint64_t>(digit);
    return go_if(++digits_ <= kMaxDigits, Expect::digits);
  }
  if (expect_ == Expect::first_digit) return go_if(false, expect_);
  take_extension_end(c);
}

// After a size or a whole extension: another extension, or the end of the line.
void ChunkDecoder::take_extension_end(char c) {
  if (c == ';') return go_if(true, Expect::extension_name_start);
  go_if(c == '\r', Expect::size_lf);
}

void ChunkDecoder::take_extension(char c) {
  if (++overhead_ > kMaxOverhead) return go_if(false, expect_);
  switch (expect_) {
    case Expect::extension_name_start: return go_if(is_token(c), Expect::extension_name);
    case Expect::extension_name:
      if (is_token(c)) return;
      if (c == '=') return go_if(true, Expect::extension_value_start);
      return take_extension_end(c);
    case Expect::extension_value_start:
      if (c == '"') return go_if(true, Expect::quoted_value);
      return go_if(is_token(c), Expect::extension_value);
    case Expect::extension_value:
      if (is_token(c)) return;
      return take_extension_end(c);
    case Expect::quoted_value:
      if (c == '"') return go_if(true, Expect::quoted_end);
      return go_if(is_text(c), c == '\\' ? Expect::quoted_escape : Expect::quoted_value);
    case Expect::quoted_escape: return go_if(is_text(c), Expect::quoted_value);
    default: return take_extension_end(c);  // quoted_end
  }
}

void ChunkDecoder::take_size_end(char c) {
  if (c != '\n') return go_if(false, expect_);
  if (left_ == 0) return go_if(true, Expect::line_start);
  if (left_ > max_body_ - body_size_) {
    state_ = State::too_large;
    return;
  }
  body_size_ += static_cast<std::size_t>(left_);
  expect_ = Expect::data;
}

void ChunkDecoder::take_trailer(char c) {
  if (++overhead_ > kMaxOverhead) return go_if(false, expect_);
  switch (expect_) {
    case Expect::line_start:
      if (c == '\r') return go_if(true, Expect::last_lf);
      return go_if(is_token(c), Expect::trailer_name);
    case Expect::trailer_name:
      if (c == ':') return go_if(true, Expect::trailer_value);
      return go_if(is_token(c), Expect::trailer_name);
    case Expect::trailer_value:
      if (c == '\r') return go_if(true, Expect::trailer_lf);
      return go_if(is_text(c), Expect::trailer_value);
    case Expect::trailer_lf: return go_if(c == '\n', Expect::line_start);
    default:  // last_lf
      state_ = c == '\n' ? State::done : State::malformed;
      return;
  }
}

}  // namespace net
