#include "workflow/import/twcs_reader.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include <fstream>
#include <sstream>
#include <string>
#include <vector>

namespace workflow {
namespace {

const std::string kCsvHeader = "tweet_id,author_id,inbound,created_at,text,response_tweet_id,in_response_to_tweet_id\n";
const std::string kTsvHeader = "tweet_id\tauthor\tinbound\tcreated_at\tin_response_to\ttext\n";
const std::string kCsvTime = "Tue Oct 31 22:10:47 +0000 2017";

// A file for one test.
class ArchiveFile {
 public:
  explicit ArchiveFile(const std::string& content, bool gzipped = false)
      : path_(testing::TempDir() + "/twcs_reader_test_" + std::to_string(::getpid())) {
    if (gzipped) {
      gzFile file = gzopen(path_.c_str(), "wb");
      gzwrite(file, content.data(), static_cast<unsigned>(content.size()));
      gzclose(file);
    } else {
      std::ofstream(path_, std::ios::binary) << content;
    }
  }
  ~ArchiveFile() { std::remove(path_.c_str()); }
  [[nodiscard]] const std::string& path() const { return path_; }
  [[nodiscard]] std::string bytes() const {
    std::ostringstream all;
    all << std::ifstream(path_, std::ios::binary).rdbuf();
    return all.str();
  }

 private:
  std::string path_;
};

struct Reading {
  std::vector<TwcsRow> rows;
  std::vector<std::string> refused;  // "3: reason"
  std::int64_t repaired = 0;
  std::string failure;
};

Reading read_file(const std::string& path) {
  Reading reading;
  auto reader = TwcsReader::open(path);
  if (!reader) return {.failure = reader.error().message};
  for (;;) {
    auto item = reader->next();
    if (!item) reading.failure = item.error().message;
    if (!item) break;
    auto& next = *item;
    if (!next) break;
    if (auto* row = std::get_if<TwcsRow>(&*next)) reading.rows.push_back(std::move(*row));
    if (auto* refusal = std::get_if<TwcsRefusal>(&*next))
      reading.refused.push_back(std::to_string(refusal->line) + ": " + refusal->reason);
  }
  reading.repaired = reader->repaired();
  if (reading.failure.empty()) EXPECT_EQ(reader->bytes_read(), reader->bytes_total());
  return reading;
}

Reading read_text(const std::string& content, bool gzipped = false) {
  return read_file(ArchiveFile(content, gzipped).path());
}

std::string csv_row(const std::string& id, const std::string& text, const std::string& parent = "") {
  return id + ",ann,True," + kCsvTime + "," + text + ",," + parent + "\n";
}

std::vector<std::string> ids_of(const Reading& reading) {
  std::vector<std::string> ids;
  for (const auto& row : reading.rows) ids.push_back(row.id);
  return ids;
}

using Texts = std::vector<std::string>;

TEST(TwcsReader, ReadsThePublicCsv) {
  const auto reading =
      read_text(kCsvHeader + "7,115712,True," + kCsvTime + ",\"@Acme I said \"\"no\"\", twice,\nand again\",\"8,9\",6\n" +
                "8,Acme,False,Tue Oct 31 22:11:00 +0100 2017,@115712 ok,,7\r\n");
  ASSERT_EQ(reading.failure, "");
  ASSERT_EQ(reading.refused, Texts{});
  ASSERT_EQ(reading.rows.size(), 2U);
  EXPECT_EQ(reading.rows[0].line, 2);
  EXPECT_EQ(reading.rows[0].author, "115712");
  EXPECT_TRUE(reading.rows[0].inbound);
  EXPECT_EQ(reading.rows[0].text, "@Acme I said \"no\", twice,\nand again");
  EXPECT_EQ(reading.rows[0].parent_id, "6");
  EXPECT_EQ(base::to_rfc3339(reading.rows[0].at), "2017-10-31T22:10:47Z");
  EXPECT_EQ(reading.rows[1].line, 4);
  EXPECT_FALSE(reading.rows[1].inbound);
  EXPECT_EQ(base::to_rfc3339(reading.rows[1].at), "2017-10-31T21:11:00Z");
  EXPECT_EQ(reading.rows[1].parent_id, "7");
}

TEST(TwcsReader, ReadsTheTsvWithItsQuotesAsTheyStand) {
  const auto reading = read_text(
      kTsvHeader + "1\tann\t1\t2017-10-31T22:10:47Z\t\t\"so \"\" it, goes\n2\tAcme\t0\t2017-10-31T22:10:48Z\t1\tyes\r\n");
  ASSERT_EQ(reading.refused, Texts{});
  ASSERT_EQ(reading.rows.size(), 2U);
  EXPECT_EQ(reading.rows[0].text, "\"so \"\" it, goes");
  EXPECT_EQ(reading.rows[0].parent_id, "");
  EXPECT_EQ(reading.rows[1].text, "yes");
  EXPECT_FALSE(reading.rows[1].inbound);
}

TEST(TwcsReader, UnpacksWhatIsGzippedWhateverItIsCalled) {
  std::string content = kCsvHeader;
  for (int i = 1; i <= 20'000; ++i) content += csv_row(std::to_string(i), "\"line one\nline, two\"");
  const auto reading = read_text(content, true);
  EXPECT_EQ(reading.failure, "");
  ASSERT_EQ(reading.rows.size(), 20'000U);
  EXPECT_EQ(reading.rows.back().line, 40'000);
}

TEST(TwcsReader, TakesAByteOrderMarkQuotedNamesOtherColumnsAndAnyOrder) {
  const auto reading = read_text(
      "\xEF\xBB\xBF\"Text\",lang,\"tweet_id\", Author ,inbound,created_at,in_response_to\r\n"
      "hello,en,5,ann,true,2017-10-31T22:10:47Z,4.0\r\n\r\n");
  ASSERT_EQ(reading.failure, "");
  ASSERT_EQ(reading.rows.size(), 1U);
  EXPECT_EQ(reading.rows[0].text, "hello");
  EXPECT_EQ(reading.rows[0].parent_id, "4") << "as data frames write a number in a column with gaps";
}

TEST(TwcsReader, TheLastLineNeedsNoEnd) {
  EXPECT_EQ(read_text(kTsvHeader + "1\tann\t1\t2017-10-31T22:10:47Z\t\tx").rows.at(0).text, "x");
  EXPECT_EQ(read_text(kCsvHeader + "1,ann,True," + kCsvTime + ",x,,").rows.at(0).parent_id, "");
  EXPECT_EQ(read_text(kCsvHeader + "1,ann,True," + kCsvTime + ",x,,\"3\"").rows.at(0).parent_id, "3");
  EXPECT_EQ(read_text(kCsvHeader + "1,ann,True," + kCsvTime + ",x,,\"3\"\r").rows.at(0).parent_id, "3");
  EXPECT_TRUE(read_text(kCsvHeader).rows.empty());
}

TEST(TwcsReader, SaysWhatIsWrongWithAFile) {
  EXPECT_NE(read_file("/nowhere/archive.csv").failure.find("No such file"), std::string::npos);
  EXPECT_NE(read_file(testing::TempDir()).failure.find("it is a folder"), std::string::npos);
  EXPECT_NE(read_text("").failure.find("is empty"), std::string::npos);
  EXPECT_NE(read_text("PK\x03\x04 and so on").failure.find("ZIP archive: unpack it"), std::string::npos);
  EXPECT_NE(read_text("\xFF\xFEt").failure.find("UTF-16"), std::string::npos);
  EXPECT_NE(read_text("tweet_id,author_id,created_at,text\n")
                .failure.find("lacks inbound, in_response_to_tweet_id. It names: tweet_id"),
            std::string::npos);
  EXPECT_NE(read_text("tweet_id,author_id,author,inbound,created_at,text,in_response_to\n")
                .failure.find("author, or its other name, twice"),
            std::string::npos);
  EXPECT_NE(read_text("\n\n").failure.find("It names: nothing"), std::string::npos);
  EXPECT_NE(read_text(std::string(5'000'000, '\xB7')).failure.find("is not a customer-care archive"), std::string::npos);
}

TEST(TwcsReader, AFileThatIsCutOffOrDamagedIsAFailureNotAnEnd) {
  std::string content = kCsvHeader;
  for (int i = 1; i <= 50'000; ++i) content += csv_row(std::to_string(i), "text " + std::to_string(i * 7919 % 10007));
  const auto packed = ArchiveFile(content, true).bytes();
  EXPECT_NE(read_text(packed.substr(0, packed.size() / 2)).failure.find("was not copied whole"), std::string::npos);
  auto damaged = packed;
  damaged[damaged.size() / 2] = static_cast<char>(damaged[damaged.size() / 2] ^ 0x55);
  EXPECT_NE(read_text(damaged).failure.find("damaged"), std::string::npos);
}

TEST(TwcsReader, RefusesMalformedRowsWithLineAndReasonAndGoesOn) {
  const auto reading = read_text(kCsvHeader + csv_row("1", "fine") +                              //
                                 "2,ann,True\n" +                                                 // 3
                                 csv_row("x2", "a") +                                             // 4
                                 csv_row("", "a") +                                               // 5
                                 "3,,True," + kCsvTime + ",a,,\n" +                               // 6
                                 "4,ann,maybe," + kCsvTime + ",a,,\n" +                           // 7
                                 "5,ann,True,yesterday,a,,\n" +                                   // 8
                                 "6,ann,True,Thu Feb 30 22:10:47 +0000 2017,a,,\n" +              // 9
                                 csv_row("7", "a", "next") +                                      // 10
                                 csv_row("-8", "a") +                                             // 11
                                 csv_row("123456789012345678901", "a") +                          // 12
                                 "9," + std::string(201, 'a') + ",True," + kCsvTime + ",a,,\n" +  // 13
                                 "10,ann,True," + kCsvTime + ",a,,,\n" +                          // 14
                                 csv_row("11", "fine"));
  EXPECT_EQ(ids_of(reading), (Texts{"1", "11"}));
  const Texts expected{"3: 3 columns where 7 are expected",
                       "4: tweet_id \"x2\" is no number",
                       "5: tweet_id \"\" is no number",
                       "6: the author is empty",
                       "7: inbound \"maybe\" is neither True nor False",
                       "8: created_at \"yesterday\" is no time",
                       "9: created_at \"Thu Feb 30 22:10:47 +0000 2017\" is no time",
                       "10: in_response_to \"next\" is no number",
                       "11: tweet_id \"-8\" is no number",
                       "12: tweet_id \"123456789012345678901\" is no number",
                       "13: the author \"" + std::string(40, 'a') + "…\" is longer than 200 bytes",
                       "14: 8 columns where 7 are expected"};
  EXPECT_EQ(reading.refused, expected);
}

TEST(TwcsReader, ATextOver64KibIsRefusedAloneEvenWithNewlines) {
  std::string lines;
  for (int i = 0; i < 100'000; ++i) lines += "ten bytes\n";
  const auto reading =
      read_text(kCsvHeader + csv_row("1", std::string(65'536, 'x')) + csv_row("2", std::string(65'537, 'x')) +
                csv_row("3", "\"" + lines + "\"") + csv_row("4", "fine"));
  EXPECT_EQ(ids_of(reading), (Texts{"1", "4"}));
  EXPECT_EQ(reading.refused,
            (Texts{"3: the text has 65537 bytes; 65536 are allowed", "4: the text has 1000000 bytes; 65536 are allowed"}));
  EXPECT_EQ(reading.rows[1].line, 100'005);
}

TEST(TwcsReader, AQuoteThatClosesInTheNextRowCostsOnlyItsOwn) {
  const auto reading =
      read_text(kCsvHeader + csv_row("1", "\"no end") + csv_row("2", "\"fine, too\"") + csv_row("3", "fine"));
  EXPECT_EQ(ids_of(reading), (Texts{"2", "3"}));
  EXPECT_EQ(reading.refused, (Texts{"2: the quote opened on line 2 closes in the middle of a field"}));
}

TEST(TwcsReader, AQuoteThatNeverClosesDoesNotSwallowTheRestOfTheFile) {
  const auto reading =
      read_text(kCsvHeader + csv_row("1", "fine") + csv_row("2", "\"no end") + csv_row("3", "fine") + csv_row("4", "fine"));
  EXPECT_EQ(ids_of(reading), (Texts{"1", "3", "4"}));
  EXPECT_EQ(reading.refused, (Texts{"3: the quote opened on line 3 is never closed"}));

  std::string many = kCsvHeader + csv_row("1", "\"no end");
  for (int i = 2; i <= 100'000; ++i) many += csv_row(std::to_string(i), "fine");
  const auto long_reading = read_text(many);
  EXPECT_EQ(long_reading.rows.size(), 99'999U);
  EXPECT_EQ(long_reading.refused, (Texts{"2: the quote opened on line 2 is not closed within 4 MiB"}));
}

TEST(TwcsReader, AfterABrokenFieldReadingGoesOnBehindTheLineOfItsQuote) {
  // The text of row 1 closes on line 3, where the next quoted field is broken: line 3 is not a row of its own.
  const auto reading = read_text(kCsvHeader + "1,ann,True," + kCsvTime + ",\"two\nlines\",\"8\"9,\n" + csv_row("2", "fine"));
  EXPECT_EQ(ids_of(reading), (Texts{"2"}));
  EXPECT_EQ(reading.refused, (Texts{"2: the quote opened on line 3 closes in the middle of a field"}));
  EXPECT_EQ(reading.rows[0].line, 4);
}

TEST(TwcsReader, EndlessLinesAreRefusedWithoutBeingHeld) {
  const auto reading = read_text(kTsvHeader + std::string(20'000'000, 'x') + "\n1\tann\t1\t2017-10-31T22:10:47Z\t\tfine\n" +
                                 std::string(9'000'000, '\t') + "\n" + std::string(3'000'000, '\t') +
                                 "\n2\tann\t1\t2017-10-31T22:10:47Z\t\tfine");
  EXPECT_EQ(ids_of(reading), (Texts{"1", "2"}));
  EXPECT_EQ(reading.refused,
            (Texts{"2: longer than 4 MiB", "4: longer than 4 MiB", "5: 3000001 columns where 6 are expected"}));
  EXPECT_EQ(read_text(kCsvHeader + std::string(5'000'000, '"')).refused.size(), 1U);
}

TEST(TwcsReader, RepairsTextsAndCountsThem) {
  using namespace std::string_literals;
  const auto reading = read_text(kCsvHeader + csv_row("1", "caf\xE9 \xF0\x9F\x98\x80") + csv_row("2", "a\0b"s) +
                                 csv_row("3", "\xF0\x9F\x98\x80"));
  ASSERT_EQ(reading.rows.size(), 3U);
  EXPECT_EQ(reading.rows[0].text, "caf\xEF\xBF\xBD \xF0\x9F\x98\x80");
  EXPECT_EQ(reading.rows[1].text, "ab");
  EXPECT_EQ(reading.repaired, 2);
  EXPECT_EQ(read_text(kCsvHeader + "1,\0,True,"s + kCsvTime + ",x,,\n").refused, (Texts{"2: the author is empty"}));
  EXPECT_EQ(read_text(kCsvHeader + "1\0,ann,True,"s + kCsvTime + ",x,,\n").refused,
            (Texts{"2: tweet_id \"1\" is no number"}));
}

// Every way to cut a small file in two must leave the rows before the cut as they are, and never hang or crash.
TEST(TwcsReader, AnyPrefixOfAFileCanBeRead) {
  const auto whole = kCsvHeader + csv_row("1", "\"a \"\"b\"\"\nc\"") + csv_row("2", "d") + csv_row("3", "\"\"");
  for (std::size_t length = kCsvHeader.size(); length <= whole.size(); ++length) {
    const auto reading = read_text(whole.substr(0, length));
    ASSERT_EQ(reading.failure, "") << length;
    ASSERT_LE(reading.rows.size(), 3U);
    if (length == whole.size()) EXPECT_EQ(reading.rows.size(), 3U);
  }
}

// Rows lie across the edges of the reader's buffer in every way.
TEST(TwcsReader, TheEdgesOfTheBufferDoNotShow) {
  constexpr std::size_t kBuffer = 256 * 1024;
  std::string before = kCsvHeader;
  for (int i = 1; i <= 4; ++i) before += csv_row(std::to_string(i), std::string(60'000, 'x'));
  const auto left = kBuffer - before.size() - csv_row("5", "").size();
  for (std::size_t shift = 0; shift < 120; ++shift) {
    const auto reading = read_text(before + csv_row("5", std::string(left - shift, 'x')) +
                                   csv_row("6", "\"a \"\"quoted\"\"\r\n, text\"") + csv_row("7", "\"\"\"\""));
    ASSERT_EQ(reading.refused, Texts{}) << shift;
    ASSERT_EQ(reading.rows.size(), 7U) << shift;
    ASSERT_EQ(reading.rows[5].text, "a \"quoted\"\r\n, text");
    ASSERT_EQ(reading.rows[6].text, "\"");
  }
}

TEST(ParseTwcsTime, TakesBothForms) {
  EXPECT_EQ(base::to_rfc3339(parse_twcs_time("Fri Dec 01 00:00:00 -0130 2017").value()), "2017-12-01T01:30:00Z");
  EXPECT_EQ(base::to_rfc3339(parse_twcs_time("2017-12-01T00:00:00.250+01:00").value()), "2017-11-30T23:00:00.250Z");
  for (const char* wrong :
       {"", "Fri Dec 01 00:00:00 +0000 17", "Fri Dez 01 00:00:00 +0000 2017", "Fri Dec 01 24:00:00 +0000 2017",
        "Fri Dec 1 00:00:00 +0000 2017", "Fri Dec 01 00:00:00 UTC 2017", "Fri Dec 01 00:00:00 +00:0 2017",
        "Fri-Dec-01-00:00:00-+0000-2017", "1512086400"}) {
    EXPECT_FALSE(parse_twcs_time(wrong)) << wrong;
  }
}

}  // namespace
}  // namespace workflow
