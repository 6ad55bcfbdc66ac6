import { effect, signal } from '@preact/signals'

const THEMES = ['system', 'light', 'dark'] as const
export type Theme = (typeof THEMES)[number]

const KEY = 'goldpan-theme'

/** What the user chose; `system` follows the browser. */
export const theme = signal<Theme>('system')

export function startTheme(): void {
  theme.value = THEMES.find((name) => name === localStorage.getItem(KEY)) ?? 'system'
  effect(() => {
    document.documentElement.dataset.theme = theme.value
    localStorage.setItem(KEY, theme.value)
  })
}

export function nextTheme(): void {
  theme.value = THEMES[(THEMES.indexOf(theme.value) + 1) % THEMES.length]!
}
