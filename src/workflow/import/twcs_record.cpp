#include "workflow/import/twcs_record.hpp"

#include <algorithm>
#include <utility>

namespace workflow {
namespace {

constexpr std::size_t kChunk = 256 * 1024;
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

// Undoubles quotes in place.
std::size_t undouble(char* text, std::size_t length) {
  std::size_t written = 0;
  for (std::size_t i = 0; i < length; ++i) {
    text[written++] = text[i];
    if (text[i] == '"') ++i;
  }
  return written;
}

// The end of an unquoted field or line that stops at `end`: a carriage return belongs to the line end.
std::size_t without_return(std::string_view text, std::size_t begin, std::size_t end) {
  return end > begin && text[end - 1] == '\r' ? end - 1 : end;
}

}  // namespace

base::Result<RecordReader> RecordReader::open(const std::string& path) {
  auto input = GzipInput::open(path);
  if (!input) return base::pass_on(input.error());
  RecordReader reader(std::move(*input));
  while (!reader.ended_ && reader.rest().find('\n') == std::string_view::npos && reader.rest().size() < kChunk) {
    if (auto done = reader.fill(); !done) return base::pass_on(done.error());
  }
  const auto text = reader.rest();
  const auto no = [&](const std::string& why) { return base::fail(base::FailureKind::invalid, path + " " + why); };
  if (text.empty()) return no("is empty.");
  if (text.starts_with("PK\x03\x04")) return no("is a ZIP archive: unpack it and import the file inside.");
  if (text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF")) return no("is UTF-16 text: save it as UTF-8.");
  if (text.starts_with(kByteOrderMark)) reader.at_ += kByteOrderMark.size();
  reader.tabs_ = text.substr(0, text.find('\n')).find('\t') != std::string_view::npos;
  return reader;
}

base::Result<bool> RecordReader::next(Record& record) {
  for (;;) {
    while (!rest().empty() && (rest()[0] == '\n' || rest().starts_with("\r\n"))) consume(rest()[0] == '\n' ? 1 : 2);
    if (rest().empty() && ended_) return false;
    const auto found = scan();
    if (found.outcome == Outcome::complete) {
      give(found, record);
      return true;
    }
    const bool too_long = rest().size() >= kLongestRecord;
    if (found.outcome == Outcome::broken || too_long || ended_) {
      if (auto done = refuse(found, record); !done) return base::pass_on(done.error());
      return true;
    }
    if (auto done = fill(); !done) return base::pass_on(done.error());
  }
}

base::Result<void> RecordReader::fill() {
  buffer_.erase(0, at_);
  at_ = 0;
  const auto held = buffer_.size();
  buffer_.resize(held + kChunk);
  const auto got = input_.read(std::span(buffer_).subspan(held));
  buffer_.resize(held + got.value_or(0));
  if (!got) return base::pass_on(got.error());
  ended_ = *got == 0;
  return {};
}

void RecordReader::consume(std::size_t length) {
  line_ += std::count(buffer_.begin() + static_cast<std::ptrdiff_t>(at_),
                      buffer_.begin() + static_cast<std::ptrdiff_t>(at_ + length), '\n');
  at_ += length;
}

base::Result<void> RecordReader::pass_over_line() {
  for (;;) {
    const auto end = rest().find('\n');
    if (end != std::string_view::npos || ended_) {
      consume(end == std::string_view::npos ? rest().size() : end + 1);
      return {};
    }
    at_ = buffer_.size();
    if (auto done = fill(); !done) return done;
  }
}

void RecordReader::add_field(Scan& scan, Extent extent) {
  if (scan.count++ < kMostFields) extents_.push_back(extent);
}

RecordReader::Scan RecordReader::scan_tabs(std::string_view text) {
  extents_.clear();
  Scan scan;
  const auto line_end = text.find('\n');
  if (line_end == std::string_view::npos && (!ended_ || text.size() >= kLongestRecord)) return scan;
  scan.length = line_end == std::string_view::npos ? text.size() : line_end + 1;
  const auto end = without_return(text, 0, std::min(line_end, text.size()));
  for (std::size_t begin = 0;;) {
    const auto tab = std::min(text.substr(0, end).find('\t', begin), end);
    add_field(scan, {begin, tab});
    if (tab == end) break;
    begin = tab + 1;
  }
  scan.outcome = Outcome::complete;
  return scan;
}

// Reads the quoted field whose quote stands at `at`, up to what follows its closing quote. False when it does not close, or
// not where a field ends: scan.outcome says which.
bool RecordReader::scan_quoted(std::string_view text, std::size_t& at, Scan& scan) {
  scan.open_quote = at;
  Extent field{at + 1, at + 1};
  for (auto from = field.begin;;) {
    const auto quote = text.find('"', from);
    if (quote == std::string_view::npos) return false;
    const auto after = text.substr(quote + 1, 2);
    if (after.size() < 2 && !ended_) return false;
    if (after.starts_with('"')) {
      field.escaped = true;
      from = quote + 2;
      continue;
    }
    field.end = quote;
    at = quote + 1;
    if (after.starts_with("\r\n") || after == "\r") ++at;
    else if (!after.empty() && after[0] != ',' && after[0] != '\n') scan.outcome = Outcome::broken;
    if (scan.outcome == Outcome::broken) return false;
    add_field(scan, field);
    scan.open_quote = Scan::kNowhere;
    return true;
  }
}

RecordReader::Scan RecordReader::scan_commas(std::string_view text) {
  extents_.clear();
  Scan scan;
  for (std::size_t at = 0;;) {
    if (at < text.size() && text[at] == '"') {
      if (!scan_quoted(text, at, scan)) return scan;
    } else {
      const auto end = text.find_first_of(",\n", at);
      if (end == std::string_view::npos && (!ended_ || text.size() >= kLongestRecord)) return scan;
      const auto stop = std::min(end, text.size());
      add_field(scan, {at, stop < text.size() && text[stop] == ',' ? stop : without_return(text, at, stop)});
      at = stop;
    }
    if (at >= text.size() || text[at] == '\n') {
      scan.length = std::min(at + 1, text.size());
      scan.outcome = Outcome::complete;
      return scan;
    }
    ++at;  // The comma.
  }
}

void RecordReader::give(const Scan& scan, Record& record) {
  record.line = line_;
  record.fault.clear();
  record.count = scan.count;
  record.fields.clear();
  const auto start = at_;
  consume(scan.length);
  for (const auto& extent : extents_) {
    char* text = buffer_.data() + start + extent.begin;
    const auto length = extent.end - extent.begin;
    record.fields.emplace_back(text, extent.escaped ? undouble(text, length) : length);
  }
}

// Goes on behind the line on which the trouble began.
base::Result<void> RecordReader::refuse(const Scan& scan, Record& record) {
  record.line = line_;
  record.count = 0;
  record.fields.clear();
  if (scan.open_quote == Scan::kNowhere) {
    record.fault = "longer than 4 MiB";
    return pass_over_line();
  }
  consume(scan.open_quote);
  const auto where = "the quote opened on line " + std::to_string(line_);
  if (scan.outcome == Outcome::broken) record.fault = where + " closes in the middle of a field";
  else record.fault = where + (ended_ ? " is never closed" : " is not closed within 4 MiB");
  return pass_over_line();
}

}  // namespace workflow
