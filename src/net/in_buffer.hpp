#pragma once
// Bytes received and not yet used up: taken at the front, added at the back.

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <memory>
#include <string_view>

#include <boost/asio/buffer.hpp>

namespace net {

class InBuffer {
 public:
  [[nodiscard]] std::string_view bytes() const { return {data_.get() + begin_, end_ - begin_}; }
  [[nodiscard]] std::size_t size() const { return end_ - begin_; }
  [[nodiscard]] bool empty() const { return begin_ == end_; }

  void consume(std::size_t count) {
    begin_ += count;
    if (begin_ == end_) begin_ = end_ = 0;
  }

  // Free room at the back, never empty; the buffer doubles when it is full.
  [[nodiscard]] boost::asio::mutable_buffer room() {
    if (end_ == capacity_ && begin_ > 0) {
      std::memmove(data_.get(), data_.get() + begin_, size());
      end_ -= begin_;
      begin_ = 0;
    } else if (end_ == capacity_) {
      grow();
    }
    return {data_.get() + end_, capacity_ - end_};
  }
  void commit(std::size_t count) { end_ += count; }

  // Gives the memory back; only while it is empty.
  void release() {
    data_.reset();
    capacity_ = 0;
  }

 private:
  void grow() {
    const std::size_t larger = std::max<std::size_t>(4096, capacity_ * 2);
    auto moved = std::make_unique_for_overwrite<char[]>(larger);
    if (end_ > 0) std::memcpy(moved.get(), data_.get(), end_);
    data_ = std::move(moved);
    capacity_ = larger;
  }

  std::unique_ptr<char[]> data_;
  std::size_t capacity_ = 0;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
};

}  // namespace net
