#include "domain/acknowledgement/words.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <cstdio>

namespace acknowledgement {
namespace {

using std::chrono::days;
using std::chrono::floor;
using std::chrono::hours;
using std::chrono::minutes;

using Weekdays = std::array<std::string_view, 7>;  // From Sunday on.

// {n}: minutes. {when}: "15:40", "Monday, 09:00". {place}: the city of the clock.
struct Language {
  std::string_view code;
  std::string_view received;
  std::string_view closed;
  std::string_view soon;
  std::string_view by;
  std::string_view wanted;
  std::string_view clock;  // Whose time it is; put behind the sentences that name one.
  std::string_view more;   // What they can do, where the company says nothing of its own.
  Weekdays weekdays;
};

constexpr std::array kLanguages = {
    Language{"en",
             "This is an automatic message: what you wrote has arrived, and a person will answer it.",
             "We are closed at the moment and back on {when}.",
             "As things stand, you will probably have the answer in about {n} minutes.",
             "As things stand, you will probably have the answer by {when}.",
             "We want to answer by {when}.",
             "(Times are those of {place}.)",
             "If there is more to say, an order number or a picture, just write it here; it stays together.",
             {"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"}},
    Language{
        "de",
        "Dies ist eine automatische Nachricht: Was Sie geschrieben haben, ist angekommen, und ein Mensch wird antworten.",
        "Wir sind gerade nicht da und ab {when} wieder erreichbar.",
        "So wie es aussieht, haben Sie die Antwort wahrscheinlich in etwa {n} Minuten.",
        "So wie es aussieht, haben Sie die Antwort wahrscheinlich bis {when} Uhr.",
        "Wir möchten bis {when} Uhr antworten.",
        "(Uhrzeiten von {place}.)",
        "Wenn noch etwas dazugehört, eine Bestellnummer oder ein Bild, schreiben Sie es einfach hierher; es bleibt beisammen.",
        {"Sonntag", "Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag"}},
    Language{
        "fr",
        "Ceci est un message automatique : ce que vous avez écrit est bien arrivé, et une personne va vous répondre.",
        "Nous sommes fermés pour le moment. De retour : {when}.",
        "En l’état, vous aurez probablement la réponse dans {n} minutes environ.",
        "En l’état, vous aurez probablement la réponse au plus tard : {when}.",
        "Nous voulons répondre au plus tard : {when}.",
        "(Heures de {place}.)",
        "S’il y a autre chose à dire, un numéro de commande ou une photo, écrivez-le simplement ici ; tout reste ensemble.",
        {"dimanche", "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi"}},
    Language{"es",
             "Este es un mensaje automático: lo que ha escrito ha llegado y una persona le responderá.",
             "Ahora mismo estamos cerrados. Volvemos: {when}.",
             "Tal como están las cosas, es probable que tenga la respuesta en unos {n} minutos.",
             "Tal como están las cosas, es probable que tenga la respuesta a más tardar: {when}.",
             "Queremos responder a más tardar: {when}.",
             "(Horas de {place}.)",
             "Si hay algo más, un número de pedido o una foto, escríbalo aquí mismo; todo queda junto.",
             {"domingo", "lunes", "martes", "miércoles", "jueves", "viernes", "sábado"}},
    Language{"pt",
             "Esta é uma mensagem automática: o que escreveu chegou, e uma pessoa vai responder.",
             "De momento estamos fechados. Voltamos: {when}.",
             "Tal como as coisas estão, é provável que tenha a resposta dentro de cerca de {n} minutos.",
             "Tal como as coisas estão, é provável que tenha a resposta o mais tardar: {when}.",
             "Queremos responder o mais tardar: {when}.",
             "(Horas de {place}.)",
             "Se houver mais a dizer, um número de encomenda ou uma imagem, escreva aqui mesmo; fica tudo junto.",
             {"domingo", "segunda-feira", "terça-feira", "quarta-feira", "quinta-feira", "sexta-feira", "sábado"}},
    Language{"ar",
             "هذه رسالة آلية: لقد وصلنا ما كتبته، وسيجيبك شخص حقيقي.",
             "نحن مغلقون الآن، ونعود: {when}.",
             "بحسب الوضع الحالي، من المرجح أن يصلك الرد خلال نحو {n} دقيقة.",
             "بحسب الوضع الحالي، من المرجح أن يصلك الرد في موعد أقصاه: {when}.",
             "نريد أن نجيبك في موعد أقصاه: {when}.",
             "(الأوقات بتوقيت {place}.)",
             "إن كان لديك ما تضيفه، كرقم طلب أو صورة، فاكتبه هنا؛ كل شيء يبقى معًا.",
             {"الأحد", "الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت"}},
};

// Up to here a time is told in minutes, in steps of five.
constexpr minutes kSoon{90};
constexpr int kStep = 5;
// A name of a day says which for so long.
constexpr days kThisWeek{6};

const Language& language_of(std::string_view code) {
  const auto found = std::ranges::find(kLanguages, code, &Language::code);
  return found == kLanguages.end() ? kLanguages.front() : *found;
}

std::string fill(std::string_view pattern, std::string_view name, std::string_view value) {
  std::string out(pattern);
  if (const auto at = out.find(name); at != std::string::npos) out.replace(at, name.size(), value);
  return out;
}

std::string two_digits(std::int64_t number) { return (number < 10 ? "0" : "") + std::to_string(number); }

// The company's own clock on the wall.
class Wall {
 public:
  explicit Wall(const Situation& situation) : zone_(situation.zone), today_(floor<days>(local(situation.now))) {}

  // "15:40" today, "Monday, 09:00" this week, "2026-12-05, 09:00" beyond. Of a minute that has begun, the next.
  [[nodiscard]] std::string when(base::Time time, const Language& in) const {
    const auto at = std::chrono::ceil<minutes>(local(time));
    const auto day = floor<days>(at);
    const auto minute = at - day;
    const std::string hour = two_digits(floor<hours>(minute).count()) + ":" + two_digits((minute % hours(1)).count());
    if (day == today_) return hour;
    if (day - today_ > kThisWeek) return date(day) + ", " + hour;
    return std::string(in.weekdays.at(std::chrono::weekday(std::chrono::sys_days(day)).c_encoding())) + ", " + hour;
  }

 private:
  [[nodiscard]] base::Time local(base::Time time) const {
    return zone_ == nullptr ? time : time + std::chrono::duration_cast<base::Time::duration>(zone_->at(time).ahead);
  }
  static std::string date(std::chrono::sys_days day) {
    const std::chrono::year_month_day shown(day);
    return std::to_string(static_cast<int>(shown.year())) + "-" + two_digits(static_cast<unsigned>(shown.month())) + "-" +
           two_digits(static_cast<unsigned>(shown.day()));
  }

  const sla::Zone* zone_;
  std::chrono::sys_days today_;
};

// "Europe/Lisbon" → "Lisbon", "America/Argentina/Buenos_Aires" → "Buenos Aires".
std::string place_of(const std::string& zone_name) {
  if (zone_name.empty()) return "UTC";
  std::string place = zone_name.substr(zone_name.rfind('/') + 1);
  std::ranges::replace(place, '_', ' ');
  return place;
}

}  // namespace

bool speaks(std::string_view language) {
  return std::ranges::find(kLanguages, language, &Language::code) != kLanguages.end();
}

std::string compose(const Situation& situation, std::string_view language) {
  const Language& in = language_of(language);
  const auto& [opens_at, by, promised_at] = situation.estimate;
  const Wall wall(situation);
  std::string out(in.received);
  bool names_time = false;
  const auto add = [&](std::string_view pattern, base::Time time) {
    out += " " + fill(pattern, "{when}", wall.when(time, in));
    names_time = true;
  };
  if (opens_at) add(in.closed, *opens_at);
  const auto wait = by ? std::chrono::ceil<minutes>(*by - situation.now) : minutes(0);
  if (by && !opens_at && wait <= kSoon) {
    const auto steps = std::max<std::int64_t>(1, (wait.count() + kStep - 1) / kStep);
    out += " " + fill(in.soon, "{n}", std::to_string(steps * kStep));
  } else if (by) {
    add(in.by, *by);
  } else if (promised_at > situation.now) {
    add(in.wanted, promised_at);
  }
  if (names_time) out += " " + fill(in.clock, "{place}", place_of(situation.zone_name));
  return out + "\n\n" + (situation.help.empty() ? std::string(in.more) : situation.help);
}

}  // namespace acknowledgement
