import { Link } from '@tanstack/react-router';
import { ExternalLink, Link as LinkIcon, Mail } from 'lucide-react';
import { useMemo } from 'react';
import { ITEM_KINDS } from '#shared/contracts/choices.ts';
import { itemPath } from '#renderer/lib/item-path.ts';
import { findLinks, type TextLink } from './text-links.ts';

const CHIP =
  'inline-flex h-6 max-w-full items-center gap-1.5 rounded-md bg-muted px-2 text-xs text-foreground transition-colors hover:bg-accent [&_svg]:size-3 [&_svg]:shrink-0 [&_svg]:text-muted-foreground';

/** The page behind an adiuva:// address, where it is one of ours. */
function ownPath(href: string): string | undefined {
  const [, kind, id] = /^adiuva:\/\/(\w+)\/([\w-]+)$/i.exec(href) ?? [];
  const known = ITEM_KINDS.find((name) => name === kind);
  return known === undefined || id === undefined ? undefined : itemPath(known, id);
}

/** The links of a text, to be opened with a click: text in a field cannot be clicked. */
export function DescriptionLinks({ text }: { text: string }) {
  const links = useMemo(() => findLinks(text), [text]);
  if (links.length === 0) return null;
  return (
    <ul className="flex flex-wrap gap-1.5">
      {links.map((link) => (
        <li key={link.href} className="max-w-full">
          <LinkChip link={link} />
        </li>
      ))}
    </ul>
  );
}

function LinkChip({ link }: { link: TextLink }) {
  const path = ownPath(link.href);
  if (path !== undefined) {
    return (
      <Link to={path} className={CHIP}>
        <LinkIcon aria-hidden />
        <span className="truncate">{link.label}</span>
      </Link>
    );
  }
  const Icon = link.href.toLowerCase().startsWith('mailto:') ? Mail : ExternalLink;
  return (
    <a href={link.href} target="_blank" rel="noopener noreferrer" className={CHIP}>
      <Icon aria-hidden />
      <span className="truncate">{link.label}</span>
    </a>
  );
}
