#include "domain/conversation/view.hpp"

namespace conversation {

std::vector<View> views_of(const Conversation& conversation) {
  std::vector<View> views;
  if (conversation.merged_into_id) return views;
  if (conversation.owed) views.push_back(View::owed);
  if (conversation.status == Status::open || conversation.status == Status::pending) {
    if (!conversation.assignee_id) views.push_back(View::unassigned);
    views.push_back(View::open);
  }
  if (conversation.status == Status::snoozed) views.push_back(View::snoozed);
  if (conversation.status == Status::resolved) views.push_back(View::resolved);
  views.push_back(View::all);
  return views;
}

}  // namespace conversation
