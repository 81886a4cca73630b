import { Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import { texts } from '../../../../_ui/texts.ts';
import { useFocusBack } from '../../../../_ui/usefocusback.ts';
import { LONGEST_NAME } from './terminalnames.ts';

const words = texts.terminal;

interface RenameDialogProps {
  readonly terminal: number;
  readonly name: string;
  readonly onRename: (name: string) => void;
  readonly onClose: () => void;
}

/** Asks for the name of one terminal's tab; Enter takes it. */
export function RenameDialog({ terminal, name, onRename, onClose }: RenameDialogProps) {
  useFocusBack();
  const [typed, setTyped] = useState(name);
  return (
    <Modal
      opened
      onClose={onClose}
      title={words.rename(words.name(terminal))}
      size="sm"
      centered
      closeButtonProps={{ 'aria-label': words.keepName }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          onRename(typed);
          onClose();
        }}
      >
        <Stack gap="md">
          <TextInput
            label={words.newName}
            description={words.newNameHint}
            value={typed}
            maxLength={LONGEST_NAME}
            onChange={(event) => setTyped(event.currentTarget.value)}
            onFocus={(event) => event.currentTarget.select()}
            data-autofocus
          />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {words.keepName}
            </Button>
            <Button type="submit">{words.takeName}</Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
