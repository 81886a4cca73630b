import { createTheme, type MantineColorsTuple } from '@mantine/core';

/** The one accent: contrast of shade 7 on white and of shade 4 on the dark body is above 4.5 : 1. */
const harbour: MantineColorsTuple = [
  '#e8f6f6',
  '#d2eaeb',
  '#a4d4d6',
  '#73bec1',
  '#4caaae',
  '#2c8f94',
  '#1d7a80',
  '#0f666b',
  '#075357',
  '#004043',
];

/** Light and dark come from here alone; spacing stands on a 4 px grid. */
export const theme = createTheme({
  primaryColor: 'harbour',
  primaryShade: { light: 7, dark: 7 },
  colors: { harbour },
  fontFamily: "'Inter Variable', system-ui, sans-serif",
  fontFamilyMonospace: "'JetBrains Mono Variable', ui-monospace, monospace",
  headings: { fontFamily: "'Inter Variable', system-ui, sans-serif", fontWeight: '650' },
  defaultRadius: 'sm',
  respectReducedMotion: true,
  spacing: { xs: '8px', sm: '12px', md: '16px', lg: '24px', xl: '40px' },
});
