/** What is said before something is deleted that may come back; for how long is told where it then stands. */
export const ComesBack = () => (
  <>
    As long as this server keeps what was deleted, it can be brought back: <b>Recently deleted</b>{' '}
    says until when.
  </>
);
