// The few words of the button: [chat, close, unread].
type Words = readonly [string, string, string]

const words: Record<string, Words> = {
  en: ['Chat', 'Close the chat', 'unread'],
  pt: ['Conversa', 'Fechar a conversa', 'por ler'],
  de: ['Chat', 'Chat schließen', 'ungelesen'],
  fr: ['Discussion', 'Fermer la discussion', 'non lus'],
  es: ['Chat', 'Cerrar el chat', 'sin leer'],
  ar: ['محادثة', 'إغلاق المحادثة', 'غير مقروءة'],
}

// "pt-BR" is "pt"; a language that is not ours is English.
export function languageOf(tag: string): string {
  const language = tag.slice(0, 2).toLowerCase()
  return language in words ? language : 'en'
}

export function wordsOf(language: string): Words {
  return words[language] as Words
}
