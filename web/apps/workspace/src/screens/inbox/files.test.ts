import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import type { Attachment } from '@heed/api'
import { alsoSpeak, speak } from '../../words'
import { altOf, factsOf, fetchFile, kindOf, nameOf, sizeOf } from './files'

const file = (change: Partial<Attachment> = {}): Attachment => ({
  id: 7,
  name: 'wheel.png',
  type: 'image/png',
  size: 2048,
  description: '',
  is_inline: false,
  ...change,
})

beforeAll(async () => {
  await speak('en')
  await alsoSpeak('answers')
})
afterEach(() => {
  vi.unstubAllGlobals()
})

describe('a file', () => {
  it('is shown as the server gives it out', () => {
    const kinds = ['image/png', 'IMAGE/JPEG', 'image/svg+xml', 'video/mp4', 'audio/ogg', 'text/html', '']
    expect(kinds.map((type) => kindOf(file({ type })))).toEqual([
      'picture',
      'picture',
      'other',
      'video',
      'audio',
      'other',
      'other',
    ])
  })
  it('has a name and words in its place', () => {
    expect(nameOf(file({ name: '' }))).toBe('Picture')
    expect(nameOf(file({ name: '', type: '' }))).toBe('File without a name')
    expect(altOf(file())).toBe('wheel.png')
    expect(altOf(file({ description: 'A bent wheel' }))).toBe('A bent wheel')
  })
  it('has a size in units that people read', () => {
    const sizes = [null, 0, 999, 1500, 25_000_000].map((size) => sizeOf(file({ size })))
    expect(sizes).toEqual(['', '0 byte', '999 byte', '1.5 kB', '25 MB'])
    expect(factsOf(file())).toBe('PNG, 2 kB')
    expect(factsOf(file({ name: 'x', type: 'text/csv', size: null }))).toBe('text/csv')
  })
  it('that cannot be had says why, in the server’s words', async () => {
    vi.stubGlobal('fetch', () => Promise.resolve(Response.json({ message: 'The mail is gone.' }, { status: 502 })))
    await expect(fetchFile(file())).rejects.toThrow('The mail is gone.')
    vi.stubGlobal('fetch', () => Promise.resolve(new Response('<html>', { status: 502 })))
    await expect(fetchFile(file())).rejects.toThrow('This file did not come.')
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('no line')))
    await expect(fetchFile(file())).rejects.toMatchObject({ kind: 'offline' })
  })
})
