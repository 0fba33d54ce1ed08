#include "workflow/import/twcs_reader.hpp"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <utility>

#include "base/text.hpp"

namespace workflow {
namespace {

constexpr std::size_t kMostDigits = 20;

// A value from the file as it can be shown in a reason.
std::string shown(std::string_view value) { return '"' + base::shorten(base::to_storable(value.substr(0, 200)), 40) + '"'; }

bool is_id(std::string_view text) {
  return !text.empty() && text.size() <= kMostDigits &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// Spreadsheets and data frames that see a column with gaps write its numbers as 8.0.
std::string_view id_in(std::string_view field) {
  field = base::trim(field);
  if (field.ends_with(".0")) field.remove_suffix(2);
  return field;
}

std::optional<bool> truth_in(std::string_view field) {
  field = base::trim(field);
  if (field == "1" || base::equal_ignoring_case(field, "true")) return true;
  if (field == "0" || base::equal_ignoring_case(field, "false")) return false;
  return std::nullopt;
}

}  // namespace

base::Result<TwcsReader> TwcsReader::open(const std::string& path) {
  auto records = RecordReader::open(path);
  if (!records) return base::pass_on(records.error());
  TwcsReader reader(std::move(*records));
  RecordReader::Record header;
  const auto there = reader.records_.next(header);
  if (!there) return base::pass_on(there.error());
  std::vector<std::string> names;
  for (const auto& field : header.fields) names.push_back(base::to_lower_ascii(base::trim(field)));
  auto columns = find_columns(path, names);
  if (!columns) return base::pass_on(columns.error());
  reader.columns_ = *columns;
  reader.columns_.count = header.count;
  return reader;
}

base::Result<TwcsReader::Columns> TwcsReader::find_columns(const std::string& path, const std::vector<std::string>& names) {
  std::string missing, twice;
  const auto find = [&](std::initializer_list<std::string_view> called) {
    std::optional<std::size_t> place;
    for (std::size_t i = 0; i < names.size(); ++i) {
      if (std::find(called.begin(), called.end(), names[i]) == called.end()) continue;
      if (place) twice = names[i];
      place = place.value_or(i);
    }
    if (!place) missing += (missing.empty() ? "" : ", ") + std::string(*called.begin());
    return place.value_or(0);
  };
  Columns columns;
  columns.id = find({"tweet_id"});
  columns.author = find({"author_id", "author"});
  columns.inbound = find({"inbound"});
  columns.at = find({"created_at"});
  columns.text = find({"text"});
  columns.parent = find({"in_response_to_tweet_id", "in_response_to"});
  if (!missing.empty()) {
    std::string there;
    for (const auto& name : names) there += (there.empty() ? "" : ", ") + base::shorten(base::to_storable(name), 40);
    return base::fail(base::FailureKind::invalid,
                      path + " is not a customer-care archive: its first line lacks " + missing +
                          ". It names: " + (there.empty() ? "nothing" : base::shorten(there, 400)) + ".");
  }
  if (!twice.empty()) {
    return base::fail(base::FailureKind::invalid,
                      path + " names the column " + twice + ", or its other name, twice in its first line.");
  }
  return columns;
}

base::Result<std::optional<TwcsItem>> TwcsReader::next() {
  RecordReader::Record record;
  const auto there = records_.next(record);
  if (!there) return base::pass_on(there.error());
  if (!*there) return std::nullopt;
  if (!record.fault.empty()) return TwcsRefusal{record.line, std::move(record.fault)};
  return row_of(record);
}

TwcsItem TwcsReader::row_of(RecordReader::Record& record) {
  const auto refuse = [&](std::string reason) { return TwcsRefusal{record.line, std::move(reason)}; };
  if (record.count != columns_.count) {
    return refuse(std::to_string(record.count) + " columns where " + std::to_string(columns_.count) + " are expected");
  }
  const auto field = [&](std::size_t column) { return record.fields[column]; };
  const auto id = id_in(field(columns_.id));
  if (!is_id(id)) return refuse("tweet_id " + shown(field(columns_.id)) + " is no number");
  const auto author = base::trim(field(columns_.author));
  if (author.empty()) return refuse("the author is empty");
  if (author.size() > kLongestAuthor) return refuse("the author " + shown(author) + " is longer than 200 bytes");
  const auto inbound = truth_in(field(columns_.inbound));
  if (!inbound) return refuse("inbound " + shown(field(columns_.inbound)) + " is neither True nor False");
  const auto at = parse_twcs_time(base::trim(field(columns_.at)));
  if (!at) return refuse("created_at " + shown(field(columns_.at)) + " is no time");
  const auto parent = id_in(field(columns_.parent));
  if (!parent.empty() && !is_id(parent)) return refuse("in_response_to " + shown(field(columns_.parent)) + " is no number");
  const auto text = field(columns_.text);
  if (text.size() > kLongestText) return refuse("the text has " + std::to_string(text.size()) + " bytes; 65536 are allowed");

  bool repaired = false;
  TwcsRow row{.line = record.line, .id = std::string(id), .inbound = *inbound, .at = *at, .parent_id = std::string(parent)};
  row.author = storable(author, repaired);
  row.text = storable(text, repaired);
  if (row.author.empty()) return refuse("the author is empty");  // It was nothing but NULs.
  if (repaired) ++repaired_;
  return row;
}

std::string TwcsReader::storable(std::string_view text, bool& repaired) const {
  if (base::is_utf8(text) && text.find('\0') == std::string_view::npos) return std::string(text);
  repaired = true;
  return base::to_storable(text);
}

base::Result<base::Time> parse_twcs_time(std::string_view text) {
  constexpr std::array<std::string_view, 12> kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  constexpr std::string_view kForm = "Tue Oct 31 22:10:47 +0000 2017";
  if (text.size() != kForm.size() || text[3] != ' ') return base::parse_rfc3339(text);
  const auto month = std::find(kMonths.begin(), kMonths.end(), text.substr(4, 3));
  if (month == kMonths.end() || text[7] != ' ' || text[10] != ' ' || text[19] != ' ' || text[25] != ' ') {
    return base::fail(base::FailureKind::invalid, "expected a time like " + std::string(kForm));
  }
  const auto number = static_cast<int>(month - kMonths.begin()) + 1;
  std::string rfc3339(text.substr(26, 4));
  rfc3339.append(number < 10 ? "-0" : "-").append(std::to_string(number)).append("-").append(text.substr(8, 2));
  rfc3339.append("T").append(text.substr(11, 8)).append(text.substr(20, 3)).append(":").append(text.substr(23, 2));
  return base::parse_rfc3339(rfc3339);
}

}  // namespace workflow
