import { createApp, defineComponent, h, nextTick, ref } from 'vue'
import { describe, expect, it } from 'vitest'
import SchemaForm from './SchemaForm.vue'
import { controlsOf, foldControls, humanName, initialValues, kKeptSecret, settingsOf, type FormValues } from './schema_form'

const webChat = {
  type: 'object',
  properties: {
    greeting: { type: 'string', description: 'The first line a visitor reads.' },
    sites: { type: 'array', items: { type: 'string' } },
  },
}
const mailbox = {
  type: 'object',
  required: ['host', 'password', 'security'],
  properties: {
    host: { type: 'string' },
    port: { anyOf: [{ type: 'integer' }, { type: 'null' }] },
    password: { type: 'string', format: 'password' },
    security: { type: 'string', enum: ['tls', 'starttls'] },
    keep_copies: { type: 'boolean', default: true },
    signature_text: { type: ['string', 'null'] },
    odd: { type: 'object' },
  },
}

describe('controls', () => {
  it('follow the schema, in its order, and leave out what cannot be drawn', () => {
    expect(controlsOf(mailbox).map(({ name, kind, required }) => [name, kind, required])).toEqual([
      ['host', 'text', true],
      ['port', 'number', false],
      ['password', 'secret', true],
      ['security', 'choice', true],
      ['keep_copies', 'switch', false],
      ['signature_text', 'long', false],
    ])
    expect(controlsOf(webChat).map(({ kind }) => kind)).toEqual(['long', 'lines'])
  })
  it('that may be left out are folded where they are many, but for what one signs in with', () => {
    const names = (schema: unknown) => {
      const { first, more } = foldControls(controlsOf(schema))
      return [first, more].map((controls) => controls.map(({ name }) => name))
    }
    const properties = Object.fromEntries(
      ['address', 'a', 'b', 'password', 'c', 'd'].map((name) => [name, { type: 'string' }]),
    )
    Object.assign(properties, { password: { type: ['string', 'null'], format: 'password' } })
    expect(names({ properties, required: ['address'] })).toEqual([
      ['address', 'password'],
      ['a', 'b', 'c', 'd'],
    ])
    expect(names(mailbox)[1]).toEqual([])
    expect(names({ properties: { a: {}, b: { type: 'string' } } })[1]).toEqual([])
  })
  it('of what is no schema are none', () => {
    for (const nonsense of [null, undefined, 3, 'x', [], {}, { properties: [] }]) expect(controlsOf(nonsense)).toEqual([])
  })
})

describe('values', () => {
  it('start as set, as the schema says, or empty', () => {
    expect(initialValues(mailbox, { host: 'mail.example', port: 993 })).toEqual({
      host: 'mail.example',
      port: 993,
      password: '',
      security: 'tls',
      keep_copies: true,
      signature_text: '',
    })
  })
  it('go back whole: unknown members stay, empty optional ones are left out', () => {
    const values = { host: 'h', port: null, password: '', security: 'tls', keep_copies: false, signature_text: '' }
    expect(settingsOf(mailbox, values, { odd: { kept: 1 }, port: 25, password: '***' })).toEqual({
      odd: { kept: 1 },
      host: 'h',
      security: 'tls',
      keep_copies: false,
    })
  })
  it('keep a secret that was not entered anew, and leave to the server what nobody chose', () => {
    const schema = {
      type: 'object',
      required: ['password'],
      properties: { password: { type: 'string', format: 'password' }, chat: { type: ['boolean', 'null'] } },
    }
    const start = initialValues(schema, { password: kKeptSecret })
    expect(start).toEqual({ password: kKeptSecret, chat: null })
    expect(settingsOf(schema, start, { password: kKeptSecret })).toEqual({ password: kKeptSecret })
    expect(settingsOf(schema, { ...start, chat: false }, {})).toEqual({ password: kKeptSecret, chat: false })
  })
  it('of lines lose blanks', () => {
    expect(settingsOf(webChat, { greeting: 'Hi', sites: [' https://a.example ', '', '  '] }, {})).toEqual({
      greeting: 'Hi',
      sites: ['https://a.example'],
    })
  })
})

it('names read like words', () => {
  expect(humanName('first_response_s')).toBe('First response s')
})

describe('the form', () => {
  const texts = {
    optional: 'optional',
    lines: 'One a line.',
    more: 'More settings',
    kept: 'Kept as it is',
    enter: 'Enter a new one',
    keep: 'Keep the old one',
    usual: 'As usual',
    yes: 'Yes',
    no: 'No',
  }
  function mount(props: object, start: FormValues) {
    const values = ref(start)
    const host = document.createElement('div')
    document.body.append(host)
    const form = defineComponent(
      () => () =>
        h(SchemaForm, {
          schema: webChat,
          texts,
          ...props,
          modelValue: values.value,
          'onUpdate:modelValue': (now: FormValues) => {
            values.value = now
          },
        }),
    )
    createApp(form).mount(host)
    return { host, values }
  }

  it('writes what is typed, and ties every label to its control', async () => {
    const { host, values } = mount({}, { greeting: '', sites: [] })
    const [greeting, sites] = [...host.querySelectorAll('textarea')]
    if (!greeting || !sites) throw new Error('two boxes were expected')
    greeting.value = 'Hello'
    greeting.dispatchEvent(new Event('input'))
    await nextTick()
    sites.value = 'https://a.example\nhttps://b.example'
    sites.dispatchEvent(new Event('input'))
    await nextTick()
    expect(values.value).toEqual({ greeting: 'Hello', sites: ['https://a.example', 'https://b.example'] })
    for (const label of host.querySelectorAll('label')) expect(host.querySelector(`#${label.htmlFor}`)).not.toBeNull()
  })

  it.each(['sites', 'sites[1]', 'settings.sites[1]'])('shows the fault at %s where it is', async (faultField) => {
    const { host } = mount({ faultField, fault: 'That is no address.' }, { greeting: '', sites: [] })
    await nextTick()
    const [greeting, sites] = [...host.querySelectorAll('textarea')]
    expect(greeting?.getAttribute('aria-invalid')).toBeNull()
    expect(sites?.getAttribute('aria-invalid')).toBe('true')
    const described = sites?.getAttribute('aria-describedby')?.split(' ') ?? []
    expect(described.map((id) => host.querySelector(`[id="${id}"]`)?.textContent)).toContain('That is no address.')
  })

  it('opens what is folded where a fault is in it', async () => {
    const names = ['address', 'a', 'b', 'c', 'd']
    const schema = { required: ['address'], properties: Object.fromEntries(names.map((name) => [name, { type: 'string' }])) }
    const { host } = mount({ schema, faultField: 'settings.c', fault: 'No.' }, initialValues(schema, {}))
    await nextTick()
    expect(host.querySelector('details')?.open).toBe(true)
    expect(host.querySelector('details .fault')?.textContent).toBe('No.')
  })

  it('shows nothing of a secret that is kept, takes a new one, and goes back', async () => {
    const schema = { required: ['token'], properties: { token: { type: 'string', format: 'password' } } }
    const { host, values } = mount({ schema }, initialValues(schema, { token: kKeptSecret }))
    const button = () => host.querySelector('button') as HTMLButtonElement
    expect(host.querySelector('input')).toBeNull()
    button().click()
    await nextTick()
    const input = host.querySelector('input') as HTMLInputElement
    expect([input.type, input.value, input.required]).toEqual(['password', '', true])
    input.value = 'new'
    input.dispatchEvent(new Event('input'))
    await nextTick()
    expect(values.value).toEqual({ token: 'new' })
    button().click()
    await nextTick()
    expect(values.value).toEqual({ token: kKeptSecret })
    expect(host.querySelector('input')).toBeNull()
  })
})
