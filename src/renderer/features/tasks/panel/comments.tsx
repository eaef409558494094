import { MoreHorizontal, Pencil, Trash2 } from 'lucide-react';
import { useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { TaskComment, TaskDetail } from '#shared/contracts/tasks.ts';
import { useFormat } from '#renderer/lib/format.ts';
import { Button } from '#renderer/ui/button.tsx';
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuTrigger,
} from '#renderer/ui/dropdown-menu.tsx';
import { IconButton } from '#renderer/ui/icon-button.tsx';
import { Textarea } from '#renderer/ui/input.tsx';
import { PlainText } from '#renderer/ui/plain-text.tsx';
import { DescriptionLinks } from './description-links.tsx';
import { useKept } from './draft.ts';
import { useCommentWrites } from './panel-queries.ts';
import { PanelSection } from './panel-section.tsx';

/** What was said about the task, oldest first. */
export function Comments({ task }: { task: TaskDetail }) {
  const { t } = useTranslation('tasks');
  const writes = useCommentWrites(task.id);
  return (
    <PanelSection
      title={t('comments')}
      meta={task.comments.length === 0 ? undefined : String(task.comments.length)}
    >
      <ul className="flex flex-col gap-3">
        {task.comments.map((comment) => (
          <Comment
            key={comment.id}
            comment={comment}
            onSave={(body) => writes.update.mutateAsync({ id: comment.id, body })}
            onRemove={() => writes.remove.mutate(comment.id)}
          />
        ))}
      </ul>
      <div className="mt-2">
        <CommentEditor
          label={t('addComment')}
          name={`task ${task.id} comment`}
          initial=""
          onSave={(body) => writes.add.mutateAsync(body)}
        />
      </div>
    </PanelSection>
  );
}

type CommentProps = { comment: TaskComment; onSave(body: string): Promise<unknown>; onRemove(): void };

function Comment({ comment, onSave, onRemove }: CommentProps) {
  const { t } = useTranslation('tasks');
  const { t: words } = useTranslation();
  const format = useFormat();
  const [isEditing, setEditing] = useState(false);
  if (isEditing) {
    return (
      <li>
        <CommentEditor
          label={t('editComment')}
          name={`comment ${comment.id}`}
          initial={comment.body}
          onSave={onSave}
          onClose={() => setEditing(false)}
        />
      </li>
    );
  }
  const isEdited = comment.updatedAt > comment.createdAt;
  return (
    <li className="group/comment rounded-xl bg-muted/60 px-3.5 py-2.5">
      <div className="flex items-center gap-2 text-meta">
        <span className="font-medium text-foreground">
          {comment.author === 'user' ? t('you') : comment.author}
        </span>
        <time dateTime={new Date(comment.createdAt).toISOString()} title={format.instant(comment.createdAt)}>
          {format.ago(comment.createdAt)}
        </time>
        {isEdited && <span>{t('edited')}</span>}
        <DropdownMenu>
          <DropdownMenuTrigger asChild>
            <IconButton
              size="xs"
              label={words('moreActions')}
              className="ms-auto opacity-0 group-focus-within/comment:opacity-100 group-hover/comment:opacity-100 data-[state=open]:opacity-100"
            >
              <MoreHorizontal aria-hidden />
            </IconButton>
          </DropdownMenuTrigger>
          <DropdownMenuContent align="end">
            <DropdownMenuItem icon={<Pencil aria-hidden />} onSelect={() => setEditing(true)}>
              {words('edit')}
            </DropdownMenuItem>
            <DropdownMenuItem danger icon={<Trash2 aria-hidden />} onSelect={onRemove}>
              {words('delete')}
            </DropdownMenuItem>
          </DropdownMenuContent>
        </DropdownMenu>
      </div>
      <PlainText className="mt-1">{comment.body}</PlainText>
      <div className="mt-1.5 empty:hidden">
        <DescriptionLinks text={comment.body} />
      </div>
    </li>
  );
}

type CommentEditorProps = {
  label: string;
  /** What is typed waits under this name while another task is looked at. */
  name: string;
  initial: string;
  /** What was typed is lost only once this has succeeded. */
  onSave(body: string): Promise<unknown>;
  /** It was saved or given up; without it the field stays for the next one. */
  onClose?(): void;
};

function CommentEditor({ label, name, initial, onSave, onClose }: CommentEditorProps) {
  const { t } = useTranslation('tasks');
  const { t: words } = useTranslation();
  const { read, keep } = useKept<string>(name);
  const [text, setRawText] = useState(() => read() ?? initial);
  const setText = (next: string): void => {
    keep(next === initial ? undefined : next);
    setRawText(next);
  };
  const [isBusy, setBusy] = useState(false);
  const isReady = text.trim() !== '' && text.trim() !== initial.trim();
  const submit = (): void => {
    if (!isReady || isBusy) return;
    setBusy(true);
    // A field for new ones is free for the next at once.
    if (onClose === undefined) setText('');
    onSave(text.trim())
      .then(
        // Typed on meanwhile: that has not been saved.
        () => onClose !== undefined && (read() ?? initial) === text && close(),
        // The write has said why in a toast; the text comes back, before what was typed since.
        () => onClose === undefined && setText([text, read() ?? ''].join('\n').trim()),
      )
      .finally(() => setBusy(false));
  };
  const close = (): void => {
    keep(undefined);
    onClose?.();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      submit();
    } else if (event.key === 'Escape' && onClose) {
      event.stopPropagation();
      close();
    }
  };
  return (
    <div className="flex flex-col gap-2">
      <Textarea
        aria-label={label}
        placeholder={label}
        autoFocus={onClose !== undefined}
        value={text}
        maxLength={50_000}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={onKeyDown}
        className="min-h-10"
      />
      {(isReady || onClose !== undefined) && (
        <div className="flex justify-end gap-2">
          {onClose !== undefined && (
            <Button size="sm" variant="ghost" onClick={close}>
              {words('cancel')}
            </Button>
          )}
          <Button size="sm" variant="secondary" busy={isBusy} disabled={!isReady} onClick={submit}>
            {onClose === undefined ? t('comment') : words('save')}
          </Button>
        </div>
      )}
    </div>
  );
}
