import { FileText, Server } from 'lucide-react';
import { useId, useState, type SyntheticEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConnectionTest, EmailAccount } from '#shared/contracts/connectors.ts';
import { toastDone } from '#renderer/lib/toast.ts';
import { Button } from '#renderer/ui/button.tsx';
import { ChoiceCards } from '#renderer/ui/choice-cards.tsx';
import { Dialog } from '#renderer/ui/dialog.tsx';
import { useSaveMail, useTestMail } from './connection-queries.ts';
import { draftOf, missingIn, newMailDraft, toInput, toPatch, type MailDraft } from './mail-draft.ts';
import { MailFields } from './mail-fields.tsx';
import { TestResult } from './test-result.tsx';

type MailAccountDialogProps = {
  /** The account to change; a new one without it. */
  account?: EmailAccount;
  onSaved?(account: EmailAccount): void;
  onClose(): void;
};

/** A new account is tried before it is kept: one that cannot be read is only kept when the person insists. */
export function MailAccountDialog({ account, onSaved, onClose }: MailAccountDialogProps) {
  const { t } = useTranslation('connections');
  const formId = useId();
  const form = useMailForm(account, (saved) => {
    onSaved?.(saved);
    onClose();
  });
  const { draft, result } = form;
  const isRefused = result?.ok === false;
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={account === undefined ? t('addMailTitle') : t('editMailTitle', { name: account.name })}
      footer={
        <MailDialogFooter form={form} formId={formId} isNew={account === undefined} onClose={onClose} />
      }
    >
      <form id={formId} noValidate onSubmit={form.submit} className="flex flex-col gap-5">
        {account === undefined && (
          <ChoiceCards
            label={t('mailKind')}
            columns={2}
            value={draft.kind}
            onValueChange={(kind) => form.change({ ...draft, kind })}
            choices={[
              { value: 'imap', icon: Server, title: t('kind_imap'), text: t('kind_imapText') },
              { value: 'files', icon: FileText, title: t('kind_files'), text: t('kind_filesText') },
            ]}
          />
        )}
        <MailFields
          draft={draft}
          onDraftChange={form.change}
          missing={form.isAsked ? missingIn(draft, account === undefined) : []}
          isNew={account === undefined}
        />
        {result && (
          <TestResult
            result={result}
            note={isRefused && account !== undefined && form.isSaved ? t('savedButFailed') : undefined}
          />
        )}
      </form>
    </Dialog>
  );
}

function useMailForm(account: EmailAccount | undefined, onSaved: (account: EmailAccount) => void) {
  const { t } = useTranslation('connections');
  const [draft, setDraft] = useState(() => (account === undefined ? newMailDraft() : draftOf(account)));
  const [isAsked, setIsAsked] = useState(false);
  const [result, setResult] = useState<ConnectionTest>();
  const test = useTestMail();
  const save = useSaveMail();
  const isWhole = (): boolean => {
    setIsAsked(true);
    return missingIn(draft, account === undefined).length === 0;
  };
  const keep = async (): Promise<EmailAccount> => {
    const saved = await save.mutateAsync(
      account === undefined ? { id: null, input: toInput(draft) } : { id: account.id, patch: toPatch(draft) },
    );
    return saved;
  };
  const finish = (saved: EmailAccount): void => {
    toastDone({ message: t(account === undefined ? 'added' : 'saved', { name: saved.name }) });
    onSaved(saved);
  };
  /** Answers whether it can be read. */
  const tryOut = async (): Promise<boolean> => {
    const found = await test.mutateAsync(account === undefined ? toInput(draft) : { id: account.id });
    setResult(found);
    return found.ok;
  };
  const run = async (): Promise<void> => {
    if (account === undefined) {
      if (await tryOut()) finish(await keep());
      return;
    }
    const saved = await keep();
    if (await tryOut()) finish(saved);
  };
  // What went wrong was told in a toast where it happened.
  const quietly = (work: Promise<unknown>): void => void work.catch(() => undefined);
  return {
    draft,
    isAsked,
    result,
    isSaved: save.isSuccess,
    isBusy: test.isPending || save.isPending,
    change: (next: MailDraft): void => {
      setResult(undefined);
      setDraft(next);
    },
    submit: (event: SyntheticEvent): void => {
      event.preventDefault();
      // The dialog may stand over another form.
      event.stopPropagation();
      if (!test.isPending && !save.isPending && isWhole()) quietly(run());
    },
    test: (): void => {
      if (isWhole()) quietly(tryOut());
    },
    keepAnyway: (): void => quietly(keep().then(finish)),
  };
}

type FooterProps = {
  form: ReturnType<typeof useMailForm>;
  formId: string;
  isNew: boolean;
  onClose(): void;
};

function MailDialogFooter({ form, formId, isNew, onClose }: FooterProps) {
  const { t } = useTranslation('connections');
  const { t: common } = useTranslation();
  return (
    <>
      {isNew && (
        <Button variant="outline" className="me-auto" busy={form.isBusy} onClick={form.test}>
          {t(form.isBusy ? 'testing' : 'test')}
        </Button>
      )}
      <Button variant="ghost" onClick={onClose}>
        {common('cancel')}
      </Button>
      {isNew && form.result?.ok === false && (
        <Button variant="outline" onClick={form.keepAnyway}>
          {t('addAnyway')}
        </Button>
      )}
      <Button type="submit" form={formId} variant="primary" busy={form.isBusy}>
        {isNew ? t('addMail') : common('save')}
      </Button>
    </>
  );
}
