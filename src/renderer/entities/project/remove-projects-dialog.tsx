import { FolderX, Unlink } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ProjectListItem } from '#shared/contracts/projects.ts';
import { Button } from '#renderer/ui/button.tsx';
import { ChoiceCards } from '#renderer/ui/choice-cards.tsx';
import { Dialog } from '#renderer/ui/dialog.tsx';

type Fate = 'with' | 'without';

type RemoveProjectsDialogProps = {
  /** Nothing is shown while there are none. */
  projects: readonly ProjectListItem[];
  onClose(): void;
  onRemove(withContents: boolean): void;
};

function hasContents(project: ProjectListItem): boolean {
  return (
    project.openTaskCount + project.doneTaskCount + project.noteCount > 0 || project.nextCheckpoint !== null
  );
}

/** Says what is inside and asks what becomes of it. Either way it can be undone. */
export function RemoveProjectsDialog({ projects, onClose, onRemove }: RemoveProjectsDialogProps) {
  const { t } = useTranslation('projects');
  const { t: words } = useTranslation();
  const [fate, setFate] = useState<Fate>('with');
  const tasks = projects.reduce((sum, project) => sum + project.openTaskCount + project.doneTaskCount, 0);
  const notes = projects.reduce((sum, project) => sum + project.noteCount, 0);
  const contents = [t('taskCount', { count: tasks }), t('noteCount', { count: notes })].join(' · ');
  const isFull = projects.some(hasContents);
  const [only] = projects.length === 1 ? projects : [];
  return (
    <Dialog
      open={projects.length > 0}
      onOpenChange={(open) => !open && onClose()}
      size="sm"
      title={only ? t('removeNamed', { name: only.name }) : t('removeMany', { count: projects.length })}
      description={isFull ? t('removeText') : t('removeEmptyText')}
      footer={
        <>
          <Button variant="ghost" onClick={onClose}>
            {words('cancel')}
          </Button>
          <Button variant="danger" onClick={() => onRemove(fate === 'with')}>
            {words('moveToTrash')}
          </Button>
        </>
      }
    >
      {isFull && (
        <ChoiceCards<Fate>
          label={t('removeText')}
          value={fate}
          onValueChange={setFate}
          choices={[
            { value: 'with', icon: FolderX, title: t('removeWith'), text: t('removeWithText', { contents }) },
            { value: 'without', icon: Unlink, title: t('removeWithout'), text: t('removeWithoutText') },
          ]}
        />
      )}
    </Dialog>
  );
}
