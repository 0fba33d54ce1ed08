// The body of a request as parameters and files: JSON, forms, and multipart/form-data (RFC 7578).
import type { Json } from './chats'
import { bad } from './refusal'

export interface Upload {
  name: string
  type: string
  bytes: Buffer
}

export interface Given {
  fields: Json
  files: Map<string, Upload>
}

function part(given: Given, bytes: Buffer): void {
  const end = bytes.indexOf('\r\n\r\n')
  if (end < 0) throw bad('a part of the form has no headers')
  const head = bytes.subarray(0, end).toString()
  const body = bytes.subarray(end + 4)
  const name = /;\s*name="([^"]*)"/i.exec(head)?.[1]
  const file = /;\s*filename=(?:"([^"]*)"|([^\s;]+))/i.exec(head)
  if (name === undefined) throw bad('a part of the form has no name')
  if (!file) given.fields[name] = body.toString()
  else {
    const type = /^content-type:\s*(\S+)/im.exec(head)?.[1] ?? 'application/octet-stream'
    given.files.set(name, { name: file[1] ?? file[2] ?? '', type, bytes: body })
  }
}

function multipart(body: Buffer, boundary: string): Given {
  const given: Given = { fields: {}, files: new Map() }
  const mark = Buffer.from(`\r\n--${boundary}`)
  const whole = Buffer.concat([Buffer.from('\r\n'), body])
  let at = whole.indexOf(mark)
  if (at !== 0) throw bad('the form does not begin with its boundary')
  for (;;) {
    const from = at + mark.length
    if (whole.subarray(from, from + 2).toString() === '--') return given
    const next = whole.indexOf(mark, from)
    if (next < 0 || whole.subarray(from, from + 2).toString() !== '\r\n') throw bad('the form is cut off')
    part(given, whole.subarray(from + 2, next))
    at = next
  }
}

export function decode(type: string, body: Buffer, query: URLSearchParams): Given {
  const given: Given = { fields: Object.fromEntries(query), files: new Map() }
  const boundary = /^multipart\/form-data;.*boundary="?([^";]+)"?/i.exec(type)?.[1]
  if (boundary) {
    const form = multipart(body, boundary)
    Object.assign(given.fields, form.fields)
    given.files = form.files
  } else if (body.length > 0 && /^application\/json\b/i.test(type)) {
    try {
      Object.assign(given.fields, JSON.parse(body.toString()))
    } catch {
      throw bad("can't parse JSON object")
    }
  } else if (body.length > 0 && /^application\/x-www-form-urlencoded\b/i.test(type)) {
    Object.assign(given.fields, Object.fromEntries(new URLSearchParams(body.toString())))
  } else if (body.length > 0) throw bad(`content of type "${type}" is not understood`)
  return given
}
