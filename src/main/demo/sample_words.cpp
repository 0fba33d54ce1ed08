#include "main/demo/sample_words.hpp"

#include <array>

namespace heed::sample {
namespace {

constexpr auto kMatters = std::to_array<Matter>({
    {"en", "Hi, my parcel has said \"label created\" for five days. Order 48-2210. Is anybody there?",
     "Sorry for the silence from the carrier. I rang the depot: it leaves tonight and is with you on Thursday. I will check again tomorrow.",
     "Thank you, that is all I wanted to know."},
    {"en", "Is the Alfama in blue coming back in stock before spring?",
     "Yes, on 3 March. Shall I put one aside for you? No payment needed until it is here.", "Please do, size M."},
    {"en", "You charged me twice for order 48-1973. I want one of them back today.",
     "You are right, and I am sorry. The second charge is on its way back; your bank shows it within two days.",
     "Received, thanks."},
    {"en", "Which tyres fit a Belem from 2023? The side says 47-622.",
     "Anything from 40 to 50 on 622 mm. For the hills here most people take 42 with a reflective strip.", ""},
    {"en", "The camera in your app shows black when I try to scan my frame number. Android 14.",
     "Thank you for telling us. It is a fault on our side since Monday's update; version 3.2.1 tomorrow mends it.",
     "Works now."},
    {"en",
     "Just wanted to say Joao in the workshop fixed my brakes in ten minutes and would not take money. You keep a customer.",
     "That made our morning. He is reading this and pretends not to smile.", ""},
    {"en", "Can I bring a bike that I did not buy from you for a service?",
     "Of course. 49 euros, two days, and we ring you before anything costs more.", "Perfect, see you Friday."},
    {"en", "I was told 2-3 days and it is day nine. I am about to cancel.",
     "Nine days is not what we promised. It is out for delivery today; if it is not there by 18:00 I cancel it for you and you keep the lock.",
     "It came at five. Thank you for being straight with me."},
    {"pt", "Bom dia, a minha encomenda 48-2305 continua parada em Vialonga. Podem ver o que se passa?",
     "Bom dia! Falei com a transportadora: sai hoje e chega amanhã até às 13h. Volto a escrever-lhe amanhã.",
     "Chegou, obrigado!"},
    {"pt", "A corrente salta quando subo a Graça. Está na garantia?",
     "Está, sim. Traga-a quando quiser até às 19h, afinamos na hora.", "Impecável, obrigada."},
    {"pt", "Cobraram-me duas vezes. Já é a segunda mensagem que mando.",
     "Tem toda a razão, e peço desculpa. O reembolso saiu agora; demora dois dias no banco.", ""},
    {"pt", "Fazem entregas nos Açores?", "Fazemos: 5 a 7 dias, 29 euros por bicicleta.", "Boa, vou encomendar."},
    {"pt", "Adorei o atendimento na loja de Marvila. Parabéns à equipa!", "Muito obrigada! Vou passar o recado à equipa.",
     ""},
    {"de", "Hallo, bei meinem Rad fehlen die Pedale im Karton. Bestellung 48-2251.",
     "Das tut mir leid. Die Pedale gehen heute per Express raus, Sie haben sie am Donnerstag.",
     "Danke für die schnelle Antwort!"},
    {"de", "Wie lange dauert eine Inspektion zur Zeit?",
     "Zwei Tage, ab Montag wieder einen. Soll ich Ihnen einen Platz freihalten?", "Ja bitte, Montag früh."},
    {"de", "Das Licht geht nach zehn Minuten aus. Ist das normal?",
     "Nein. Wahrscheinlich der Stecker am Dynamo; ich schicke Ihnen ein Bild, wo man drückt. Hilft das nicht, tauschen wir die Lampe.",
     "Der Stecker war es. Super."},
    {"es", "Hola, ¿hacéis envíos a Vigo? ¿Cuánto tarda?", "Sí, tres días y 19 euros. Gratis a partir de 500.",
     "Genial, gracias."},
    {"es", "El casco que compré me queda pequeño, ¿puedo cambiarlo?",
     "Claro, dentro de 30 días. Le mando la etiqueta de devolución ahora mismo.", "Recibida, gracias."},
    {"fr", "Bonjour, peut-on changer l'adresse de livraison ? Commande 48-2298.",
     "Bonjour, c'est fait : le colis ira à la nouvelle adresse, vendredi au plus tard.", "Merci beaucoup."},
    {"fr", "Le pneu avant est crevé après deux jours. C'est normal ?",
     "Non, et nous vous en devons un. Passez quand vous voulez, ou je vous l'envoie.", "Je passe samedi."},
    {"ar", "مرحبا، وصلت الدراجة مع رفرف مثني. رقم الطلب 48-2317.", "نعتذر منك. نرسل لك رفرفاً جديداً اليوم ويصل يوم الخميس.",
     "شكراً جزيلاً."},
});

constexpr auto kCrisis = std::to_array<Matter>({
    {"en", "Your checkout says \"try again later\" since eight. I have tried for an hour. @lisbonbikes",
     "It is our payment provider. We are on it and answer everyone here as soon as it works again.", ""},
    {"pt", "Não consigo pagar, dá sempre erro. Já tentei três cartões. @lisbonbikes",
     "O problema é do nosso fornecedor de pagamentos. Avisamos aqui mal esteja resolvido.", ""},
    {"en", "Paid, got an error, and no confirmation. Did I just buy two bikes? @lisbonbikes",
     "No: nothing was booked without a confirmation. If it shows on your card it goes back today.",
     "OK. Not fun, but thanks."},
    {"es", "No puedo pagar en vuestra web. ¿Lo sabéis? @lisbonbikes", "Sí, y lo sentimos. En cuanto funcione avisamos aquí.",
     ""},
    {"en", "The sale ends tonight and nobody can buy anything. Great planning. @lisbonbikes",
     "Fair point. We prolong the sale until Sunday for everybody.", "That is decent of you."},
    {"de", "Bezahlen geht seit Stunden nicht. Wird das heute noch was? @lisbonbikes",
     "Ja: seit 11:40 geht es wieder. Die Aktion läuft bis Sonntag weiter.", ""},
});

constexpr auto kEnglish = std::to_array<std::string_view>(
    {"Chidi Okafor", "Hannah Reed", "Liam Byrne", "Joy Adeyemi", "Tom Whitlock", "Priya Nair", "Grace Owusu", "Sam Keller",
     "Nora Quinn", "Ben Asher", "Ivy Marlow", "Omar Haddad", "Ruth Calloway", "Kofi Mensah", "Ella Frost"});
constexpr auto kPortuguese = std::to_array<std::string_view>({"Ana Silva", "Rui Costa", "Beatriz Nunes", "Tiago Marques",
                                                              "Inês Rocha", "Duarte Pinto", "Marta Lopes", "Nuno Teixeira",
                                                              "Carla Moura", "Vasco Leal", "Sofia Antunes", "Hugo Prates"});
constexpr auto kGerman =
    std::to_array<std::string_view>({"Jonas Weber", "Lena Vogt", "Katrin Sommer", "Dieter Brandt", "Maja Lenz"});
constexpr auto kSpanish =
    std::to_array<std::string_view>({"Lucía Romero", "Pablo Iglesias Vega", "Carmen Ortiz", "Diego Salas"});
constexpr auto kFrench = std::to_array<std::string_view>({"Marie Lefèvre", "Hugo Garnier", "Chloé Besson", "Luc Moreau"});
constexpr auto kArabic = std::to_array<std::string_view>({"رنا حداد", "ليلى منصور", "كريم ناصر"});

constexpr auto kWaiting = std::to_array<Waiting>({
    {"Ana Silva", "Dia cinco e a encomenda continua em \"etiqueta criada\". Alguém me responde?", 430, false, false, -1},
    {"Hana Sato", "Can I change the delivery address after dispatch? It leaves tomorrow.", 275, false, false, 2},
    {"Emre Kaya", "Is the blue one coming back in stock before Friday?", 205, false, false, -1},
    {"Joy Adeyemi", "You charged me twice for order 48-2210. Please sort it out.", 120, false, true, 3},
    {"Luc Moreau", "Bonjour, mon vélo fait un bruit bizarre depuis hier.", 40, false, false, -1},
    {"ليلى منصور", "مرحبا، هل يمكن استلام الطلب من المتجر؟", 15, false, false, -1},
    {"Goran Petrov", "Third week without an answer about my refund. Telling everyone I know. @lisbonbikes", 4200, true,
     false, -1},
    {"Carmen Ortiz", "¿Abrís los domingos? En la web pone una cosa y en la puerta otra. @lisbonbikes", 2900, true, false,
     -1},
    {"Kaja Lund", "Took the Graca up to the castle today. What a machine. @lisbonbikes", 900, true, false, -1},
    {"Liam Byrne", "The app crashes every time I open the camera since the update. @lisbonbikes", 300, true, false, -1},
});

}  // namespace

std::span<const Matter> matters() { return kMatters; }
std::span<const Matter> crisis() { return kCrisis; }
std::span<const Waiting> waiting() { return kWaiting; }

std::span<const std::string_view> names(std::string_view language) {
  if (language == "pt") return kPortuguese;
  if (language == "de") return kGerman;
  if (language == "es") return kSpanish;
  if (language == "fr") return kFrench;
  if (language == "ar") return kArabic;
  return kEnglish;
}

}  // namespace heed::sample
