import { Copy, Download } from 'lucide-react';
import { Dialog, DialogActions } from '../../parts/dialog/dialog.tsx';
import { Button } from '../../parts/form/button.tsx';
import { useCopy } from '../../parts/form/copy.tsx';
import { Notice } from '../../parts/frame/notice.tsx';

type Given = { codes: readonly string[]; onClose: () => void };

/** New codes, shown this once. */
export const RecoveryCodes = ({ codes, onClose }: Given) => (
  <Dialog title="Your recovery codes" onClose={onClose}>
    <div className="flex flex-col gap-4">
      <Notice tone="warn">
        They are shown this once, and former ones end. Keep them where your password is not.
      </Notice>
      <ul
        aria-label="Recovery codes"
        className="grid gap-x-6 gap-y-1 rounded-lg border border-line bg-panel p-4 font-mono text-sm sm:grid-cols-2"
      >
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <Take text={codes.join('\n')} />
    </div>
    <DialogActions onCancel={onClose}>
      <Button look="primary" onClick={onClose}>
        I have kept them
      </Button>
    </DialogActions>
  </Dialog>
);

/** The ways to take them away. */
function Take({ text }: { text: string }) {
  const copy = useCopy();
  return (
    <div className="flex flex-wrap gap-2">
      <Button icon={Copy} onClick={() => void copy(text, 'Recovery codes')}>
        Copy
      </Button>
      <a
        href={`data:text/plain;charset=utf-8,${encodeURIComponent(`${text}\n`)}`}
        download="coterie-recovery-codes.txt"
        className="inline-flex h-9 items-center gap-1.5 rounded-md border border-line bg-raised px-3 font-medium shadow-xs hover:bg-hover"
      >
        <Download aria-hidden className="size-4" />
        Download
      </a>
    </div>
  );
}
