#include "domain/triage/language.hpp"

#include <cld2/public/compact_lang_det.h>

#include <algorithm>
#include <array>
#include <cstddef>

#include "base/text.hpp"
#include "domain/triage/function_words.hpp"

namespace triage {
namespace {

constexpr std::size_t kEnough = 1000;  // Bytes that are looked at.

// How far languages are believed: chosen on the validation posts of the task of languages.
constexpr double kSureOfScript = 0.99;
constexpr double kFairlySure = 0.9;
constexpr double kSureEnough = 0.8;  // The words need not be asked.
constexpr double kGuess = 0.6;
constexpr double kLeastSure = 0.3;  // Less is no answer.

struct Letters {
  int kana = 0, hangul = 0, han = 0, thai = 0, greek = 0, hebrew = 0, arabic = 0, cyrillic = 0, ukrainian = 0,
      devanagari = 0, persian = 0, urdu = 0, other = 0;
};

// The code points of two and three bytes are enough to tell scripts apart. `text` is UTF-8.
Letters count_letters(std::string_view text) {
  Letters count;
  for (std::size_t i = 0; i < text.size();) {
    const auto lead = static_cast<unsigned char>(text[i]);
    const std::size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    char32_t point = length == 1 ? lead : lead & (0x7FU >> length);
    for (std::size_t k = 1; k < length && i + k < text.size(); ++k)
      point = point << 6U | (static_cast<unsigned char>(text[i + k]) & 0x3FU);
    i += length;
    if (point < 0x80) count.other += (point | 0x20U) >= 'a' && (point | 0x20U) <= 'z' ? 1 : 0;
    else if (point >= 0x3040 && point <= 0x30FF) ++count.kana;
    else if ((point >= 0xAC00 && point <= 0xD7A3) || (point >= 0x1100 && point <= 0x11FF)) ++count.hangul;
    else if ((point >= 0x3400 && point <= 0x9FFF) || (point >= 0x20000 && point <= 0x3FFFF)) ++count.han;
    else if (point >= 0x0E00 && point <= 0x0E7F) ++count.thai;
    else if (point >= 0x0370 && point <= 0x03FF) ++count.greek;
    else if (point >= 0x0590 && point <= 0x05FF) ++count.hebrew;
    else if (point >= 0x0600 && point <= 0x06FF) {
      ++count.arabic;
      if (point == 0x067E || point == 0x0686 || point == 0x0698 || point == 0x06AF || point == 0x06CC) ++count.persian;
      if (point == 0x0679 || point == 0x0688 || point == 0x0691 || point == 0x06BA || point == 0x06D2) ++count.urdu;
    } else if (point >= 0x0400 && point <= 0x04FF) {
      ++count.cyrillic;
      if (point == 0x0456 || point == 0x0457 || point == 0x0454 || point == 0x0491) ++count.ukrainian;
    } else if (point >= 0x0900 && point <= 0x097F) ++count.devanagari;
    else if (point < 0x0250) ++count.other;
  }
  return count;
}

// Scripts that one language writes, or that short texts are mostly of one. Handles and product names in Latin letters are
// part of any text, hence the third.
std::string_view by_script(const Letters& count) {
  const auto leads = [&count](int letters) { return letters > 0 && letters * 3 >= count.other; };
  if (leads(count.kana + count.han)) return count.kana > 0 ? "ja" : "zh";
  if (leads(count.hangul)) return "ko";
  if (leads(count.thai)) return "th";
  if (leads(count.greek)) return "el";
  if (leads(count.hebrew)) return "he";
  return {};
}

std::string_view by_script_at_last(const Letters& count) {
  const auto leads = [&count](int letters) { return letters > 0 && letters * 3 >= count.other; };
  if (leads(count.cyrillic)) return count.ukrainian > 0 ? "uk" : "ru";
  if (leads(count.arabic)) return count.urdu > 0 ? "ur" : count.persian > 0 ? "fa" : "ar";
  if (leads(count.devanagari)) return "hi";
  return {};
}

// CLD2's codes that stand for one of ours.
std::string_view as_iso(std::string_view code) {
  if (code == "iw") return "he";
  if (code == "nb" || code == "nn") return "no";
  if (code == "zh-Hant") return "zh";
  if (code == "jw") return "jv";
  return code.size() == 2 && code != "un" ? code : std::string_view();
}

std::string_view by_words(std::string_view text) {
  std::array<CLD2::Language, 3> languages{};
  std::array<int, 3> percents{};
  int bytes = 0;
  bool is_reliable = false;
  const auto found = CLD2::DetectLanguageSummary(text.data(), static_cast<int>(text.size()), true, languages.data(),
                                                 percents.data(), &bytes, &is_reliable);
  return is_reliable ? as_iso(CLD2::LanguageCode(found)) : std::string_view();
}

std::string_view head_of(std::string_view text) {
  if (text.size() <= kEnough) return text;
  std::size_t end = kEnough;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80) --end;
  return text.substr(0, end);
}

}  // namespace

std::string_view detect_language(std::string_view text) {
  const auto head = head_of(text);
  if (!base::is_utf8(head)) return {};
  const Letters count = count_letters(head);
  if (const auto script = by_script(count); !script.empty()) return script;
  if (const auto plain = by_function_words(head); !plain.empty()) return plain;  // A tenth of the time.
  if (const auto words = by_words(head); !words.empty()) return words;
  return by_script_at_last(count);
}

Spoken spoken_language(std::string_view post, Scorer& scorer, const TaskModel* task) {
  const auto head = head_of(post);
  const Letters count = count_letters(head);
  if (const auto script = by_script(count); !script.empty()) return {script, kSureOfScript};
  const auto at_last = by_script_at_last(count);
  if (!at_last.empty() || task == nullptr) {
    // Letters tell Ukrainian, Persian and Urdu apart sooner than words; other languages of their scripts are told by words.
    const bool usual = at_last == "ru" || at_last == "ar" || at_last == "hi" || at_last.empty();
    const auto words = usual && base::is_utf8(head) ? by_words(head) : std::string_view();
    if (!words.empty()) return {words, kSureOfScript};
    return {at_last, at_last.empty() ? 0 : kFairlySure};
  }
  if (count.other == 0) return {};
  const Answer answer = scorer.answer(*task);
  const Spoken own{task->labels[answer.labels.front()], answer.confidence};
  if (own.confidence >= kSureEnough) return own;
  const auto words = base::is_utf8(head) ? by_words(head) : std::string_view();
  if (words == own.code) return {words, std::max(own.confidence, kFairlySure)};
  const bool unknown = !words.empty() && std::ranges::find(task->labels, words) == task->labels.end();
  if (!words.empty() && (own.confidence < kGuess || unknown)) return {words, kGuess};
  return own.confidence >= kLeastSure ? own : Spoken{};
}

bool is_language_code(std::string_view code) {
  return code.size() == 2 && std::ranges::all_of(code, [](char c) { return c >= 'a' && c <= 'z'; });
}

}  // namespace triage
