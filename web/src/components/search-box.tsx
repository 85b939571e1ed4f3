import { CloseButton, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

const TYPING_MS = 250;

interface Props {
  label: string;
  /** What is searched for now; it stands in the address. */
  value: string;
  onSearch: (q: string) => void;
  className?: string | undefined;
}

/** A search that follows the typing, a moment later; `/` leads to it. */
export function SearchBox({ label, value, onSearch, className }: Props) {
  const { t } = useTranslation();
  const input = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState(value);
  const [before, setBefore] = useState(value);
  const search = useDebouncedCallback(onSearch, TYPING_MS);
  // Cleared from elsewhere, or a link was opened.
  if (before !== value) {
    setBefore(value);
    if (value !== typed.trim()) setTyped(value);
  }
  const clear = () => {
    search.cancel();
    setTyped('');
    onSearch('');
    input.current?.focus();
  };
  return (
    <TextInput
      ref={input}
      className={className}
      type="search"
      aria-label={label}
      placeholder={label}
      leftSection={<IconSearch size={16} aria-hidden />}
      rightSection={
        typed !== '' && <CloseButton aria-label={t('common.clearSearch')} onClick={clear} />
      }
      value={typed}
      data-search
      onChange={(event) => {
        setTyped(event.currentTarget.value);
        search(event.currentTarget.value.trim());
      }}
    />
  );
}
