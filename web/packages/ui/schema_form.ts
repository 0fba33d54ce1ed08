// Which controls a JSON Schema asks for. Settings of a channel come as a schema from the server, so one form serves every
// channel there is and will be.

// `maybe`: yes, no, or as the server has it.
export type ControlKind = 'text' | 'secret' | 'long' | 'number' | 'switch' | 'maybe' | 'choice' | 'lines'

export interface Control {
  name: string
  kind: ControlKind
  required: boolean
  description: string | null
  choices: string[]
}

// What the server shows instead of a secret that it keeps, and takes for "as it is".
export const kKeptSecret = '***'

// What the form itself says, in the language of the screen.
export interface SchemaTexts {
  optional: string
  lines: string // How to write a list.
  more: string // Over what is folded away.
  kept: string
  enter: string // A new secret.
  keep: string // The old secret after all.
  usual: string // A choice left to the server.
  yes: string
  no: string
}
// Of a member by its name; `part` is 'label', 'hint', or one of its choices. Undefined: the schema's own word.
export type SchemaWords = (name: string, part: string) => string | undefined

export type FormValue = string | number | boolean | string[] | null
export type FormValues = Record<string, FormValue>

interface Schema {
  type?: string | string[]
  enum?: unknown[]
  format?: string
  description?: string
  writeOnly?: boolean
  maxLength?: number
  items?: Schema
  anyOf?: Schema[]
  oneOf?: Schema[]
  properties?: Record<string, Schema>
  required?: string[]
  default?: unknown
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

// The schema without "or null", and whether that was said.
function bare(schema: Schema): { schema: Schema; nullable: boolean } {
  const alternatives = schema.anyOf ?? schema.oneOf
  if (alternatives) {
    const real = alternatives.find(({ type }) => type !== 'null')
    return { schema: { ...schema, ...real }, nullable: alternatives.some(({ type }) => type === 'null') }
  }
  if (Array.isArray(schema.type)) {
    const real = schema.type.find((type) => type !== 'null')
    return { schema: { ...schema, ...(real === undefined ? {} : { type: real }) }, nullable: schema.type.includes('null') }
  }
  return { schema, nullable: false }
}

function kindOf(name: string, schema: Schema, left: boolean): ControlKind | null {
  if (schema.enum) return 'choice'
  switch (schema.type) {
    case 'boolean':
      return left ? 'maybe' : 'switch'
    case 'integer':
    case 'number':
      return 'number'
    case 'array':
      return schema.items?.type === 'string' ? 'lines' : null
    case 'string':
      if (schema.format === 'password' || schema.writeOnly === true) return 'secret'
      return schema.format === 'multiline' || (schema.maxLength ?? 0) > 200 || /text|greeting/.test(name) ? 'long' : 'text'
    default:
      return null
  }
}

// What cannot be drawn is left out; the server says so if it needs it.
export function controlsOf(source: unknown): Control[] {
  if (!isObject(source) || !isObject(source['properties'])) return []
  const schema = source as Schema
  return Object.entries(schema.properties ?? {}).flatMap(([name, property]) => {
    const { schema: real, nullable } = bare(property)
    const kind = kindOf(name, real, nullable && real.default === undefined)
    if (!kind) return []
    const required = !nullable && (schema.required?.includes(name) ?? false)
    const choices = (real.enum ?? []).filter((choice): choice is string => typeof choice === 'string')
    return [{ name, kind, required, description: real.description ?? null, choices }]
  })
}

const empty: Record<ControlKind, FormValue> = {
  text: '',
  secret: '',
  long: '',
  number: null,
  switch: false,
  maybe: null,
  choice: '',
  lines: [],
}

const kMostUnfolded = 3

// What everybody fills in, and what is folded away: where more than a few may be left out, those. The first secret stays, since it
// is what one signs in with, even where something else would do as well.
export function foldControls(controls: readonly Control[]): { first: Control[]; more: Control[] } {
  const secret = controls.find(({ kind }) => kind === 'secret')
  const isFirst = (control: Control) => control.required || control === secret
  const more = controls.filter((control) => !isFirst(control))
  if (more.length <= kMostUnfolded || more.length === controls.length) return { first: [...controls], more: [] }
  return { first: controls.filter(isFirst), more }
}

// The control that a fault is about. The server names a member, or a place in it: "sites", "sites[1]", "settings.sites".
export function controlAt(controls: readonly Control[], field: string | null | undefined): Control | undefined {
  const parts = (field ?? '').split(/[.[\]/]+/)
  return controls.find(({ name }) => parts.includes(name))
}

// What the form starts with: the settings as they are, the schema's defaults, or nothing.
export function initialValues(source: unknown, settings: unknown): FormValues {
  const given = isObject(settings) ? settings : {}
  const properties = isObject(source) ? ((source as Schema).properties ?? {}) : {}
  return Object.fromEntries(
    controlsOf(source).map((control) => {
      const value = given[control.name] ?? properties[control.name]?.default ?? empty[control.kind]
      const first = control.kind === 'choice' && value === '' && control.required ? (control.choices[0] ?? '') : value
      return [control.name, first as FormValue]
    }),
  )
}

// What is sent. Members that the form does not know are handed back as they came; an optional one left empty is left out, and
// the server's default holds.
export function settingsOf(source: unknown, values: FormValues, settings: unknown): Record<string, unknown> {
  const result: Record<string, unknown> = isObject(settings) ? { ...settings } : {}
  for (const control of controlsOf(source)) {
    const value = values[control.name]
    const writes = control.required && (control.kind === 'long' || control.kind === 'text')
    const nothing = value === undefined || value === null || (value === '' && !writes)
    if (control.kind === 'lines')
      result[control.name] = (Array.isArray(value) ? value : []).map((line) => line.trim()).filter(Boolean)
    else if (nothing) Reflect.deleteProperty(result, control.name)
    else result[control.name] = value
  }
  return result
}

// "first_response" → "First response": for a channel whose words no catalogue has.
export const humanName = (name: string): string => {
  const words = name.replace(/_/g, ' ').trim()
  return words.charAt(0).toUpperCase() + words.slice(1)
}
