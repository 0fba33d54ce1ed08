#pragma once
// Puts the rows of an archive into the order and the places in which the import stores them, with flat memory however long
// the texts are. An archive links its rows in any order, and which brand a conversation belongs to is known only at its end;
// so there are two passes:
//
//   auto staging = TwcsStaging::create(data_folder + "/tmp");
//   for (each row of TwcsReader) staging->add(row);          // 1: the facts into memory, the row into a working file
//   PlacedPosts posts = std::move(*staging).place();         // conversations assigned by report::assign_conversations()
//   while (auto post = posts.next()) …                       // 2: out of the working file, in reading order
//
// Memory, measured with 2.8 million posts by half a million authors: 46 bytes a post in the first pass, 60 at the peak while
// places are assigned, 14 in the second, which is the long one. The working file is read by offset: the order is that of
// threads, and an archive keeps a thread's rows close together, so that reads fall on few pages, which are asked for ahead. It
// has no name and vanishes with the process (twcs_spill.hpp). One archive always gives the same order and the same places,
// so an import may be broken off and repeated.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "domain/report/care_threads.hpp"
#include "workflow/import/twcs_reader.hpp"
#include "workflow/import/twcs_spill.hpp"

namespace workflow {

struct PlacedPost {
  TwcsRow row;
  std::string brand;       // Whose inbox it belongs to: its conversation's brand (perhaps "unknown"), else its author.
  std::string thread_key;  // The id of the post that starts its thread.
  // The number of the conversation it is part of, counted from 0 in the order of the conversations' first posts. A brand's
  // post is part of one when it replies directly to the customer, or goes on from such a reply of the same brand ("2/2").
  // None for other posts of a brand.
  std::optional<std::uint32_t> conversation;
  std::string customer;  // Of the conversation; empty without one.
};

// The posts of an archive in reading order: threads by their earliest post, and within one no post before the one it replies
// to, else by time and id.
class PlacedPosts {
 public:
  [[nodiscard]] std::optional<PlacedPost> next();

  [[nodiscard]] std::size_t size() const { return slots_.size(); }
  [[nodiscard]] std::size_t conversation_count() const { return conversations_.size(); }
  // The names of the inboxes needed, by name: every brand as its author first wrote it, and "unknown" where it is needed.
  [[nodiscard]] std::vector<std::string> brands() const;

 private:
  friend class TwcsStaging;
  static constexpr std::uint32_t kNoConversation = 0x7FFFFFFF;
  struct Slot {
    std::uint32_t place = 0;  // In the working file.
    std::uint32_t conversation : 31 = kNoConversation;
    std::uint32_t starts_thread : 1 = 0;
  };
  struct Parties {
    std::uint32_t customer = 0;
    std::uint32_t brand = 0;
  };
  explicit PlacedPosts(TwcsSpill spill) : spill_(std::move(spill)) {}
  void take(report::CareThreads threads, const std::vector<std::uint32_t>& order);
  [[nodiscard]] std::string brand_name(std::uint32_t brand) const;

  TwcsSpill spill_;
  report::NameTable names_;
  std::vector<bool> is_brand_;
  std::uint32_t called_unknown_ = report::kNone;
  std::vector<Slot> slots_;  // In reading order.
  std::vector<Parties> conversations_;
  std::size_t at_ = 0;
  std::string thread_key_;
};

class TwcsStaging {
 public:
  // `folder` takes the working file, which grows to about the size of the unpacked archive.
  [[nodiscard]] static base::Result<TwcsStaging> create(const std::string& folder);

  // False when a row of this id was added before: the first one counts.
  bool add(const TwcsRow& row);
  [[nodiscard]] std::size_t duplicates() const { return duplicates_; }

  [[nodiscard]] PlacedPosts place() &&;

 private:
  explicit TwcsStaging(TwcsSpill spill) : spill_(std::move(spill)) {}

  TwcsSpill spill_;
  report::CarePosts posts_;
  std::size_t duplicates_ = 0;
};

}  // namespace workflow
