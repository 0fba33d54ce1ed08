#include "net/frame_queue.hpp"

#include <algorithm>
#include <utility>

#include "base/check.hpp"

namespace net {
namespace {

constexpr std::size_t kForgetFrom = 256;  // Sent frames at the front before the rest moves up.

}  // namespace

Frame::Frame(unsigned char first_byte, std::shared_ptr<const std::string> payload) : body_(std::move(payload)) {
  const std::size_t size = body_->size();
  const std::size_t length_bytes = size < 126 ? 0 : size < 65'536 ? 2 : 8;
  head_[0] = static_cast<char>(first_byte);
  head_[1] = static_cast<char>(length_bytes == 0 ? size : length_bytes == 2 ? 126 : 127);
  for (std::size_t i = 0; i < length_bytes; ++i) {
    head_.at(2 + i) = static_cast<char>((size >> (8 * (length_bytes - 1 - i))) & 0xff);
  }
  head_size_ = 2 + length_bytes;
}

Frame::Frame(std::string raw) : body_(std::make_shared<const std::string>(std::move(raw))) {}

void FrameQueue::push(Frame frame) {
  bytes_ += frame.size();
  frames_.push_back(std::move(frame));
}

std::size_t FrameQueue::fill(Pieces& pieces) const {
  std::size_t count = 0;
  std::size_t skip = sent_;
  for (auto i = first_; i < frames_.size() && count + 2 <= pieces.size(); ++i) {
    for (const auto part : {frames_[i].head(), frames_[i].body()}) {
      const auto left = part.substr(std::min(skip, part.size()));
      skip -= part.size() - left.size();
      if (!left.empty()) pieces.at(count++) = {const_cast<char*>(left.data()), left.size()};
    }
  }
  return count;
}

void FrameQueue::pop(std::size_t sent_bytes) {
  HEED_CHECK(sent_bytes <= bytes_, "more was sent than was queued");
  bytes_ -= sent_bytes;
  sent_ += sent_bytes;
  while (!empty() && sent_ >= frames_[first_].size()) sent_ -= frames_[first_++].size();
  if (empty()) {
    clear();
  } else if (first_ >= kForgetFrom) {
    frames_.erase(frames_.begin(), frames_.begin() + static_cast<std::ptrdiff_t>(first_));
    first_ = 0;
  }
}

void FrameQueue::keep_started() {
  if (sent_ == 0) return clear();
  frames_.resize(first_ + 1, frames_[first_]);
  bytes_ = frames_[first_].size() - sent_;
}

void FrameQueue::clear() {
  std::vector<Frame>().swap(frames_);
  first_ = sent_ = bytes_ = 0;
}

}  // namespace net
