// F6 goes round the panes of the page, as it does in desktop programs. A pane is an element with data-pane; its data-focus
// child, or else itself, takes the focus.
function focusOf(pane: HTMLElement): HTMLElement {
  return pane.querySelector<HTMLElement>('[data-focus]') ?? pane
}

export function focusNextPane(step: 1 | -1): void {
  const panes = [...document.querySelectorAll<HTMLElement>('[data-pane]')].filter((pane) => pane.offsetParent !== null)
  if (panes.length === 0) return
  const now = panes.findIndex((pane) => pane.contains(document.activeElement))
  const next = panes[(now + step + panes.length) % panes.length] ?? panes[0]
  if (next) focusOf(next).focus()
}

export function focusPane(name: string): void {
  const pane = document.querySelector<HTMLElement>(`[data-pane="${name}"]`)
  if (pane) focusOf(pane).focus({ preventScroll: true })
}
