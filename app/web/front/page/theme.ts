/** Light or dark at once; the server keeps the choice for the next page. */
export function switchTheme(page: Document, send: typeof fetch) {
  const form = page.querySelector<HTMLFormElement>("[data-theme-switch]")

  form?.addEventListener("submit", (event) => {
    const chosen = event.submitter as HTMLButtonElement | null
    if (!chosen) return
    event.preventDefault()
    wear(page, chosen.value)
    for (const button of form.querySelectorAll("button")) {
      button.ariaPressed = String(button === chosen)
    }
    const body = new URLSearchParams([...new FormData(form, chosen)] as [string, string][])
    void send(form.action, { method: "POST", body, redirect: "manual" })
  })
}

function wear(page: Document, theme: string) {
  if (theme === "auto") delete page.documentElement.dataset.theme
  else page.documentElement.dataset.theme = theme
  page.dispatchEvent(new Event("themechange"))
}
