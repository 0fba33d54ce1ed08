// The chat panel at /widget/KEY, mostly inside the frame that chat.js makes on a company's page.
import { createApp } from 'vue'
import '@heed/tokens/tokens.css'
import './widget.css'
import App from './App.vue'
import { makeApi } from './api'
import { Chat } from './chat'
import { chooseLanguage } from './i18n'
import { connectHost } from './host'
import { makeShelf } from './shelf'

// The inbox key is the last part of the address: /widget/KEY.
const key = decodeURIComponent(location.pathname.split('/').filter(Boolean).at(-1) ?? '')
// What the loader says: the language of the page and whose page it is.
const said = new URLSearchParams(location.hash.slice(1))

const host = connectHost(said.get('host'))
const chat = new Chat(makeApi(key), makeShelf(`heed:${key}:`))
void chat.start()
void chooseLanguage(said.get('lang')).then(() => createApp(App, { chat, host }).mount('#app'))
