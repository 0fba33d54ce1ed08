// A feed connected to a real server, beside the web server of tests/peers/feeds.
import { writeFileSync } from 'node:fs'
import { expect, test } from './support'

const place = process.env['HEED_PEER_FEEDS'] ?? ''
const folder = process.env['HEED_PEER_FEEDS_FOLDER'] ?? ''

test.skip(place === '', 'HEED_PEER_FEEDS does not say where a peer is; ./test connectors starts one')

test('reviews come in with their stars, each by itself, and are not answered', async ({ company }) => {
  const review = (id: string, title: string, stars: number): string =>
    `<entry><id>${id}</id><title>${title}</title><updated>${new Date().toISOString()}</updated>
     <author><name>${id}</name></author><im:rating>${String(stars)}</im:rating><content>Text of ${id}</content></entry>`
  writeFileSync(
    `${folder}/reviews.xml`,
    `<feed xmlns="http://www.w3.org/2005/Atom" xmlns:im="http://itunes.apple.com/rss"><title>Reviews</title>
     ${review('bob', 'Crashes', 1)}${review('cleo', 'Fine', 5)}</feed>`,
  )
  writeFileSync(`${folder}/page.html`, '<html><link rel="alternate" type="application/atom+xml" href="/reviews.xml"></html>')
  const page = await company.tryInbox('feeds', { url: `${place}/page.html` })
  expect(JSON.stringify(page.body)).toContain('its feed is at /reviews.xml')

  const inbox = await company.inbox('feeds', { url: `${place}/reviews.xml` })
  await expect.poll(async () => (await company.owner.conversations(inbox)).length).toBe(2)
  const conversation = await company.owner.conversationOf(inbox, 'Crashes\n\n1 of 5 stars\n\nText of bob')
  expect(conversation).toMatchObject({ owed: true })
  expect((await company.seen(inbox)).capabilities).toMatchObject({ can_reply: false, is_public: true })
})
