import { FolderPlus, Plus, X } from 'lucide-react';
import { useId, useState, type ReactNode, type SyntheticEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { WantedRight } from '#shared/contracts/plugins.ts';
import { CalendarSourceDialog } from '#renderer/entities/connection/calendar-source-dialog.tsx';
import { FolderDialog } from '#renderer/entities/connection/folder-dialog.tsx';
import { MailAccountDialog } from '#renderer/entities/connection/mail-account-dialog.tsx';
import { Button } from '#renderer/ui/button.tsx';
import { Checkbox } from '#renderer/ui/checkbox.tsx';
import { MultiCombobox } from '#renderer/ui/combobox.tsx';
import { IconButton } from '#renderer/ui/icon-button.tsx';
import { CodeInput } from '#renderer/ui/input.tsx';
import { isServer } from './right-draft.ts';
import { useResourceLabel } from './right-words.ts';

export type PickerProps = {
  right: Pick<WantedRight, 'type' | 'options'>;
  resources: readonly string[];
  onResourcesChange(resources: readonly string[]): void;
};

/** The exact things a right is for; each kind is chosen in its own way. */
export function ResourcePicker(props: PickerProps) {
  switch (props.right.type) {
    case 'read_email':
    case 'read_calendar':
    case 'read_browser_history':
      return <SourcePicker {...props} />;
    case 'read_folder':
      return <FolderPicker {...props} />;
    case 'network':
      return <ServerPicker {...props} />;
    case 'model':
    case 'read_workspace':
    case 'write_workspace':
      return <PartPicker {...props} />;
  }
}

type CheckListProps = PickerProps & { shown: readonly string[]; action?: ReactNode };

function CheckList({ right, resources, onResourcesChange, shown, action }: CheckListProps) {
  const { t } = useTranslation('plugins');
  const labelOf = useResourceLabel(right.options);
  const id = useId();
  const toggle = (resource: string): void =>
    onResourcesChange(
      resources.includes(resource)
        ? resources.filter((other) => other !== resource)
        : [...resources, resource],
    );
  return (
    <div role="group" aria-labelledby={id}>
      <p id={id} className="text-[13px] font-medium">
        {t(`choose_${right.type}`)}
      </p>
      {shown.length === 0 ? (
        <p className="mt-1 text-[13px] text-muted-foreground">{t(`none_${right.type}`)}</p>
      ) : (
        <ul className="mt-1 flex flex-col">
          {shown.map((resource) => (
            <li key={resource}>
              <label className="flex min-h-8 items-center gap-2.5 py-1 text-sm">
                <Checkbox checked={resources.includes(resource)} onCheckedChange={() => toggle(resource)} />
                <span dir="auto" className="min-w-0 wrap-anywhere">
                  {labelOf(right.type, resource)}
                </span>
              </label>
            </li>
          ))}
        </ul>
      )}
      {action !== undefined && <div className="mt-1.5">{action}</div>}
    </div>
  );
}

/** Accounts, calendars and profiles; one that is missing is added without leaving. */
function SourcePicker(props: PickerProps) {
  const { right, resources, onResourcesChange } = props;
  const { t } = useTranslation('plugins');
  const [isAdding, setIsAdding] = useState(false);
  const close = (): void => setIsAdding(false);
  const add = (ids: readonly string[]): void => onResourcesChange([...new Set([...resources, ...ids])]);
  const shown = right.options.map(({ resource }) => resource);
  const action =
    right.type === 'read_browser_history' ? undefined : (
      <Button size="sm" variant="outline" icon={<Plus aria-hidden />} onClick={() => setIsAdding(true)}>
        {t(right.type === 'read_email' ? 'addAccount' : 'addCalendar')}
      </Button>
    );
  return (
    <>
      <CheckList {...props} shown={shown} action={action} />
      {isAdding && right.type === 'read_email' && (
        <MailAccountDialog onSaved={({ id }) => add([id])} onClose={close} />
      )}
      {isAdding && right.type === 'read_calendar' && (
        <CalendarSourceDialog onSaved={(sources) => add(sources.map(({ id }) => id))} onClose={close} />
      )}
    </>
  );
}

function FolderPicker(props: PickerProps) {
  const { right, resources, onResourcesChange } = props;
  const { t } = useTranslation('plugins');
  const [isAdding, setIsAdding] = useState(false);
  // What was picked stays in the list when it is switched off again.
  const [picked, setPicked] = useState<readonly string[]>([]);
  const shown = [...new Set([...right.options.map(({ resource }) => resource), ...picked, ...resources])];
  return (
    <>
      <CheckList
        {...props}
        shown={shown}
        action={
          <Button
            size="sm"
            variant="outline"
            icon={<FolderPlus aria-hidden />}
            onClick={() => setIsAdding(true)}
          >
            {t('addFolder')}
          </Button>
        }
      />
      {isAdding && (
        <FolderDialog
          verb="use"
          onChosen={(path) => {
            setPicked([...picked, path]);
            onResourcesChange([...new Set([...resources, path])]);
            setIsAdding(false);
          }}
          onClose={() => setIsAdding(false)}
        />
      )}
    </>
  );
}

function ServerPicker({ right, resources, onResourcesChange }: PickerProps) {
  const { t } = useTranslation('plugins');
  const { t: common } = useTranslation();
  const id = useId();
  const [text, setText] = useState('');
  const [isWrong, setIsWrong] = useState(false);
  const add = (event?: SyntheticEvent): void => {
    event?.preventDefault();
    const server = text.trim().toLowerCase();
    setIsWrong(!isServer(server));
    if (!isServer(server)) return;
    onResourcesChange([...new Set([...resources, server])]);
    setText('');
  };
  return (
    <div role="group" aria-labelledby={id}>
      <p id={id} className="text-[13px] font-medium">
        {t(`choose_${right.type}`)}
      </p>
      <ul className="flex flex-col empty:hidden">
        {resources.map((server) => (
          <li key={server} className="flex h-8 items-center gap-1 text-sm">
            <span dir="ltr" className="font-mono text-xs">
              {server}
            </span>
            <IconButton
              size="xs"
              label={common('removeNamed', { name: server })}
              onClick={() => onResourcesChange(resources.filter((other) => other !== server))}
            >
              <X aria-hidden />
            </IconButton>
          </li>
        ))}
      </ul>
      <div className="mt-1.5 flex max-w-sm gap-2">
        <CodeInput
          aria-label={t('addServer')}
          aria-invalid={isWrong || undefined}
          aria-describedby={isWrong ? `${id}-wrong` : undefined}
          placeholder={t('addServerExample')}
          value={text}
          onChange={(event) => {
            setIsWrong(false);
            setText(event.target.value);
          }}
          onKeyDown={(event) => {
            if (event.key === 'Enter') add(event);
          }}
        />
        <Button variant="outline" disabled={text.trim() === ''} onClick={() => add()}>
          {t('addPart')}
        </Button>
      </div>
      {isWrong && (
        <p id={`${id}-wrong`} className="mt-1 text-xs text-danger-text">
          {t('serverInvalid')}
        </p>
      )}
    </div>
  );
}

function PartPicker({ right, resources, onResourcesChange }: PickerProps) {
  const { t } = useTranslation('plugins');
  const labelOf = useResourceLabel(right.options);
  return (
    <div>
      <p className="text-[13px] font-medium">{t(`choose_${right.type}`)}</p>
      <MultiCombobox
        className="mt-1"
        label={t(`choose_${right.type}`)}
        placeholder={t('addPart')}
        values={resources}
        onValuesChange={onResourcesChange}
        options={right.options.map(({ resource }) => ({
          value: resource,
          label: labelOf(right.type, resource),
        }))}
      />
    </div>
  );
}
