#include "domain/triage/personal.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "domain/triage/numbers.hpp"
#include "domain/triage/plain.hpp"

namespace triage {
namespace {

using numbers::is_digit;
using numbers::is_latin;
using numbers::is_of_an_order;
using numbers::is_wordlike;

constexpr std::size_t kFewestOfCard = 13;
constexpr std::size_t kMostOfCard = 19;
constexpr std::size_t kFewestOfPhone = 8;
constexpr std::size_t kMostOfPhone = 15;
constexpr std::size_t kMostOfMailbox = 64;
constexpr std::size_t kMostOfDomain = 253;

struct Country {
  std::string_view code;
  std::size_t length;
};
// Of the IBAN registry.
constexpr std::array kCountries = {
    Country{"AD", 24}, Country{"AE", 23}, Country{"AL", 28}, Country{"AT", 20}, Country{"AZ", 28}, Country{"BA", 20},
    Country{"BE", 16}, Country{"BG", 22}, Country{"BH", 22}, Country{"BR", 29}, Country{"BY", 28}, Country{"CH", 21},
    Country{"CR", 22}, Country{"CY", 28}, Country{"CZ", 24}, Country{"DE", 22}, Country{"DK", 18}, Country{"DO", 28},
    Country{"EE", 20}, Country{"EG", 29}, Country{"ES", 24}, Country{"FI", 18}, Country{"FO", 18}, Country{"FR", 27},
    Country{"GB", 22}, Country{"GE", 22}, Country{"GI", 23}, Country{"GL", 18}, Country{"GR", 27}, Country{"GT", 28},
    Country{"HR", 21}, Country{"HU", 28}, Country{"IE", 22}, Country{"IL", 23}, Country{"IQ", 23}, Country{"IS", 26},
    Country{"IT", 27}, Country{"JO", 30}, Country{"KW", 30}, Country{"KZ", 20}, Country{"LB", 28}, Country{"LC", 32},
    Country{"LI", 21}, Country{"LT", 20}, Country{"LU", 20}, Country{"LV", 21}, Country{"LY", 25}, Country{"MC", 27},
    Country{"MD", 24}, Country{"ME", 22}, Country{"MK", 19}, Country{"MR", 27}, Country{"MT", 31}, Country{"MU", 30},
    Country{"NL", 18}, Country{"NO", 15}, Country{"PK", 24}, Country{"PL", 28}, Country{"PS", 29}, Country{"PT", 25},
    Country{"QA", 29}, Country{"RO", 24}, Country{"RS", 22}, Country{"SA", 24}, Country{"SC", 31}, Country{"SE", 24},
    Country{"SI", 19}, Country{"SK", 24}, Country{"SM", 27}, Country{"ST", 25}, Country{"SV", 28}, Country{"TL", 23},
    Country{"TN", 24}, Country{"TR", 26}, Country{"UA", 29}, Country{"VA", 22}, Country{"VG", 24}, Country{"XK", 20}};

// The run of digits that begins at `at`, with single separators between.
struct Digits {
  std::array<char, 24> digits{};
  std::array<std::uint8_t, 24> groups{};  // How many digits stand in each.
  std::size_t count = 0;
  std::size_t group_count = 0;
  std::size_t end = 0;
  std::string_view separators;  // Of the first gap, if all are like it; else empty.
  [[nodiscard]] std::string_view view() const { return {digits.data(), count}; }
};

// More digits than any number has: nothing.
std::optional<Digits> read_digits(std::string_view text, std::size_t at, std::string_view separators) {
  Digits run;
  for (std::size_t i = at; i < text.size();) {
    if (is_digit(text[i])) {
      if (run.count == run.digits.size()) return std::nullopt;
      if (i == at || !is_digit(text[i - 1])) ++run.group_count;
      ++run.groups[run.group_count - 1];
      run.digits[run.count++] = text[i++];
      run.end = i;
      continue;
    }
    std::size_t gap = i;
    while (gap < text.size() && gap - i < 2 && separators.find(text[gap]) != std::string_view::npos) ++gap;
    if (gap == i || gap >= text.size() || !is_digit(text[gap])) break;
    i = gap;
  }
  return run;
}

bool ends_well(std::string_view text, std::size_t end) { return end >= text.size() || !is_wordlike(text[end]); }

bool passes_luhn(std::string_view digits) {
  int sum = 0;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    int digit = digits[digits.size() - 1 - i] - '0';
    if (i % 2 == 1) digit = digit > 4 ? 2 * digit - 9 : 2 * digit;
    sum += digit;
  }
  return sum % 10 == 0;
}

bool is_card_brand(std::string_view digits) {
  const int two = (digits[0] - '0') * 10 + digits[1] - '0';
  const std::size_t length = digits.size();
  if (digits[0] == '4') return length == 13 || length == 16 || length == 19;
  if ((two >= 51 && two <= 55) || (two >= 22 && two <= 27)) return length == 16;
  if (two == 34 || two == 37) return length == 15;
  if (two == 30 || two == 36 || two == 38 || two == 39) return length == 14;
  if (two == 35) return length >= 16;
  return (two == 50 || (two >= 56 && two <= 69)) && length >= 16;
}

// A card's digits stand together or in fours (an American Express card's in four, six, five).
bool is_grouped_as_card(const Digits& run) {
  if (run.group_count == 1) return true;
  const std::string_view groups(reinterpret_cast<const char*>(run.groups.data()), run.group_count);
  if (groups == "\4\6\5" || groups == "\4\6\4") return true;
  return std::all_of(groups.begin(), groups.end() - 1, [](char size) { return size == 4; }) && groups.back() <= 4;
}

std::optional<std::size_t> end_of_card(std::string_view text, std::size_t at) {
  const auto run = read_digits(text, at, " -");
  if (!run || run->count < kFewestOfCard || run->count > kMostOfCard || !ends_well(text, run->end)) return std::nullopt;
  return is_grouped_as_card(*run) && is_card_brand(run->view()) && passes_luhn(run->view()) ? std::optional(run->end)
                                                                                            : std::nullopt;
}

// From the two letters of the country on.
std::optional<std::size_t> end_of_iban(std::string_view text, std::size_t at) {
  const std::array<char, 2> code = {static_cast<char>(text[at] & ~0x20), static_cast<char>(text[at + 1] & ~0x20)};
  const auto country = std::ranges::find(kCountries, std::string_view(code.data(), 2), &Country::code);
  if (country == kCountries.end()) return std::nullopt;
  // Read with the first four characters last, as a number: letters count 10 to 35. The rest by 97 must be 1.
  std::uint32_t rest = 0;
  std::uint32_t head = 0;
  std::uint32_t head_scale = 1;
  const auto add = [](std::uint32_t& to, char c) {
    const bool digit = is_digit(c);
    const std::uint32_t value =
        digit ? static_cast<std::uint32_t>(c - '0') : static_cast<std::uint32_t>((c | 0x20) - 'a') + 10;
    to = (to * (digit ? 10U : 100U) + value) % 97;
    return digit ? 10U : 100U;
  };
  std::size_t count = 0;
  std::size_t i = at;
  for (; i < text.size() && count < country->length; ++i) {
    if (text[i] == ' ' && count > 0 && text[i - 1] != ' ') continue;
    if (!is_digit(text[i]) && !is_latin(text[i])) return std::nullopt;
    if (count < 4) head_scale = head_scale * add(head, text[i]) % 97;
    else add(rest, text[i]);
    ++count;
  }
  if (count < country->length || !ends_well(text, i)) return std::nullopt;
  return (rest * head_scale + head) % 97 == 1 ? std::optional(i) : std::nullopt;
}

bool is_north_american(const Digits& run) {
  return run.count == 10 && run.group_count == 3 && run.groups[0] == 3 && run.groups[1] == 3 && run.digits[0] >= '2';
}
// Three times three with spaces, as Spain, Poland and others write mobile numbers.
bool is_in_threes(const Digits& run, std::string_view written) {
  return run.count == 9 && run.group_count == 3 && run.groups[0] == 3 && run.groups[1] == 3 && run.digits[0] >= '5' &&
         written.find_first_of("-.") == std::string_view::npos && !run.view().ends_with("000");
}

std::optional<std::size_t> end_of_phone(std::string_view text, std::size_t begin, std::size_t first_digit) {
  const auto run = read_digits(text, first_digit, " -./()");
  if (!run || run->count < kFewestOfPhone || run->count > kMostOfPhone || !ends_well(text, run->end)) return std::nullopt;
  const std::string_view written = text.substr(first_digit, run->end - first_digit);
  if (begin < first_digit && text[begin] == '+') return run->digits[0] != '0' ? std::optional(run->end) : std::nullopt;
  if (is_of_an_order(text, begin)) return std::nullopt;
  const std::string_view digits = run->view();
  const bool abroad = digits.starts_with("00") && digits[2] != '0' && run->count >= 10;
  const bool at_home = digits[0] == '0' && digits[1] != '0' && run->count >= 9 && run->count <= 12;
  return abroad || at_home || is_north_american(*run) || is_in_threes(*run, written) ? std::optional(run->end)
                                                                                     : std::nullopt;
}

struct Found {
  const char* kind;
  std::size_t begin;
  std::size_t end;
};

// What stands around the first digit of a run.
std::optional<Found> number_at(std::string_view text, std::size_t at, std::size_t free_from) {
  if (at >= free_from + 2 && is_latin(text[at - 1]) && is_latin(text[at - 2]) && (at < 3 || !is_wordlike(text[at - 3])) &&
      at + 1 < text.size() && is_digit(text[at + 1])) {
    if (const auto end = end_of_iban(text, at - 2)) return Found{"iban", at - 2, *end};
    return std::nullopt;
  }
  if (at > 0 && is_wordlike(text[at - 1])) return std::nullopt;
  if (const auto end = end_of_card(text, at)) return Found{"card", at, *end};
  std::size_t begin = at;
  if (begin > free_from && text[begin - 1] == '(') --begin;
  if (begin > free_from && text[begin - 1] == '+') --begin;
  if (const auto end = end_of_phone(text, begin, at)) return Found{"phone", begin, *end};
  return std::nullopt;
}

std::optional<Found> mail_at(std::string_view text, std::size_t at, std::size_t free_from) {
  const auto in_mailbox = [](char c) { return is_wordlike(c) || c == '.' || c == '%' || c == '+' || c == '-'; };
  std::size_t begin = at;
  while (begin > free_from && at - begin < kMostOfMailbox && in_mailbox(text[begin - 1])) --begin;
  while (begin < at && (text[begin] == '.' || text[begin] == '-')) ++begin;
  // "@name@server" is a handle, and may stand in a preview.
  if (begin == at || (begin > 0 && text[begin - 1] == '@')) return std::nullopt;
  std::size_t end = at + 1;
  std::size_t last_dot = 0;
  for (; end < text.size() && end - at <= kMostOfDomain; ++end) {
    if (text[end] == '.' && end + 1 < text.size() && is_wordlike(text[end + 1]) && text[end - 1] != '.') last_dot = end;
    else if (!is_wordlike(text[end]) && text[end] != '-') break;
  }
  if (last_dot <= at + 1 || end - last_dot < 3 || is_digit(text[last_dot + 1])) return std::nullopt;
  return Found{"email", begin, end};
}

// How many characters of each kind stay at the end.
std::size_t shown_at_end(const std::string& kind) {
  if (kind == "card" || kind == "iban") return 4;
  return kind == "phone" ? 2 : 0;
}

constexpr std::string_view kDots = "•••";

}  // namespace

void find_personal_data(std::string_view text, std::vector<PersonalData>& out) {
  out.clear();
  text = text.substr(0, kMostPlainBytes);
  std::size_t free_from = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (!is_digit(text[i]) && text[i] != '@') continue;
    const auto found = text[i] == '@' ? mail_at(text, i, free_from) : number_at(text, i, free_from);
    if (found) {
      out.push_back({found->kind, {static_cast<std::int64_t>(found->begin), static_cast<std::int64_t>(found->end)}});
      free_from = found->end;
      i = found->end - 1;
    } else if (text[i] != '@') {
      while (i + 1 < text.size() && is_digit(text[i + 1])) ++i;
    }
  }
}

std::string masked(std::string_view text, const std::vector<PersonalData>& found) {
  std::string out;
  std::size_t from = 0;
  for (const PersonalData& one : found) {
    const auto begin = static_cast<std::size_t>(one.place.begin);
    const std::string_view written = text.substr(begin, static_cast<std::size_t>(one.place.end - one.place.begin));
    out.append(text.substr(from, begin - from));
    if (one.kind == "email") {
      std::size_t first = 1;
      while (first < written.size() && (static_cast<unsigned char>(written[first]) & 0xC0U) == 0x80) ++first;
      out.append(written.substr(0, first)).append(kDots).append("@").append(kDots);
    } else {
      std::size_t shown = written.size();
      for (std::size_t left = shown_at_end(one.kind); left > 0 && shown > 0;)
        if (is_digit(written[--shown]) || is_latin(written[shown])) --left;
      out.append(kDots).append(written.substr(shown));
    }
    from = begin + written.size();
  }
  return out.append(text.substr(from));
}

std::string masked(std::string_view text) {
  std::vector<PersonalData> found;
  find_personal_data(text, found);
  return masked(text, found);
}

}  // namespace triage
