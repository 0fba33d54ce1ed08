#include "main/demo/script.hpp"

#include <algorithm>
#include <chrono>
#include <random>
#include <string_view>
#include <vector>

#include "domain/conversation/case.hpp"

namespace heed::demo {
namespace {

using base::Time;
using conversation::DismissReason;
using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

// The same sample company on every machine.
constexpr std::uint64_t kSeed = 20261121;

class Dice {
 public:
  std::int64_t roll(std::int64_t least, std::int64_t most) {
    return least + static_cast<std::int64_t>(random_() % static_cast<std::uint64_t>(most - least + 1));
  }
  seconds between(seconds least, seconds most) { return seconds{roll(least.count(), most.count())}; }

 private:
  std::mt19937_64 random_{kSeed};
};

// One story told by one customer at one time.
struct Telling {
  Time start;
  const Voice* voice;
  const Story* story;
};

void replace_all(std::string& text, std::string_view slot, const std::string& value) {
  for (auto at = text.find(slot); at != std::string::npos; at = text.find(slot, at + value.size()))
    text.replace(at, slot.size(), value);
}

struct Slots {
  std::string order, model, price, name, handle;

  [[nodiscard]] std::string fill(std::string text) const {
    replace_all(text, "{order}", order);
    replace_all(text, "{model}", model);
    replace_all(text, "{price}", price);
    replace_all(text, "{name}", name);
    replace_all(text, "{handle}", handle);
    return text;
  }
};

Slots slots_for(const Person& who, Dice& dice) {
  static constexpr const char* kModels[] = {"Tejo 3", "Alfama", "Graça City", "Belém 7", "Sintra E"};
  static constexpr const char* kPrices[] = {"349 €", "489 €", "629 €", "79 €", "1.290 €"};
  const std::string name = who.name;
  return {"LB-" + std::to_string(dice.roll(2100, 9899)), kModels[dice.roll(0, 4)], kPrices[dice.roll(0, 4)],
          name.substr(0, name.find(' ')), std::string(who.handle).substr(1)};
}

// How long it takes until we answer the first word, and the later ones.
seconds first_wait(const Story& story, Dice& dice) {
  if (story.place == Place::chat)
    return story.pace == Pace::quick ? dice.between(seconds{35}, seconds{250}) : dice.between(minutes{6}, minutes{48});
  return story.pace == Pace::quick ? dice.between(minutes{4}, minutes{52}) : dice.between(minutes{66}, minutes{200});
}
seconds next_wait(const Story& story, Dice& dice) {
  return story.place == Place::chat ? dice.between(seconds{30}, seconds{220}) : dice.between(minutes{3}, minutes{40});
}

std::optional<DismissReason> dismissal_of(const Story& story) {
  switch (story.ending) {
    case Ending::spam: return DismissReason::spam;
    case Ending::duplicate: return DismissReason::duplicate;
    case Ending::elsewhere: return DismissReason::handled_elsewhere;
    case Ending::other: return DismissReason::other;
    case Ending::resolved:
    case Ending::open: break;
  }
  if (story.lines.back()[0] == '>') return DismissReason::thanks_only;
  return std::nullopt;
}

// Plans the whole story; the partner's people answer what was handed to them.
void tell(Stage& stage, const Telling& telling, const Person& who, const std::string& agent, Dice& dice) {
  const auto& story = *telling.story;
  const Slots slots = slots_for(who, dice);
  auto& talk = stage.begin(story.place, who);
  if (dice.roll(0, 2) == 0) talk.email = slots.handle + "@example.org";
  Time at = telling.start;
  const Time answer_from = telling.start + first_wait(story, dice);
  bool answered = false;
  char before = ' ';
  for (const std::string_view line : story.lines) {
    const char kind = line[0];
    const std::string text = slots.fill(std::string(line.substr(2)));
    if (kind == '>') {
      if (before != ' ') at += before == '>' ? dice.between(seconds{40}, seconds{170}) : next_wait(story, dice);
      stage.says(at, talk, text);
      if (before == ' ' && agent == "rita") stage.hands_to_partner(at + seconds{20}, talk);
    } else if (kind == '#') {
      at += dice.between(seconds{25}, seconds{90});
      stage.notes(at, talk, agent, text);
    } else {
      at = answered ? at + next_wait(story, dice) : std::max(at + seconds{20}, answer_from);
      stage.replies(at, talk, agent, text);
      answered = true;
    }
    before = kind;
  }
  if (story.ending == Ending::open) return;
  const auto reason = dismissal_of(story);
  // What is dismissed has a clock running; what was answered has time.
  if (!reason) at += dice.between(minutes{1}, minutes{25});
  else if (story.place == Place::chat) at += dice.between(seconds{25}, seconds{270});
  else at += dice.between(minutes{5}, minutes{50});
  stage.resolves(at, talk, agent, reason, reason == DismissReason::other ? "Not for us to answer." : "");
}

std::vector<Telling> tellings_of(const std::vector<Voice>& voices, Time now, Dice& dice) {
  const Time today = std::chrono::floor<days>(now);
  std::vector<Telling> tellings;
  for (const auto& voice : voices) {
    for (int week = 0; week < 2; ++week) {
      for (std::size_t i = 0; i < voice.stories.size(); ++i) {
        if (week == 1 && i % 4 == 3) continue;  // Not every matter comes up twice.
        const auto day = dice.roll(1, 6) + (week == 0 ? 7 : 0);
        Time start = today - days{day} + hours{8} + seconds{dice.roll(0, 12 * 3600)};
        // A story needs up to half a day to its end; fourteen days are shown.
        while (start > now - hours{10}) start -= days{1};
        tellings.push_back({start, &voice, &voice.stories[i]});
      }
    }
  }
  std::ranges::sort(tellings, {}, &Telling::start);
  return tellings;
}

// A one-line talk about now: who says what how long ago.
Talk& asks(Stage& stage, Time now, Place place, Person who, seconds ago, const char* text) {
  auto& talk = stage.begin(place, who);
  stage.says(now - ago, talk, text);
  return talk;
}

}  // namespace

void plan_everyday_care(Stage& stage, Time now) {
  const std::vector<Voice> voices{portuguese(), english(), german(), spanish(), french(), arabic()};
  Dice dice;
  std::vector<std::size_t> told(voices.size());
  int evening = 0;
  for (const auto& telling : tellings_of(voices, now, dice)) {
    // In turn, so that somebody who comes back comes back after days.
    auto& turn = told[static_cast<std::size_t>(telling.voice - voices.data())];
    const Person& who = telling.voice->people[turn++ % telling.voice->people.size()];
    const auto hour = std::chrono::floor<hours>(telling.start - std::chrono::floor<days>(telling.start)).count();
    const bool to_partner = hour >= 18 && telling.story->place == Place::chat && ++evening % 2 == 0;
    tell(stage, telling, who, to_partner ? "rita" : telling.voice->agent, dice);
  }
}

void plan_recovered_customer(Stage& stage, Time now) {
  const Person helena{"Helena Prates", "@heleprates"};
  auto& talk = stage.begin(Place::chat, helena);
  talk.email = "helena.prates@example.org";
  Time at = now - days{11} - hours{2};
  stage.says(at, talk,
             "Encomendei uma Graça City há três semanas e continua «a caminho». Alguém me sabe dizer alguma coisa?");
  stage.says(at + minutes{20}, talk, "Pelos vistos não.");
  stage.replies(at + minutes{52}, talk, "mira",
                "Peço imensa desculpa, Helena. A bicicleta sai amanhã do armazém, garantido, e chega na quinta-feira.");
  stage.resolves(at + minutes{70}, talk, "mira");

  at = now - days{9};
  stage.says(at, talk, "Quinta-feira passou e nada. Quero o meu dinheiro de volta e não volto a comprar aqui.");
  stage.assigns(at + minutes{2}, talk, "tom");
  stage.notes(at + minutes{3}, talk, "tom",
              "O armazém trocou as moradas. Ligo-lhe eu; entrega hoje em mão, portes devolvidos e revisão de um ano.");
  stage.replies(
      at + minutes{4}, talk, "tom",
      "Helena, tem toda a razão: enganámo-nos na morada. Ligo-lhe dentro de cinco minutos e levo-lhe a bicicleta hoje, eu próprio. Tom");
  stage.says(at + hours{9}, talk, "Chegou, e veio afinada. Obrigada por ter ligado, Tom.");
  stage.resolves(at + hours{9} + minutes{4}, talk, "tom", DismissReason::thanks_only);

  auto& praise = stage.begin(Place::posts, helena);
  at = now - days{3} - hours{1};
  stage.says(
      at, praise,
      "Correu mal, ligaram-me, resolveram no mesmo dia e pediram desculpa como gente grande. Parabéns @lisbonbikes, ganharam-me outra vez.");
  stage.replies(at + minutes{16}, praise, "tom",
                "@heleprates Helena, foi um gosto. Obrigado por nos ter dado outra oportunidade. 💙");
  stage.resolves(at + minutes{20}, praise, "tom");
}

void plan_crisis(Stage& stage, Time now) {
  Dice dice;
  const Time begin = now - days{2} - hours{3};
  Time at = begin;
  int nth = 0;
  std::vector<const Talk*> answered;
  for (const auto& complaint : crisis()) {
    at += dice.between(seconds{90}, minutes{11});
    auto& talk = stage.begin(complaint.place, complaint.who);
    stage.says(at, talk, complaint.text);
    const std::string agent = std::vector<std::string>{"mira", "joao", "lena", "tom"}[static_cast<std::size_t>(nth++) % 4];
    // The longer it goes on, the longer people wait, until the fix is out.
    const seconds wait = complaint.place == Place::chat ? dice.between(minutes{2}, minutes{3 + nth})
                                                        : dice.between(minutes{10}, minutes{40 + 2 * nth});
    if (complaint.answer != nullptr) {
      if (answered.size() < conversation::kMostInCase) answered.push_back(&talk);
      stage.replies(at + wait, talk, agent, complaint.answer);
      stage.resolves(at + wait + minutes{30}, talk, agent);
    } else {
      const bool thanks = complaint.place == Place::chat;
      stage.resolves(at + wait + hours{1}, talk, agent,
                     thanks ? DismissReason::thanks_only : DismissReason::handled_elsewhere,
                     thanks ? "" : "Answered by our post to everybody.");
    }
  }
  stage.links(at, "tom", "The app's camera stays black", std::move(answered));
  stage.posts(
      begin + minutes{35}, "sample-crisis-1",
      "The camera in our app stays black since this morning's update. It is our mistake. The number under the saddle unlocks every bike, "
      "and all rides of today are free. We are on it and tell you here when it works.");
  stage.posts(
      begin + hours{2} + minutes{20}, "sample-crisis-2",
      "Version 4.2.1 is out and the camera works again. Sorry, and thank you for your patience. Tom and everybody at Lisbon Bikes");
}

void plan_this_moment(Stage& stage, Time now) {
  constexpr auto kChat = Place::chat, kPosts = Place::posts;
  using conversation::Status;

  // Clocks at every stage: calm, soon, now, late.
  asks(stage, now, kChat, {"Harriet Lowe", "@harrietlowe"}, seconds{20},
       "Hi! Do you have the Alfama in a size S to try on today?");
  asks(stage, now, kChat, {"Marta Caldeira", "@martacald"}, seconds{75},
       "Boa tarde, o meu desconto de aniversário não aparece no carrinho. Como faço?");
  auto& german = asks(stage, now, kChat, {"Sönke Matthies", "@soenkemat"}, seconds{190},
                      "Moin, bei meiner Sintra E geht das Display nicht mehr an. Was kann ich tun?");
  stage.assigns(now - seconds{150}, german, "lena");
  auto& french = asks(stage, now, kChat, {"Clémence Aubry", "@clemaubry"}, seconds{265},
                      "Bonjour, je suis devant la boutique de Graça et elle est fermée ? Le site dit ouvert.");
  stage.assigns(now - seconds{200}, french, "mira");
  asks(stage, now, kChat, {"Andrés Villar", "@andresvillar"}, minutes{11},
       "Hola, me habéis cobrado dos veces el alquiler de ayer (24 €)");
  auto& arab =
      asks(stage, now, kChat, {"رنا العلي", "@ranaalali"}, minutes{27}, "مرحبا، طلبت خوذة مقاس S ووصلتني L، كيف أستبدلها؟");
  stage.assigns(now - minutes{25}, arab, "mira");
  stage.notes(now - minutes{24}, arab, "tom", "Mira, há uma S na loja de Belém; a Joana guarda-a.");
  asks(stage, now, kPosts, {"Vera Pacheco", "@verapach"}, minutes{13},
       "@lisbonbikes vão ter a Tejo 3 em verde este inverno?");
  asks(stage, now, kPosts, {"Elliot Marsh", "@elliotmarsh"}, minutes{53},
       "@lisbonbikes my rental was billed for 26 hours, I had it for two. Anyone home?");
  asks(stage, now, kPosts, {"Dora Weiss", "@doraweiss"}, minutes{128},
       "Hat schon jemand die neue Belém Cargo von @lisbonbikes gefahren? Lohnt sich die?");

  // Answered, and then the customer wrote again.
  auto& again = asks(stage, now, kChat, {"Callum Reeve", "@callumreeve"}, minutes{19},
                     "Can I change the delivery address of order LB-7734?");
  stage.replies(now - minutes{17}, again, "joao", "Of course, Callum. Where shall it go?");
  stage.says(now - minutes{2}, again, "Rua das Flores 12, 3rd floor. And could they ring twice? The bell is weak");

  // With the partner.
  auto& evening = asks(stage, now, kChat, {"Célia Roque", "@celiaroque"}, seconds{100},
                       "Boa noite, ainda vão a tempo de cancelar a encomenda LB-8120?");
  stage.hands_to_partner(now - seconds{60}, evening);

  // Nobody waits for us in these.
  auto& pending = asks(stage, now, kChat, {"Ursula Kemp", "@ursulakemp"}, minutes{95},
                       "My chain makes a grinding noise after the service you did");
  stage.replies(now - minutes{92}, pending, "joao",
                "That should not be, Ursula. Could you send us a short video of it, or come by today?");
  stage.sets_status(now - minutes{91}, pending, "joao", Status::pending);
  auto& asleep =
      asks(stage, now, kChat, {"Xavier Rolim", "@xavierrolim"}, hours{5}, "Avisam-me quando houver a Graça City em L?");
  stage.replies(now - hours{5} + minutes{3}, asleep, "mira", "Claro, Xavier! Chegam amanhã de manhã e aviso-o logo.");
  stage.sets_status(now - hours{5} + minutes{4}, asleep, "mira", Status::snoozed, now + hours{18});
  auto& open = asks(stage, now, kChat, {"Ingrid Solheim", "@ingridsol"}, minutes{48},
                    "I left a yellow rain jacket on rental bike 212 last night");
  stage.replies(now - minutes{45}, open, "tom", "I have asked the station team to look, Ingrid. I write as soon as I know.");
}

}  // namespace heed::demo
