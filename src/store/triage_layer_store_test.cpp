// The rows of what a company's people taught triage, on both engines. What there is to learn from is tested with who says it
// (workflow/triage/learn_test.cpp).

#include "store/triage_layer_store.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "store/organization_store.hpp"
#include "store/store_test_kit.hpp"

namespace store {
namespace {

using triage::LayerState;
using triage::LearnCause;
using triage::LearntLayer;

class TriageLayerStoreTest : public test::StoreTest {
 protected:
  void SetUp() override {
    test::StoreTest::SetUp();
    if (IsSkipped()) return;
    store_ = open();
    acme_ = make_organization("Acme");
    other_ = make_organization("Other");
  }

  template <class Work>
  auto write(Work work) {
    auto done = store_->transact_blocking(
        [&](Transaction& t) -> base::Result<std::invoke_result_t<Work&, Transaction&>> { return work(t); });
    return *std::move(done);
  }
  template <class Work>
  auto read(Work work) {
    auto done =
        store_->read_blocking([&](Reading& r) -> base::Result<std::invoke_result_t<Work&, Reading&>> { return work(r); });
    return *std::move(done);
  }
  ids::Organization make_organization(const std::string& name) {
    return write([&](Transaction& t) {
      const organization::Organization made{t.new_id<ids::Organization>(), name, "en", "UTC", false, t.now()};
      insert_organization(t, made);
      return made.id;
    });
  }
  ids::TriageLayer insert(ids::Organization organization, LayerState state, const std::string& bytes = {}) {
    clock_.advance(std::chrono::minutes(1));
    return write([&](Transaction& t) {
      LearntLayer layer;
      layer.id = t.new_id<ids::TriageLayer>();
      layer.organization_id = organization;
      layer.state = state;
      layer.model = "0a1b2c3d";
      layer.cause = LearnCause::night;
      layer.learnt_at = t.now();
      layer.took_ms = 1200;
      layer.messages = 140;
      layer.measures = R"([{"task":"urgency"}])";
      insert_layer(t, layer, bytes);
      return layer.id;
    });
  }
  bool set_state(ids::TriageLayer id, LayerState state) {
    return write([&](Transaction& t) {
      set_layer_state(t, acme_, id, state);
      return true;
    });
  }
  std::vector<ids::TriageLayer> listed() {
    std::vector<ids::TriageLayer> found;
    for (const auto& layer : read([&](Reading& r) { return list_layers(r, acme_); })) found.push_back(layer.id);
    return found;
  }

  std::unique_ptr<Store> store_;
  ids::Organization acme_, other_;
};

TEST_P(TriageLayerStoreTest, ALayerIsReadAsItWasWritten) {
  std::string bytes;
  for (int i = 0; i < 100'000; ++i) bytes.push_back(static_cast<char>(i * 7));
  const auto id = insert(acme_, LayerState::serving, bytes);
  EXPECT_EQ(read([&](Reading& r) { return layer_bytes(r, acme_, id); }), bytes);
  const auto layer = read([&](Reading& r) { return find_layer(r, acme_, id); });
  ASSERT_TRUE(layer);
  EXPECT_EQ(layer->state, LayerState::serving);
  EXPECT_EQ(layer->cause, LearnCause::night);
  EXPECT_EQ(layer->model, "0a1b2c3d");
  EXPECT_EQ(layer->messages, 140);
  EXPECT_EQ(layer->learnt_at, clock_.now());
  EXPECT_EQ(read([&](Reading& r) { return find_serving_layer(r, acme_); }), (ServingLayer{id, "0a1b2c3d"}));
}

TEST_P(TriageLayerStoreTest, BelongsToOneCompany) {
  const auto id = insert(acme_, LayerState::serving, "bytes");
  EXPECT_FALSE(read([&](Reading& r) { return find_layer(r, other_, id); }));
  EXPECT_FALSE(read([&](Reading& r) { return find_serving_layer(r, other_); }));
  EXPECT_EQ(read([&](Reading& r) { return layer_bytes(r, other_, id); }), "");
  EXPECT_TRUE(read([&](Reading& r) { return list_layers(r, other_).empty(); }));
}

TEST_P(TriageLayerStoreTest, OneServesAtATime) {
  const auto first = insert(acme_, LayerState::serving, "first");
  EXPECT_THROW(insert(acme_, LayerState::serving, "second"), StoreError);
  set_state(first, LayerState::superseded);
  const auto second = insert(acme_, LayerState::serving, "second");
  EXPECT_EQ(listed(), (std::vector{second, first}));
  EXPECT_EQ(read([&](Reading& r) { return find_serving_layer(r, acme_); })->id, second);
}

TEST_P(TriageLayerStoreTest, TheLatestAreKeptAndTheOneThatServes) {
  const auto serving = insert(acme_, LayerState::serving, "serving");
  std::vector<ids::TriageLayer> good, bad;
  for (int i = 0; i < 4; ++i) {
    good.push_back(insert(acme_, LayerState::rolled_back, "some"));
    bad.push_back(insert(acme_, LayerState::not_better));
  }
  const auto others = insert(other_, LayerState::not_better);
  write([&](Transaction& t) {
    prune_layers(t, acme_, 2);
    return 0;
  });
  EXPECT_EQ(listed(), (std::vector{bad[3], good[3], bad[2], good[2], serving}));
  EXPECT_TRUE(read([&](Reading& r) { return find_layer(r, other_, others); }));
}

TEST_P(TriageLayerStoreTest, OneTrainingWaitsForEachCompany) {
  const auto ask = [&](ids::Organization organization) {
    clock_.advance(std::chrono::minutes(1));
    return write(
        [&](Transaction& t) { return insert_training(t, {organization, LearnCause::asked, std::nullopt, t.now()}); });
  };
  EXPECT_FALSE(read([](Reading& r) { return next_training(r); }));
  EXPECT_TRUE(ask(acme_));
  EXPECT_FALSE(ask(acme_));
  EXPECT_TRUE(ask(other_));
  EXPECT_EQ(read([](Reading& r) { return next_training(r); })->organization_id, acme_);
  EXPECT_EQ(read([&](Reading& r) { return find_training(r, other_); })->cause, LearnCause::asked);
  write([&](Transaction& t) {
    remove_training(t, acme_);
    return 0;
  });
  EXPECT_EQ(read([](Reading& r) { return next_training(r); })->organization_id, other_);
  EXPECT_TRUE(ask(acme_));
}

HEED_ON_BOTH_ENGINES(TriageLayerStoreTest);

}  // namespace
}  // namespace store
