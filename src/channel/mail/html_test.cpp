#include "channel/mail/html.hpp"

#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "channel/mail/limits.hpp"

namespace mail {
namespace {

std::string safe(std::string_view html) { return read_html(html, {}).safe; }
std::string text(std::string_view html) { return read_html(html, {}).text; }
std::string said(std::string_view html) { return read_html(html, {}).newly_said.value_or("(all)"); }

TEST(MailHtml, NothingRunsAndNothingLoads) {
  EXPECT_EQ(safe("<p>a<script>alert(1)</script></p>"), "<p>a</p>");
  EXPECT_EQ(safe("<p onclick='x()' id=a class=b>a</p>"), "<p>a</p>");
  EXPECT_EQ(safe("<a href='JaVa\tScript:alert(1)'>a</a>"), "<a>a</a>");
  EXPECT_EQ(safe("<a href='data:text/html,x'>a</a>"), "<a>a</a>");
  EXPECT_EQ(safe("<img src='https://t.example/p.gif' onerror='x()'>"), "<img data-remote-src=\"https://t.example/p.gif\">");
  EXPECT_EQ(safe("<img src='data:image/svg+xml;base64,AA=='>"), "<img>");
  EXPECT_EQ(safe("<svg><a xlink:href='javascript:x'>a</a></svg><math><mi>b</mi></math>c"), "c");
  EXPECT_EQ(safe("<style>@import url(x)</style><link rel=stylesheet href=x><base href=x><iframe src=x></iframe>a"), "a");
  EXPECT_EQ(safe("<form action=x><input value=y>words</form>"), "words");
  EXPECT_EQ(safe("<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\"></noscript>a").find("<img"),
            std::string::npos);
  EXPECT_EQ(safe("<p title='\"><script>x</script>'>a</p>"), "<p title=\"&quot;&gt;&lt;script&gt;x&lt;/script&gt;\">a</p>");
}

TEST(MailHtml, StylesAreKeptWhereTheyAreHarmless) {
  EXPECT_EQ(safe("<p style='color:red; font-family:\"A b\", serif'>a</p>"),
            "<p style=\"color:red;font-family:'A b', serif\">a</p>");
  for (const char* style :
       {"background:url(https://t.example/x)", "width:expression(alert(1))", "position:fixed", "margin-left:-9999px",
        "color:red\\3b", "behavior:url(x)", "-moz-binding:url(x)", "background:image-set('x')", "color:r/**/ed"})
    EXPECT_EQ(safe("<p style=\"" + std::string(style) + "\">a</p>"), "<p>a</p>") << style;
}

TEST(MailHtml, LinksAndPicturesOfTheMailStay) {
  EXPECT_EQ(safe("<a href='https://acme.example/?a=1&amp;b'>a</a>"),
            "<a href=\"https://acme.example/?a=1&amp;b\" rel=\"noopener noreferrer nofollow\" target=\"_blank\">a</a>");
  const auto page = read_html("<img src='cid:a@b'>", {});
  EXPECT_EQ(page.safe, "<img src=\"cid:a@b\">");
  EXPECT_TRUE(page.shown_ids.contains("a@b"));
}

TEST(MailHtml, ReadsAsPlainText) {
  EXPECT_EQ(text("<div>a</div><div><br></div><div>b</div>"), "a\n\nb");
  EXPECT_EQ(text("a<br>b<p>c</p><p>d</p>e"), "a\nb\n\nc\n\nd\n\ne");
  EXPECT_EQ(text("<ol><li>a<li>b</ol><ul><li>c</ul>"), "1. a\n2. b\n\n- c");
  EXPECT_EQ(text("<pre>a\n  b</pre>"), "a\n  b");
  EXPECT_EQ(text("<blockquote>a<p>b<blockquote>c</blockquote></blockquote>d"), "> a\n>\n> b\n>\n>> c\n\nd");
  EXPECT_EQ(text("x <span style='display: none'>hidden</span> y\u200B\u00A0 z"), "x y z");
  EXPECT_EQ(text("&lt;b&gt; &eacute; &#128230;"), "<b> é 📦");
}

TEST(MailHtml, KnowsHowProgramsMarkQuotes) {
  EXPECT_EQ(
      said(
          "new<div class='gmail_quote gmail_quote_container'><div class=gmail_attr>On</div><blockquote>old</blockquote></div>"),
      "new");
  EXPECT_EQ(said("new<div class=yahoo_quoted>old</div>"), "new");
  EXPECT_EQ(said("new<div class='protonmail_signature_block'>sig</div><div class='protonmail_quote'>old</div>"), "new");
  EXPECT_EQ(said("<div>new</div><div id=appendonsend></div><hr><div id=divRplyFwdMsg><b>From:</b> x</div><div>old</div>"),
            "new");
  EXPECT_EQ(said("<p>new<div class='moz-cite-prefix'>On</div><blockquote type=cite>old</blockquote><p>more"), "new\n\nmore");
  EXPECT_EQ(
      said("<p>new<div style='border:none;border-top:solid #B5C4DF 1.0pt;padding:3.0pt 0cm'><b>Von:</b> x</div><p>old"),
      "new");
  EXPECT_EQ(said("<p>all of it is new"), "(all)");
  EXPECT_EQ(said("see<div class=gmail_quote>---------- Forwarded message ---------<br>words</div>"),
            "see\n---------- Forwarded message ---------\nwords");
  EXPECT_FALSE(read_html("new<div class=gmail_quote>old</div>", {.is_forward = true}).newly_said.has_value());
}

TEST(MailHtml, PagesThatAreTooMuchGiveTheirWords) {
  std::string deep;
  for (int i = 0; i < 100'000; ++i) deep += "<div>";
  EXPECT_EQ(text(deep + "words"), "words");
  std::string formatting;
  for (int i = 0; i < 5'000; ++i) formatting += "<b a" + std::to_string(i) + "><p>";
  EXPECT_FALSE(safe(formatting + "words").empty());
  std::string nested;
  for (int i = 0; i < 1'000; ++i) nested += "<span>";
  const auto page = safe(nested + "words");
  EXPECT_NE(page.find("words"), std::string::npos);
  EXPECT_LE(page.size(), 20 * kDeepestHtml);
  EXPECT_FALSE(read_html("<table>" + std::string(200'000, 'x') + "<tr><td><table>", {}).text.empty());
}

}  // namespace
}  // namespace mail
