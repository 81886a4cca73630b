import { Kbd, Modal, Stack, Table, Text, Title } from '@mantine/core';
import { texts } from '../../../../_ui/texts.ts';
import { useFocusBack } from '../../../../_ui/usefocusback.ts';

const words = texts.shortcuts;

const GROUPS: readonly { readonly title: string; readonly keys: readonly (readonly [string, string])[] }[] = [
  {
    title: words.anywhere,
    keys: [
      ['F6', words.nextPane],
      ['Shift + F6', words.previousPane],
      ['F8', words.alone],
      ['?', words.help],
    ],
  },
  {
    title: words.inTerminal,
    keys: [
      ['Tab', words.complete],
      ['Ctrl + C', words.interrupt],
      ['Ctrl + Shift + C', words.copy],
      ['Ctrl + V', words.paste],
      ['Ctrl + Shift + F', words.search],
      ['Ctrl + Shift + ← →', words.sideways],
    ],
  },
  {
    title: words.onTab,
    keys: [
      ['F2', words.renameTab],
      ['Delete', words.closeTab],
    ],
  },
  {
    title: words.inEditor,
    keys: [
      ['Ctrl + S', words.save],
      ['Ctrl + F', words.find],
      ['Ctrl + X', words.closeFile],
      ['Esc :wq', words.leave],
    ],
  },
];

export function ShortcutsDialog({ onClose }: { readonly onClose: () => void }) {
  useFocusBack();
  return (
    <Modal opened onClose={onClose} title={words.title} centered closeButtonProps={{ 'aria-label': words.close }}>
      <Stack gap="md">
        <Text size="sm">{words.lead}</Text>
        {GROUPS.map((group) => (
          <section key={group.title}>
            <Title order={3} size="h6">
              {group.title}
            </Title>
            <Table withRowBorders={false} verticalSpacing={4}>
              <Table.Tbody>
                {group.keys.map(([key, says]) => (
                  <Table.Tr key={key}>
                    <Table.Td w={150}>
                      <Kbd>{key}</Kbd>
                    </Table.Td>
                    <Table.Td>{says}</Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </section>
        ))}
      </Stack>
    </Modal>
  );
}
