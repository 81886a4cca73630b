import type { ReactNode } from 'react';

/** Line icons on a 16 px grid; what they mean is always said by the control that holds them. */
function Icon({ children }: { readonly children: ReactNode }) {
  return (
    <svg
      width={16}
      height={16}
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth={1.5}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      {children}
    </svg>
  );
}

export const SunIcon = () => (
  <Icon>
    <circle cx={8} cy={8} r={3} />
    <path d="M8 1v1.5M8 13.5V15M1 8h1.5M13.5 8H15M3 3l1 1M12 12l1 1M13 3l-1 1M4 12l-1 1" />
  </Icon>
);

export const MoonIcon = () => (
  <Icon>
    <path d="M13.5 9.5A6 6 0 1 1 6.5 2.5a4.8 4.8 0 0 0 7 7Z" />
  </Icon>
);

export const DotsIcon = () => (
  <Icon>
    <path d="M3 8h.01M8 8h.01M13 8h.01" strokeWidth={2.5} />
  </Icon>
);

export const PlusIcon = () => (
  <Icon>
    <path d="M8 3v10M3 8h10" />
  </Icon>
);

export const CrossIcon = () => (
  <Icon>
    <path d="m5 5 6 6M11 5l-6 6" />
  </Icon>
);

export const SearchIcon = () => (
  <Icon>
    <circle cx={7} cy={7} r={4} />
    <path d="m10 10 4 4" />
  </Icon>
);

export const UpIcon = () => (
  <Icon>
    <path d="m4 10 4-4 4 4" />
  </Icon>
);

export const DownIcon = () => (
  <Icon>
    <path d="m4 6 4 4 4-4" />
  </Icon>
);

export const SplitIcon = () => (
  <Icon>
    <rect x={2} y={3} width={12} height={10} rx={1.5} />
    <path d="M8 3v10" />
  </Icon>
);

export const SingleIcon = () => (
  <Icon>
    <rect x={2} y={3} width={12} height={10} rx={1.5} />
    <path d="M2 6h12" />
  </Icon>
);

export const WidenIcon = () => (
  <Icon>
    <path d="M1.5 3v10M14.5 3v10M4 8h8M6 6 4 8l2 2M10 6l2 2-2 2" />
  </Icon>
);

export const NarrowIcon = () => (
  <Icon>
    <path d="M1.5 3v10M14.5 3v10M3 8h4M13 8H9M5 6l2 2-2 2M11 6 9 8l2 2" />
  </Icon>
);

export const FileIcon = () => (
  <Icon>
    <path d="M4 2h5l3 3v9H4zM9 2v3h3" />
  </Icon>
);

export const PacketIcon = () => (
  <Icon>
    <path d="M1.5 8h3M11.5 8h3" />
    <rect x={4.5} y={5} width={7} height={6} rx={1} />
  </Icon>
);

export const TerminalIcon = () => (
  <Icon>
    <rect x={1.5} y={2.5} width={13} height={11} rx={1.5} />
    <path d="m4 6 2.5 2L4 10M8 10.5h3.5" />
  </Icon>
);

export const BriefIcon = () => (
  <Icon>
    <path d="M3 3h10M3 6.5h10M3 10h6" />
  </Icon>
);

export const TasksIcon = () => (
  <Icon>
    <path d="m2 4 1.2 1.2L5.5 3M2 11l1.2 1.2L5.5 10M8 4.5h6M8 11.5h6" />
  </Icon>
);

export const PauseIcon = () => (
  <Icon>
    <path d="M5.5 3.5v9M10.5 3.5v9" />
  </Icon>
);

export const ResumeIcon = () => (
  <Icon>
    <path d="M5 3.5v9l7-4.5z" />
  </Icon>
);
