// The button and the frame. `direction` is not reset by `all`, so the chat stands where the page's reading ends.
export const css = `:host{all:initial}
button,iframe{position:fixed;z-index:2147483000;inset-inline-end:16px}
button{bottom:calc(16px + env(safe-area-inset-bottom));width:56px;height:56px;padding:0;border:1px solid #fff6;border-radius:18px;
background:#0e5a66;color:#fff;cursor:pointer;box-shadow:0 4px 16px #0004}
button:hover{background:#0a4650}
button:focus-visible{outline:3px solid #0e5a66;outline-offset:3px;box-shadow:0 0 0 3px #fff}
svg{display:block;fill:none;stroke:currentColor;stroke-width:2;stroke-linecap:round;stroke-linejoin:round}
b{position:absolute;top:-8px;inset-inline-end:-8px;min-width:24px;box-sizing:border-box;padding:0 6px;border-radius:12px;
background:#9e1038;color:#fff;font:600 13px/24px system-ui,sans-serif;text-align:center}
b:empty,iframe[hidden]{display:none}
iframe{bottom:calc(84px + env(safe-area-inset-bottom));width:min(400px,100vw - 32px);height:min(680px,100dvh - 100px);border:0;
border-radius:16px;box-shadow:0 4px 16px #0004}
@media(max-width:479px){iframe{inset:0;width:100vw;height:100dvh;border-radius:0}:host([data-open]) button{display:none}}
@media print{:host{display:none}}`

const bubble = 'M21 12a8 8 0 0 1-11.5 7.2L4 21l1.8-5.5A8 8 0 1 1 21 12z'
const cross = 'M6 6l12 12M18 6 6 18'

// The button's picture, and how to change it.
export function icon(): { svg: Element; show(isOpen: boolean): void } {
  const make = (name: string) => document.createElementNS('http://www.w3.org/2000/svg', name)
  const svg = make('svg')
  const path = make('path')
  svg.setAttribute('viewBox', '-8 -8 40 40')
  svg.setAttribute('aria-hidden', 'true')
  svg.append(path)
  return { svg, show: (isOpen) => path.setAttribute('d', isOpen ? cross : bubble) }
}
