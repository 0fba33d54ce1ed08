#include "main/log.hpp"

#include <unistd.h>

#include <array>
#include <cerrno>
#include <exception>

#include "base/json/encode.hpp"
#include "base/text.hpp"

namespace heed {
namespace {

constexpr std::array<std::string_view, 4> kLevelNames = {"debug", "info", "warning", "error"};
constexpr std::size_t kMaxTextPoints = 2000;

std::string bounded(std::string_view text) { return base::shorten(base::to_storable(text), kMaxTextPoints); }

// Plain lines: what would break the line or steer the terminal is written as JSON writes it.
std::string plain(std::string_view text) {
  const auto quoted = base::encode(bounded(text));
  const bool is_word =
      quoted.size() == text.size() + 2 && !text.empty() && text.find_first_of(" =") == std::string_view::npos;
  return is_word ? quoted.substr(1, quoted.size() - 2) : quoted;
}

}  // namespace

LogLevel log_level_named(std::string_view name) {
  for (std::size_t i = 0; i < kLevelNames.size(); ++i) {
    if (kLevelNames[i] == name) return static_cast<LogLevel>(i);
  }
  return LogLevel::info;
}

Log::Log(int file, Form form, LogLevel least, const base::Clock& clock)
    : file_(file), form_(form), least_(least), clock_(clock) {}

Log::Log(LogLevel least, const base::Clock& clock)
    : Log(STDERR_FILENO, ::isatty(STDERR_FILENO) == 1 ? Form::plain : Form::json, least, clock) {}

void Log::write(LogLevel level, std::string_view message, LogFields fields) noexcept {
  if (level < least_) return;
  try {
    const std::string line = form_ == Form::json ? as_json(level, message, fields) : as_plain(level, message, fields);
    std::string_view rest = line;
    while (!rest.empty()) {
      const auto written = ::write(file_, rest.data(), rest.size());
      if (written < 0 && errno == EINTR) continue;
      if (written <= 0) break;
      rest.remove_prefix(static_cast<std::size_t>(written));
    }
    if (!rest.empty()) dropped_.fetch_add(1, std::memory_order_relaxed);
  } catch (const std::exception&) {  // Out of memory: the line is lost, the work goes on.
    dropped_.fetch_add(1, std::memory_order_relaxed);
  }
}

std::string Log::as_json(LogLevel level, std::string_view message, LogFields fields) const {
  std::string line = R"({"time":")" + base::to_rfc3339(clock_.now()) + R"(","level":")";
  line += kLevelNames.at(static_cast<std::size_t>(level));
  line += R"(","message":)";
  base::encode_to(line, bounded(message));
  for (const auto& field : fields) {
    line += ',';
    base::encode_to(line, bounded(field.name_));
    line += ':';
    if (const auto* text = std::get_if<std::string_view>(&field.value_)) base::encode_to(line, bounded(*text));
    else base::encode_to(line, field.value_);
  }
  return line + "}\n";
}

std::string Log::as_plain(LogLevel level, std::string_view message, LogFields fields) const {
  const auto time = base::to_rfc3339(clock_.now());
  std::string line = time.substr(11, 8) + " ";
  const auto name = kLevelNames.at(static_cast<std::size_t>(level));
  line.append(name).append(8 - name.size(), ' ');
  const auto sentence = base::encode(bounded(message));
  line += sentence.substr(1, sentence.size() - 2);
  for (const auto& field : fields) {
    line.append("  ").append(plain(field.name_)) += '=';
    if (const auto* text = std::get_if<std::string_view>(&field.value_)) line += plain(*text);
    else base::encode_to(line, field.value_);
  }
  return line + "\n";
}

}  // namespace heed
