/** A name as it is compared: without accents, case and signs. "Café Ørsted & Co." and "cafe ørsted co" are one. */
export function fold(name: string): string {
  return name
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
