import type { ReactNode } from 'react';
import { type Act, sentence } from '../../api.ts';
import { Button } from '../form/button.tsx';
import { Notice } from '../frame/notice.tsx';
import { Dialog, DialogActions } from './dialog.tsx';

type Given = {
  title: string;
  children: ReactNode;
  confirm: string;
  act: Act;
  onClose: () => void;
  calm?: boolean;
};

/** Asks before something goes that is no matter of access; what is, goes through the what-if dialog. */
export function Confirm({ title, children, confirm, act, onClose, calm }: Given) {
  return (
    <Dialog title={title} onClose={onClose}>
      <div className="flex flex-col gap-4">
        <p className="text-dim">{children}</p>
        {act.error !== null && act.error !== undefined && (
          <Notice tone="danger">{sentence(act.error)}</Notice>
        )}
      </div>
      <DialogActions onCancel={onClose}>
        <Button
          look={calm ? 'primary' : 'danger'}
          pending={act.pending}
          onClick={() => act.run(undefined)}
        >
          {confirm}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
