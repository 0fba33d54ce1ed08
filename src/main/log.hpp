#pragma once
// The log: one JSON object a line on standard error, or plain lines when a person reads it on a terminal. Safe to call
// from every thread; a line is one write. A Secret prints as ***, text is cut to a bound and made well-formed, and a log
// that cannot be written is dropped and counted: logging never fails and never throws.
//
//   log.info("inbox connected", {{"inbox_id", 4}, {"channel", name}});

#include <atomic>
#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>

#include "base/clock.hpp"
#include "base/secret.hpp"

namespace heed {

enum class LogLevel { debug, info, warning, error };
// "warning" → LogLevel::warning; anything unknown is info.
[[nodiscard]] LogLevel log_level_named(std::string_view name);

// One named fact of a line. It refers to its text, so it lives only as long as the call.
class LogField {
 public:
  LogField(std::string_view name, bool value) : name_(name), value_(value) {}
  template <std::integral Number>
    requires(!std::is_same_v<Number, bool>)
  LogField(std::string_view name, Number value) : name_(name), value_(static_cast<std::int64_t>(value)) {}
  LogField(std::string_view name, double value) : name_(name), value_(value) {}
  LogField(std::string_view name, std::string_view value) : name_(name), value_(value) {}
  LogField(std::string_view name, const std::string& value) : name_(name), value_(std::string_view(value)) {}
  LogField(std::string_view name, const char* value) : name_(name), value_(std::string_view(value)) {}
  LogField(std::string_view name, const base::Secret& /*never shown*/) : name_(name), value_(std::string_view("***")) {}

 private:
  friend class Log;
  std::string_view name_;
  std::variant<bool, std::int64_t, double, std::string_view> value_;
};

using LogFields = std::initializer_list<LogField>;

class Log {
 public:
  enum class Form { json, plain };

  Log(int file, Form form, LogLevel least, const base::Clock& clock /*outlives*/);
  // To standard error; plain where that is a terminal.
  Log(LogLevel least, const base::Clock& clock /*outlives*/);

  void debug(std::string_view message, LogFields fields = {}) noexcept { write(LogLevel::debug, message, fields); }
  void info(std::string_view message, LogFields fields = {}) noexcept { write(LogLevel::info, message, fields); }
  void warning(std::string_view message, LogFields fields = {}) noexcept { write(LogLevel::warning, message, fields); }
  void error(std::string_view message, LogFields fields = {}) noexcept { write(LogLevel::error, message, fields); }
  void write(LogLevel level, std::string_view message, LogFields fields) noexcept;

  // Lines that could not be written, for /metrics.
  [[nodiscard]] std::uint64_t dropped() const { return dropped_.load(std::memory_order_relaxed); }

 private:
  [[nodiscard]] std::string as_json(LogLevel level, std::string_view message, LogFields fields) const;
  [[nodiscard]] std::string as_plain(LogLevel level, std::string_view message, LogFields fields) const;

  int file_;
  Form form_;
  LogLevel least_;
  const base::Clock& clock_;
  std::atomic<std::uint64_t> dropped_{0};
};

}  // namespace heed
