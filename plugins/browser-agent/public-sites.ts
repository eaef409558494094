/** Mail of everybody: an address there says nothing about a client's own site. */
const FREE_MAIL = `gmail.com googlemail.com outlook.com outlook.it hotmail.com hotmail.it live.com live.it msn.com
yahoo.com yahoo.it ymail.com icloud.com me.com mac.com aol.com proton.me protonmail.com pm.me tutanota.com tuta.com
fastmail.com zoho.com gmx.com gmx.net gmx.de web.de t-online.de freenet.de mail.com mail.ru yandex.com yandex.ru
libero.it virgilio.it alice.it tin.it tim.it tiscali.it inwind.it iol.it aruba.it fastwebnet.it email.it poste.it
pec.it legalmail.it arubapec.it postecert.it pec.aruba.it orange.fr wanadoo.fr free.fr laposte.net sfr.fr
btinternet.com sky.com comcast.net verizon.net att.net qq.com 163.com`;

/** Sites of everybody: a client's page there is a page, not the whole of it. */
const COMMON = `google.com google.it bing.com duckduckgo.com youtube.com youtu.be facebook.com instagram.com
linkedin.com x.com twitter.com tiktok.com pinterest.com reddit.com wikipedia.org amazon.com amazon.it ebay.com
whatsapp.com telegram.org t.me discord.com slack.com zoom.us teams.microsoft.com microsoft.com office.com live.com
apple.com icloud.com dropbox.com wetransfer.com notion.so notion.site figma.com canva.com miro.com trello.com asana.com
github.com gitlab.com bitbucket.org stackoverflow.com medium.com substack.com wordpress.com wixsite.com
squarespace.com webflow.io netlify.app vercel.app herokuapp.com github.io gitlab.io blogspot.com tumblr.com
linktr.ee behance.net dribbble.com etsy.com shopify.com myshopify.com booking.com airbnb.com tripadvisor.com
vimeo.com spotify.com paypal.com stripe.com`;

const FREE = new Set(FREE_MAIL.split(/\s+/));
const EVERYBODYS = new Set([...COMMON.split(/\s+/), ...FREE]);

export function isFreeMail(host: string): boolean {
  return FREE.has(host);
}

/** The very host, or one that only names the language or the machine (`maps.google.com`, `it.linkedin.com`). */
export function isCommonSite(host: string): boolean {
  if (EVERYBODYS.has(host)) return true;
  const above = host.slice(host.indexOf('.') + 1);
  // Where everybody has a host of their own, it is theirs.
  return EVERYBODYS.has(above) && !HAS_OWN_HOSTS.has(above);
}

const HAS_OWN_HOSTS = new Set(
  `wordpress.com wixsite.com squarespace.com webflow.io netlify.app vercel.app herokuapp.com github.io gitlab.io
blogspot.com tumblr.com myshopify.com notion.site substack.com`.split(/\s+/),
);
