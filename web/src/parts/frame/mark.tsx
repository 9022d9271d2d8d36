/** The product's mark: three members, one circle. */
export const Mark = ({ large }: { large?: boolean }) => (
  <svg aria-hidden="true" viewBox="0 0 32 32" className={large ? 'size-10' : 'size-6 shrink-0'}>
    <rect width="32" height="32" rx="8" className="fill-accent" />
    <path d="M16 10 9.5 20.5h13z" fill="none" stroke="#fff" strokeWidth="1.6" />
    <circle cx="16" cy="10" r="3.5" fill="#fff" />
    <circle cx="9.5" cy="20.5" r="3.5" fill="#fff" />
    <circle cx="22.5" cy="20.5" r="3.5" fill="#fff" />
  </svg>
);
