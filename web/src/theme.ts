/** How the console looks: as the system says, unless the viewer chose. Kept in this browser alone. */
export const themes = ['system', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];

const key = 'coterie-theme';
export const chosenTheme = (): Theme =>
  themes.find((theme) => theme === localStorage.getItem(key)) ?? 'system';

export function chooseTheme(theme: Theme) {
  localStorage.setItem(key, theme);
  applyTheme();
}

export function applyTheme() {
  document.documentElement.dataset.theme = chosenTheme();
}
