/**
 * The few pages this host makes itself, before a browser has a session. `/open` takes the one-time code out of
 * the address (the part after `#` is never sent to a server), swaps it for the cookie and goes on to the app.
 */
export type OwnPage = { readonly mimeType: string; readonly body: string };

type Language = 'en' | 'it';

const TEXTS = {
  en: {
    opening: 'Opening Adiuva…',
    title: 'This browser is not connected to Adiuva',
    body: 'A link opens once and is good for a minute. Press Enter in the terminal where Adiuva runs, or run “adiuva web” again, for a new one. Your data is safe.',
  },
  it: {
    opening: 'Apro Adiuva…',
    title: 'Questo browser non è collegato ad Adiuva',
    body: 'Un collegamento si apre una volta sola e vale un minuto. Premi Invio nel terminale dove gira Adiuva, o esegui di nuovo “adiuva web”, per averne uno nuovo. I tuoi dati sono al sicuro.',
  },
} as const satisfies Record<Language, Record<string, string>>;

/** The language a browser asks for first, of those we have. */
export function languageOf(acceptLanguage: string | undefined): Language {
  return /^\s*it\b/i.test(acceptLanguage ?? '') ? 'it' : 'en';
}

/** Shows "opening"; its script shows the rest when no session can be had. */
export function connectPage(language: Language): OwnPage {
  const text = TEXTS[language];
  return {
    mimeType: 'text/html; charset=utf-8',
    body: `<!doctype html>
<html lang="${language}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Adiuva</title>
<link rel="stylesheet" href="/open.css">
<main>
<p id="opening" role="status">${text.opening}</p>
<section id="refused" hidden>
<h1>${text.title}</h1>
<p>${text.body}</p>
</section>
<noscript><h1>${text.title}</h1></noscript>
</main>
<script src="/open.js" type="module"></script>
</html>
`,
  };
}

export const CONNECT_SCRIPT: OwnPage = {
  mimeType: 'text/javascript; charset=utf-8',
  body: `const code = location.pathname === '/open' ? location.hash.slice(1) : '';
const target = location.pathname === '/open' ? '/' : location.pathname + location.search;
// Before anything else: the code must not stay in the address, the history or a screenshot.
history.replaceState(null, '', location.pathname + location.search);

async function connect() {
  if (code === '') return (await fetch('/session')).ok;
  const answer = await fetch('/session', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ code }),
  });
  // A link that was opened twice: the first time may have left a session here.
  return answer.ok || (await fetch('/session')).ok;
}

if (await connect().catch(() => false)) {
  location.replace(target);
} else {
  document.getElementById('opening').hidden = true;
  document.getElementById('refused').hidden = false;
}
`,
};

export const CONNECT_STYLE: OwnPage = {
  mimeType: 'text/css; charset=utf-8',
  body: `:root { color-scheme: light dark; font: 16px/1.6 system-ui, sans-serif; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: #f4edf3; color: #2b2530; }
main { max-width: 30rem; padding: 2rem; }
h1 { font-size: 1.25rem; line-height: 1.3; margin: 0 0 .75rem; font-weight: 600; }
p { margin: 0; }
@media (prefers-color-scheme: dark) { body { background: #0c0c0c; color: #f2f2f2; } }
`,
};
