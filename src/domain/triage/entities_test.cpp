#include "domain/triage/entities.hpp"

#include <gtest/gtest.h>

#include <string>

#include "domain/triage/company.hpp"
#include "domain/triage/personal.hpp"

namespace triage {
namespace {

std::string listed(const std::vector<Entity>& all) {
  std::string out;
  for (const Entity& one : all) out += (out.empty() ? "" : ", ") + one.kind + " " + one.value;
  return out;
}

std::string found(std::string_view text) {
  std::vector<PersonalData> personal;
  find_personal_data(text, personal);
  std::vector<Entity> all;
  find_entities(text, personal, {}, all);
  return listed(all);
}

TEST(Entities, OrderNumbersFollowAWordThatSaysSo) {
  EXPECT_EQ(found("order 4711123"), "order 4711123");
  EXPECT_EQ(found("Bestellung Nr. AB-2201-77"), "order AB-2201-77");
  EXPECT_EQ(found("ma commande n°88213 svp"), "order 88213");
  EXPECT_EQ(found("pedido: 55-2210"), "order 55-2210");
  EXPECT_EQ(found("#123456"), "order 123456");
  EXPECT_EQ(found("order 2 pizzas"), "");
  EXPECT_EQ(found("in order 12"), "");
}

TEST(Entities, AmountsHaveACurrency) {
  EXPECT_EQ(found("49,90 €"), "amount 49.90 EUR");
  EXPECT_EQ(found("£640 and $1,299.90"), "amount 640 GBP, amount 1299.90 USD");
  EXPECT_EQ(found("1.299,90 EUR"), "amount 1299.90 EUR");
  EXPECT_EQ(found("R$ 50"), "amount 50 BRL");
  EXPECT_EQ(found("12,5 euros"), "amount 12.50 EUR");
  EXPECT_EQ(found("300 zł, Rs 500"), "amount 300 PLN, amount 500 INR");
  EXPECT_EQ(found("3 days 24/7"), "");
}

TEST(Entities, DatesAreToldWhereTheyCanBe) {
  EXPECT_EQ(found("2026-11-22"), "date 2026-11-22");
  EXPECT_EQ(found("22.11.2026"), "date 2026-11-22");
  EXPECT_EQ(found("22/11/26"), "date 2026-11-22");
  EXPECT_EQ(found("11/22/2026"), "date 2026-11-22");
  EXPECT_EQ(found("03/04/2026"), "date 03/04/2026");
  EXPECT_EQ(found("on 12 June it"), "date 12 June");
  EXPECT_EQ(found("am 3. März 2026 um"), "date 2026-03-03");
  EXPECT_EQ(found("le 14 juillet 2026"), "date 2026-07-14");
  EXPECT_EQ(found("el 5 de mayo"), "date 5 de mayo");
  EXPECT_EQ(found("you may 5 times"), "");
  EXPECT_EQ(found("32.13.2026"), "");
}

TEST(Entities, LeavePersonalNumbersAlone) { EXPECT_EQ(found("+49 171 2345678 EUR 4111 1111 1111 1111"), ""); }

TEST(Entities, TakeAnyBytes) {
  for (const std::string_view piece : {"1", "1 ", "1.", "$1", "order 1234 ",
                                       "\xFF"
                                       "1",
                                       "€"}) {
    std::string text;
    while (text.size() < 100'000) text += piece;
    found(text);
  }
}

TEST(Company, FindsItsOwnPatternsProductsAndWords) {
  const auto company = Company::compile(
      {{{"order", "HX-\\d{6}"}}, {"Cloud Runner 3", "たまご"}, {{"recall", {"Rückruf", "pulled from sale"}}}});
  ASSERT_TRUE(company.has_value()) << company.error().message;
  EXPECT_TRUE(company->has_order_pattern());
  const std::string text = "hx-123456: the CLOUD-RUNNER 3 was Pulled  from sale? 大きなたまごです. Rueckruf, rückruf!";
  PlainText plain;
  plain.read(text);
  std::vector<Entity> all;
  company->find_entities(text, plain, all);
  EXPECT_EQ(listed(all), "order hx-123456, product CLOUD-RUNNER 3, product たまご");
  std::vector<Reason> reasons;
  company->find_intents(plain, reasons);
  ASSERT_EQ(reasons.size(), 1U);
  EXPECT_EQ(reasons[0].about, "intent:recall");
  EXPECT_EQ(reasons[0].places.size(), 2U);
}

std::string refused(const CompanyWords& words) {
  const auto company = Company::compile(words);
  return company ? "" : company.error().field + ": " + company.error().message;
}

TEST(Company, IsRefusedByFieldAndReason) {
  EXPECT_EQ(refused({{{"order", "a"}, {"x", "(b"}}, {}, {}}),
            "patterns[1].pattern: The pattern cannot be read: missing ): (b.");
  EXPECT_EQ(refused({{{"x", "\\d*"}}, {}, {}}), "patterns[0].pattern: The pattern also matches where nothing stands.");
  EXPECT_EQ(refused({{{" ", "a"}}, {}, {}}), "patterns[0].name: A name is missing.");
  EXPECT_EQ(refused({{}, {"ok then", "!!"}, {}}), "products[1]: It is too short: too many messages have it.");
  EXPECT_EQ(refused({{}, {}, {{"recall", {"good one", "a"}}}}),
            "intents[0].words[1]: It is too short: too many messages have it.");
  EXPECT_NE(refused({{{"x", "(a{1000}){1000}"}}, {}, {}}), "");
}

}  // namespace
}  // namespace triage
