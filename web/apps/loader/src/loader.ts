// Runs on the company's own page.
;(() => {
  const script = document.currentScript as HTMLScriptElement | null
  if (!script) return
})()
