#include "workflow/import/mail_message.hpp"

#include <gtest/gtest.h>

#include "workflow/import/mail_encoding.hpp"

namespace workflow {
namespace {

std::string text_of(const std::string& head_and_body) {
  return read_mail("From: ann@mail.example\nDate: Mon, 5 Jan 2026 10:00:00 +0000\n" + head_and_body).value().text;
}

TEST(MailMessage, ReadsWhoWhenAndWhere) {
  const auto mail =
      read_mail(
          "From: =?utf-8?q?Ann_M=C3=BCller?= <Ann@Mail.example>\r\nTo: \"Care, Acme\" <care@acme.example>,\r\n"
          " bo@acme.example (Bo)\r\nCc: All: cy@mail.example;\r\nSubject: =?utf-8?B?Y2Fmw6k=?= =?iso-8859-1?q?=E9?= x\r\n"
          "Date: Tue, 1 Jul 2003 10:52:37 +0200 (CEST)\r\nMessage-ID: <3@mail.example>\r\n"
          "In-Reply-To: <2@acme.example>\r\nReferences: <1@mail.example>\r\n\t<2@acme.example>\r\n\r\nHi\r\nthere\r\n")
          .value();
  EXPECT_EQ(mail.from.name, "Ann Müller");
  EXPECT_EQ(mail.from.address, "ann@mail.example");
  ASSERT_EQ(mail.to.size(), 3U);
  EXPECT_EQ(mail.to[0].name, "Care, Acme");
  EXPECT_EQ(mail.to[1].name, "Bo");
  EXPECT_EQ(mail.to[2].address, "cy@mail.example");
  EXPECT_EQ(mail.subject, "caféé x");
  EXPECT_EQ(mail.sent_at, *base::parse_rfc3339("2003-07-01T08:52:37Z"));
  EXPECT_EQ(mail.id, "3@mail.example");
  EXPECT_EQ(mail.references, (std::vector<std::string>{"1@mail.example", "2@acme.example"}));
  EXPECT_EQ(mail.text, "Hi\nthere");
}

TEST(MailMessage, DecodesBodies) {
  EXPECT_EQ(text_of("Content-Transfer-Encoding: quoted-printable\n\ncaf=C3=A9 =\nau lait =3D =X"), "café au lait = =X");
  EXPECT_EQ(text_of("Content-Transfer-Encoding: base64\n\nSGVs\nbG8h"), "Hello!");
  EXPECT_EQ(text_of("Content-Type: text/plain; charset=\"ISO-8859-1\"\n\ncaf\xE9"), "café");
  EXPECT_EQ(text_of("Content-Type: text/plain; charset=no-such\n\nx\xE9"), "x\xEF\xBF\xBD");
  EXPECT_EQ(text_of("Content-Type: text/html\n\n<style>p{}</style><p>Hi&nbsp;<b>you</b> &amp; me&#33;</p><br>Bye"),
            "Hi you & me!\nBye");
}

TEST(MailMessage, FindsTheTextAmongParts) {
  EXPECT_EQ(text_of("Content-Type: multipart/mixed; boundary=b1\n\nno part\n--b1\nContent-Type: multipart/alternative; "
                    "boundary=\"b2\"\n\n--b2\nContent-Type: text/html\n\n<p>no</p>\n--b2\nContent-Type: text/plain\n\nyes\n"
                    "--b2--\n--b1\nContent-Disposition: attachment\n\nfile\n--b1--\n"),
            "yes");
  EXPECT_EQ(text_of("Content-Type: multipart/mixed; boundary=b\n\n--b\n\nbreaks off"), "breaks off");
  EXPECT_EQ(text_of("Content-Type: multipart/mixed\n\nno boundary"), "");
}

TEST(MailMessage, SaysWhatIsMissing) {
  EXPECT_EQ(read_mail("").error().message, "From: no address");
  EXPECT_EQ(read_mail("From: nobody\n\nx").error().message, "From: no address");
  EXPECT_EQ(read_mail("From: a@b.example\nDate: yesterday\n\nx").error().message, "Date: no time");
  EXPECT_EQ(read_mail("From: a@b.example\nDate: 31 Feb 2026 10:00\n\nx").error().message, "Date: no time");
}

TEST(MailMessage, HostileMailIsReadOrRefused) {
  const std::string head = "From: a@b.example\nDate: 5 Jan 2026 10:00:00\n";
  for (const std::string& more :
       std::vector<std::string>{std::string("Content-Type: ;;=\"\\\n\n"), std::string("Subject: =?=?q?=?= =?utf-8?q?\n\n"),
                                std::string(100'000, '(') + ":\n\n", std::string("\0\0\n\n\xFF", 5),
                                std::string("To: \"<((,:;<>\\"), "Content-Type: multipart/x; boundary=\"\"\n\n--\n--\n",
                                std::string("Content-Type: text/html\n\n<!--<&#xFFFFFFFFFF;&")})
    EXPECT_TRUE(read_mail(head + more).has_value());
  std::string nested = head;
  for (int i = 0; i < 50; ++i)
    nested += "Content-Type: multipart/mixed; boundary=b" + std::to_string(i) + "x\n\n--b" + std::to_string(i) + "x\n";
  EXPECT_EQ(read_mail(nested + "\ntext").value().text, "");
}

}  // namespace
}  // namespace workflow
