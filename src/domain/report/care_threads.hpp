#pragma once
// Threads and conversations among posts that were all made elsewhere, as the care report counts them and the importer
// places them. Collect the posts in any order, then assign:
//
//   CarePosts posts;
//   for (…) posts.add({.id = …, .author = …, .inbound = …, .at = …, .parent = …, .text = …});
//   CareThreads threads = assign_conversations(std::move(posts));
//
// The words: a *brand* is an author with at least one outbound post, a *brand post* any outbound post. A *thread* is the
// tree that the reply links make; a post whose parent is not among the posts starts one. A *conversation* is one customer
// (the author of an inbound post) in one thread. Its brand is the author of the thread's first brand post; without one, the
// first brand named by @mention in the conversation's posts; else unknown. It is answered by the first brand post that
// replies directly to one of that customer's posts in it. First means: by time, then by id. Names compare without case.
//
// Replies in a ring have no start. The earliest post of the ring becomes it: that post's own link counts as if its parent
// were not among the posts. The same holds for a post that replies to itself.
//
// Texts are looked at once, by add(), and not kept. A post takes 24 bytes, and 12 more for its id while it is collected.

#include <cstdint>
#include <deque>
#include <span>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "domain/report/interning.hpp"

namespace report {

// A post as the caller has it; nothing is kept of what the views show.
struct CarePost {
  std::string_view id;
  std::string_view author;
  bool inbound = false;  // A customer's post; otherwise a brand's.
  base::Time at{};
  std::string_view parent;      // Id of the post it replies to; may be empty.
  std::string_view text;        // Read for mentions where the post is inbound; otherwise not needed.
  std::string_view brand = {};  // Whom an inbound post is said to where that needs no mention: a chat's inbox.
  std::uint32_t tag = 0;        // A number of the caller's, to find the post again.
};

// A post among its kind: what was text is a number.
struct LinkedPost {
  base::Time at{};
  std::uint32_t id = 0;          // In the id table, while posts are collected.
  std::uint32_t parent = kNone;  // Index of the post it replies to.
  std::uint32_t author : 31 = 0;
  std::uint32_t inbound : 1 = 0;
  std::uint32_t tag = 0;
};

// No vector: one that grows holds everything twice for a moment, and here that is a hundred megabytes.
using LinkedPosts = std::deque<LinkedPost>;

// Whose it is and in which thread, its first post tells.
struct CareConversation {
  std::uint32_t first_post = kNone;  // The customer's first post here.
  std::uint32_t brand = kNone;       // Author; kNone is the unknown brand.
  std::uint32_t answer = kNone;      // The brand post that answered it.
  std::uint32_t post_count = 0;      // The customer's posts.
};

// Posts stand in the order of time, then id; everywhere else they are named by their index in it.
struct CareThreads {
  LinkedPosts posts;
  NameTable names;                              // Of authors, as first written, and of who was mentioned.
  std::vector<bool> is_brand;                   // Per name.
  std::vector<std::uint32_t> root;              // Per post: the post that starts its thread.
  std::vector<std::uint32_t> conversation;      // Per post: an inbound post's own; an outbound post's the one in which it
                                                // replies directly to the customer, or kNone.
  std::vector<CareConversation> conversations;  // In the order of their first posts.
};

// Collects posts.
class CarePosts {
 public:
  // False when a post of this id is in already: the first one counts.
  bool add(const CarePost& post);
  [[nodiscard]] std::size_t size() const { return posts_.size(); }

 private:
  struct Mention {
    std::uint32_t post;  // The post's id first, its index once that is known.
    std::uint32_t name;
  };
  friend CareThreads assign_conversations(CarePosts collected);
  void sort_and_link();
  void give_brands_mentioned(CareThreads& threads) const;
  [[nodiscard]] std::uint32_t intern_author(std::string_view author);
  void add_mentions(std::uint32_t id, std::string_view text);

  LinkedPosts posts_;
  std::vector<Mention> mentions_;
  std::vector<bool> is_post_;    // Per id: a post's, not only a parent's.
  std::vector<bool> is_author_;  // Per name: an author's, not only one mentioned.
  NameTable names_;
  IdTable ids_;
};

[[nodiscard]] CareThreads assign_conversations(CarePosts collected);

// The names mentioned with @ in a text, in order. What stands before the @ must not belong to a name: an e-mail address is
// no mention.
[[nodiscard]] std::vector<std::string_view> mentions_in(std::string_view text);

// An order in which a thread's posts stand together and no post comes before the one it replies to; where that leaves a
// choice, the earlier post comes first. Threads come by their earliest post.
[[nodiscard]] std::vector<std::uint32_t> reading_order(const LinkedPosts& posts, std::span<const std::uint32_t> root);

}  // namespace report
