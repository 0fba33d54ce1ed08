#include "connectors/bluesky/repo_frame.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <map>
#include <string>
#include <utility>

#include <boost/json/object.hpp>

#include "connectors/bluesky/at_uri.hpp"
#include "connectors/bluesky/cbor.hpp"
#include "connectors/bluesky/json_at.hpp"

namespace bluesky {
namespace {

namespace json = boost::json;

using Blocks = std::map<std::string, std::string_view>;

// A commit's body, its archive as it stands.
struct Body {
  json::object members;
  std::string_view blocks;
};

base::Result<Body> read_body(CborReader& reader) {
  const auto count = reader.map();
  if (!count) return base::pass_on(count.error());
  Body body;
  for (std::uint64_t i = 0; i < *count; ++i) {
    const auto key = reader.text();
    if (!key) return base::pass_on(key.error());
    if (*key == "blocks") {
      const auto blocks = reader.bytes();
      if (!blocks) return base::pass_on(blocks.error());
      body.blocks = *blocks;
      continue;
    }
    auto value = reader.value();
    if (!value) return base::pass_on(value.error());
    body.members[*key] = *std::move(value);
  }
  return body;
}

struct Op {
  std::string action;
  std::string collection;
  std::string rkey;
  std::string cid;
};

bool concerns_care(const std::string& collection) {
  constexpr std::array<std::string_view, 5> kTaken = {kPost, kLike, kRepost, kFollow, kBlock};
  return std::ranges::find(kTaken, collection) != kTaken.end();
}

std::vector<Op> ops_of(const json::value& commit) {
  std::vector<Op> ops;
  for (const auto& one : list_at(commit, "ops")) {
    const std::string path = text_at(one, "path");
    const auto slash = path.find('/');
    if (slash == std::string::npos) continue;
    Op op{text_at(one, "action"), path.substr(0, slash), path.substr(slash + 1), {}};
    if (const auto* cid = find_at(one, "cid"); cid != nullptr && cid->is_object()) op.cid = text_at(*cid, "$link");
    if (concerns_care(op.collection)) ops.push_back(std::move(op));
  }
  return ops;
}

json::value event_of(const json::value& commit, const char* kind) {
  const auto at = time_at(commit, "time").value_or(base::Time{});
  const auto micros = std::chrono::duration_cast<std::chrono::microseconds>(at.time_since_epoch()).count();
  return {
      {"did", text_at(commit, commit.as_object().contains("repo") ? "repo" : "did")}, {"time_us", micros}, {"kind", kind}};
}

base::Result<void> read_commit(const json::value& commit, std::string_view archive, LiveMessage& out) {
  const auto ops = ops_of(commit);
  const bool has_records = std::ranges::any_of(ops, [](const Op& op) { return op.action != "delete"; });
  auto blocks = has_records ? read_car(archive) : base::Result<Blocks>(Blocks());
  if (!blocks) return base::pass_on(blocks.error());
  for (const auto& op : ops) {
    json::object what = {{"operation", op.action}, {"collection", op.collection}, {"rkey", op.rkey}, {"cid", op.cid}};
    if (op.action != "delete") {
      const auto block = blocks->find(op.cid);
      if (block == blocks->end()) continue;  // A commit that is too big comes without: polling finds it.
      auto record = CborReader(block->second).value();
      if (!record) return base::pass_on(record.error());
      what["record"] = *std::move(record);
    }
    auto event = event_of(commit, "commit");
    event.as_object()["commit"] = std::move(what);
    out.events.push_back(std::move(event));
  }
  return {};
}

}  // namespace

base::Result<LiveMessage> read_repo_frame(std::string_view bytes) {
  CborReader reader(bytes);
  const auto header = reader.value();
  if (!header) return base::pass_on(header.error());
  auto body = read_body(reader);
  if (!body) return base::pass_on(body.error());
  const json::value members = std::move(body->members);
  LiveMessage out;
  if (number_at(*header, "op") == -1) {
    out.refusal = text_at(members, "error");
    out.is_outdated = out.refusal == "FutureCursor";
    return out;
  }
  out.position = number_at(members, "seq");
  const std::string type = text_at(*header, "t");
  if (type == "#info") out.is_outdated = text_at(members, "name") == "OutdatedCursor";
  if (type == "#commit") {
    if (auto done = read_commit(members, body->blocks, out); !done) return base::pass_on(done.error());
  }
  if (type == "#account") {
    auto event = event_of(members, "account");
    event.as_object()["account"] = members;
    out.events.push_back(std::move(event));
  }
  return out;
}

}  // namespace bluesky
