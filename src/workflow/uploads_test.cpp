#include "workflow/uploads.hpp"

#include <gtest/gtest.h>

#include "store/attachment_store.hpp"
#include "store/upload_store.hpp"
#include "workflow/change_delivery.hpp"
#include "workflow/test_outbound.hpp"

namespace workflow {
namespace {

using base::FailureKind;
using conversation::Delivery;
using conversation::Upload;

class UploadsTest : public OutboundTest {
 protected:
  void SetUp() override {
    OutboundTest::SetUp();
    if (IsSkipped()) return;
    capabilities().files = 2;
    capabilities().file_bytes = 1000;
    capabilities().file_types = {"image/"};
  }
  base::Result<Upload> begin(const rights::User& by, const NewUpload& wanted) {
    return office().transact([&, who = office().as(by)](store::Transaction& t) { return begin_upload(t, who, wanted); });
  }
  base::Result<Upload> add(const rights::User& by, ids::Attachment id, std::int64_t offset, const std::string& bytes) {
    return office().transact(
        [&, who = office().as(by)](store::Transaction& t) { return add_to_upload(t, who, id, offset, bytes); });
  }
  ids::Attachment uploaded(const std::string& bytes, const std::string& name = "wheel.png",
                           const std::string& type = "image/png") {
    const auto id = begin(office().mira, {name, type, static_cast<std::int64_t>(bytes.size()), "A wheel"}).value().id;
    EXPECT_TRUE(add(office().mira, id, 0, bytes));
    return id;
  }
  base::Result<WrittenMessage> reply(const rights::User& by, ids::Conversation to, const std::string& text,
                                     std::vector<ids::Attachment> files) {
    return office().transact([&, who = office().as(by)](store::Transaction& t) {
      ReplyText reply{to, text};
      reply.files = files;
      return send_reply(t, who, reply, office().channels);
    });
  }
  bool is_waiting(ids::Attachment id) {
    return office()
        .read([&](store::Reading& reading) -> base::Result<bool> {
          return store::find_upload(reading, office().organization, id).has_value();
        })
        .value();
  }
};

TEST_P(UploadsTest, FilesGoWithTheAnswerAndAreReadWhenItLeaves) {
  const auto id = asked("ann");
  const std::string bytes("\x89PNG\0\xff two pieces", 17);
  const auto file = begin(office().mira, {"C:\\photos\\wheel.png", "IMAGE/png; q=1", 17, "A wheel"}).value();
  EXPECT_EQ(file.name, "wheel.png");
  EXPECT_EQ(file.type, "image/png");
  EXPECT_EQ(add(office().mira, file.id, 0, bytes.substr(0, 10)).value().received, 10);
  EXPECT_EQ(add(office().mira, file.id, 0, bytes.substr(0, 10)).value().received, 10) << "sent again";
  EXPECT_EQ(add(office().mira, file.id, 12, "x").error().kind, FailureKind::conflict);
  EXPECT_EQ(add(office().mira, file.id, 10, bytes.substr(10)).value().received, 17);
  EXPECT_EQ(add(office().mira, file.id, 17, "more").error().field, "offset");
  const auto before = office().last_seq();
  const auto written = reply(office().mira, id, "", {file.id}).value();
  ASSERT_EQ(written.files.size(), 1U);
  EXPECT_EQ(written.files[0].id, file.id);
  EXPECT_FALSE(is_waiting(file.id));
  EXPECT_NE(office().events(before).front().body.find("wheel.png"), std::string::npos) << "other screens show it at once";
  let_undo_pass();
  start();
  drain();
  ASSERT_EQ(peer_.posts.size(), 1U);
  const auto& sent = peer_.posts[0].message;
  ASSERT_EQ(sent.attachments.size(), 1U);
  EXPECT_EQ(sent.attachments[0].bytes, bytes);
  EXPECT_EQ(sent.attachments[0].description, "A wheel");
  EXPECT_EQ(sent.attachments[0].type, "image/png");
  EXPECT_EQ(message(written.message.id).delivery, Delivery::sent);
}

TEST_P(UploadsTest, OfALongAnswerTheFirstPartHasThem) {
  const auto id = asked("ann");
  std::string text;
  for (int i = 0; i < 12; ++i) text += "This is sentence number " + std::to_string(i) + " of a long answer. ";
  ASSERT_TRUE(reply(office().mira, id, text, {uploaded("abc")}));
  let_undo_pass();
  start();
  drain();
  ASSERT_EQ(peer_.posts.size(), 3U);
  EXPECT_EQ(peer_.posts[0].message.attachments.size(), 1U);
  EXPECT_TRUE(peer_.posts[1].message.attachments.empty());
}

TEST_P(UploadsTest, WhatTheChannelDoesNotTakeIsSaidByTheFilesName) {
  const auto id = asked("ann");
  const auto why = [&](std::vector<ids::Attachment> files) {
    return reply(office().mira, id, "Here", std::move(files)).error().message;
  };
  const auto picture = uploaded("abc");
  EXPECT_EQ(why({uploaded("x", "bill.pdf", "application/pdf")}),
            "files[0]: \"bill.pdf\" is of a kind that this channel does not take (application/pdf).");
  EXPECT_EQ(why({picture, uploaded(std::string(1'500, 'x'), "large.png")}),
            "files[1]: \"large.png\" has 1.5 kB; this channel takes 1 kB.");
  EXPECT_EQ(why({picture, uploaded("b"), uploaded("c")}), "files: this channel takes at most 2 with one message");
  EXPECT_EQ(why({picture, picture}), "files[1]: there is no such upload of yours");
  const auto half = begin(office().mira, {"half.png", "image/png", 10, ""}).value().id;
  EXPECT_EQ(why({half}), "files[0]: \"half.png\" is not here whole yet.");
  capabilities().lone_file_types = {"image/gif"};
  EXPECT_EQ(why({picture, uploaded("g", "turn.gif", "image/gif")}),
            "files: on this channel \"turn.gif\" goes without other files");
  capabilities().files = 0;
  EXPECT_EQ(why({picture}), "files: this channel takes none");
  EXPECT_TRUE(is_waiting(picture)) << "a refused answer keeps nothing";
}

TEST_P(UploadsTest, WithAPrivateMessageOnlyWhereTheChannelSaysSo) {
  capabilities().private_files = false;
  auto item = office().item("ben", "In private: where is my bike?");
  const auto id = office().hears(social_, item);
  EXPECT_EQ(reply(office().mira, id, "Here", {uploaded("abc")}).error().message,
            "files: this channel takes none with a private message");
  EXPECT_TRUE(reply(office().mira, asked("ann"), "Here", {uploaded("abc")}));
}

TEST_P(UploadsTest, NobodyElseMaySendThem) {
  const auto file = uploaded("abc");
  EXPECT_EQ(reply(office().tom, asked("ann"), "Here", {file}).error().field, "files[0]");
  EXPECT_EQ(add(office().tom, file, 0, "abc").error().kind, FailureKind::not_found);
  Office others(*store_, clock_, "Porto Boats");
  const auto theirs = others.transact(
      [&, who = others.as(others.mira)](store::Transaction& t) { return add_to_upload(t, who, file, 0, "abc"); });
  EXPECT_EQ(theirs.error().kind, FailureKind::not_found);
}

TEST_P(UploadsTest, TakenBackTheyCanBeSentAgain) {
  const auto id = asked("ann");
  const auto written = reply(office().mira, id, "Here", {uploaded("abc")}).value();
  const auto taken = office()
                         .transact([&, who = office().as(office().mira)](store::Transaction& t) {
                           return cancel_message(t, who, written.message.id);
                         })
                         .value();
  ASSERT_EQ(taken.files.size(), 1U);
  EXPECT_TRUE(is_waiting(taken.files[0].id));
  ASSERT_TRUE(reply(office().mira, id, "Here it is", {taken.files[0].id}));
  let_undo_pass();
  start();
  drain();
  ASSERT_EQ(peer_.posts.size(), 1U);
  EXPECT_EQ(peer_.posts[0].message.attachments.at(0).bytes, "abc");
}

TEST_P(UploadsTest, TooManyAtOnceAreRefused) {
  for (std::int64_t i = 0; i < conversation::kMostUploads; ++i)
    ASSERT_TRUE(begin(office().mira, {"a.png", "image/png", 1, ""}));
  EXPECT_EQ(begin(office().mira, {"a.png", "image/png", 1, ""}).error().kind, FailureKind::conflict);
  EXPECT_TRUE(begin(office().tom, {"a.png", "image/png", 1, ""}));
  for (int i = 0; i < 3; ++i) ASSERT_TRUE(begin(office().tom, {"a.png", "image/png", 25 * 1024 * 1024, ""}));
  EXPECT_EQ(begin(office().tom, {"a.png", "image/png", 25 * 1024 * 1024, ""}).error().kind, FailureKind::conflict);
}

TEST_P(UploadsTest, WrongOnesAreRefusedByTheirField) {
  const auto field = [&](const NewUpload& wanted) { return begin(office().mira, wanted).error().field; };
  EXPECT_EQ(field({"", "image/png", 1, ""}), "name");
  EXPECT_EQ(field({"a.png", "image", 1, ""}), "type");
  EXPECT_EQ(field({"a.png", "image/<b>", 1, ""}), "type");
  EXPECT_EQ(field({"a.png", "image/png", 0, ""}), "size");
  EXPECT_EQ(field({"a.png", "image/png", 26 * 1024 * 1024, ""}), "size");
}

TEST_P(UploadsTest, WhatIsNotSentGoesAfterADay) {
  const auto old = uploaded("abc");
  clock_.advance(std::chrono::hours(23));
  const auto fresh = uploaded("def");
  clock_.advance(std::chrono::hours(2));
  EXPECT_EQ(office().transact([](store::Transaction& t) -> base::Result<std::int64_t> { return sweep_uploads(t, 100); }), 1);
  EXPECT_FALSE(is_waiting(old));
  EXPECT_TRUE(is_waiting(fresh));
  const auto left = office().read([&](store::Reading& reading) -> base::Result<std::string> {
    return store::read_parts(reading, office().organization, old);
  });
  EXPECT_EQ(left, "");
}

HEED_ON_BOTH_ENGINES(UploadsTest);

}  // namespace
}  // namespace workflow
