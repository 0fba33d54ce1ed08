#include "domain/triage/entities.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <optional>
#include <string>

#include "base/text.hpp"
#include "domain/triage/numbers.hpp"
#include "domain/triage/plain.hpp"

namespace triage {
namespace {

using numbers::is_digit;
using numbers::is_latin;
using numbers::is_wordlike;

constexpr std::size_t kMostFound = 32;
constexpr std::size_t kFewestOfOrder = 4;  // Characters.
constexpr std::size_t kMostOfOrder = 32;
constexpr std::ptrdiff_t kFewestOrderDigits = 3;
constexpr std::size_t kMostOfWord = 16;  // Bytes of a currency's or a month's name.

struct Currency {
  std::string_view written;
  std::string_view code;
};
constexpr auto kSigns = std::to_array<Currency>({{"R$", "BRL"},
                                                 {"€", "EUR"},
                                                 {"$", "USD"},
                                                 {"£", "GBP"},
                                                 {"¥", "JPY"},
                                                 {"₹", "INR"},
                                                 {"₺", "TRY"},
                                                 {"₽", "RUB"},
                                                 {"₴", "UAH"},
                                                 {"円", "JPY"}});
// As plain_words() writes them.
constexpr auto kCurrencies = std::to_array<Currency>(
    {{"eur", "EUR"},     {"euro", "EUR"},   {"euros", "EUR"},  {"eu", "EUR"},     {"usd", "USD"},     {"dollar", "USD"},
     {"dollars", "USD"}, {"gbp", "GBP"},    {"pound", "GBP"},  {"pounds", "GBP"}, {"quid", "GBP"},    {"chf", "CHF"},
     {"franken", "CHF"}, {"pln", "PLN"},    {"zl", "PLN"},     {"zloty", "PLN"},  {"zlotych", "PLN"}, {"sek", "SEK"},
     {"nok", "NOK"},     {"dkk", "DKK"},    {"czk", "CZK"},    {"huf", "HUF"},    {"ron", "RON"},     {"try", "TRY"},
     {"tl", "TRY"},      {"lira", "TRY"},   {"brl", "BRL"},    {"reais", "BRL"},  {"rub", "RUB"},     {"руб", "RUB"},
     {"рублеи", "RUB"},  {"рубля", "RUB"},  {"р", "RUB"},      {"uah", "UAH"},    {"грн", "UAH"},     {"гривень", "UAH"},
     {"inr", "INR"},     {"rs", "INR"},     {"rupees", "INR"}, {"jpy", "JPY"},    {"yen", "JPY"},     {"idr", "IDR"},
     {"rp", "IDR"},      {"rupiah", "IDR"}, {"aed", "AED"},    {"درهم", "AED"},   {"sar", "SAR"},     {"ريال", "SAR"},
     {"egp", "EGP"},     {"جنيه", "EGP"},   {"aud", "AUD"},    {"cad", "CAD"},    {"nzd", "NZD"},     {"mxn", "MXN"}});

struct Month {
  std::string_view name;
  int number;
};
constexpr auto kMonths = std::to_array<Month>(
    {{"january", 1},    {"february", 2},  {"march", 3},     {"april", 4},      {"may", 5},       {"june", 6},
     {"july", 7},       {"august", 8},    {"september", 9}, {"october", 10},   {"november", 11}, {"december", 12},
     {"jan", 1},        {"feb", 2},       {"mar", 3},       {"apr", 4},        {"jun", 6},       {"jul", 7},
     {"aug", 8},        {"sep", 9},       {"sept", 9},      {"oct", 10},       {"nov", 11},      {"dec", 12},
     {"januar", 1},     {"februar", 2},   {"marz", 3},      {"mai", 5},        {"juni", 6},      {"juli", 7},
     {"oktober", 10},   {"dezember", 12}, {"janvier", 1},   {"fevrier", 2},    {"mars", 3},      {"avril", 4},
     {"juin", 6},       {"juillet", 7},   {"aout", 8},      {"septembre", 9},  {"octobre", 10},  {"novembre", 11},
     {"decembre", 12},  {"enero", 1},     {"febrero", 2},   {"marzo", 3},      {"abril", 4},     {"mayo", 5},
     {"junio", 6},      {"julio", 7},     {"agosto", 8},    {"septiembre", 9}, {"octubre", 10},  {"noviembre", 11},
     {"diciembre", 12}, {"gennaio", 1},   {"febbraio", 2},  {"aprile", 4},     {"maggio", 5},    {"giugno", 6},
     {"luglio", 7},     {"settembre", 9}, {"ottobre", 10},  {"dicembre", 12},  {"janeiro", 1},   {"fevereiro", 2},
     {"marco", 3},      {"maio", 5},      {"junho", 6},     {"julho", 7},      {"setembro", 9},  {"outubro", 10},
     {"novembro", 11},  {"dezembro", 12}, {"januari", 1},   {"februari", 2},   {"maart", 3},     {"mei", 5},
     {"augustus", 8}});

// One number of the text: digits with points, commas, dashes, slashes or colons between.
struct Number {
  std::size_t begin = 0;
  std::size_t end = 0;
  std::string_view written;
};

std::string spoken(std::string_view text, const Number& number) {
  return std::string(text.substr(number.begin, number.end - number.begin));
}

// The letters from `at` on, one space before them allowed.
std::string_view word_after(std::string_view text, std::size_t at) {
  while (at < text.size() && (text[at] == ' ' || text[at] == '.')) {
    ++at;
    if (at < text.size() && text[at] == ' ' && text[at - 1] == ' ') return {};
  }
  std::size_t end = at;
  while (end < text.size() && end - at <= kMostOfWord && is_wordlike(text[end]) && !is_digit(text[end])) ++end;
  return text.substr(at, end - at);
}

std::string_view word_before(std::string_view text, std::size_t at) {
  if (at > 0 && text[at - 1] == ' ') --at;
  std::size_t begin = at;
  while (begin > 0 && at - begin <= kMostOfWord && is_wordlike(text[begin - 1]) && !is_digit(text[begin - 1])) --begin;
  return text.substr(begin, at - begin);
}

std::optional<std::string_view> code_of(std::string_view word) {
  if (word.empty() || word.size() > kMostOfWord) return std::nullopt;
  const auto found = std::ranges::find(kCurrencies, plain_words(word), &Currency::written);
  return found == kCurrencies.end() ? std::nullopt : std::optional(found->code);
}

int month_of(std::string_view word) {
  if (word.size() < 3 || word.size() > kMostOfWord) return 0;
  const auto found = std::ranges::find(kMonths, plain_words(word), &Month::name);
  return found == kMonths.end() ? 0 : found->number;
}

// "1.299,90" and "1,299.90" are "1299.90"; "49" is "49".
std::string amount_of(std::string_view written) {
  const std::size_t last = written.find_last_of(".,");
  const bool has_cents = last != std::string_view::npos && written.size() - last - 1 <= 2;
  std::string out;
  for (std::size_t i = 0; i < written.size(); ++i) {
    if (is_digit(written[i])) out.push_back(written[i]);
    else if (i == last && has_cents) out.push_back('.');
  }
  if (has_cents && written.size() - last - 1 == 1) out.push_back('0');
  return out;
}

std::optional<Entity> amount_at(std::string_view text, const Number& number) {
  if (number.written.find_first_of("/:-") != std::string_view::npos) return std::nullopt;
  const auto found = [&](std::string_view code, std::size_t begin, std::size_t end) {
    return Entity{"amount",
                  amount_of(number.written) + " " + std::string(code),
                  {static_cast<std::int64_t>(begin), static_cast<std::int64_t>(end)}};
  };
  for (const Currency& sign : kSigns) {
    const std::string_view after = text.substr(number.end);
    const std::size_t gap = after.starts_with(' ') ? 1 : 0;
    if (after.substr(gap).starts_with(sign.written))
      return found(sign.code, number.begin, number.end + gap + sign.written.size());
    const std::string_view before = text.substr(0, number.begin);
    const std::size_t space = before.ends_with(' ') ? 1 : 0;
    if (before.substr(0, before.size() - space).ends_with(sign.written))
      return found(sign.code, number.begin - space - sign.written.size(), number.end);
  }
  const std::string_view after = word_after(text, number.end);
  if (const auto code = code_of(after))
    return found(*code, number.begin, static_cast<std::size_t>(after.data() - text.data()) + after.size());
  const std::string_view before = word_before(text, number.begin);
  if (const auto code = code_of(before))
    return found(*code, static_cast<std::size_t>(before.data() - text.data()), number.end);
  return std::nullopt;
}

std::string date_of(int year, int month, int day) {
  const auto two = [](int n) { return std::string(n < 10 ? "0" : "") + std::to_string(n); };
  return std::to_string(year) + "-" + two(month) + "-" + two(day);
}

// The parts of "22.11.2026"; nothing where there are other signs, or other than three parts.
std::optional<std::array<int, 3>> three_parts(std::string_view written, char separator) {
  std::array<int, 3> parts{};
  const auto pieces = base::split(written, separator);
  if (pieces.size() != 3) return std::nullopt;
  for (std::size_t i = 0; i < 3; ++i) {
    const auto read = std::from_chars(pieces[i].data(), pieces[i].data() + pieces[i].size(), parts[i]);
    if (read.ec != std::errc() || read.ptr != pieces[i].data() + pieces[i].size() || pieces[i].size() > 4)
      return std::nullopt;
  }
  return parts;
}

constexpr int kFirstYear = 1900;
constexpr int kLastYear = 2199;
bool is_year(int year) { return year >= kFirstYear && year <= kLastYear; }
bool is_day(int month, int day) { return month >= 1 && month <= 12 && day >= 1 && day <= 31; }

// "03/04/2026" is not told: which of them is the month depends on who writes.
std::optional<std::string> date_in_numbers(std::string_view written) {
  for (const char separator : {'-', '.', '/'}) {
    const auto parts = three_parts(written, separator);
    if (!parts) continue;
    const auto [first, second, third] = *parts;
    if (is_year(first) && is_day(second, third)) return date_of(first, second, third);
    const int year = third < 100 && written.size() - written.find_last_of("-./") == 3 ? 2000 + third : third;
    if (!is_year(year)) continue;
    const bool day_first = is_day(second, first);
    const bool month_first = is_day(first, second) && separator == '/';
    if (day_first && month_first && first != second) return std::string(written);
    if (day_first) return date_of(year, second, first);
    if (month_first) return date_of(year, first, second);
  }
  return std::nullopt;
}

// "22 November 2026", "22. November", "November 22".
std::optional<Entity> date_at(std::string_view text, const Number& number) {
  if (auto value = date_in_numbers(number.written))
    return Entity{
        "date", *std::move(value), {static_cast<std::int64_t>(number.begin), static_cast<std::int64_t>(number.end)}};
  int day = 0;
  const auto read = std::from_chars(number.written.data(), number.written.data() + number.written.size(), day);
  if (read.ptr != number.written.data() + number.written.size() || day < 1 || day > 31) return std::nullopt;
  std::size_t begin = number.begin;
  std::size_t end = number.end;
  std::string_view word = word_after(text, number.end);
  if (word == "de") word = word_after(text, static_cast<std::size_t>(word.data() - text.data()) + word.size());
  int month = month_of(word);
  if (month != 0) {
    end = static_cast<std::size_t>(word.data() - text.data()) + word.size();
  } else {
    word = word_before(text, number.begin);
    month = month_of(word);
    if (month == 0 || month_of(word) != month || word.size() < 4) return std::nullopt;  // "may 5 of you"
    begin = static_cast<std::size_t>(word.data() - text.data());
  }
  int year = 0;
  if (end + 5 <= text.size() && text[end] == ' ' && (end + 5 == text.size() || !is_wordlike(text[end + 5]))) {
    const auto year_read = std::from_chars(text.data() + end + 1, text.data() + end + 5, year);
    if (year_read.ptr != text.data() + end + 5 || !is_year(year)) year = 0;
  }
  if (year != 0) end += 5;
  return Entity{"date",
                year != 0 ? date_of(year, month, day) : spoken(text, {begin, end, {}}),
                {static_cast<std::int64_t>(begin), static_cast<std::int64_t>(end)}};
}

std::optional<Entity> order_at(std::string_view text, const Number& number) {
  const auto in_order = [](char c) { return is_digit(c) || is_latin(c) || c == '-' || c == '/' || c == '_'; };
  std::size_t begin = number.begin;
  std::size_t end = number.end;
  while (begin > 0 && number.begin - begin < kMostOfOrder && in_order(text[begin - 1])) --begin;
  while (end < text.size() && end - begin <= kMostOfOrder && in_order(text[end])) ++end;
  while (end > begin && !is_digit(text[end - 1]) && !is_latin(text[end - 1])) --end;
  const std::string_view written = text.substr(begin, end - begin);
  if (written.size() < kFewestOfOrder || written.size() > kMostOfOrder) return std::nullopt;
  if (std::ranges::count_if(written, is_digit) < kFewestOrderDigits || !numbers::is_of_an_order(text, begin))
    return std::nullopt;
  return Entity{"order", std::string(written), {static_cast<std::int64_t>(begin), static_cast<std::int64_t>(end)}};
}

Number number_at(std::string_view text, std::size_t at) {
  std::size_t end = at;
  for (std::size_t i = at; i < text.size() && i - at <= kMostOfOrder; ++i) {
    if (is_digit(text[i])) end = i + 1;
    else if (std::string_view(".,/-:").find(text[i]) == std::string_view::npos || end != i) break;
  }
  return {at, end, text.substr(at, end - at)};
}

}  // namespace

void find_entities(std::string_view text, const std::vector<PersonalData>& personal, EntitiesWanted wanted,
                   std::vector<Entity>& out) {
  text = text.substr(0, kMostPlainBytes);
  auto hidden = personal.begin();
  std::size_t found = 0;
  for (std::size_t i = 0; i < text.size() && found < kMostFound; ++i) {
    if (!is_digit(text[i])) continue;
    while (hidden != personal.end() && hidden->place.end <= static_cast<std::int64_t>(i)) ++hidden;
    if (hidden != personal.end() && hidden->place.begin <= static_cast<std::int64_t>(i)) {
      i = static_cast<std::size_t>(hidden->place.end) - 1;
      continue;
    }
    const Number number = number_at(text, i);
    std::optional<Entity> entity;
    if (wanted.orders) entity = order_at(text, number);
    const bool stands_alone = i == 0 || !is_wordlike(text[i - 1]);
    if (!entity && stands_alone) entity = date_at(text, number);
    if (!entity) entity = amount_at(text, number);
    i = number.end - 1;
    if (!entity) continue;
    i = std::max(i, static_cast<std::size_t>(entity->place.end) - 1);
    out.push_back(*std::move(entity));
    ++found;
  }
}

}  // namespace triage
