#pragma once
// What the chat widget on a company's site asks.

#include "api/call.hpp"
#include "api/contract/widget.hpp"
#include "domain/conversation/conversation.hpp"

namespace api {

net::Task<base::Result<contract::Widget>> get_widget(Call& call /*outlives*/, contract::WidgetPath in);
net::Task<base::Result<contract::Visitor>> post_visitor(Call& call /*outlives*/, contract::WidgetPath in);
net::Task<base::Result<contract::WidgetMessages>> list_widget_messages(Call& call /*outlives*/, contract::WidgetPath in);
net::Task<base::Result<contract::WidgetMessage>> post_widget_message(Call& call /*outlives*/, contract::WidgetSay in);

// A message as the visitor may see it; never called for a note.
[[nodiscard]] contract::WidgetMessage present_to_visitor(const conversation::Message& message,
                                                         const std::string& author_name);

}  // namespace api
