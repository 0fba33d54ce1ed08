#pragma once
// Personal data in a message: what must not stand in previews and logs. Card numbers must pass Luhn's check, IBANs theirs and
// have the length of their country; phone numbers must be written as such. Order numbers and dates are none of them.
//
// One pass over the bytes, which stops only at digits and at "@".

#include <string>
#include <string_view>
#include <vector>

#include "domain/triage/triage.hpp"

namespace triage {

// In the order they stand; they do not overlap. Any bytes may come in; the first kMostPlainBytes are looked at.
void find_personal_data(std::string_view text, std::vector<PersonalData>& out);

// The text with the characters of what is personal replaced by dots, save what tells its owner which it is: the last four of a
// card or an IBAN, the last two of a phone number, the first of an e-mail address.
[[nodiscard]] std::string masked(std::string_view text, const std::vector<PersonalData>& found);
[[nodiscard]] std::string masked(std::string_view text);

}  // namespace triage
