#include "domain/report/care_threads.hpp"

#include <algorithm>
#include <functional>
#include <queue>
#include <stdexcept>
#include <utility>

namespace report {
namespace {

bool is_name_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

// Follows the reply links of every post to the start of its thread, cutting rings on the way.
std::vector<std::uint32_t> find_roots(LinkedPosts& posts) {
  constexpr std::uint32_t kOnThisPath = kNone - 1;
  std::vector<std::uint32_t> root(posts.size(), kNone);
  std::vector<std::uint32_t> path;
  for (std::uint32_t start = 0; start < posts.size(); ++start) {
    path.clear();
    std::uint32_t at = start;
    while (root[at] == kNone) {
      root[at] = kOnThisPath;
      path.push_back(at);
      if (posts[at].parent == kNone) break;
      at = posts[at].parent;
    }
    std::uint32_t found = root[at];
    if (found == kOnThisPath && posts[at].parent != kNone) {  // Came round to `at` again.
      found = *std::min_element(std::find(path.begin(), path.end(), at), path.end());
      posts[found].parent = kNone;
    } else if (found == kOnThisPath) {
      found = at;
    }
    for (const auto post : path) root[post] = found;
  }
  return root;
}

// Makes the conversations and says for every inbound post which one is its own.
void open_conversations(CareThreads& threads) {
  FlatIndex index;
  const auto hash_of_post = [&](std::uint32_t post) {
    const std::uint64_t x = (std::uint64_t{threads.root[post]} << 32 | threads.posts[post].author) * 0x9E3779B97F4A7C15ULL;
    return x ^ (x >> 32);
  };
  for (std::uint32_t i = 0; i < threads.posts.size(); ++i) {
    const auto& post = threads.posts[i];
    if (!post.inbound) continue;
    auto number = index.find(hash_of_post(i), [&](std::uint32_t n) {
      const auto first = threads.conversations[n].first_post;
      return threads.root[first] == threads.root[i] && threads.posts[first].author == post.author;
    });
    if (number == kNone) {
      number = static_cast<std::uint32_t>(threads.conversations.size());
      threads.conversations.push_back({.first_post = i});
      index.add(hash_of_post(i), number, [&](std::uint32_t n) { return hash_of_post(threads.conversations[n].first_post); });
    }
    threads.conversation[i] = number;
    ++threads.conversations[number].post_count;
  }
}

// Puts every brand post that replies directly to a customer into that conversation; the first one is the answer.
void place_answers(CareThreads& threads) {
  for (std::uint32_t i = 0; i < threads.posts.size(); ++i) {
    const auto& post = threads.posts[i];
    if (post.inbound || post.parent == kNone || !threads.posts[post.parent].inbound) continue;
    const auto number = threads.conversation[post.parent];
    threads.conversation[i] = number;
    auto& conversation = threads.conversations[number];
    if (conversation.answer == kNone) conversation.answer = i;
  }
}

void give_brands_of_threads(CareThreads& threads) {
  std::vector<std::uint32_t> brand(threads.posts.size(), kNone);  // Per root.
  for (std::uint32_t i = 0; i < threads.posts.size(); ++i) {
    auto& of_thread = brand[threads.root[i]];
    if (!threads.posts[i].inbound && of_thread == kNone) of_thread = threads.posts[i].author;
  }
  for (auto& conversation : threads.conversations) conversation.brand = brand[threads.root[conversation.first_post]];
}

// One thread with a reply dated before what it replies to: the earliest post whose parent has had its turn is next.
void order_by_replies(const LinkedPosts& posts, std::span<std::uint32_t> thread) {
  std::vector<std::pair<std::uint32_t, std::uint32_t>> replies;  // Parent, reply.
  std::priority_queue<std::uint32_t, std::vector<std::uint32_t>, std::greater<>> next;
  for (const auto post : thread) {
    if (posts[post].parent == kNone) next.push(post);
    else replies.emplace_back(posts[post].parent, post);
  }
  std::sort(replies.begin(), replies.end());
  std::size_t written = 0;
  while (!next.empty()) {
    const auto post = next.top();
    next.pop();
    thread[written++] = post;
    auto reply = std::lower_bound(replies.begin(), replies.end(), std::pair{post, std::uint32_t{0}});
    for (; reply != replies.end() && reply->first == post; ++reply) next.push(reply->second);
  }
}

}  // namespace

std::vector<std::string_view> mentions_in(std::string_view text) {
  std::vector<std::string_view> names;
  for (auto at = text.find('@'); at != std::string_view::npos; at = text.find('@', at + 1)) {
    auto end = at + 1;
    while (end < text.size() && is_name_letter(text[end])) ++end;
    const bool begins = at == 0 || !is_name_letter(text[at - 1]);
    if (begins && end > at + 1) names.push_back(text.substr(at + 1, end - at - 1));
  }
  return names;
}

bool CarePosts::add(const CarePost& post) {
  const auto id = ids_.intern(post.id);
  if (is_post_.size() <= id) is_post_.resize(id + 1);
  if (is_post_[id]) return false;
  if (posts_.size() >= kNone - 1) throw std::length_error("too many posts");
  is_post_[id] = true;
  LinkedPost linked{.at = post.at, .id = id, .tag = post.tag};
  linked.parent = post.parent.empty() ? kNone : ids_.intern(post.parent);
  linked.author = intern_author(post.author);
  linked.inbound = post.inbound ? 1 : 0;
  posts_.push_back(linked);
  if (post.inbound && !post.brand.empty()) mentions_.push_back({id, names_.intern(post.brand)});
  if (post.inbound) add_mentions(id, post.text);
  return true;
}

std::uint32_t CarePosts::intern_author(std::string_view author) {
  const auto name = names_.intern(author);
  if (is_author_.size() <= name) is_author_.resize(name + 1);
  // A mention may have brought the name in before, in any spelling: the author's own counts.
  if (!is_author_[name]) names_.respell(name, author);
  is_author_[name] = true;
  return name;
}

void CarePosts::add_mentions(std::uint32_t id, std::string_view text) {
  constexpr std::size_t kRecent = 16;  // Enough to drop what is said again and again, and no more than a glance.
  std::size_t count = 0;
  for (const auto& mentioned : mentions_in(text)) {
    const auto name = names_.intern(mentioned);
    const auto recent = mentions_.end() - static_cast<std::ptrdiff_t>(std::min(count, kRecent));
    if (std::any_of(recent, mentions_.end(), [&](const Mention& mention) { return mention.name == name; })) continue;
    mentions_.push_back({id, name});
    ++count;
  }
}

void CarePosts::sort_and_link() {
  ids_.release_index();
  std::sort(posts_.begin(), posts_.end(), [this](const LinkedPost& a, const LinkedPost& b) {
    return a.at != b.at ? a.at < b.at : ids_.before(a.id, b.id);
  });
  std::vector<std::uint32_t> post_of_id(ids_.size(), kNone);
  for (std::uint32_t i = 0; i < posts_.size(); ++i) post_of_id[posts_[i].id] = i;
  for (auto& post : posts_) {
    if (post.parent != kNone) post.parent = post_of_id[post.parent];
  }
  for (auto& mention : mentions_) mention.post = post_of_id[mention.post];
  ids_ = IdTable();
}

// Mentions stand as posts were added: those of one post in the order of its text, the posts in any order.
void CarePosts::give_brands_mentioned(CareThreads& threads) const {
  std::vector<std::uint32_t> named_in;  // Per conversation: the post that named its brand; 0 where none is looked for.
  named_in.reserve(threads.conversations.size());
  for (const auto& conversation : threads.conversations) named_in.push_back(conversation.brand == kNone ? kNone : 0);
  for (const auto& mention : mentions_) {
    const auto number = threads.conversation[mention.post];
    if (mention.post >= named_in[number] || !threads.is_brand[mention.name]) continue;
    named_in[number] = mention.post;
    threads.conversations[number].brand = mention.name;
  }
}

CareThreads assign_conversations(CarePosts collected) {
  CareThreads threads;
  collected.sort_and_link();
  threads.posts = std::move(collected.posts_);
  threads.names = std::move(collected.names_);
  threads.is_brand.resize(threads.names.size());
  for (const auto& post : threads.posts) {
    if (!post.inbound) threads.is_brand[post.author] = true;
  }
  threads.root = find_roots(threads.posts);
  threads.conversation.assign(threads.posts.size(), kNone);
  open_conversations(threads);
  place_answers(threads);
  give_brands_of_threads(threads);
  collected.give_brands_mentioned(threads);
  return threads;
}

std::vector<std::uint32_t> reading_order(const LinkedPosts& posts, std::span<const std::uint32_t> root) {
  std::vector<std::uint32_t> thread_of(posts.size(), kNone);  // Per root: the thread's number, by its earliest post.
  std::vector<std::uint32_t> begin{0};                        // Per thread: where it begins in the order.
  for (std::uint32_t i = 0; i < posts.size(); ++i) {
    auto& thread = thread_of[root[i]];
    if (thread == kNone) {
      thread = static_cast<std::uint32_t>(begin.size() - 1);
      begin.push_back(0);
    }
    ++begin[thread + 1];
  }
  for (std::size_t t = 1; t < begin.size(); ++t) begin[t] += begin[t - 1];

  std::vector<std::uint32_t> order(posts.size());
  auto next = begin;
  for (std::uint32_t i = 0; i < posts.size(); ++i) order[next[thread_of[root[i]]]++] = i;
  for (std::size_t t = 0; t + 1 < begin.size(); ++t) {
    const auto thread = std::span(order).subspan(begin[t], begin[t + 1] - begin[t]);
    const bool in_order = std::all_of(thread.begin(), thread.end(),
                                      [&](std::uint32_t i) { return posts[i].parent == kNone || posts[i].parent < i; });
    if (!in_order) order_by_replies(posts, thread);
  }
  return order;
}

}  // namespace report
