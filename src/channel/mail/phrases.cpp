#include "channel/mail/phrases.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <string>

#include "base/text.hpp"

namespace mail {
namespace {

constexpr std::size_t kLongestAttribution = 500;  // Bytes.
constexpr std::size_t kLongestMark = 120;
constexpr std::size_t kLongestLabel = 40;
constexpr std::size_t kLongestDeviceLine = 120;

using Words = std::string_view;

// "wrote", as programs put it at the end of an attribution or before its colon. ASCII in lower case.
constexpr Words kWrote[] = {"wrote",
                            "writes",
                            "said",
                            "schrieb",
                            "a écrit",
                            "a ecrit",
                            "a écrit",
                            "escribió",
                            "escribio",
                            "escreveu",
                            "ha scritto",
                            "scrive",
                            "schreef",
                            "heeft geschreven",
                            "het volgende geschreven",
                            "skrev",
                            "kirjoitti",
                            "napisał",
                            "napisal",
                            "pisze",
                            "napísal",
                            "napsal",
                            "írta",
                            "a scris",
                            "yazdı",
                            "yazmış",
                            "написал",
                            "пишет",
                            "писал",
                            "написав",
                            "пише",
                            "написа",
                            "έγραψε",
                            "כתב",
                            "كتب",
                            "写道",
                            "寫道",
                            "書きました",
                            "さんのメール",
                            "작성",
                            "썼습니다",
                            "đã viết",
                            "menulis",
                            "เขียนว่า",
                            "ने लिखा",
                            "نوشت",
                            "va escriure",
                            "escribiu",
                            "je napisao",
                            "je napisala",
                            "je napisal",
                            "је написао",
                            "kirjutas",
                            "rakstīja",
                            "rašė",
                            "parašė",
                            "idatzi",
                            "skrifaði",
                            "shkroi",
                            "написала",
                            "লিখেছেন",
                            "எழுதியது",
                            "yozdi"};

constexpr Words kOriginal[] = {"original message",
                               "original-nachricht",
                               "ursprüngliche nachricht",
                               "originalnachricht",
                               "urspr. nachricht",
                               "message d'origine",
                               "message d’origine",
                               "message original",
                               "mensaje original",
                               "mensagem original",
                               "messaggio originale",
                               "oorspronkelijk bericht",
                               "origineel bericht",
                               "ursprungligt meddelande",
                               "originalmeddelande",
                               "originalt meddelande",
                               "oprindelig meddelelse",
                               "original meddelelse",
                               "oprindelig besked",
                               "opprinnelig melding",
                               "alkuperäinen viesti",
                               "oryginalna wiadomość",
                               "wiadomość oryginalna",
                               "wiadomość pierwotna",
                               "původní zpráva",
                               "pôvodná správa",
                               "eredeti üzenet",
                               "mesaj original",
                               "mesajul original",
                               "özgün ileti",
                               "orijinal mesaj",
                               "orijinal ileti",
                               "исходное сообщение",
                               "Исходное сообщение",
                               "оригинальное сообщение",
                               "Оригинальное сообщение",
                               "вихідне повідомлення",
                               "Вихідне повідомлення",
                               "Оригинално съобщение",
                               "Αρχικό μήνυμα",
                               "αρχικό μήνυμα",
                               "הודעה מקורית",
                               "الرسالة الأصلية",
                               "رسالة أصلية",
                               "原始邮件",
                               "邮件原件",
                               "原始郵件",
                               "原郵件",
                               "元のメッセージ",
                               "原始信件",
                               "원본 메시지",
                               "원본 메일",
                               "thư gốc",
                               "pesan asli",
                               "missatge original",
                               "izvorna poruka",
                               "originalna poruka",
                               "izvirno sporočilo",
                               "algne kiri",
                               "sākotnējais ziņojums",
                               "pradinis laiškas",
                               "original appointment",
                               "reply message",
                               "ข้อความต้นฉบับ"};

constexpr Words kForwarded[] = {"forwarded message",
                                "forwarded by",
                                "weitergeleitete nachricht",
                                "weitergeleitete mail",
                                "message transféré",
                                "message transmis",
                                "message réexpédié",
                                "mensaje reenviado",
                                "mensagem encaminhada",
                                "mensagem reencaminhada",
                                "messaggio inoltrato",
                                "doorgestuurd bericht",
                                "vidarebefordrat meddelande",
                                "videresendt melding",
                                "videresendt meddelelse",
                                "videresendt besked",
                                "välitetty viesti",
                                "edelleenlähetetty viesti",
                                "wiadomość przekazana",
                                "przekazana wiadomość",
                                "przesłana wiadomość",
                                "przeposlaná zpráva",
                                "přeposlaná zpráva",
                                "preposlaná správa",
                                "továbbított üzenet",
                                "mesaj redirecționat",
                                "iletilen mesaj",
                                "yönlendirilen ileti",
                                "yönlendirilmiş mesaj",
                                "пересылаемое сообщение",
                                "Пересылаемое сообщение",
                                "Пересланное сообщение",
                                "пересланное сообщение",
                                "Переслане повідомлення",
                                "переслане повідомлення",
                                "Препратено съобщение",
                                "Προωθημένο μήνυμα",
                                "הודעה שהועברה",
                                "رسالة معاد توجيهها",
                                "رسالة محولة",
                                "转发的邮件",
                                "转发邮件",
                                "已转发邮件",
                                "轉寄郵件",
                                "已轉寄的郵件",
                                "転送メッセージ",
                                "転送されたメッセージ",
                                "전달된 메시지",
                                "전달된 메일",
                                "thư được chuyển tiếp",
                                "pesan terusan",
                                "missatge reenviat",
                                "proslijeđena poruka",
                                "prosleđena poruka",
                                "posredovano sporočilo"};

// Those that stand without dashes, as whole lines.
constexpr Words kForwardLines[] = {"begin forwarded message:",
                                   "anfang der weitergeleiteten nachricht:",
                                   "anfang der weitergeleiteten e-mail:",
                                   "début du message transféré",
                                   "début du message réexpédié",
                                   "inicio del mensaje reenviado:",
                                   "início da mensagem reencaminhada:",
                                   "início da mensagem encaminhada:",
                                   "inizio messaggio inoltrato:",
                                   "begin doorgestuurd bericht:",
                                   "vidarebefordrat brev:",
                                   "start på videresendt besked:",
                                   "videresendt melding:",
                                   "välitetty viesti alkaa:",
                                   "początek przekazywanej wiadomości:",
                                   "начало переадресованного сообщения:",
                                   "Начало переадресованного сообщения:",
                                   "下面是被转发的邮件：",
                                   "開始轉寄郵件：",
                                   "転送されたメッセージ：",
                                   "전달된 메시지의 시작:"};

constexpr Words kForwardSubjects[] = {
    "fwd:", "fw:",         "wg:",  "tr:",   "rv:",    "enc:",  "i:",     "doorst:", "vb:",   "vs:",  "vl:",
    "pd:",  "továbbítás:", "ilt:", "转发:", "转发：", "轉寄:", "轉寄：", "fwd：",   "转寄:", "転送:"};

constexpr Words kDevice[] = {"sent from my ",
                             "sent from mail for ",
                             "sent from outlook",
                             "sent from yahoo",
                             "sent from aol",
                             "sent from proton",
                             "sent from tutanota",
                             "sent from samsung",
                             "sent from gmail",
                             "sent from an ",
                             "sent via ",
                             "sent with ",
                             "sent on the go",
                             "get outlook for ",
                             "outlook für ",
                             "outlook for ",
                             "von meinem ",
                             "von mein",
                             "gesendet von ",
                             "gesendet mit ",
                             "diese nachricht wurde von mein",
                             "envoyé de ",
                             "envoyé depuis ",
                             "envoyé à partir d",
                             "envoyé par ",
                             "téléchargez outlook",
                             "obtenir outlook pour",
                             "enviado desde ",
                             "enviado con ",
                             "enviado do ",
                             "enviado de ",
                             "enviado a partir ",
                             "enviado via ",
                             "obtener outlook para",
                             "obter o outlook",
                             "obtenha o outlook",
                             "inviato da ",
                             "inviato dal ",
                             "scarica outlook",
                             "ottieni outlook",
                             "verzonden vanaf ",
                             "verstuurd vanaf ",
                             "verzonden met ",
                             "verzonden via ",
                             "outlook voor ",
                             "skickat från ",
                             "hämta outlook",
                             "sendt fra ",
                             "sendt med ",
                             "hent outlook",
                             "skaff deg outlook",
                             "lähetetty ",
                             "hanki outlook",
                             "wysłane z ",
                             "wysłano z ",
                             "pobierz outlook",
                             "odesláno z",
                             "odoslané z",
                             "az iphone-omról küldve",
                             "elküldve ",
                             "trimis de pe ",
                             "iphone'umdan gönderildi",
                             "ipad'imden gönderildi",
                             "отправлено с ",
                             "Отправлено с ",
                             "отправлено из ",
                             "Отправлено из ",
                             "Надіслано з ",
                             "Изпратено от ",
                             "Στάλθηκε από ",
                             "נשלח מה",
                             "نُشرت من ",
                             "أُرسلت من ",
                             "مرسل من ",
                             "发自我的",
                             "从我的",
                             "發自我的",
                             "從我的",
                             "我的 iphone 傳送",
                             "iphoneから送信",
                             "ipadから送信",
                             "나의 iphone에서 보냄",
                             "내 iphone에서 보냄",
                             "đã gửi từ ",
                             "dikirim dari ",
                             "enviat des ",
                             "poslano s ",
                             "poslato sa ",
                             "poslano z "};

// Labels of fields, in lower case where ASCII; some stand for several languages.
constexpr Words kFrom[] = {
    "from",     "von",   "de",     "da",        "van",        "från",     "fra",      "lähettäjä",   "od",
    "feladó",   "de la", "kimden", "gönderen",  "от",         "От",       "від",      "Від",         "Από",
    "από",      "מאת",   "من",     "发件人",    "寄件者",     "寄件人",   "差出人",   "送信者",      "보낸 사람",
    "보낸사람", "từ",    "dari",   "remitente", "expéditeur", "mittente", "afzender", "отправитель", "Отправитель"};
constexpr Words kOtherLabels[] = {"sent",
                                  "date",
                                  "to",
                                  "cc",
                                  "subject",
                                  "reply-to",
                                  "importance",
                                  "attachments",
                                  "gesendet",
                                  "gesendet am",
                                  "datum",
                                  "an",
                                  "betreff",
                                  "kopie",
                                  "antwort an",
                                  "envoyé",
                                  "envoyé le",
                                  "à",
                                  "a",
                                  "objet",
                                  "copie à",
                                  "cci",
                                  "enviado",
                                  "enviado el",
                                  "enviado em",
                                  "enviada",
                                  "enviada em",
                                  "enviado a las",
                                  "fecha",
                                  "para",
                                  "asunto",
                                  "assunto",
                                  "data",
                                  "inviato",
                                  "oggetto",
                                  "verzonden",
                                  "aan",
                                  "onderwerp",
                                  "skickat",
                                  "till",
                                  "ämne",
                                  "sendt",
                                  "til",
                                  "emne",
                                  "dato",
                                  "lähetetty",
                                  "vastaanottaja",
                                  "aihe",
                                  "päivämäärä",
                                  "wysłano",
                                  "wysłane",
                                  "do",
                                  "temat",
                                  "dw",
                                  "odesláno",
                                  "komu",
                                  "předmět",
                                  "odoslané",
                                  "predmet",
                                  "elküldve",
                                  "címzett",
                                  "tárgy",
                                  "dátum",
                                  "trimis",
                                  "către",
                                  "subiect",
                                  "gönderildi",
                                  "gönderme tarihi",
                                  "tarih",
                                  "kime",
                                  "konu",
                                  "bilgi",
                                  "отправлено",
                                  "Отправлено",
                                  "дата",
                                  "Дата",
                                  "кому",
                                  "Кому",
                                  "тема",
                                  "Тема",
                                  "копия",
                                  "Копия",
                                  "надіслано",
                                  "Надіслано",
                                  "Изпратено",
                                  "До",
                                  "Στάλθηκε",
                                  "Ημερομηνία",
                                  "Προς",
                                  "Θέμα",
                                  "נשלח",
                                  "תאריך",
                                  "אל",
                                  "נושא",
                                  "تاريخ الإرسال",
                                  "التاريخ",
                                  "إلى",
                                  "الموضوع",
                                  "发送时间",
                                  "发送日期",
                                  "日期",
                                  "时间",
                                  "收件人",
                                  "抄送",
                                  "主题",
                                  "寄件日期",
                                  "傳送時間",
                                  "收件者",
                                  "副本",
                                  "主旨",
                                  "送信日時",
                                  "日付",
                                  "日時",
                                  "宛先",
                                  "件名",
                                  "보낸 날짜",
                                  "날짜",
                                  "받는 사람",
                                  "받는사람",
                                  "참조",
                                  "제목",
                                  "đã gửi",
                                  "ngày",
                                  "đến",
                                  "tới",
                                  "chủ đề",
                                  "dikirim",
                                  "tanggal",
                                  "kepada",
                                  "perihal",
                                  "subjek"};

bool is_one_of(const auto& words, std::string_view text) { return std::ranges::find(words, text) != std::end(words); }
bool holds_one_of(const auto& words, std::string_view text) {
  return std::ranges::any_of(words, [&](Words word) { return text.find(word) != std::string_view::npos; });
}
bool begins_with_one_of(const auto& words, std::string_view text) {
  return std::ranges::any_of(words, [&](Words word) { return text.starts_with(word); });
}

bool ends_with_colon(std::string_view text) { return text.ends_with(':') || text.ends_with("："); }

bool is_digit(char c) { return std::isdigit(static_cast<unsigned char>(c)) != 0; }

// "----- … -----", of any kind of dash.
bool is_between_dashes(std::string_view line) {
  return line.size() <= kLongestMark &&
         (line.starts_with("--") || line.starts_with("\u2014") || line.starts_with("==") || line.starts_with("__"));
}

// The marks that keep names and times of scripts from right to left in their order: U+200E, U+200F, U+202A to U+202E.
std::string without_directions(std::string_view line) {
  std::string out;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const auto last = i + 2 < line.size() ? static_cast<unsigned char>(line[i + 2]) : 0U;
    const bool is_mark =
        line.substr(i).starts_with("\xE2\x80") && (last == 0x8E || last == 0x8F || (last >= 0xAA && last <= 0xAE));
    if (is_mark) i += 2;
    else out += line[i];
  }
  return out;
}

std::string_view without_marks(std::string_view line) {
  const auto begin = line.find_first_not_of("> *|\t");
  return begin == std::string_view::npos ? std::string_view() : line.substr(begin);
}

}  // namespace

bool is_attribution(std::string_view marked) {
  const std::string line = without_directions(marked.substr(0, kLongestAttribution + 1));
  if (line.size() > kLongestAttribution || !ends_with_colon(line)) return false;
  const bool has_digits = std::ranges::count_if(line, is_digit) >= 3;
  const bool has_address = line.find('@') != std::string_view::npos;
  if (!has_digits && !has_address) return false;
  // "2026年1月5日(月) 10:00 Ann <ann@mail.example>:" says nothing of writing, but has a date and a time.
  constexpr int kDigitsOfDate = 7;
  if (line.ends_with(">:") && has_address && line.find('<') != std::string::npos &&
      std::count_if(line.begin(), line.begin() + static_cast<std::ptrdiff_t>(line.rfind('<')), is_digit) >= kDigitsOfDate)
    return true;
  return holds_one_of(kWrote, base::to_lower_ascii(line));
}

bool is_original_mark(std::string_view line) {
  return is_between_dashes(line) && holds_one_of(kOriginal, base::to_lower_ascii(line));
}

bool is_forward_mark(std::string_view line) {
  if (line.size() > kLongestMark) return false;
  const auto text = base::to_lower_ascii(line);
  return (is_between_dashes(line) && holds_one_of(kForwarded, text)) || begins_with_one_of(kForwardLines, text);
}

bool begins_forwarded(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const auto end = std::min(text.find('\n', at), text.size());
    const auto line = base::trim(without_marks(text.substr(at, end - at)));
    if (!line.empty()) return is_forward_mark(line);
    at = end + 1;
  }
  return false;
}

bool is_forward_subject(std::string_view subject) {
  // "Re: Fwd: …" answers something that was forwarded.
  return begins_with_one_of(kForwardSubjects, base::to_lower_ascii(base::trim(subject.substr(0, kLongestMark))));
}

bool is_device_line(std::string_view line) {
  if (line.size() > kLongestDeviceLine) return false;
  std::string text = base::to_lower_ascii(without_marks(line));
  if (text.starts_with('<') || text.starts_with('[')) text.erase(0, 1);
  const bool is_japanese = text.ends_with("から送信") || text.ends_with("에서 보냄") || text.ends_with("gesendet");
  return begins_with_one_of(kDevice, text) || is_japanese;
}

HeadLabel head_label(std::string_view line) {
  line = without_marks(line);
  const auto narrow = line.find(':');
  const auto wide = line.find("：");
  const auto colon = std::min(narrow, wide);
  if (colon == std::string_view::npos || colon > kLongestLabel) return HeadLabel::none;
  std::string label = base::to_lower_ascii(line.substr(0, colon));
  while (label.ends_with(' ') || label.ends_with('*') || label.ends_with("\u00A0"))
    label.resize(label.size() - (label.ends_with("\u00A0") ? 2 : 1));
  if (is_one_of(kFrom, label)) return HeadLabel::from;
  return is_one_of(kOtherLabels, label) ? HeadLabel::other : HeadLabel::none;
}

}  // namespace mail
