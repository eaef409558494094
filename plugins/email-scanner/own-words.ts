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
    if (line.length < 140 && END.test(line)) break;
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
  const sentences: string[] = [];
  for (const paragraph of text.split(/\n\s*\n|\n(?=\s*(?:[-*•–]|\d{1,2}[.)])\s)/)) {
    const flat = paragraph.replace(/\s+/g, ' ').replace(/^\s*(?:[-*•–]|\d{1,2}[.)])\s+/, '');
    for (const sentence of cutAtEnds(flat)) {
      const bare = sentence.replace(SALUTATION, '').trim();
      if (bare.length > 2) sentences.push(bare);
    }
    if (sentences.length >= MAX_SENTENCES) break;
  }
  return sentences.slice(0, MAX_SENTENCES);
}

const SALUTATION = /^(?:hi|hello|hey|ciao|dear|caro|cara)\s[^\s,!]+[,!]\s*/i;
const ENDS = /[.!?…]\s/g;

/** After a full stop that a capital follows; "e.g. this" and "n. 4" go on. */
function cutAtEnds(text: string): readonly string[] {
  const parts: string[] = [];
  let from = 0;
  ENDS.lastIndex = 0;
  for (let end = ENDS.exec(text); end !== null; end = ENDS.exec(text)) {
    const next = text.charAt(end.index + 2);
    const isCapital = next !== next.toLowerCase() || '¿¡"“«('.includes(next);
    if (!isCapital) continue;
    parts.push(text.slice(from, end.index + 1));
    from = end.index + 2;
  }
  parts.push(text.slice(from));
  return parts;
}
