#pragma once
// Every address that is to be told of events, at work for as long as the server runs; a line each, so that one that is dead costs
// the others nothing.
//
//   WebhookTeller teller(executor, parts);
//   teller.start();
//   teller.look_again();         // One was made, changed or deleted, or its dead letters are wanted.
//   co_await teller.stop();
//
// On the event loop's thread.

#include <memory>
#include <string>

#include "base/result.hpp"
#include "store/store.hpp"
#include "store/task.hpp"
#include "workflow/webhook_line.hpp"

namespace workflow {

class WebhookTeller {
 public:
  WebhookTeller(const store::Executor& executor, WebhookParts parts);
  ~WebhookTeller();
  WebhookTeller(const WebhookTeller&) = delete;
  WebhookTeller& operator=(const WebhookTeller&) = delete;

  void start();
  void look_again();
  store::Task<void> stop();

  // One event of no consequence (`webhook.tested`), told at once and once; "" where it was taken, else why not.
  store::Task<std::string> test(webhook::Webhook to);

  // Whether such an address may be told at all. A failure names the field `url`.
  store::Task<base::Result<void>> check(std::string url);

 private:
  struct Impl;
  std::shared_ptr<Impl> impl_;
};

}  // namespace workflow
