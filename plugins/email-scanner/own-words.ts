/** What the sender wrote: without what they quote, their signature and the small print below it. */
const END =
  /^(?:-- ?|_{5,}|-{3,} ?(?:original message|messaggio originale|forwarded|messaggio inoltrato).*|on .{5,120} wrote:|il .{5,120} ha scritto:|(?:sent from my|inviato da(?:l mio)?) .{2,40}|(?:from|da): .+@.+)$/i;
const SIGN_OFF =
  /^(?:(?:best|kind|warm)(?: regards| wishes)?|regards|cheers|sincerely|yours(?: truly)?|many thanks|thanks(?: again| so much| a lot)?|thank you|cordiali saluti|distinti saluti|un caro saluto|saluti|a presto|grazie(?: mille| ancora)?|buona giornata|buon lavoro)[,.!]*$/i;
const GREETING =
  /^(?:hi|hello|hey|dear|good (?:morning|afternoon|evening)|ciao|salve|buongiorno|buonasera|gentile|gentilissim[oaie]|car[oaie]|egregio|spett(?:\.|abile)(?:le)?)(?:[ ,!.].{0,40})?[,!:.]?$/i;
const MAX_CHARS = 2_500;
const MAX_SENTENCES = 40;

export function ownWords(text: string): readonly string[] {
  const lines: string[] = [];
  let length = 0;
  for (const raw of text.split('\n')) {
    const line = raw.trim();
    if (END.test(line)) break;
    if (line.startsWith('>')) continue;
    // A sign-off ends what was said only where something was said.
    if (lines.length > 0 && line.length < 40 && SIGN_OFF.test(line)) break;
    lines.push(line.length < 60 && GREETING.test(line) ? '' : line);
    length += line.length;
    if (length > MAX_CHARS) break;
  }
  return sentencesOf(lines.join('\n'));
}

/** Lines of a paragraph belong together; an empty line or a list mark ends a sentence. */
function sentencesOf(text: string): readonly string[] {
  const paragraphs = text.split(/\n\s*\n|\n(?=\s*(?:[-*•–]|\d{1,2}[.)])\s)/);
  const sentences = paragraphs.flatMap((paragraph) =>
    paragraph
      .replace(/\s+/g, ' ')
      .replace(/^\s*(?:[-*•–]|\d{1,2}[.)])\s+/, '')
      .split(/(?<=[.!?…])\s+(?=[\p{Lu}¿¡"“«(])/u),
  );
  return sentences
    .map((sentence) =>
      sentence.replace(/^(?:hi|hello|hey|ciao|dear|caro|cara)\s[\p{L}]+[,!]\s*/iu, '').trim(),
    )
    .filter((sentence) => sentence.length > 2)
    .slice(0, MAX_SENTENCES);
}
