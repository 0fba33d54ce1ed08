#include "channel/mail/reply.hpp"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace mail {
namespace {

TEST(MailReply, KnowsWhoWroteInManyLanguages) {
  for (
      const char* attribution :
      {"On Mon, Aug 31, 2026 at 9:00 AM Support <support@acme.example> wrote:",
       "Am 31.08.2026 um 09:00 schrieb Support <support@acme.example>:",
       "Am Mo., 31. Aug. 2026 um 09:00 Uhr schrieb Support <support@acme.example>:",
       "Le lun. 31 août 2026 à 09:00, Support <support@acme.example> a écrit :",
       "El lun, 31 ago 2026 a las 9:00, Support (<support@acme.example>) escribió:",
       "Em seg., 31 de ago. de 2026 às 09:00, Support <support@acme.example> escreveu:",
       "Il giorno lun 31 ago 2026 alle ore 09:00 Support <support@acme.example> ha scritto:",
       "Op ma 31 aug 2026 om 09:00 schreef Support <support@acme.example>:",
       "Den mån 31 aug. 2026 kl 09:00 skrev Support <support@acme.example>:",
       "man. 31. aug. 2026 kl. 09.00 skrev Support <support@acme.example>:",
       "ma 31. elok. 2026 klo 9.00 Support (support@acme.example) kirjoitti:",
       "pon., 31 sie 2026 o 09:00 Support <support@acme.example> napisał(a):",
       "po 31. 8. 2026 v 9:00 odesílatel Support <support@acme.example> napsal:",
       "Support <support@acme.example> ezt írta (időpont: 2026. aug. 31., H, 9:00):",
       "În lun., 31 aug. 2026 la 09:00, Support <support@acme.example> a scris:",
       "Support <support@acme.example>, 31 Ağu 2026 Pzt, 09:00 tarihinde şunu yazdı:",
       "пн, 31 авг. 2026 г. в 09:00, Support <support@acme.example>:",
       "31 августа 2026, 09:00, от Support <support@acme.example>:",
       "31.08.2026 09:00, Support пишет:",
       "пн, 31 серп. 2026 р. о 09:00 Support <support@acme.example> пише:",
       "Στις Δευ 31 Αυγ 2026 στις 9:00 π.μ., ο χρήστης Support <support@acme.example> έγραψε:",
       "‫בתאריך יום ב׳, 31 באוג׳ 2026 ב-9:00 מאת ‪Support‬‏ <‪support@acme.example‬‏>:‬",
       "في الاثنين، ٣١ أغسطس 2026 9:00 ص Support <support@acme.example> كتب:",
       "Support <support@acme.example> 于2026年8月31日周一 09:00写道：",
       "Support <support@acme.example> 於 2026年8月31日 週一 上午9:00寫道：",
       "2026年8月31日(月) 9:00 Support <support@acme.example>:",
       "2026년 8월 31일 (월) 오전 9:00, Support <support@acme.example>님이 작성:",
       "Vào Th 2, 31 thg 8, 2026 vào lúc 09:00 Support <support@acme.example> đã viết:",
       "Pada Sen, 31 Agu 2026 pukul 09.00 Support <support@acme.example> menulis:"}) {
    EXPECT_EQ(newly_written("New words.\n\n" + std::string(attribution) + "\n\n> old words\n> more\n"), "New words.")
        << attribution;
    EXPECT_EQ(newly_written("New words.\n\n" + std::string(attribution) + "\nold words\n"), "New words.") << attribution;
  }
}

TEST(MailReply, KnowsTheFieldsAndLinesAboveAQuote) {
  for (const char* head : {"From: Support\nSent: Monday\nTo: Ann\nSubject: Order",
                           "Von: Support\nGesendet: Montag\nAn: Ann\nBetreff: Bestellung",
                           "De : Support\nEnvoyé : lundi\nÀ : Ann\nObjet : Commande",
                           "De: Support\nEnviado: lunes\nPara: Ann\nAsunto: Pedido",
                           "De: Support\nEnviada em: segunda\nPara: Ann\nAssunto: Pedido",
                           "Da: Support\nInviato: lunedì\nA: Ann\nOggetto: Ordine",
                           "Van: Support\nVerzonden: maandag\nAan: Ann\nOnderwerp: Bestelling",
                           "Från: Support\nSkickat: måndag\nTill: Ann\nÄmne: Order",
                           "Fra: Support\nSendt: mandag\nTil: Ann\nEmne: Ordre",
                           "Lähettäjä: Support\nLähetetty: maanantai\nVastaanottaja: Ann\nAihe: Tilaus",
                           "Od: Support\nWysłano: poniedziałek\nDo: Ann\nTemat: Zamówienie",
                           "От: Support\nОтправлено: понедельник\nКому: Ann\nТема: Заказ",
                           "Kimden: Support\nGönderildi: Pazartesi\nKime: Ann\nKonu: Sipariş",
                           "发件人: Support\n发送时间: 星期一\n收件人: Ann\n主题: 订单",
                           "差出人: Support\n送信日時: 月曜日\n宛先: Ann\n件名: 注文",
                           "*From:* Support\n*Sent:* Monday\n*To:* Ann\n*Subject:* Order",
                           "-----Original Message-----\nFrom: Support",
                           "-----Ursprüngliche Nachricht-----",
                           "-------- Message d'origine --------",
                           "-----Mensaje original-----",
                           "------------------ 原始邮件 ------------------",
                           "-----Исходное сообщение-----"})
    EXPECT_EQ(newly_written("New words.\n\n________________________________\n" + std::string(head) + "\n\nOld words.\n"),
              "New words.")
        << head;
}

TEST(MailReply, LeavesOutSignaturesAndDeviceLines) {
  for (const char* line :
       {"Sent from my iPhone", "Von meinem iPhone gesendet", "Envoyé de mon iPhone", "Enviado desde mi iPhone",
        "Enviado do meu iPhone", "Inviato da iPhone", "Verstuurd vanaf mijn iPhone", "Skickat från min iPhone",
        "Sendt fra min iPhone", "Lähetetty iPhonesta", "Wysłane z iPhone'a", "Отправлено с iPhone", "iPhoneから送信",
        "发自我的iPhone", "나의 iPhone에서 보냄", "Get Outlook for Android<https://aka.ms/x>",
        "Sent with Proton Mail secure email.", "-- \nAnn Example\n+44 20 0000 0000"})
    EXPECT_EQ(newly_written("New words.\n\n" + std::string(line) + "\n"), "New words.") << line;
}

TEST(MailReply, KeepsAnswersBetweenQuotes) {
  EXPECT_EQ(newly_written("> Which order?\n1001.\n\n> And the colour?\nBlue.\n"), "1001.\n\nBlue.");
}

TEST(MailReply, KeepsWhatIsHandedOn) {
  const std::string mail = "See below.\n\n---------- Forwarded message ---------\nFrom: Shop\n\n> It will come.";
  EXPECT_EQ(newly_written(mail), mail);
}

TEST(MailReply, IsNeverBlankWhereSomethingWasSaid) {
  EXPECT_EQ(newly_written("> only a quote\n"), "> only a quote");
  EXPECT_EQ(newly_written("-- \nAnn"), "-- \nAnn");
  EXPECT_EQ(newly_written("Sent from my iPhone"), "Sent from my iPhone");
  EXPECT_EQ(newly_written("\n \n"), "");
}

TEST(MailReply, LeavesOrdinarySentencesAlone) {
  for (const char* said :
       {"On 5 May my brother wrote to you: nothing came of it.", "From: the bottom of my heart, thank you.",
        "I said:\nthe box is broken.", "Two questions: 1) when? 2) where?", "De: nada.\nPara: siempre, gracias.",
        "- one\n-- two\n--- three"})
    EXPECT_EQ(newly_written(said), said);
}

}  // namespace
}  // namespace mail
