import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import type { ErrorAnswer } from '../../../../../lib/sitting/wire.ts';
import { FailureNote } from '../../../../_ui/failurenote.tsx';
import { texts } from '../../../../_ui/texts.ts';
import { useFocusBack } from '../../../../_ui/usefocusback.ts';

export interface ConfirmDialogProps {
  readonly title: string;
  readonly text: string;
  /** A verb: what the button does. */
  readonly confirm: string;
  readonly cancel?: string;
  readonly isBusy?: boolean;
  readonly error?: ErrorAnswer | undefined;
  readonly onConfirm: () => void;
  readonly onCancel: () => void;
}

/** Asks before something that cannot be taken back; staying has the focus. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { title, text, confirm, cancel = texts.workspace.cancel, isBusy = false, error, onConfirm, onCancel } = props;
  useFocusBack();
  return (
    <Modal
      opened
      onClose={onCancel}
      title={title}
      centered
      closeButtonProps={{ 'aria-label': texts.workspace.closeDialog }}
    >
      <Stack gap="md">
        <Text size="sm">{text}</Text>
        {error && <FailureNote error={error} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onCancel} data-autofocus>
            {cancel}
          </Button>
          <Button onClick={onConfirm} loading={isBusy}>
            {confirm}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
