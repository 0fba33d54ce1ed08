// The inbox key is the last part of the address: /visit/KEY.
const key = decodeURIComponent(location.pathname.split('/').pop() ?? '')
const script = document.createElement('script')
script.src = '/chat.js'
script.dataset['inbox'] = key
document.body.append(script)
