import { createApp } from 'vue'
import '@heed/tokens/tokens.css'
import App from './App.vue'

createApp(App).mount('#app')
