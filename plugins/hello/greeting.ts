/** The greeting in the language of the app. */
export function greet(name: string, locale: string): string {
  const hello = locale.startsWith('it') ? 'Ciao' : 'Hello';
  return name.trim() === '' ? `${hello}!` : `${hello}, ${name.trim()}!`;
}
