// Text that no person would write, and times at which nobody lives: whatever a channel hands over is refused by the record
// with a reason or kept as it is, and can be listed, searched, cut and sent on as JSON.

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "base/json/decode.hpp"
#include "base/json/encode.hpp"
#include "base/text.hpp"
#include "store/conversation_pages.hpp"
#include "workflow/index_messages.hpp"
#include "workflow/test_office.hpp"
#include "workflow/watch_series.hpp"

namespace workflow {
namespace {

using namespace std::chrono_literals;
using std::string_literals::operator""s;

std::string repeated(const std::string& text, std::size_t times) {
  std::string out;
  out.reserve(text.size() * times);
  for (std::size_t i = 0; i < times; ++i) out += text;
  return out;
}

// Name for the failure message, and the text as a platform sent it.
std::vector<std::pair<std::string, std::string>> hostile_texts() {
  std::vector<std::pair<std::string, std::string>> texts = {
      {"nothing but NUL", "\0\0\0"s},
      {"NUL inside", "a\0b"s},
      {"controls", "\x01\x02\x07\x1b[31mred\x1b[0m\x7f\x08\x08"},
      {"broken UTF-8", "\xff\xfe\x80 caf\xc3"},
      {"half a surrogate", "\xed\xa0\x80 and \xed\xbf\xbf"},
      {"overlong", "\xc0\xaf\xe0\x80\xaf"},
      {"beyond Unicode", "\xf4\x90\x80\x80"},
      {"no characters", "\ufdd0\uffff\U0010ffff"},
      {"right to left override", "invoice\u202Egpj.exe\u202C"},
      {"isolates that never end", repeated("\u2066\u2067\u2068", 100) + "x"},
      {"combining marks", "Z" + repeated("\u0351", 10'000)},
      {"joiners", repeated("\U0001F468\u200D", 2'000) + "\U0001F468"},
      {"zero width", repeated("\u200B\u200C\u200D\u2060\uFEFF", 500) + "word"},
      {"tags", "\U000E0001\U000E0041\U000E007F"},
      {"one word of a megabyte", std::string(1 << 20, 'w')},
      {"a megabyte of Han", repeated("\u6f22", 350'000)},
      {"many words", repeated("a ", 200'000)},
      {"quotes and braces", R"('"; DROP TABLE messages; -- {"a":1} \u0000 %s %n $1 {{x}} <script>alert(1)</script>)"},
      {"line ends", "a\r\nb\rc\nd\u2028e\u2029f\x0bg"},
      {"only space", "\u00a0\u2003\u3000 \t\n"},
      {"byte order marks", "\ufeff\ufeffhello\ufeff"},
      {"case that grows", repeated("\u0130\u00df\ufb03\u1e9e", 1'000)},
      {"Hangul parts", repeated("\u1100\u1161\u11a8", 3'000)},
      {"search syntax", R"(is:owed "unclosed from: -(* before:9999-99-99)"},
  };
  // A word of each script and then all of them in one breath.
  std::string all;
  for (const char* word :
       {"Hello",  "Привет", "Γειά",   "Բարեւ", "שלום",       "مرحبا",     "ܫܠܡܐ",       "ހެލޯ",     "ߌ߬",
        "नमस्ते",   "হ্যালো",  "ਸਤਿ",    "નમસ્તે",  "ନମସ୍କାର",     "வணக்கம்",     "నమస్తే",       "ನಮಸ್ಕಾರ", "നമസ്കാരം",
        "ආයුබෝවන්", "สวัสดี",   "ສະບາຍດີ", "བཀྲ་ཤིས", "မင်္ဂလာပါ",    "გამარჯობა", "안녕하세요", "ሰላም",    "ᎣᏏᏲ",
        "ᐊᐃ",     "ᚺᛖᛁᛚ",   "ជំរាបសួរ", "ᠰᠠᠢᠨ",  "こんにちは", "カタカナ",  "你好",       "ㄋㄧˇ",  "ꀀꀁ",
        "𐌰𐌱",     "𐤀𐤁",     "𒀀𒁀",     "𓀀𓁀",    "𝔘𝔫",         "🙂🏽",      "🇵🇹",         "⠓⠑"}) {
    texts.emplace_back(word, word);
    all += std::string(word) + " ";
  }
  texts.emplace_back("every script", all);
  return texts;
}

class HostileItemsTest : public OfficeTest {
 protected:
  void SetUp() override {
    OfficeTest::SetUp();
    if (store_ != nullptr) index_ = store::SearchIndex::open(options(), clock_, ids_);
  }
  void TearDown() override {
    index_.reset();
    OfficeTest::TearDown();
  }

  // Everything that any screen is sent, as it is sent.
  std::string everything() {
    std::string out;
    for (const auto& stored : office().events()) out += stored.body;
    const auto pages = office()
                           .read([&](store::Reading& reading) -> base::Result<std::string> {
                             store::ConversationFilter filter;
                             filter.organization = office().organization;
                             filter.view = conversation::View::all;
                             filter.limit = 1'000;
                             std::string all;
                             for (const auto& state : store::page_conversations(reading, filter))
                               all += base::encode(state.conversation) + state.contact_name;
                             return all;
                           })
                           .value();
    return out + pages;
  }

  std::unique_ptr<store::SearchIndex> index_;
};

TEST_P(HostileItemsTest, TextIsKeptAndCanBeSentAndSearched) {
  for (const auto& [name, text] : hostile_texts()) {
    SCOPED_TRACE(name);
    auto item = office().item("person of " + name, text);
    item.author.name = text.substr(0, 2'000);
    item.author.handle = text.substr(0, 200);
    item.author.language = text.substr(0, 20);
    item.is_public = true;
    const auto received = office().receive(office().posts, item);
    ASSERT_TRUE(received.has_value());
    const auto kept = received.value_or(ReceivedItem{});
    EXPECT_EQ(kept.message.text, base::to_storable(text)) << "as it came, but for what no database takes";
    EXPECT_TRUE(base::is_utf8(kept.message.text));
    EXPECT_EQ(kept.message.text.find('\0'), std::string::npos);
    const auto state = kept.state;
    ASSERT_TRUE(state.has_value());
    const auto preview = office().conversation(state->conversation.id).last_text;
    EXPECT_TRUE(base::is_utf8(preview)) << "cut between characters";
    EXPECT_LE(preview.size(), 4'096U) << "a list of conversations stays small";
  }
  for (const auto& stored : office().events()) {
    EXPECT_TRUE(base::parse_json(stored.body).has_value()) << stored.type;
    EXPECT_TRUE(store::decode_event(stored.type, stored.body).has_value()) << stored.type;
  }
  EXPECT_TRUE(base::is_utf8(everything()));
  MessageIndexing indexing(*store_, *index_);
  const auto done = indexing.catch_up_all();
  ASSERT_TRUE(done) << done.error().message;
}

TEST_P(HostileItemsTest, IdsAreAsStrangeAsTexts) {
  std::int64_t stored = 0;
  for (const auto& [name, text] : hostile_texts()) {
    SCOPED_TRACE(name);
    auto item = office().item("x", "Hello");
    // What is left of one of these is what is left of another.
    item.external_id = name + text.substr(0, 400);
    item.author.external_id = name + text.substr(0, 400);
    item.thread_key = text.substr(0, 400);
    item.parent_external_id = text.substr(0, 400);
    stored += office().receive(office().posts, item).has_value() ? 1 : 0;
    EXPECT_FALSE(office().receive(office().posts, item).has_value()) << "the second time it is known";
  }
  EXPECT_EQ(stored, static_cast<std::int64_t>(hostile_texts().size()));
}

TEST_P(HostileItemsTest, NoTimeBreaksAnything) {
  using std::chrono::milliseconds;
  const std::vector<base::Time> times = {
      test_time("0001-01-01T00:00:00Z"),
      test_time("1969-12-31T23:59:59.999Z"),
      base::Time{},
      base::Time(-1ms),
      test_time("9999-12-31T23:59:59Z"),
      clock_.now() + 24h * 365 * 20,
      base::Time(milliseconds(std::int64_t{1} << 53)),
      base::Time(milliseconds(-(std::int64_t{1} << 53))),
  };
  for (const auto& at : times) {
    SCOPED_TRACE(std::to_string(at.time_since_epoch().count()));
    auto item = office().item("traveller " + std::to_string(at.time_since_epoch().count()), "When am I?");
    item.said_at = at;
    const auto received = office().receive(office().posts, item);
    ASSERT_TRUE(received.has_value());
    auto gone = item;
    gone.kind = channel::ItemKind::unfollow;
    gone.external_id += "-gone";
    (void)office().transact([&](store::Transaction& t) -> base::Result<bool> {
      Receiving receiving(t);
      return receiving.receive(office().posts, gone);
    });
  }
  for (const auto& stored : office().events()) EXPECT_TRUE(base::parse_json(stored.body).has_value()) << stored.body;
  EXPECT_GE(office().sweep(), 0);
  const auto changes = office().read(
      [](store::Reading& reading) -> base::Result<std::vector<AlertChange>> { return look_at_series(reading); });
  EXPECT_TRUE(changes.value().empty()) << "nobody is alarmed by another century";
}

// Every cut of every text is text, and marks what it should.
TEST(HostileTexts, AreCutBetweenCharacters) {
  for (const auto& [name, raw] : hostile_texts()) {
    const auto text = base::to_storable(raw);
    for (const std::size_t points : {0, 1, 2, 3, 7, 80, 500}) {
      const auto cut = base::shorten(text, points);
      EXPECT_TRUE(base::is_utf8(cut)) << name << " " << points;
      EXPECT_LE(base::count_points(cut), points + 1) << name << " " << points;
    }
  }
}

HEED_ON_BOTH_ENGINES(HostileItemsTest);

}  // namespace
}  // namespace workflow
