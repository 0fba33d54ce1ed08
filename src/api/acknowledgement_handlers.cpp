#include "api/acknowledgement_handlers.hpp"

#include <utility>

#include "workflow/acknowledge.hpp"

namespace api {
namespace {

contract::Acknowledgement present(store::Reading& reading, const workflow::AcknowledgementTerms& terms,
                                  const std::string& language, const std::string& help) {
  const auto& settings = terms.settings;
  return {terms.possible, settings.enabled, settings.wait_s, settings.help,
          terms.possible ? workflow::preview_acknowledgement(reading, terms.inbox, language, help) : ""};
}

}  // namespace

net::Task<base::Result<contract::Acknowledgement>> get_acknowledgement(Call& call, contract::AcknowledgementQuery in) {
  const auto& channels = call.services.channels;
  auto work = [organization = call.principal.organization_id, &channels,
               in = std::move(in)](store::Reading& reading) -> base::Result<contract::Acknowledgement> {
    const auto terms = workflow::acknowledgement_terms(reading, organization, in.inbox_id, channels);
    if (!terms) return base::pass_on(terms.error());
    auto shown = terms->settings;
    if (in.help) shown.help = *in.help;
    const auto checked = acknowledgement::check(std::move(shown));
    if (!checked) return base::pass_on(checked.error());
    return present(reading, *terms, in.language.value_or(""), checked->help);
  };
  co_return co_await call.store.read(std::move(work));
}

net::Task<base::Result<contract::Acknowledgement>> put_acknowledgement(Call& call, contract::ReplaceAcknowledgement in) {
  const auto& channels = call.services.channels;
  auto work = [organization = call.principal.organization_id, &channels,
               in = std::move(in)](store::Transaction& transaction) -> base::Result<contract::Acknowledgement> {
    const acknowledgement::Settings wanted{in.inbox_id, organization, in.enabled, in.wait_s, in.help};
    const auto terms = workflow::save_acknowledgement(transaction, wanted, channels);
    if (!terms) return base::pass_on(terms.error());
    return present(transaction, *terms, "", terms->settings.help);
  };
  co_return co_await call.transact(std::move(work));
}

}  // namespace api
