import { createTheme, type MantineColorsTuple } from '@mantine/core';

const petrol: MantineColorsTuple = [
  '#e6f7f8',
  '#cdecee',
  '#9bdadd',
  '#63c5ca',
  '#36b1b8',
  '#1b9aa2',
  '#0f7f87',
  '#0c6870',
  '#0b535a',
  '#0a3f45',
];

export const theme = createTheme({
  primaryColor: 'petrol',
  // Both carry white text at 4.5:1.
  primaryShade: { light: 7, dark: 6 },
  colors: {
    petrol,
    // Cooler and quieter than Mantine's greys; surfaces differ by light, not by lines.
    dark: [
      '#e8eaed',
      '#b4bac2',
      '#9aa2ac',
      '#6b747f',
      '#3a4149',
      '#2b3138',
      '#20252b',
      '#171b1f',
      '#101316',
      '#0b0d0f',
    ],
  },
  defaultRadius: 'md',
  fontFamily: "'Inter Variable', system-ui, sans-serif",
  fontFamilyMonospace: "'JetBrains Mono Variable', ui-monospace, monospace",
  headings: { fontWeight: '650' },
  cursorType: 'pointer',
  focusRing: 'auto',
  components: {
    Tooltip: { defaultProps: { openDelay: 400, withArrow: true } },
    Menu: { defaultProps: { shadow: 'md', withinPortal: true } },
  },
});
