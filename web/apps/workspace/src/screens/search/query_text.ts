// The search field's text and the filters beside it are one thing: a filter is a field in the text, as one could type it.

// A value as it stands behind the colon: in quotation marks where it holds a blank.
const quoted = (value: string): string => (/[\s"]/.test(value) ? `"${value.replaceAll('"', '')}"` : value)

const pattern = (name: string): RegExp => new RegExp(`(?:^|\\s)${name}:(?:"([^"]*)"|(\\S*))(?=\\s|$)`, 'i')

// What the text asks of a field; empty when nothing.
export function fieldOf(text: string, name: string): string {
  const found = pattern(name).exec(text)
  return found ? (found[1] ?? found[2] ?? '') : ''
}

// The text with the field set to the value, or without it.
export function withField(text: string, name: string, value: string): string {
  const bare = text.replace(pattern(name), ' ').replace(/\s+/g, ' ').trim()
  return value ? `${bare} ${name}:${quoted(value)}`.trim() : bare
}
