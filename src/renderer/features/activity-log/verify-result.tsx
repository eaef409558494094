import { Copy } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { ActivityVerification } from '#shared/contracts/activity.ts';
import { useFormat } from '#renderer/lib/format.ts';
import { toastDone, toastError } from '#renderer/lib/toast.ts';
import { Banner } from '#renderer/ui/banner.tsx';
import { Button } from '#renderer/ui/button.tsx';

/** Whether every entry is the one that was written, and what to note down to prove it later. */
export function VerifyResult({ result }: { result: ActivityVerification }) {
  const { t } = useTranslation('activity');
  const { t: common } = useTranslation();
  const format = useFormat();
  const { isIntact, checkedCount, problem, headHash } = result;
  const number = format.number(checkedCount);
  const copy = (): void => {
    navigator.clipboard.writeText(headHash).then(() => toastDone({ message: common('copied') }), toastError);
  };
  return (
    <Banner
      tone={isIntact ? 'success' : 'danger'}
      actions={
        isIntact && (
          <Button size="sm" variant="outline" icon={<Copy aria-hidden />} onClick={copy} title={headHash}>
            {t('headHash')}
          </Button>
        )
      }
    >
      {isIntact ? (
        <>
          <p className="font-medium">{t('intact', { count: checkedCount, number })}</p>
          <p className="mt-0.5 text-[13px]">{t('headHashHint')}</p>
        </>
      ) : (
        <>
          <p className="font-medium">{t('broken', { problem })}</p>
          <p className="mt-0.5 text-[13px]">{t('brokenText', { number })}</p>
        </>
      )}
    </Banner>
  );
}
