#include "connectors/bluesky/cbor.hpp"

#include <random>

#include <gtest/gtest.h>
#include <boost/json/serialize.hpp>

#include "connectors/bluesky/cbor_test_kit.hpp"
#include "connectors/bluesky/repo_frame.hpp"

namespace bluesky {
namespace {

using namespace test;

std::string shown(const std::string& bytes) {
  CborReader reader(bytes);
  const auto value = reader.value();
  if (!value) return value.error().message;
  EXPECT_TRUE(reader.rest().empty());
  return boost::json::serialize(*value);
}

TEST(BlueskyCbor, ReadsWhatTheProtocolSends) {
  EXPECT_EQ(shown(cbor::number(0)), "0");
  EXPECT_EQ(shown(cbor::number(-500)), "-500");
  EXPECT_EQ(shown(cbor::number(9'007'199'254'740'991)), "9007199254740991");
  EXPECT_EQ(shown(cbor::text("Grüße 📦")), "\"Grüße 📦\"");
  EXPECT_EQ(shown(cbor::bytes("\xff\x01")), R"({"$bytes":"/wE="})");
  EXPECT_EQ(shown(cbor::map({{"a", cbor::list({cbor::kTrue, cbor::kFalse, cbor::kNull})}, {"b", cbor::map({})}})),
            R"({"a":[true,false,null],"b":{}})");
  EXPECT_EQ(shown(std::string("\xfb\x3f\xf8\x00\x00\x00\x00\x00\x00", 9)), "1.5E0");
}

// The text of a CID as the servers of the protocol write it: base32 of its bytes behind a "b".
TEST(BlueskyCbor, LinksAreNamedAsEverybodyNamesThem) {
  std::string digest;
  for (int i = 0; i < 32; ++i) digest += static_cast<char>(i);
  EXPECT_EQ(shown(cbor::link("\x01\x71\x12\x20" + digest)),
            R"({"$link":"bafyreiaaaebagbafaydqqcikbmga2dqpcaireeyuculbogazdinryhi6d4"})");
}

TEST(BlueskyCbor, RefusesWhatIsNone) {
  std::string deep;
  for (int i = 0; i < 100; ++i) deep += "\x81";
  const std::vector<std::pair<std::string, const char*>> cases = {
      {"", "ends too soon"},
      {cbor::text("hello").substr(0, 3), "ends too soon"},
      {"\x1b\x01", "ends too soon"},
      {"\x9f\x01\xff", "left open"},
      {"\x7f\x61\x61\xff", "left open"},
      {std::string("\x5b\xff\xff\xff\xff\xff\xff\xff\xff", 9), "ends too soon"},
      {std::string("\x9b\xff\xff\xff\xff\xff\xff\xff\xff", 9), "ends too soon"},
      {std::string("\xbb\xff\xff\xff\xff\xff\xff\xff\xff", 9), "ends too soon"},
      {std::string("\x1b\xff\xff\xff\xff\xff\xff\xff\xff", 9), "too large"},
      {deep + "\x01", "too deep"},
      {cbor::head(5, 1) + cbor::number(1) + cbor::number(2), "expected a text"},
      {cbor::map({{"a", cbor::number(1)}, {"a", cbor::number(2)}}), "twice"},
      {cbor::text("\xff"), "not UTF-8"},
      {cbor::head(6, 1) + cbor::number(1), "tag that is not known"},
      {cbor::head(6, 42) + cbor::bytes("x"), "no CID"},
      {cbor::head(6, 42) + cbor::text("x"), "expected bytes"},
      {"\xf7", "kind that is not known"},
      {std::string("\xfb\x7f\xf8\x00\x00\x00\x00\x00\x00", 9), "kind that is not known"},
  };
  for (const auto& [bytes, why] : cases) EXPECT_NE(shown(bytes).find(why), std::string::npos) << why << ": " << shown(bytes);
}

TEST(BlueskyCbor, ReadsAnArchive) {
  const auto car = cbor::car({{cbor::cid('a'), "one"}, {cbor::cid('b'), std::string(300, 'x')}});
  const auto blocks = read_car(car);
  ASSERT_TRUE(blocks) << blocks.error().message;
  ASSERT_EQ(blocks->size(), 2U);
  EXPECT_EQ(blocks->at(cid_text(cbor::cid('a'))), "one");
  EXPECT_EQ(blocks->at(cid_text(cbor::cid('b'))).size(), 300U);
  for (const auto& cut :
       {car.substr(0, car.size() - 1), std::string("\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff", 10),
        cbor::varint(0) + cbor::varint(3) + "\x02\x71\x12", cbor::varint(0) + cbor::varint(4) + "\x01\x71\x12\x20"})
    EXPECT_FALSE(read_car(cut));
}

std::string like_of(const std::string& uri) {
  return cbor::map({{"$type", cbor::text("app.bsky.feed.like")},
                    {"subject", cbor::map({{"cid", cbor::text("bafy")}, {"uri", cbor::text(uri)}})},
                    {"createdAt", cbor::text("2026-07-01T10:00:00Z")}});
}

TEST(BlueskyFirehose, ACommitIsItsEvents) {
  const auto frame =
      cbor::commit(77, "did:plc:ann", "2026-07-01T10:00:00.123Z",
                   {{"create", "app.bsky.feed.like/l1", cbor::cid('a'), like_of("at://did:plc:brand/app.bsky.feed.post/p1")},
                    {"delete", "app.bsky.graph.follow/f1", "", ""},
                    {"create", "app.bsky.actor.profile/self", cbor::cid('b'), cbor::map({})},
                    {"create", "app.bsky.feed.post/too-big", cbor::cid('c'), ""}});
  const auto read = read_repo_frame(frame);
  ASSERT_FALSE(read) << "a record that is no CBOR";
  const auto whole = read_repo_frame(
      cbor::commit(77, "did:plc:ann", "2026-07-01T10:00:00.123Z",
                   {{"create", "app.bsky.feed.like/l1", cbor::cid('a'), like_of("at://did:plc:brand/app.bsky.feed.post/p1")},
                    {"delete", "app.bsky.graph.follow/f1", "", ""},
                    {"create", "app.bsky.actor.profile/self", cbor::cid('b'), cbor::map({})}}));
  ASSERT_TRUE(whole) << whole.error().message;
  EXPECT_EQ(whole->position, 77);
  ASSERT_EQ(whole->events.size(), 2U);
  EXPECT_EQ(
      boost::json::serialize(whole->events[0]),
      R"({"did":"did:plc:ann","time_us":1782900000123000,"kind":"commit","commit":{"operation":"create","collection":)"
      R"("app.bsky.feed.like","rkey":"l1","cid":")" +
          cid_text(cbor::cid('a')) +
          R"(","record":{"$type":"app.bsky.feed.like","subject":{"cid":"bafy","uri":"at://did:plc:brand/app.bsky.feed.post/p1"},)"
          R"("createdAt":"2026-07-01T10:00:00Z"}}})");
  const auto facts = facts_of(whole->events[1]);
  EXPECT_EQ(facts.operation, "delete");
  EXPECT_EQ(facts.uri, "at://did:plc:ann/app.bsky.graph.follow/f1");
}

TEST(BlueskyFirehose, TellsOfAccountsAndOfItself) {
  const auto gone = read_repo_frame(cbor::frame("#account", cbor::map({{"seq", cbor::number(9)},
                                                                       {"did", cbor::text("did:plc:ann")},
                                                                       {"time", cbor::text("2026-07-01T10:00:00Z")},
                                                                       {"active", cbor::kFalse},
                                                                       {"status", cbor::text("deleted")}})));
  ASSERT_TRUE(gone) << gone.error().message;
  ASSERT_EQ(gone->events.size(), 1U);
  EXPECT_TRUE(facts_of(gone->events[0]).is_account_gone);
  EXPECT_EQ(facts_of(gone->events[0]).did, "did:plc:ann");
  const auto outdated = read_repo_frame(cbor::frame("#info", cbor::map({{"name", cbor::text("OutdatedCursor")}})));
  EXPECT_TRUE(outdated->is_outdated);
  const auto refused = read_repo_frame(cbor::map({{"op", cbor::number(-1)}}) +
                                       cbor::map({{"error", cbor::text("FutureCursor")}, {"message", cbor::text("no")}}));
  EXPECT_EQ(refused->refusal, "FutureCursor");
  EXPECT_TRUE(refused->is_outdated);
  EXPECT_TRUE(read_repo_frame(cbor::frame("#sync", cbor::map({{"seq", cbor::number(3)}})))->events.empty());
}

TEST(BlueskyFirehose, DamagedFramesDoNoHarm) {
  const auto good = cbor::commit(77, "did:plc:ann", "2026-07-01T10:00:00.123Z",
                                 {{"create", "app.bsky.feed.like/l1", cbor::cid('a'), like_of("at://did:plc:b/c/d")},
                                  {"delete", "app.bsky.graph.follow/f1", "", ""}});
  std::mt19937 random(20'261'122);
  for (int i = 0; i < 5000; ++i) {
    auto bad = good.substr(0, random() % 4 == 0 ? random() % good.size() : good.size());
    for (auto left = random() % 6; left > 0 && !bad.empty(); --left)
      bad[random() % bad.size()] = static_cast<char>(random());
    const auto read = read_repo_frame(bad);
    if (!read) EXPECT_FALSE(read.error().message.empty());
  }
}

}  // namespace
}  // namespace bluesky
