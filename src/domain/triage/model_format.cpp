// The file of a model: write_model() and Model::read().
#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>

#include "domain/triage/model.hpp"

namespace triage {
namespace {

static_assert(std::endian::native == std::endian::little, "the file is mapped as it is");

constexpr std::string_view kMagic = "HEEDTRI1";
constexpr std::uint32_t kVersion = 1;
constexpr std::size_t kAlignment = 64;
constexpr std::size_t kStarts = (1U << 16U) + 1;
constexpr std::size_t kMostSections = 256;
constexpr std::size_t kMostTasks = 256;
constexpr std::size_t kMostLabels = 4096;

struct Head {
  std::array<char, 8> magic{};
  std::uint32_t version = 0;
  std::uint32_t sections = 0;
  std::uint64_t size = 0;
  std::uint64_t checksum = 0;
};
static_assert(sizeof(Head) == 32);

struct Section {
  std::array<char, 16> name{};
  std::uint64_t offset = 0;
  std::uint64_t size = 0;
};
static_assert(sizeof(Section) == 32);

// Four lanes of multiply and turn, each over every fourth word: as fast as memory is read. It finds damage, not forgery.
std::uint64_t checksum_of(std::string_view bytes) {
  std::array<std::uint64_t, 4> lanes = {0x243F6A8885A308D3ULL, 0x13198A2E03707344ULL, 0xA4093822299F31D0ULL,
                                        0x082EFA98EC4E6C89ULL};
  std::size_t at = 0;
  const auto stir = [](std::uint64_t lane, std::uint64_t word) {
    return std::rotl((lane ^ word) * 0x9E3779B97F4A7C15ULL, 29);
  };
  for (; at + 32 <= bytes.size(); at += 32) {
    for (std::size_t lane = 0; lane < 4; ++lane) {
      std::uint64_t word = 0;
      std::memcpy(&word, bytes.data() + at + lane * 8, 8);
      lanes[lane] = stir(lanes[lane], word);
    }
  }
  for (; at < bytes.size(); ++at) lanes[0] = stir(lanes[0], static_cast<unsigned char>(bytes[at]));
  std::uint64_t sum = bytes.size();
  for (const std::uint64_t lane : lanes) sum = stir(sum, lane);
  return sum;
}

class Writer {
 public:
  template <class T>
  void number(T value) {
    bytes_.append(reinterpret_cast<const char*>(&value), sizeof value);
  }
  void text(std::string_view value) {
    number(static_cast<std::uint32_t>(value.size()));
    bytes_ += value;
  }
  void numbers(const std::vector<float>& values) {
    number(static_cast<std::uint32_t>(values.size()));
    for (const float value : values) number(value);
  }
  std::string take() { return std::move(bytes_); }

 private:
  std::string bytes_;
};

// Reads what Writer wrote; after the first fault everything is zero and ok() is false.
class Reader {
 public:
  explicit Reader(std::string_view bytes) : bytes_(bytes) {}
  template <class T>
  T number() {
    T value{};
    if (bytes_.size() < sizeof value) {
      ok_ = false;
      bytes_ = {};
      return value;
    }
    std::memcpy(&value, bytes_.data(), sizeof value);
    bytes_.remove_prefix(sizeof value);
    return value;
  }
  std::string text() {
    const auto size = number<std::uint32_t>();
    if (size > bytes_.size()) {
      ok_ = false;
      return {};
    }
    std::string value(bytes_.substr(0, size));
    bytes_.remove_prefix(size);
    return value;
  }
  std::vector<float> numbers() {
    const auto count = number<std::uint32_t>();
    if (count > bytes_.size() / sizeof(float)) {
      ok_ = false;
      return {};
    }
    std::vector<float> values(count);
    for (float& value : values) {
      value = number<float>();
      if (!std::isfinite(value)) ok_ = false;
    }
    return values;
  }
  [[nodiscard]] bool ok() const { return ok_; }

 private:
  std::string_view bytes_;
  bool ok_ = true;
};

template <class T>
std::string bytes_of(const std::vector<T>& values) {
  return {reinterpret_cast<const char*>(values.data()), values.size() * sizeof(T)};
}

std::string write_tasks(const std::vector<TaskModel>& tasks) {
  Writer out;
  out.number(static_cast<std::uint32_t>(tasks.size()));
  for (const TaskModel& task : tasks) {
    out.text(task.name);
    out.number(static_cast<std::uint32_t>(task.labels.size()));
    for (const auto& label : task.labels) out.text(label);
    out.number(task.table);
    out.number(task.first_head);
    out.number(task.heads);
    out.number(static_cast<std::uint32_t>(task.many_labels));
    out.number(task.steepness);
    out.numbers(task.lift);
    out.numbers(task.preference);
    out.number(task.sure_slope);
    out.number(task.sure_shift);
    out.number(task.rejected);
    out.number(task.reject_below);
  }
  return out.take();
}

std::vector<std::pair<std::string, std::string>> sections_of(const ModelParts& parts) {
  std::vector<std::pair<std::string, std::string>> sections = {{"card", parts.card}, {"tasks", write_tasks(parts.tasks)}};
  for (std::size_t i = 0; i < parts.tables.size(); ++i) {
    const TableParts& table = parts.tables[i];
    const std::string name = "table" + std::to_string(i) + ".";
    std::vector<std::uint32_t> starts(kStarts, 0);
    std::vector<std::uint16_t> tails;
    for (const std::uint32_t key : table.keys) {
      ++starts[(key >> 16U) + 1];
      tails.push_back(static_cast<std::uint16_t>(key));
    }
    for (std::size_t k = 1; k < starts.size(); ++k) starts[k] += starts[k - 1];
    sections.emplace_back(name + "starts", bytes_of(starts));
    sections.emplace_back(name + "tails", bytes_of(tails));
    sections.emplace_back(name + "rarity", bytes_of(table.rarity));
    sections.emplace_back(name + "rows", bytes_of(table.rows));
    sections.emplace_back(name + "scale", bytes_of(table.scale));
    sections.emplace_back(name + "bias", bytes_of(table.bias));
  }
  return sections;
}

std::size_t aligned(std::size_t offset) { return (offset + kAlignment - 1) / kAlignment * kAlignment; }

tl::unexpected<base::Failure> refuse(std::string why) { return base::fail(base::FailureKind::invalid, std::move(why)); }

// The sections by name, each inside the file.
class Sections {
 public:
  static base::Result<Sections> read(std::string_view bytes) {
    Head head;
    if (bytes.size() < sizeof head) return refuse("it is too short to be a model");
    std::memcpy(&head, bytes.data(), sizeof head);
    if (std::string_view(head.magic.data(), head.magic.size()) != kMagic) return refuse("it is no model of Heed's triage");
    if (head.version != kVersion)
      return refuse("it is of version " + std::to_string(head.version) + ", this program reads version " +
                    std::to_string(kVersion));
    if (head.size != bytes.size())
      return refuse("it is cut short or has grown: " + std::to_string(bytes.size()) + " bytes instead of " +
                    std::to_string(head.size));
    if (checksum_of(bytes.substr(sizeof head)) != head.checksum) return refuse("it is damaged: its checksum differs");
    if (head.sections > kMostSections || sizeof head + head.sections * sizeof(Section) > bytes.size())
      return refuse("its table of sections is damaged");
    Sections sections;
    for (std::uint32_t i = 0; i < head.sections; ++i) {
      Section section;
      std::memcpy(&section, bytes.data() + sizeof head + i * sizeof section, sizeof section);
      if (section.offset > bytes.size() || section.size > bytes.size() - section.offset || section.offset % kAlignment != 0)
        return refuse("a section lies outside of it");
      const std::string_view name(section.name.data(), strnlen(section.name.data(), section.name.size()));
      sections.all_.emplace_back(name, bytes.substr(section.offset, section.size));
    }
    return sections;
  }

  [[nodiscard]] std::optional<std::string_view> find(std::string_view name) const {
    for (const auto& [one, bytes] : all_)
      if (one == name) return bytes;
    return std::nullopt;
  }
  template <class T>
  [[nodiscard]] std::span<const T> numbers(const std::string& name) const {
    const auto bytes = find(name).value_or(std::string_view());
    return {reinterpret_cast<const T*>(bytes.data()), bytes.size() / sizeof(T)};
  }

 private:
  std::vector<std::pair<std::string, std::string_view>> all_;
};

bool all_finite(std::span<const float> values) {
  return std::ranges::all_of(values, [](float value) { return std::isfinite(value); });
}

}  // namespace

std::string write_model(const ModelParts& parts) {
  const auto sections = sections_of(parts);
  std::string bytes(sizeof(Head) + sections.size() * sizeof(Section), '\0');
  for (std::size_t i = 0; i < sections.size(); ++i) {
    bytes.resize(aligned(bytes.size()), '\0');
    Section section;
    std::memcpy(section.name.data(), sections[i].first.data(), std::min(sections[i].first.size(), section.name.size()));
    section.offset = bytes.size();
    section.size = sections[i].second.size();
    std::memcpy(bytes.data() + sizeof(Head) + i * sizeof section, &section, sizeof section);
    bytes += sections[i].second;
  }
  Head head;
  std::memcpy(head.magic.data(), kMagic.data(), kMagic.size());
  head.version = kVersion;
  head.sections = static_cast<std::uint32_t>(sections.size());
  head.size = bytes.size();
  head.checksum = checksum_of(std::string_view(bytes).substr(sizeof head));
  std::memcpy(bytes.data(), &head, sizeof head);
  return bytes;
}

base::Result<Model> Model::read(std::string_view bytes) {
  const auto sections = Sections::read(bytes);
  if (!sections) return base::pass_on(sections.error());
  Model model;
  model.card_ = sections->find("card").value_or(std::string_view());
  for (std::size_t i = 0;; ++i) {
    const std::string name = "table" + std::to_string(i) + ".";
    if (!sections->find(name + "rows")) break;
    Table table;
    table.starts = sections->numbers<std::uint32_t>(name + "starts");
    table.tails = sections->numbers<std::uint16_t>(name + "tails");
    table.rarity = sections->numbers<std::uint8_t>(name + "rarity");
    table.rows = sections->numbers<std::int8_t>(name + "rows");
    table.scale = sections->numbers<float>(name + "scale");
    table.bias = sections->numbers<float>(name + "bias");
    table.width = static_cast<std::uint32_t>(table.scale.size());
    const bool fits = table.starts.size() == kStarts && table.starts.front() == 0 && std::ranges::is_sorted(table.starts) &&
                      table.starts.back() == table.tails.size() && table.rarity.size() == table.tails.size() &&
                      table.width % kLanes == 0 && table.width > 0 && table.bias.size() == table.width &&
                      table.rows.size() == table.tails.size() * table.width && all_finite(table.scale) &&
                      all_finite(table.bias);
    if (!fits) return refuse("its table " + std::to_string(i) + " does not fit together");
    model.tables_.push_back(table);
  }
  if (auto tasks = model.read_tasks(sections->find("tasks").value_or(std::string_view())); !tasks)
    return base::pass_on(tasks.error());
  return model;
}

base::Result<void> Model::read_tasks(std::string_view bytes) {
  Reader in(bytes);
  const auto count = in.number<std::uint32_t>();
  if (!in.ok() || count > kMostTasks) return refuse("its list of tasks is damaged");
  for (std::uint32_t i = 0; i < count; ++i) {
    TaskModel task;
    task.name = in.text();
    const auto labels = in.number<std::uint32_t>();
    if (labels > kMostLabels) return refuse("its list of tasks is damaged");
    for (std::uint32_t k = 0; k < labels; ++k) task.labels.push_back(in.text());
    task.table = in.number<std::uint32_t>();
    task.first_head = in.number<std::uint32_t>();
    task.heads = in.number<std::uint32_t>();
    task.many_labels = in.number<std::uint32_t>() != 0;
    task.steepness = in.number<float>();
    task.lift = in.numbers();
    task.preference = in.numbers();
    task.sure_slope = in.number<float>();
    task.sure_shift = in.number<float>();
    task.rejected = in.number<std::int32_t>();
    task.reject_below = in.number<float>();
    const bool fits = in.ok() && task.table < tables_.size() && task.heads <= tables_[task.table].width &&
                      task.first_head <= tables_[task.table].width - task.heads && labels > 0 &&
                      (task.heads == labels || (task.heads == 1 && labels == 2 && !task.many_labels)) &&
                      task.lift.size() == labels && task.preference.size() == labels &&
                      task.rejected < static_cast<std::int32_t>(labels) && task.rejected >= -1 &&
                      std::isfinite(task.steepness) && std::isfinite(task.reject_below) && std::isfinite(task.sure_slope) &&
                      std::isfinite(task.sure_shift);
    if (!fits) return refuse("its task " + std::to_string(i) + " does not fit its tables");
    tasks_.push_back(std::move(task));
  }
  return {};
}

const TaskModel* Model::find(std::string_view task) const {
  const auto found = std::ranges::find(tasks_, task, &TaskModel::name);
  return found == tasks_.end() ? nullptr : &*found;
}

}  // namespace triage
