// The card that lies beside a model: whatever can be read of it. Another model may have another card, or none.
export interface CardTask {
  name: string
  source: string
  licence: string
  posts: number | null
  measure: string
  reached: number | null // 0 to 1.
  calibration: number | null
}

export interface ModelCard {
  what: string
  limits: string
  tasks: CardTask[]
}

type Json = Record<string, unknown>
const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)
const text = (value: unknown): string => (typeof value === 'string' ? value : '')
const number = (value: unknown): number | null => (typeof value === 'number' && Number.isFinite(value) ? value : null)
const list = (value: unknown): Json[] => (Array.isArray(value) ? value.filter(isObject) : [])

export function readCard(card: string): ModelCard | null {
  let read: unknown
  try {
    read = JSON.parse(card)
  } catch {
    return null
  }
  if (!isObject(read)) return null
  const measures = new Map(list(read['measures']).map((one) => [text(one['task']), one]))
  const tasks = list(read['trained_on'])
    .filter(({ answers }) => answers !== false)
    .map((one): CardTask => {
      const measured = measures.get(text(one['task'])) ?? {}
      return {
        name: text(one['task']),
        source: text(one['source']),
        licence: text(one['licence']),
        posts: number(one['training_posts']),
        measure: text(measured['measure']),
        reached: number(measured['validation']),
        calibration: number(measured['calibration_error']),
      }
    })
  return { what: text(read['what']), limits: text(read['limits']), tasks }
}
