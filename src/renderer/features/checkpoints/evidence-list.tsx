import { Link } from '@tanstack/react-router';
import { ExternalLink, Link as LinkIcon, Plus, X } from 'lucide-react';
import { useId, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { Evidence } from '#shared/contracts/checkpoints.ts';
import { EVIDENCE_URL, EVIDENCE_URL_MAX, ITEM_KINDS } from '#shared/contracts/choices.ts';
import { itemPath } from '#renderer/lib/item-path.ts';
import { Button } from '#renderer/ui/button.tsx';
import { IconButton } from '#renderer/ui/icon-button.tsx';
import { Input } from '#renderer/ui/input.tsx';

type EvidenceListProps = { evidence: readonly Evidence[]; onChange(evidence: Evidence[]): void };

/** What shows that a milestone was reached: a signed offer, a live page, a note. */
export function EvidenceList({ evidence, onChange }: EvidenceListProps) {
  const { t } = useTranslation('checkpoints');
  const { t: words } = useTranslation();
  return (
    <div className="flex flex-col gap-1.5">
      {evidence.length > 0 && (
        <ul className="flex flex-col gap-1" aria-label={t('evidence')}>
          {evidence.map((entry) => (
            <li key={entry.id} className="group/evidence flex min-h-7 items-center gap-2 text-[13px]">
              <LinkIcon aria-hidden className="size-3.5 shrink-0 text-muted-foreground" />
              <EvidenceLink entry={entry} />
              <IconButton
                size="xs"
                label={words('removeNamed', { name: entry.label || entry.url })}
                onClick={() => onChange(evidence.filter((other) => other.id !== entry.id))}
                className="opacity-0 group-hover/evidence:opacity-100 focus-visible:opacity-100"
              >
                <X aria-hidden />
              </IconButton>
            </li>
          ))}
        </ul>
      )}
      <NewEvidence onAdd={(entry) => onChange([...evidence, entry])} />
    </div>
  );
}

/** Links into the workspace open here, all others where the system opens them. */
function EvidenceLink({ entry }: { entry: Evidence }) {
  const text = entry.label === '' ? entry.url : entry.label;
  const styles = 'min-w-0 truncate text-primary-text underline-offset-4 hover:underline';
  const [, kind, id] = /^adiuva:\/\/([a-z]+)\/([\w-]+)$/.exec(entry.url) ?? [];
  const known = ITEM_KINDS.find((other) => other === kind);
  if (known !== undefined && id !== undefined) {
    return (
      <Link to={itemPath(known, id)} className={styles}>
        {text}
      </Link>
    );
  }
  return (
    <a href={entry.url} target="_blank" rel="noreferrer noopener" className={styles} title={entry.url}>
      {text}
      <ExternalLink aria-hidden className="ms-1 inline size-3" />
    </a>
  );
}

/** A bare address gets its https. */
function withScheme(url: string): string {
  return /^[a-z][a-z+.-]*:/i.test(url) ? url : `https://${url}`;
}

function NewEvidence({ onAdd }: { onAdd(entry: Evidence): void }) {
  const { t } = useTranslation('checkpoints');
  const { t: words } = useTranslation();
  const noteId = useId();
  const [isOpen, setOpen] = useState(false);
  const [draft, setDraft] = useState({ url: '', label: '' });
  const [isWrong, setWrong] = useState(false);
  if (!isOpen) {
    return (
      <Button
        size="xs"
        variant="ghost"
        icon={<Plus aria-hidden />}
        onClick={() => setOpen(true)}
        className="-ms-2 self-start"
      >
        {t('addEvidence')}
      </Button>
    );
  }
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const url = withScheme(draft.url.trim());
    const isLink = EVIDENCE_URL.test(url) && url.length <= EVIDENCE_URL_MAX;
    setWrong(!isLink);
    if (!isLink) return;
    onAdd({ id: crypto.randomUUID(), label: draft.label.trim(), url });
    setDraft({ url: '', label: '' });
    setOpen(false);
  };
  return (
    <form onSubmit={submit} className="flex flex-wrap items-center gap-1.5">
      <Input
        autoFocus
        aria-label={t('evidenceUrl')}
        aria-invalid={isWrong || undefined}
        aria-describedby={isWrong ? noteId : undefined}
        placeholder="https://"
        value={draft.url}
        onChange={(event) => setDraft({ ...draft, url: event.target.value })}
        onKeyDown={(event) => event.key === 'Escape' && setOpen(false)}
        className="h-8 w-60 flex-1"
      />
      <Input
        aria-label={t('evidenceLabel')}
        placeholder={t('evidenceLabel')}
        maxLength={300}
        value={draft.label}
        onChange={(event) => setDraft({ ...draft, label: event.target.value })}
        className="h-8 w-44 flex-1"
      />
      <Button type="submit" size="sm">
        {words('add')}
      </Button>
      {isWrong && (
        <p id={noteId} className="w-full text-xs text-danger-text">
          {t('evidenceWrong')}
        </p>
      )}
    </form>
  );
}
