#include "domain/notification/alert_mail.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

namespace notification {
namespace {

constexpr std::size_t kCauses = 12;

// The same words as on the screens (web/packages/i18n/told); a test compares them.
struct Language {
  std::string_view code;
  std::array<std::string_view, kCauses> why;  // By cause, in the order of the enum.
  std::string_view about;
  std::string_view open;
  std::string_view footer;
};

constexpr std::array kLanguages = {
    Language{
        "en",
        {"A conversation was given to you", "The time to answer is nearly over", "An answer is late",
         "Still nobody has answered", "A customer was let down again", "A rule tells you something",
         "A playbook tells you something", "It is time to come back to somebody", "A promised call needs you",
         "Answers will probably come too late: somebody should help", "The time for a solution is nearly over",
         "A solution is late"},
        "About: {name}",
        "Open it: {link}",
        "You were told this in Heed and have not looked at it there. Mail like this is switched off under Settings, Me. Nobody reads answers to it."},
    Language{
        "de",
        {"Eine Unterhaltung wurde Ihnen übergeben", "Die Zeit für eine Antwort ist fast um", "Eine Antwort ist zu spät",
         "Noch immer hat niemand geantwortet", "Ein Kunde wurde wieder enttäuscht", "Eine Regel meldet Ihnen etwas",
         "Ein Ablaufplan meldet Ihnen etwas", "Es ist Zeit, auf jemanden zurückzukommen",
         "Ein versprochener Rückruf braucht Sie", "Antworten kommen voraussichtlich zu spät: jemand sollte helfen",
         "Die Zeit für eine Lösung ist fast um", "Eine Lösung ist zu spät"},
        "Es geht um: {name}",
        "Öffnen: {link}",
        "Das steht für Sie in Heed, und Sie haben es dort noch nicht angesehen. Abschalten können Sie solche Mails unter Einstellungen, Ich. Antworten darauf liest niemand."},
    Language{
        "fr",
        {"Une conversation vous a été confiée", "Un délai de réponse est presque écoulé", "Une réponse est en retard",
         "Toujours aucune réponse", "Un client a encore été déçu", "Une règle vous signale quelque chose",
         "Une procédure vous signale quelque chose", "Il est temps de revenir vers quelqu’un",
         "Un appel promis a besoin de vous", "Les réponses arriveront probablement trop tard : il faudrait aider",
         "Un délai de résolution est presque écoulé", "Une solution est en retard"},
        "À propos de : {name}",
        "Ouvrir : {link}",
        "Heed vous l’a signalé et vous ne l’y avez pas encore vu. Ces messages se désactivent dans Paramètres, Moi. Personne ne lit les réponses."},
    Language{
        "es",
        {"Te han pasado una conversación", "Queda poco tiempo para responder", "Una respuesta llega tarde",
         "Sigue sin haber respuesta", "Se ha fallado otra vez a un cliente", "Una regla te avisa de algo",
         "Un procedimiento te avisa de algo", "Es hora de volver a alguien", "Una llamada prometida le necesita",
         "Es probable que las respuestas lleguen tarde: alguien debería ayudar", "Queda poco tiempo para una solución",
         "Una solución llega tarde"},
        "Sobre: {name}",
        "Abrir: {link}",
        "Está en Heed para usted y aún no lo ha visto allí. Estos correos se desactivan en Ajustes, Yo. Nadie lee las respuestas."},
    Language{
        "pt",
        {"Deram-lhe uma conversa", "O tempo para responder está quase a acabar", "Uma resposta está atrasada",
         "Ainda ninguém respondeu", "Falhámos de novo a um cliente", "Uma regra avisa-o de algo",
         "Um procedimento avisa-o de algo", "É altura de voltar a alguém", "Uma chamada prometida precisa de si",
         "As respostas vão provavelmente chegar tarde: alguém devia ajudar", "O tempo para uma solução está quase a acabar",
         "Uma solução está atrasada"},
        "Sobre: {name}",
        "Abrir: {link}",
        "Está no Heed para si e ainda não o viu lá. Estes e-mails desligam-se em Definições, Eu. Ninguém lê as respostas."},
    Language{
        "ar",
        {"أُسندت إليك محادثة", "وقت الرد يكاد ينتهي", "تأخّر أحد الردود", "ما زال لا رد", "خُذل عميل مرة أخرى",
         "قاعدة تنبّهك إلى أمر", "خطة عمل تنبّهك إلى أمر", "حان وقت العودة إلى أحدهم", "مكالمة موعودة تحتاج إليك",
         "من المرجّح أن تتأخر الردود: ينبغي أن يساعد أحد", "وقت أحد الحلول يكاد ينتهي", "تأخّر أحد الحلول"},
        "بخصوص: {name}",
        "افتحها: {link}",
        "هذا موجّه إليك في Heed ولم تطّلع عليه هناك بعد. يمكنك إيقاف هذه الرسائل من الإعدادات، أنا. لا أحد يقرأ الردود عليها."},
};

const Language& language_of(std::string_view tag) {
  const auto code = tag.substr(0, tag.find('-'));
  const auto found = std::ranges::find(kLanguages, code, &Language::code);
  return found == kLanguages.end() ? kLanguages.front() : *found;
}

std::string fill(std::string_view pattern, std::string_view name, std::string_view value) {
  std::string out(pattern);
  if (const auto at = out.find(name); at != std::string::npos) out.replace(at, name.size(), value);
  return out;
}

}  // namespace

bool is_mailed(Cause cause) {
  return cause != Cause::assigned && cause != Cause::warned && cause != Cause::resolution_warned;
}

Letter letter_of(Cause cause, std::string_view language, const std::string& name, const std::string& link) {
  const auto& in = language_of(language);
  const std::string why(in.why.at(static_cast<std::size_t>(cause)));
  Letter out{"Heed: " + why, why + "."};
  if (!name.empty()) out.subject += " (" + name + ")";
  if (!name.empty()) out.text += "\n" + fill(in.about, "{name}", name);
  if (!link.empty()) out.text += "\n\n" + fill(in.open, "{link}", link);
  out.text += "\n\n" + std::string(in.footer);
  return out;
}

}  // namespace notification
