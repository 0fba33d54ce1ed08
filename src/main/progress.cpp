#include "main/progress.hpp"

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <iostream>

namespace heed {
namespace {

using std::chrono::steady_clock;

constexpr auto kRedraw = std::chrono::milliseconds(100);
constexpr auto kPlainLine = std::chrono::seconds(5);
constexpr int kBarLetters = 24;

std::string bar(double share) {
  const int full = std::clamp(static_cast<int>(share * kBarLetters + 0.5), 0, kBarLetters);
  return "[" + std::string(static_cast<std::size_t>(full), '#') +
         std::string(static_cast<std::size_t>(kBarLetters - full), '-') + "]";
}

std::string time_left(double seconds) {
  const auto s = static_cast<std::int64_t>(seconds + 0.5);
  if (s < 90) return std::to_string(s) + " s left";
  if (s < 90 * 60) return std::to_string((s + 30) / 60) + " min left";
  return std::to_string((s + 1800) / 3600) + " h left";
}

}  // namespace

std::string with_commas(std::int64_t number) {
  std::string digits = std::to_string(number);
  for (auto at = static_cast<std::ptrdiff_t>(digits.size()) - 3; at > (number < 0 ? 1 : 0); at -= 3)
    digits.insert(static_cast<std::size_t>(at), ",");
  return digits;
}

Progress::Progress() : terminal_(isatty(STDERR_FILENO) == 1) {}

Progress::~Progress() { end_line(); }

void Progress::end_line() {
  if (open_ && terminal_) std::cerr << "\n";
  open_ = false;
}

void Progress::show(const std::string& what, std::int64_t done, std::int64_t total, std::int64_t rows) {
  const auto now = steady_clock::now();
  if (what != what_) {
    end_line();
    what_ = what;
    began_ = now;
    shown_ = now - kPlainLine;
  }
  const bool last = done >= total;
  if (!last && now - shown_ < (terminal_ ? kRedraw : kPlainLine)) return;
  shown_ = now;
  const double share = total > 0 ? static_cast<double>(done) / static_cast<double>(total) : 1.0;
  const double seconds = std::chrono::duration<double>(now - began_).count();
  std::string line =
      what + "  " + bar(share) + " " + std::to_string(static_cast<int>(share * 100)) + " %  " + with_commas(rows) + " rows";
  if (seconds > 0.2) line += "  " + with_commas(static_cast<std::int64_t>(static_cast<double>(rows) / seconds)) + " rows/s";
  if (!last && seconds > 1 && share > 0.01) line += "  " + time_left(seconds * (1 - share) / share);
  if (terminal_) std::cerr << "\r\x1b[K" << line << std::flush;
  else std::cerr << line << "\n";
  open_ = true;
}

}  // namespace heed
