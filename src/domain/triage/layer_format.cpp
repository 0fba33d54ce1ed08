// A layer in bytes: eight of magic, then version, checksum of what follows, and the tasks. Numbers are little-endian, as on every
// machine this is built for.
#include <algorithm>
#include <cmath>
#include <cstring>
#include <type_traits>

#include "domain/triage/layer.hpp"

namespace triage {
namespace {

constexpr std::string_view kMagic = "HEEDLAYR";
constexpr std::uint32_t kVersion = 1;
constexpr std::uint32_t kMostTasks = 3;
constexpr std::uint32_t kMostLabels = 200;
constexpr std::uint32_t kMostWords = 100'000;
constexpr std::uint32_t kMostNameBytes = 400;
constexpr std::size_t kHead = 8 + sizeof(std::uint32_t) + sizeof(std::uint64_t);

std::uint64_t checksum(std::string_view bytes) {
  std::uint64_t hash = 0xCBF29CE484222325ULL;
  for (const char c : bytes) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3ULL;
  return hash;
}

template <class Number>
void put(std::string& out, Number number) {
  static_assert(std::is_arithmetic_v<Number>);
  out.append(reinterpret_cast<const char*>(&number), sizeof number);
}

template <class Number>
void put_all(std::string& out, const std::vector<Number>& numbers) {
  for (const Number number : numbers) put(out, number);
}

class Reader {
 public:
  explicit Reader(std::string_view bytes) : bytes_(bytes) {}
  template <class Number>
  bool take(Number& number) {
    if (bytes_.size() < sizeof number) return false;
    std::memcpy(&number, bytes_.data(), sizeof number);
    bytes_.remove_prefix(sizeof number);
    return true;
  }
  template <class Number>
  bool take_all(std::vector<Number>& numbers, std::size_t count) {
    if (bytes_.size() / sizeof(Number) < count) return false;
    numbers.resize(count);
    return std::ranges::all_of(numbers, [this](Number& number) { return take(number); });
  }
  bool take_text(std::string& text) {
    std::uint32_t size = 0;
    if (!take(size) || size > kMostNameBytes || bytes_.size() < size) return false;
    text = bytes_.substr(0, size);
    bytes_.remove_prefix(size);
    return true;
  }
  [[nodiscard]] bool at_end() const { return bytes_.empty(); }

 private:
  std::string_view bytes_;
};

bool is_sound(const LayerTask& task) {
  const auto finite = [](float number) { return std::isfinite(number); };
  return task.own_labels <= task.labels.size() && std::ranges::is_sorted(task.words) &&
         std::ranges::all_of(task.trust, finite) && std::ranges::all_of(task.shift, finite) &&
         std::ranges::all_of(task.lean, finite) && std::ranges::all_of(task.weights, finite);
}

bool take_task(Reader& reader, LayerTask& task) {
  std::uint32_t what = 0;
  std::uint32_t labels = 0;
  std::uint32_t words = 0;
  if (!reader.take(what) || !reader.take(labels) || !reader.take(task.own_labels) || !reader.take(words)) return false;
  if (what >= kAsked || labels == 0 || labels > kMostLabels || words > kMostWords) return false;
  task.what = static_cast<Asked>(what);
  task.labels.resize(labels);
  return std::ranges::all_of(task.labels, [&](std::string& label) { return reader.take_text(label); }) &&
         reader.take_all(task.words, words) && reader.take_all(task.trust, labels) && reader.take_all(task.shift, labels) &&
         reader.take_all(task.lean, labels) && reader.take_all(task.weights, std::size_t{words} * labels) && is_sound(task);
}

}  // namespace

std::string write_layer(const Layer& layer) {
  std::string body;
  put(body, static_cast<std::uint32_t>(layer.tasks().size()));
  for (const LayerTask& task : layer.tasks()) {
    put(body, static_cast<std::uint32_t>(task.what));
    put(body, static_cast<std::uint32_t>(task.labels.size()));
    put(body, task.own_labels);
    put(body, static_cast<std::uint32_t>(task.words.size()));
    for (const std::string& label : task.labels) {
      put(body, static_cast<std::uint32_t>(label.size()));
      body += label;
    }
    put_all(body, task.words);
    put_all(body, task.trust);
    put_all(body, task.shift);
    put_all(body, task.lean);
    put_all(body, task.weights);
  }
  std::string out(kMagic);
  put(out, kVersion);
  put(out, checksum(body));
  return out + body;
}

base::Result<Layer> read_layer(std::string_view bytes) {
  const auto refuse = [](const char* why) { return base::fail(base::FailureKind::invalid, why, "layer"); };
  if (bytes.size() < kHead || !bytes.starts_with(kMagic)) return refuse("It is no layer of triage.");
  Reader head(bytes.substr(kMagic.size()));
  std::uint32_t version = 0;
  std::uint64_t sum = 0;
  head.take(version);
  head.take(sum);
  if (version != kVersion) return refuse("The layer is of another version of this program.");
  const std::string_view body = bytes.substr(kHead);
  if (checksum(body) != sum) return refuse("The layer is damaged or cut short.");
  Reader reader(body);
  std::uint32_t count = 0;
  if (!reader.take(count) || count > kMostTasks) return refuse("The layer's tasks cannot be read.");
  std::vector<LayerTask> tasks(count);
  for (LayerTask& task : tasks)
    if (!take_task(reader, task)) return refuse("The layer's tasks cannot be read.");
  if (!reader.at_end()) return refuse("There is more in the layer than its tasks.");
  return Layer(std::move(tasks));
}

}  // namespace triage
