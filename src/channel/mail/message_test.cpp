#include "channel/mail/message.hpp"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "base/text.hpp"
#include "channel/mail/limits.hpp"

namespace mail {
namespace {

const std::filesystem::path kMails = std::filesystem::path(TEST_DATA) / "mail";

std::string read_file(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

Message message_of(const std::string& name) { return read_message(read_file(kMails / (name + ".eml"))); }

std::string with_head(const std::string& rest) { return "From: ann@mail.example\nMessage-ID: <1@mail.example>\n" + rest; }

// Each file of testdata/mail is one oddity, and its .json what is read of it. HEED_UPDATE=1 writes those: read the diff.
TEST(MailMessage, ReadsEveryOddityAsItStandsBesideIt) {
  std::vector<std::filesystem::path> mails;
  for (const auto& entry : std::filesystem::directory_iterator(kMails)) {
    if (entry.path().extension() == ".eml") mails.push_back(entry.path());
  }
  ASSERT_GE(mails.size(), 80U);
  for (auto path : mails) {
    const auto read = to_json(read_message(read_file(path))) + "\n";
    EXPECT_TRUE(base::is_storable(read)) << path;
    path.replace_extension(".json");
    if (std::getenv("HEED_UPDATE") != nullptr) std::ofstream(path, std::ios::binary) << read;
    EXPECT_EQ(read, read_file(path)) << path;
  }
}

TEST(MailMessage, AMailWithoutAnIdGetsTheSameOneByEveryWay) {
  const auto one = message_of("head_no_message_id");
  const auto other = message_of("head_no_message_id_other_way");
  EXPECT_FALSE(one.has_own_id);
  EXPECT_EQ(one.id, other.id);
  EXPECT_NE(one.id, read_message("From: ann@mail.example\n\nSomething else").id);
}

TEST(MailMessage, SaysWhoMayBeAnsweredByAMachine) {
  EXPECT_TRUE(message_of("auto_submitted_no").may_answer_by_machine);
  for (const char* name : {"auto_reply", "list_post", "bounce_rfc3464", "bounce_delivered", "bounce_qmail", "head_missing"})
    EXPECT_FALSE(message_of(name).may_answer_by_machine) << name;
  for (const char* field :
       {"Precedence: junk", "Precedence: list", "List-Unsubscribe: <mailto:x@mail.example>", "X-Auto-Response-Suppress: OOF",
        "X-Autoreply: yes", "Return-Path: <>", "Auto-Submitted: auto-generated", "Subject: Automatic reply: Order",
        "Subject: Re: =?utf-8?q?Abwesenheitsnotiz?=", "Subject: AUTO: Ann is out of the office"})
    EXPECT_FALSE(read_message(with_head(std::string(field) + "\n\nHi")).may_answer_by_machine) << field;
  for (const char* field : {"Return-Path: <ann@mail.example>", "X-Auto-Response-Suppress: None", "Precedence: first-class",
                            "Subject: Your automatic reply is wrong"})
    EXPECT_TRUE(read_message(with_head(std::string(field) + "\n\nHi")).may_answer_by_machine) << field;
}

TEST(MailMessage, ABounceNamesTheMailThatCameBack) {
  EXPECT_EQ(message_of("bounce_rfc3464").bounce.value_or(Bounce{}).original_id, "ours-1@acme.example");
  EXPECT_EQ(message_of("bounce_delayed").bounce.value_or(Bounce{}).original_id, "ours-2@acme.example");
  EXPECT_FALSE(message_of("bounce_delivered").bounce.has_value());
}

TEST(MailMessage, TellsWhatIsProtected) {
  EXPECT_EQ(message_of("smime_encrypted").protection, Protection::smime_encrypted);
  EXPECT_EQ(message_of("smime_signed").protection, Protection::smime_signed);
  EXPECT_EQ(message_of("smime_wrapped").protection, Protection::smime_signed);
  EXPECT_EQ(message_of("pgp_encrypted").protection, Protection::pgp_encrypted);
  EXPECT_EQ(message_of("pgp_signed").protection, Protection::pgp_signed);
  EXPECT_EQ(message_of("pgp_in_place").protection, Protection::pgp_signed);
  EXPECT_EQ(message_of("reply_gmail").protection, Protection::none);
}

TEST(MailMessage, ThreadsThatAreTooLongKeepTheirBeginningAndEnd) {
  std::string field = "References:";
  for (int i = 0; i < 300; ++i) field += " <" + std::to_string(i) + "@mail.example>";
  const auto references = read_message(with_head(field + "\n\nHi")).references;
  ASSERT_EQ(references.size(), kMostReferences);
  EXPECT_EQ(references.front(), "0@mail.example");
  EXPECT_EQ(references.back(), "299@mail.example");
}

TEST(MailMessage, ReceiversMayStandInSeveralFields) {
  const auto message = read_message("From: a@b.example\nTo: c@d.example,\nFrom: x@y.example\nTo: e@f.example\n\nHi");
  EXPECT_EQ(message.from.address, "a@b.example");
  ASSERT_EQ(message.to.size(), 2U);
  EXPECT_EQ(message.to[1].address, "e@f.example");
}

// MIME bombs: there is an answer, and what is in reach is read.
TEST(MailMessage, ADeepMailIsReadAsFarAsItGoes) {
  std::string raw = with_head("");
  for (int i = 0; i < 5'000; ++i) {
    const auto mark = "b" + std::to_string(i) + "x";
    raw += "Content-Type: multipart/mixed; boundary=" + mark + "\n\n--" + mark + "\n";
    if (i == 3) raw += "Content-Type: text/plain\n\nin reach\n--" + mark + "\n";
  }
  const auto message = read_message(raw + "\ntoo deep");
  EXPECT_EQ(message.text, "in reach");
  EXPECT_TRUE(message.is_cut);
}

TEST(MailMessage, AMailOfManyPartsIsCut) {
  std::string raw = with_head("Content-Type: multipart/mixed; boundary=b\n\n");
  for (int i = 0; i < 10'000; ++i) raw += "--b\nContent-Type: text/csv; name=" + std::to_string(i) + ".csv\n\nx\n";
  const auto message = read_message(raw);
  EXPECT_LE(message.attachments.size(), kMostParts);
  EXPECT_TRUE(message.is_cut);
}

TEST(MailMessage, MailsInMailsInMailsAreOneAttachment) {
  std::string raw = with_head("");
  for (int i = 0; i < 2'000; ++i) raw += "Content-Type: message/rfc822\n\n";
  EXPECT_EQ(read_message(raw + "Hi").attachments.size(), 1U);
}

TEST(MailMessage, LongFieldsAndListsAreCut) {
  std::string many = "To: ";
  for (int i = 0; i < 3'000; ++i) many += "a" + std::to_string(i) + "@mail.example, ";
  EXPECT_EQ(read_message(many + "\n\nHi").to.size(), kMostAddresses);
  EXPECT_LE(base::count_points(read_message("Subject: " + std::string(1'000'000, 'x') + "\n\nHi").subject),
            kLongestSubject + 1);
  const std::string long_name(3'000'000, 'x');
  EXPECT_TRUE(read_message("Subject: kept\nContent-Type: text/plain; name*=" + long_name + "'en'x\n\nHi").is_cut);
  std::string groups = "To: ";
  for (int i = 0; i < 128'000; ++i) groups += "g:";
  EXPECT_TRUE(read_message(groups + ";\n\nHi").to.empty());
  EXPECT_TRUE(read_message("To" + std::string(100, ' ') + groups.substr(2) + ";\n\nHi").to.empty());
}

TEST(MailMessage, AnyBytesGetAnAnswer) {
  for (const std::string& raw : {std::string(1, '\0'), std::string("\n"), std::string(":\n\n"), std::string(100'000, '('),
                                 std::string("From \n"), std::string("\xFF\xFE\xFD"), std::string("--\n--\n--")})
    EXPECT_TRUE(base::is_storable(to_json(read_message(raw))));
}

}  // namespace
}  // namespace mail
