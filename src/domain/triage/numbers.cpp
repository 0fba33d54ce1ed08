#include "domain/triage/numbers.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace triage::numbers {
namespace {

constexpr std::size_t kLookedBack = 32;  // Bytes before a number in which a word may say that it is an order's.

// Whose number follows: an order's, an invoice's, a parcel's.
constexpr std::array kOrderWords = std::to_array<std::string_view>(
    {"order",      "invoice",    "ticket",     "case",       "ref",      "reference", "tracking", "booking", "customer",
     "account",    "parcel",     "shipment",   "bestellung", "rechnung", "vorgang",   "sendung",  "auftrag", "paket",
     "commande",   "facture",    "colis",      "dossier",    "pedido",   "factura",   "reserva",  "ordine",  "fattura",
     "pacco",      "encomenda",  "fatura",     "bestelling", "factuur",  "pakket",    "faktura",  "paczka",  "siparis",
     "заказ",      "заказа",     "замовлення", "طلب",        "الطلب",    "طلبي",      "pesanan",  "number",  "nummer",
     "numero",     "número",     "numéro",     "numer",      "no",       "номер",     "رقم",      "nr",      "n",
     "zamówienie", "zamówienia", "sipariş",    "注文番号",   "注文"});

}  // namespace

bool is_of_an_order(std::string_view text, std::size_t at) {
  std::string before;
  for (std::size_t i = at > kLookedBack ? at - kLookedBack : 0; i < at; ++i)
    before.push_back(text[i] >= 'A' && text[i] <= 'Z' ? static_cast<char>(text[i] | 0x20) : text[i]);
  while (!before.empty() && std::string_view(" :.#=-\xC2\xB0\xBA").find(before.back()) != std::string_view::npos) {
    if (before.back() == '#') return true;
    before.pop_back();
  }
  const std::size_t begin = before.find_last_of(" \n\t,.;:!?(") + 1;
  const std::string_view word = std::string_view(before).substr(begin);
  return word.ends_with("nummer") || std::ranges::find(kOrderWords, word) != kOrderWords.end();
}

}  // namespace triage::numbers
