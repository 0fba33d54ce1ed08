#include "workflow/care_report.hpp"

#include <string>
#include <unordered_map>

#include "store/report_store.hpp"

namespace workflow {

report::CareReport make_care_report(store::Reading& reading, ids::Organization organization) {
  report::CarePosts posts;
  // Where a channel has no reply links, the first word of a conversation stands for its thread: all others reply to it.
  std::unordered_map<std::int64_t, std::string> first_words;
  store::each_care_word(reading, organization, [&](const store::CareWord& word) {
    report::CarePost post;
    post.id = word.external_id;
    post.inbound = word.direction == conversation::Direction::inbound;
    post.author = word.author.empty() ? word.inbox_name : word.author;
    post.at = word.said_at;
    post.parent = word.parent_external_id;
    post.text = word.text;
    if (!word.threaded && word.conversation_id) {
      const auto [first, is_first] = first_words.emplace(word.conversation_id->value, word.external_id);
      if (!is_first) post.parent = first->second;
      if (post.inbound) post.brand = word.inbox_name;
      else post.author = word.inbox_name;
    }
    posts.add(post);
  });
  return report::care_report(report::assign_conversations(std::move(posts)));
}

}  // namespace workflow
