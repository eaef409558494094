import { Ellipsis, Pencil, PlugZap, Plus, Server, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DatasetProfile } from '#shared/contracts/datasets.ts';
import {
  useProfileModels,
  useProfiles,
  useRemoveProfile,
} from '#renderer/entities/dataset/profile-queries.ts';
import { describeError } from '#renderer/lib/describe-error.ts';
import { Button } from '#renderer/ui/button.tsx';
import { ConfirmDialog } from '#renderer/ui/dialog.tsx';
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from '#renderer/ui/dropdown-menu.tsx';
import { ErrorState } from '#renderer/ui/error-state.tsx';
import { IconButton } from '#renderer/ui/icon-button.tsx';
import { ListSkeleton } from '#renderer/ui/skeleton.tsx';
import { SettingGroup } from '#renderer/ui/setting-row.tsx';
import { ProfileDialog } from './profile-dialog.tsx';
import { RecordCap } from './record-cap.tsx';

type Open = { readonly what: 'add' } | { readonly what: 'edit' | 'remove'; readonly profile: DatasetProfile };
const MOST = 10;

/** Servers that datasets alone ask. */
export function ProfileGroup() {
  const { t } = useTranslation('datasets');
  const { data, error, refetch } = useProfiles();
  const [open, setOpen] = useState<Open>();
  const remove = useRemoveProfile();
  const close = (): void => setOpen(undefined);
  const isFull = (data?.length ?? 0) >= MOST;
  return (
    <SettingGroup
      title={t('profiles')}
      text={t('profilesText')}
      actions={
        <Button
          size="sm"
          variant="outline"
          icon={<Plus aria-hidden />}
          disabled={isFull}
          title={isFull ? t('profileFull') : undefined}
          onClick={() => setOpen({ what: 'add' })}
        >
          {t('addProfile')}
        </Button>
      }
    >
      {error && data === undefined && (
        <ErrorState error={error} onRetry={() => void refetch()} className="py-8" />
      )}
      {data === undefined && !error && <ListSkeleton rows={1} className="px-2 py-2" />}
      {data?.length === 0 && (
        <p className="px-5 py-4 text-[13px] text-muted-foreground">{t('noProfilesText')}</p>
      )}
      {data !== undefined && data.length > 0 && (
        <ul aria-label={t('profiles')} className="divide-y divide-border-subtle">
          {data.map((profile) => (
            <ProfileRow
              key={profile.id}
              profile={profile}
              onEdit={() => setOpen({ what: 'edit', profile })}
              onRemove={() =>
                profile.hasKey ? setOpen({ what: 'remove', profile }) : remove.mutate(profile)
              }
            />
          ))}
        </ul>
      )}
      <RecordCap />
      {open?.what === 'add' && <ProfileDialog onClose={close} />}
      {open?.what === 'edit' && <ProfileDialog profile={open.profile} onClose={close} />}
      {open?.what === 'remove' && (
        <ConfirmDialog
          open
          danger
          onOpenChange={close}
          title={t('profileRemoveTitle', { name: open.profile.name })}
          description={t('profileRemoveText')}
          confirmLabel={t('removeColumn')}
          busy={remove.isPending}
          onConfirm={() => remove.mutate(open.profile, { onSuccess: close })}
        />
      )}
    </SettingGroup>
  );
}

type ProfileRowProps = { profile: DatasetProfile; onEdit(): void; onRemove(): void };

function ProfileRow({ profile, onEdit, onRemove }: ProfileRowProps) {
  const { t } = useTranslation('datasets');
  const { t: common } = useTranslation();
  const test = useProfileModels();
  const { id, name, baseUrl, path, model } = profile;
  return (
    <li className="flex flex-col gap-2 px-5 py-3.5">
      <div className="flex items-center gap-3.5">
        <span className="grid size-9 shrink-0 place-items-center rounded-lg bg-muted text-muted-foreground">
          <Server aria-hidden className="size-4.5" strokeWidth={1.8} />
        </span>
        <div className="min-w-0 flex-1">
          <p dir="auto" className="truncate text-sm font-medium">
            {name}
          </p>
          <p dir="ltr" className="truncate text-start text-[13px] text-muted-foreground">
            {model === '' ? t('profileNoModel') : model} · {baseUrl}
            {path}
          </p>
        </div>
        <DropdownMenu>
          <DropdownMenuTrigger asChild>
            <IconButton label={t('profileActions', { name })}>
              <Ellipsis aria-hidden />
            </IconButton>
          </DropdownMenuTrigger>
          <DropdownMenuContent align="end">
            <DropdownMenuItem icon={<Pencil aria-hidden />} onSelect={onEdit}>
              {common('edit')}
            </DropdownMenuItem>
            <DropdownMenuItem icon={<PlugZap aria-hidden />} onSelect={() => test.mutate(id)}>
              {t('profileTest')}
            </DropdownMenuItem>
            <DropdownMenuSeparator />
            <DropdownMenuItem danger icon={<Trash2 aria-hidden />} onSelect={onRemove}>
              {common('remove')}
            </DropdownMenuItem>
          </DropdownMenuContent>
        </DropdownMenu>
      </div>
      <TestResult test={test} />
    </li>
  );
}

/** Whether its server answers, in words. */
function TestResult({ test }: { test: ReturnType<typeof useProfileModels> }) {
  const { t } = useTranslation('datasets');
  if (test.isIdle) return null;
  const words = (): string => {
    if (test.isPending) return t('profileTesting');
    if (test.error) return describeError(test.error).message;
    return test.data ? t('profileWorks', { count: test.data.length }) : t('profileNoList');
  };
  return (
    <p
      role="status"
      className={test.error ? 'text-[13px] text-danger-text' : 'text-[13px] text-muted-foreground'}
    >
      {words()}
    </p>
  );
}
